"""One measured figure and its budget."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured.

    :ivar budget: the most it may be; None where it only informs
    :ivar exact: it must be just the budget
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    exact: bool = False

    @property
    def is_kept(self) -> bool:
        """Say whether the budget is kept."""
        if self.budget is None:
            return True
        return self.value == self.budget if self.exact else self.value <= self.budget

    def __str__(self) -> str:
        said = f"{self.name}: {self.value:,.2f} {self.unit}".replace(".00 ", " ")
        if self.budget is None:
            return said
        word = "exactly" if self.exact else "at most"
        return f"{said} ({word} {self.budget:g}) {'kept' if self.is_kept else 'OVER'}"
