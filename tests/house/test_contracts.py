"""The floors of the house hold."""

import os
import subprocess
import sys

from tests.house.source import ROOT


def test_import_contracts_are_kept():
    program = (
        "from importlinter.cli import lint_imports; "
        "raise SystemExit(lint_imports(config_filename='setup.cfg'))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
