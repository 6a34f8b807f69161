"""A county to try the system on: real units, invented people, believable disputes at every stage."""

from web.demo.filling import fill

__all__ = ["fill"]
