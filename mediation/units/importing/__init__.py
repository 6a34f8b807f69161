"""Bringing units in from a table: every bad row is named by its line; all rows go in or none."""

from mediation.units.importing.problems import BadRows, Problem
from mediation.units.importing.sheet import Row, Sheet, parse, read_rows
from mediation.units.importing.writing import Imported, import_units

__all__ = ["BadRows", "Imported", "Problem", "Row", "Sheet", "import_units", "parse", "read_rows"]
