"""集体评议: collective reviews."""
