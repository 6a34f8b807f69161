"""The supervisor's board: what is open, late, due, paused; where; and the heat map of the diagrams."""
