"""What follows for posts when a unit goes, or becomes part of another."""

from datetime import timedelta

from sqlalchemy import select

from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.events import PostFilled
from mediation.people.model import Post
from mediation.people.operations import end_post
from mediation.units.events import UnitMerged, UnitRetired


def on_unit_retired(uow: UnitOfWork, fact: UnitRetired) -> None:
    """End the posts at a retired unit today; those that were to begin later never begin."""
    today = day_of(fact.at)
    still_open = (Post.to_on.is_(None)) | (Post.to_on > today)
    for post in uow.session.scalars(select(Post).where(Post.unit_id == fact.unit_id, still_open)):
        end_post(uow, post_id=post.id, to_on=max(today, post.from_on), by=fact.by, at=fact.at)


def on_unit_merged(uow: UnitOfWork, fact: UnitMerged) -> None:
    """Let the posts at a merged unit go on at the other from today; the days before stay where they were."""
    today = day_of(fact.at)
    still_open = (Post.to_on.is_(None)) | (Post.to_on >= today)
    posts = uow.session.scalars(select(Post).where(Post.unit_id == fact.unit_id, still_open)).all()
    held = uow.session.execute(
        select(Post.person_id, Post.role).where(Post.unit_id == fact.into_id, still_open)
    ).tuples()
    there = set(held)
    for post in posts:
        goes_on = (post.person_id, post.role) not in there
        if post.from_on >= today:
            _begin_there(uow, post, fact, goes_on=goes_on)
            continue
        if goes_on:
            _go_on(uow, post, fact)
        post.to_on = today - timedelta(days=1)
    uow.session.flush()


def _begin_there(uow: UnitOfWork, post: Post, fact: UnitMerged, *, goes_on: bool) -> None:
    """Let a post that has not begun before today be one at the other unit from the start."""
    if goes_on:
        post.unit_id = fact.into_id
    else:
        uow.session.delete(post)


def _go_on(uow: UnitOfWork, post: Post, fact: UnitMerged) -> None:
    following = uow.add(
        Post(
            person_id=post.person_id,
            role=post.role,
            unit_id=fact.into_id,
            from_on=day_of(fact.at),
            to_on=post.to_on,
        )
    )
    uow.session.flush()
    uow.record(
        PostFilled(
            post_id=following.id,
            person_id=following.person_id,
            role=following.role,
            unit_id=following.unit_id,
            from_on=following.from_on,
            by=fact.by,
            at=fact.at,
        )
    )
