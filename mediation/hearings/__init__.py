"""屋场会: courtyard hearings."""
