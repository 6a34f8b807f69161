"""What conditions and clocks may ask of a case: looked up when asked, never copied."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.casework.model import ProcessInstance
from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class Context:
    """Where a fact is asked from.

    :ivar attempt: the attempt under way, else the last one, else None
    """

    instance: ProcessInstance
    attempt: Attempt | None
    locality: Locality


LookUp = Callable[[Session, Case, Context], Any]


@cache
def all_facts() -> dict[str, LookUp]:
    """Return fact name -> how it is looked up, gathered from the modules of this folder.

    :raises ValueError: two modules name the same fact
    """
    found: dict[str, LookUp] = {}
    for module in iter_modules(__path__):
        facts: dict[str, LookUp] = import_module(f"{__name__}.{module.name}").FACTS
        for name, look_up in facts.items():
            if name in found:
                raise ValueError(f"fact {name} is defined twice")
            found[name] = look_up
    return found


class FactBook:
    """The facts of one case as a function of their names."""

    def __init__(self, session: Session, case: Case, context: Context) -> None:
        self._session, self._case, self._context = session, case, context

    def __call__(self, name: str) -> Any:
        """Return the fact as it is now.

        :raises KeyError: there is no fact of that name
        """
        return all_facts()[name](self._session, self._case, self._context)
