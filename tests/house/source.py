"""Reads the project's own source for the rules about the rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOT_OURS = ("node_modules", "static/dist", ".venv", "migrations/versions", "__pycache__", "/var/", ".git/")


def files(*folders: str, ends: str = ".py") -> list[Path]:
    """Return every file of our own below ``folders``."""
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*{ends}")]
    return sorted(path for path in found if not any(part in path.as_posix() for part in NOT_OURS))


def name(path: Path) -> str:
    """Return the path as it stands in the project."""
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """Return "file:line" of every line that contains ``pattern``."""
    return [
        f"{name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern in line
    ]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its length, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            spent = (doc.end_lineno or 0) - doc.lineno + 1 if doc else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - spent
