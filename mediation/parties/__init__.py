"""Who disputes, whom they send, and their personal data."""
