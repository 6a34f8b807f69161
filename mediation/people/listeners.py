"""What follows for posts when a unit goes."""

from sqlalchemy import select

from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Post
from mediation.people.operations import end_post
from mediation.units.events import UnitRetired


def on_unit_retired(uow: UnitOfWork, fact: UnitRetired) -> None:
    """End the posts at a retired unit today; those that were to begin later never begin."""
    today = day_of(fact.at)
    still_open = (Post.to_on.is_(None)) | (Post.to_on > today)
    for post in uow.session.scalars(select(Post).where(Post.unit_id == fact.unit_id, still_open)):
        end_post(uow, post_id=post.id, to_on=max(today, post.from_on), by=fact.by, at=fact.at)
