"""The tree of county, towns, villages, branches and micro-grids."""
