"""Writes a schema revision: compares the models with a database brought up to date just now.

Example: python -m mediation.kernel.migrations "what changed"
"""

import sys
import tempfile
from pathlib import Path

from mediation.kernel.database import open_engine
from mediation.kernel.migrations import newest, upgrade, write_revision


def main() -> None:
    """Write the revision named by the first argument."""
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('say what changed: python -m mediation.kernel.migrations "what changed"')
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'schema.db'}")
        if newest():
            upgrade(engine)
        write_revision(engine, sys.argv[1])
        engine.dispose()


if __name__ == "__main__":
    main()
