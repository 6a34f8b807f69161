"""Photographs, voice notes and files that belong to a case."""
