"""What every room stands on: rows, units of work, time, refusals, the locality."""
