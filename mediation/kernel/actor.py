"""Who acts, and in which post. Every operation takes one, every ledger line names one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person acting in one post.

    :ivar person_id: None for the system itself
    :ivar post: how the post reads in a sentence, e.g. ``官渡镇南岳村调委会主任``
    :ivar standing_in_for: name of the absent person, where this is a substitute
    """

    person_id: int | None
    name: str
    role: str
    unit_id: int | None
    post: str
    standing_in_for: str | None = None


SYSTEM = Actor(person_id=None, name="系统", role="system", unit_id=None, post="系统")
