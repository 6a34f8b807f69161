"""Finding the tasks that are far out, and counting what they and all tasks have."""

from mediation.boards.heat.far.found import Found, Outlier

__all__ = ["Found", "Outlier"]
