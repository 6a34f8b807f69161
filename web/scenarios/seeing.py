"""What a person can see of a case: their inbox, and the case's pages as far as they may open them."""

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.inbox.queries import listing
from web.scenarios.stage import Stage


def inbox(stage: Stage, session: Session, who: str, case: Case) -> list[str]:
    """Return the element ids of the tasks of ``case`` that wait for ``who``, named or to be claimed."""
    identity = stage.identity(session, who, case)
    found = []
    for box in ("mine", "unit"):
        page = listing(session, identity=identity, box=box, at=stage.now, size=200)
        found += [item.element for item in page.items if item.case_id == case.id]
    return list(dict.fromkeys(found))


def everything(stage: Stage, session: Session, who: str, case: Case) -> str:
    """Return all text about ``case`` that the pages would show to ``who``."""
    raise NotImplementedError
