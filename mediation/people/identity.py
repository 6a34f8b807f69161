"""Who somebody is today: the posts held, those stood in for, and what they allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediation.kernel.actor import Actor
from mediation.kernel.errors import Forbidden

READS_AREA = ("supervise", "audit")
"""Either reads the board, the lists, the numbers and the returns of its area; only the first acts there."""


@dataclass(frozen=True)
class PostView:
    """One post somebody may act in today.

    :ivar unit_name: full name of the unit
    :ivar title: how the post reads, e.g. 官渡镇南岳村调委会主任
    :ivar standing_in_for: name of the absent person whose post it is; None for one's own
    :ivar held_by_id: id of the person who holds it
    :ivar is_lead: whoever is in it answers for the unit
    """

    post_id: int
    role: str
    role_title: str
    unit_id: int
    unit_path: str
    unit_level: str
    unit_name: str
    title: str
    held_by_id: int
    permissions: frozenset[str] = frozenset()
    standing_in_for: str | None = None
    is_lead: bool = False

    @property
    def arranges_absences(self) -> bool:
        """Whether it decides who stands in for whom at its unit and below (county default)."""
        return self.is_lead or "manage_people" in self.permissions

    @property
    def oversees_people(self) -> bool:
        """Whether it may know who is away and which posts are vacant at its unit and below."""
        return self.arranges_absences or "supervise" in self.permissions


@dataclass(frozen=True)
class Identity:
    """A person of today. Without posts it can sign in and sees nothing.

    :ivar phone: their own telephone, which tells them from a party of the same name
    """

    person_id: int
    name: str
    language: str
    posts: tuple[PostView, ...] = ()
    is_appointed_mediator: bool = False
    role_titles: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    preferences: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    session_mark: int = 0
    phone: str | None = field(default=None, repr=False, compare=False)

    @property
    def permissions(self) -> frozenset[str]:
        """What any of the posts allows."""
        return frozenset().union(*(post.permissions for post in self.posts))

    @property
    def person_ids(self) -> frozenset[int]:
        """Oneself and those one stands in for: whose named work one may do."""
        return frozenset({self.person_id, *(post.held_by_id for post in self.posts)})

    def may(self, *permissions: str) -> bool:
        """Whether any post allows one of ``permissions``."""
        return any(not post.permissions.isdisjoint(permissions) for post in self.posts)

    def paths_with(self, *permissions: str) -> tuple[str, ...]:
        """Return the unit paths below which one of ``permissions`` holds, none inside another."""
        paths = sorted(
            {post.unit_path for post in self.posts if not post.permissions.isdisjoint(permissions)}
        )
        return tuple(
            path for path in paths if not any(path != other and path.startswith(other) for other in paths)
        )

    def post_for(self, role: str, unit_id: int) -> PostView | None:
        """Return the post of that role and unit, one's own before one stood in for."""
        fitting = [post for post in self.posts if post.role == role and post.unit_id == unit_id]
        return min(fitting, key=lambda post: post.standing_in_for is not None, default=None)

    def actor_for(self, role: str, unit_id: int) -> Actor:
        """Return this person acting in that post.

        :raises Forbidden: the post is not theirs, nor stood in for
        """
        post = self.post_for(role, unit_id)
        if post is None:
            raise Forbidden(needed=self.role_titles.get(role, role))
        return self.actor(post)

    def actor(self, post: PostView) -> Actor:
        """Return this person acting in ``post``."""
        return Actor(
            person_id=self.person_id,
            name=self.name,
            role=post.role,
            unit_id=post.unit_id,
            post=post.title,
            standing_in_for=post.standing_in_for,
        )

    def actor_with(self, permission: str) -> Actor:
        """Return this person acting in the first post, from the highest unit down, that allows it.

        :raises Forbidden: none does
        """
        fitting = [post for post in self.posts if permission in post.permissions]
        if not fitting:
            raise Forbidden(needed="有此权限的职务")
        return self.actor(
            min(fitting, key=lambda post: (post.standing_in_for is not None, len(post.unit_path)))
        )

    def speaker(self) -> Actor:
        """Return this person in the first post held, or in none: for what is only put on record."""
        if self.posts:
            return self.actor(self.posts[0])
        return Actor(person_id=self.person_id, name=self.name, role="", unit_id=None, post=self.name)
