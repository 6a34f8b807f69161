"""Finding a dispute by whatever somebody remembers of it."""
