"""Signs of life: which scheduler did what, and when."""
