"""What a form sends as somebody types, and what is offered again."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediation.drafts import operations as drafts
from mediation.drafts import queries
from tests.factories.county import County

Answers = Mapping[str, Sequence[str]]

TYPED = {"findings": ["走访了双方"], "came": ["1", "2"], "csrf_token": ["t"], "submission": ["s"]}
KEPT = {"findings": ["走访了双方"], "came": ["1", "2"]}


def save(
    county: County,
    key: str = "report",
    answers: Answers | None = None,
    *,
    by: str = "grid_leader",
    seen: int = 0,
    **options: Any,
) -> drafts.Saved:
    """Keep what somebody typed, as the page does by itself."""
    with county.system.uow() as uow:
        saved = drafts.save(
            uow,
            key=key,
            title="报纠纷",
            path="/report",
            answers=TYPED if answers is None else answers,
            seen=seen,
            by=county.who(by),
            at=county.at,
            **options,
        )
        uow.commit()
        return saved


def beside(
    county: County, key: str = "report", answers: Answers | None = None, by: str = "grid_leader"
) -> drafts.Saved:
    """Keep another version of it beside the one that is there."""
    with county.system.uow() as uow:
        saved = drafts.save_beside(
            uow,
            key=key,
            title="报纠纷",
            path="/report",
            answers=answers or TYPED,
            by=county.who(by),
            at=county.at,
        )
        uow.commit()
        return saved


def offered(county: County, key: str = "report", by: str = "grid_leader") -> queries.DraftView | None:
    """Return what a form offers to whoever opens it."""
    with county.session() as session:
        return queries.offered(session, key=key, identity=county.who(by))


def mine(county: County, by: str = "grid_leader", **options: Any) -> queries.Page:
    """Return a page of somebody's drafts."""
    with county.session() as session:
        return queries.mine(session, identity=county.who(by), **options)
