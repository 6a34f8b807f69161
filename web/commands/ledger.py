"""Proves that what was written is still what is there."""

import click


@click.group()
def ledger() -> None:
    """The permanent record of each case.

    \b
    Example: mediation ledger verify
    """


@ledger.command()
@click.argument("number", metavar="[CASE]", required=False)
def verify(number: str | None) -> None:
    """Find changed, missing or reordered lines, in one CASE (its number) or in all.

    \b
    Example: mediation ledger verify
             mediation ledger verify 浏调〔2026〕000012号
    """
    from sqlalchemy.orm import Session

    from mediation.ledger.queries import verify as find_faults
    from web.commands.opening import case_id_of, open_system
    from web.config import from_environment

    # In one transaction: the lines are read as a stream, which PostgreSQL gives nowhere else.
    with Session(open_system(from_environment()).engine) as session:
        case_id = case_id_of(session, number) if number else None
        faults = find_faults(session, case_id)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise click.ClickException(f"the ledger has {len(faults)} faults")
    click.echo("every line is in its place and unchanged")
