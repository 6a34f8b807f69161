"""How text is cut into what is looked up, and how what was found is shown. No database, no clock."""
