"""What makes a settlement hold: its terms, its force, its confirmation, its performance."""
