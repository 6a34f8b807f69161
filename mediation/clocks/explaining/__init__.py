"""Why a clock ends when it does, in one text for villagers, files and the command line."""

from mediation.clocks.explaining.text import as_data, as_text
from mediation.clocks.explaining.view import Explanation, Known, Part, explain

__all__ = ["Explanation", "Known", "Part", "as_data", "as_text", "explain"]
