"""Versions of diagrams: read, check, publish."""
