"""The ``mediation`` command. Each command answers --help with an example; an error is one sentence."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mediation.kernel.columns import KeyMissing
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.locality import BadLocality
from web.config import Misconfigured

NOT_FOUND = "没有找到{what}。"
"""Said without a word of permissions: at a terminal nobody lacks any."""
COMMANDS = {
    "init": "schema",
    "keys": "schema",
    "demo": "serving",
    "serve": "serving",
    "scheduler": "scheduling",
    "health": "health",
    "units": "units",
    "people": "people",
    "process": "process",
    "scenario": "scenario",
    "due": "clock",
    "clock": "clock",
    "incidents": "incidents",
    "calendar": "calendar",
    "ledger": "ledger",
    "search": "search",
    "notices": "notices",
    "bench": "bench",
}


class Lazy(click.Group):
    """Imports a command's module only when it is called for: --help and `due` answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"web.commands.{COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, cmd_name)
        return found


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="county-mediation", prog_name="mediation")
def cli() -> None:
    """Run a county's dispute mediation.

    \b
    Example: mediation demo          a sample county on http://127.0.0.1:8000
             mediation due 2026-09-18 3 working_day
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; whatever a person can mend ends in one sentence and a code that is not 0."""
    try:
        code = cli.main(args=arguments, prog_name="mediation", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help())
        code = 0
    except click.exceptions.Abort:
        code = _say("stopped")
    except click.ClickException as error:
        code = _say(error.format_message(), code=error.exit_code)
    except NotFound as error:
        code = _say(NOT_FOUND.format(**error.params))
    except (Refused, BadLocality, Misconfigured, KeyMissing) as error:
        code = _say(error)
    except OperationalError as error:
        code = _say(f"the database cannot be used: {str(error.orig).strip().splitlines()[0]}")
    except SQLAlchemyError as error:
        code = _say(f"the database refused: {str(error).splitlines()[0]}")
    except OSError as error:
        code = _say(f"{error.filename or 'input/output'}: {error.strerror or error}")
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: Any, *, code: int = 1) -> int:
    click.echo(f"mediation: {sentence}", err=True)
    return code


if __name__ == "__main__":
    main()
