"""Which files of a locality's folder make up a publication."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

SHARED = "shared"
LOCALITY = "locality.yaml"


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a locality by name, with those of the shared folder beside it.

    Diagrams (.bpmn), tables (.dmn), forms (.form, or .json in a folder ``forms``) and
    ``locality.yaml``. Names are paths within the folder; where both folders have a file of the
    same name, the locality's own counts.
    """
    found: dict[str, bytes] = {}
    for root in (folder.parent / SHARED, folder):
        for path in _files(root):
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def belongs(name: str) -> bool:
    """Return whether a file of that name is part of a publication."""
    path = PurePosixPath(name)
    return path.suffix in (".bpmn", ".dmn") or is_form(name) or name == LOCALITY


def is_form(name: str) -> bool:
    """Return whether a file of that name holds a form."""
    path = PurePosixPath(name)
    return path.suffix == ".form" or (path.suffix == ".json" and "forms" in path.parts[:-1])


def form_key(name: str) -> str:
    """Return the key by which diagrams call the form in that file: its name without folder and ending."""
    return PurePosixPath(name).stem


def _files(root: Path) -> Iterator[Path]:
    if root.is_dir():
        for path in sorted(root.rglob("*")):
            if path.is_file() and belongs(path.relative_to(root).as_posix()):
                yield path
