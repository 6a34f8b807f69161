"""What counts, in which period, how it compares, what may be published. No database, no clock."""
