"""Drafts around a form that takes time: what was typed is offered, and ends with the form that is sent."""

from dataclasses import dataclass, field, replace

from flask import request
from werkzeug.datastructures import MultiDict

from mediation.drafts import operations, queries, rules
from mediation.drafts.queries import DraftView
from mediation.kernel.errors import Refused
from mediation.kernel.unit_of_work import UnitOfWork
from web import asking, rescue

KEPT = f"{rules.OWN_PREFIX}kept"


@dataclass(frozen=True)
class Offer:
    """A form's draft as its page needs it.

    :ivar key: which form this is
    :ivar path: where the form is, to come back to
    :ivar draft: what was typed and not sent; None where nothing, or where the form was just sent
    :ivar copies: further versions, kept beside because two devices wrote at once
    :ivar seen: version of the draft this page stands on; 0 for none
    """

    key: str
    title: str
    path: str
    draft: DraftView | None = None
    copies: tuple[DraftView, ...] = field(default=())
    seen: int = 0

    @property
    def values(self) -> MultiDict[str, str] | None:
        """What was typed, as if the form had been sent; None where nothing was."""
        return posted(self.draft) if self.draft is not None else None


def offer(key: str, *, title: str, path: str) -> Offer:
    """Return the draft of form ``key``; on the way back from a refusal, what was sent goes before it."""
    if request.method == "POST":
        return Offer(key, title, path, seen=request.form.get(rescue.SEEN, 0, type=int))
    session, me = asking.reading(), asking.person()
    found = queries.offered(session, key=key, identity=me)
    if found is None:
        return Offer(key, title, path)
    copies = queries.copies(session, key=key, identity=me)
    return Offer(key, title, path, found, copies, found.version)


def posted(draft: DraftView) -> MultiDict[str, str]:
    """Return a draft's answers as a browser would send them."""
    return MultiDict([(name, value) for name, values in draft.answers.items() for value in values])


def finish(uow: UnitOfWork, key: str) -> None:
    """Drop the form's draft in the act that sends it, where the page says that there is one."""
    if request.form.get(KEPT) or request.form.get(rescue.SEEN, "0") != "0":
        operations.finish(uow, key=key, by=asking.person())


def keep_sent(key: str, *, title: str, path: str) -> int | None:
    """Keep what was sent and not taken (somebody else was quicker, say); return the draft's id."""
    me = asking.person()
    try:
        kept = rescue.carried()
        if kept is None or kept.person_id != me.person_id:
            return None
        return rescue.put_by(replace(kept, key=key, title=title, path=path), by=me)[0]
    except Refused:
        return None
