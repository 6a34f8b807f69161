"""Numbered papers of a case."""
