"""Automatic steps that failed: which, why, and trying them again."""

import click

from web.commands.retrying import try_again
from web.commands.saying import many


@click.group()
def incidents() -> None:
    """Look at steps that the system could not do by itself, and try them again.

    \b
    Example: mediation incidents list
             mediation incidents retry --all
    """


@incidents.command("list")
def show() -> None:
    """List the steps that are parked: which case, what went wrong, how often.

    \b
    Example: mediation incidents list
    """
    from mediation.casework.incidents import every_parked
    from web.commands.opening import system

    with system().session() as session:
        found = every_parked(session)
    for each in found:
        click.echo(
            f"{each.id}: case {each.case_id}, {each.label} ({each.step}): "
            f"failed {many(each.failures, 'time')}: {each.failure}"
        )
    if not found:
        click.echo("no step is parked")


@incidents.command("retry")
@click.argument("parked_ids", metavar="[ID]...", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="Try every step that is parked.")
def retry(parked_ids: tuple[int, ...], every: bool) -> None:
    """Take parked steps again, by the IDs that `incidents list` names, each in its own transaction.

    \b
    Example: mediation incidents retry 12
             mediation incidents retry --all
    """
    from mediation.casework.incidents import every_parked
    from mediation.casework.retrying import retry as take_again
    from mediation.kernel.actor import SYSTEM
    from mediation.kernel.clock import SystemClock
    from mediation.kernel.unit_of_work import UnitOfWork, transact
    from web.commands.opening import system

    opened = system()
    if every:
        with opened.session() as session:
            parked_ids = tuple(each.id for each in every_parked(session))

    def take(parked_id: int) -> bool:
        def act(uow: UnitOfWork) -> bool:
            return take_again(uow, parked_id=parked_id, by=SYSTEM, at=SystemClock().now())

        return transact(opened.uow, act)

    try_again(parked_ids, retry=take, what="parked step", see="mediation incidents list")
