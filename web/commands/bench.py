"""Measures the figures and prints the budgets beside them."""

import click


@click.command()
@click.argument("names", nargs=-1)
def bench(names: tuple[str, ...]) -> None:
    """Run the benchmarks (all, or those named) and print each figure with its budget.

    \b
    Example: mediation bench complete tick
    """
    try:
        from benchmarks import run
    except ImportError:
        raise click.ClickException("the benchmarks lie beside the source; run this in a checkout") from None
    if not run(names, say=click.echo):
        raise click.ClickException("a figure is over its budget")
