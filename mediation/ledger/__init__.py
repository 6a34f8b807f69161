"""One permanent readable sentence per fact, chained by hash."""
