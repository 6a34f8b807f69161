"""Returns as people read them: lines in words for the page, Excel and Word."""
