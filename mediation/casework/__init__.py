"""Binds diagram steps to operations; the one place that moves case and token together."""
