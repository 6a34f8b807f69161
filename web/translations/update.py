"""Brings the English catalogue up to date with the sentences in the code; says which lack English.

What the localities' tables say (names of deadlines, reasons, bases), their levels and the titles of
papers are sentences too.

``python -m web.translations.update`` keeps every translation, adds new sentences without one and drops
those no longer said. Then fill in the empty ``msgstr`` and run it again.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from mediation.documents.kinds import paper_kinds
from mediation.engine.decisions import read_decisions
from mediation.kernel.locality import read_locality

ROOT = Path(__file__).parents[2]
CATALOGUE = Path(__file__).parent / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("mediation/**.py", "python"), ("web/**.py", "python"), ("web/templates/**.html", "jinja2")]
WORKFLOWS = ROOT / "workflows"
PRINTED = ("title", "sentence", "basis")
LEFT_OUT = ("node_modules", "scenarios", "demo", "commands")
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def sentences() -> Iterator[str | tuple[str, ...]]:
    """Yield every sentence marked in the code and the templates."""
    for folder in ("mediation", "web"):
        found = extract_from_dir(
            ROOT / folder,
            method_map=[
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in METHODS
                if pattern.startswith(folder)
            ],
            options_map={"templates/**.html": {"trimmed": "true"}},
            keywords=KEYWORDS,
            directory_filter=lambda path: (
                Path(path).name not in LEFT_OUT and not Path(path).name.startswith(".")
            ),
        )
        for _, _, message, _, _ in found:
            yield message
    yield from of_data()


def of_data() -> Iterator[str]:
    """Yield what decision tables print on pages and in ledgers, names of levels and of papers."""
    for path in sorted(WORKFLOWS.glob("*/decisions/*.dmn")):
        for table in read_decisions({path.name: path.read_bytes()}).values():
            for row in table.rows:
                said = dict(zip(table.outputs, row.values, strict=True))
                yield from (str(said[column]) for column in PRINTED if said.get(column))
    for path in sorted(WORKFLOWS.glob("*/locality.yaml")):
        yield from (level.title for level in read_locality(path).levels.values())
    yield from (kind.title for kind in paper_kinds().values())


def updated(known: Catalog) -> Catalog:
    """Return the catalogue of today's sentences with what English is known of them."""
    fresh = Catalog(locale="en", project="mediation", header_comment=known.header_comment, fuzzy=False)
    for message in sentences():
        before: Message | None = known.get(message)
        fresh.add(message, before.string if before else "")
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences that have no English."""
    return [str(message.id) for message in catalogue if message.id and not _is_said(message)]


def read() -> Catalog:
    """Read the catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def main() -> None:
    """Rewrite the catalogue; exit with 1 where English is missing."""
    catalogue = updated(read())
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True)
    missing = untranslated(catalogue)
    for sentence in missing:
        sys.stdout.write(f"no English for: {sentence}\n")
    sys.exit(1 if missing else 0)


def _is_said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


if __name__ == "__main__":
    main()
