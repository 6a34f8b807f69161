"""What somebody has typed and not yet sent, kept for any of their devices."""
