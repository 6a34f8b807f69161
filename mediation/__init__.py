"""The domain of dispute mediation; it runs without Flask."""
