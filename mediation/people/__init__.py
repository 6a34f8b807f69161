"""Persons, their posts, their substitutes, and how they sign in."""
