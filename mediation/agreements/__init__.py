"""Agreements, signatures, promises, visits, judicial confirmation."""
