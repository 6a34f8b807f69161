"""What the address of a heat map asks for, and what may be chosen: process, version, unit, kind, period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from mediation.boards import scope
from mediation.boards.heat import queries as heat
from mediation.boards.heat.queries import Asked, Version
from mediation.kernel.clock import start_of
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_
from mediation.people.identity import READS_AREA, Identity
from mediation.processes import queries as processes
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import addresses, asking, naming
from web.access import check_may

WHO = (*READS_AREA, "publish_process")
FIRST_PROCESS = "dispute"
DAYS = 365
VERSION_SHOWN = 12
COLOURS = ("now", "median", "p90", "late", "count")
PROCESS_AT_MOST = 60
PERIOD = ("from", "to")


class BadPeriod(Refused):
    """The period of the address is none.

    :ivar params: ``field``: the name of the parameter to be mended
    """

    is_slip = True


class NoSuchDay(BadPeriod):
    """A day of the address is none."""

    message = N_("“{text}”不是一个日期，请写成2026-09-14的样子。")


class EndsBeforeItBegins(BadPeriod):
    """The period of the address is turned round."""

    message = N_("开始日期（{first}）晚于结束日期（{last}）。请改一下时段再看。")


class NotBegun(BadPeriod):
    """The period of the address lies ahead."""

    message = N_("开始日期（{first}）还没有到，这段时间还没有数。请改成今天或以前的日子。")


@dataclass(frozen=True)
class Wanted:
    """What the address asks for.

    :ivar version: beginning of the digest whose diagram is drawn and whose cases alone count; "": the
        current one, and all that are drawn alike
    :ivar cut: the last day asked for, where it is still to come and ``last`` is today instead
    :ivar colour: which number colours the diagram
    :ivar sees_cases: whether the visitor supervises or audits, so that lists of cases may be opened
    """

    process: str
    version: str
    digest: str
    unit: UnitView
    kind: str
    first: date
    last: date
    cut: date | None
    colour: str
    sees_cases: bool

    def written(self, **changes: Any) -> dict[str, str]:
        """Return the parameters of the address, with ``changes``."""
        given = {
            "process": self.process,
            "version": self.version,
            "unit": self.unit.id,
            "kind": self.kind,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "colour": self.colour,
            **changes,
        }
        return {name: str(value) for name, value in given.items() if value not in ("", None)}

    def asked(self, versions: Sequence[Version]) -> Asked:
        """Return the question, counting the versions that are drawn like the one shown."""
        counted = tuple(each.publication.digest for each in versions if each.agrees)
        if self.version:
            counted = (self.digest,)
        elif len(counted) == len(versions):
            counted = ()
        return Asked(
            process=self.process,
            digest=self.digest,
            begins_at=start_of(self.first),
            ends_at=start_of(self.last + timedelta(days=1)),
            versions=counted,
            within="" if self.unit.parent_id is None else self.unit.path,
            kind=self.kind,
        )


def wanted(given: Mapping[str, str]) -> Wanted:
    """Return what the address asks for; what it does not say is as usual.

    :raises PermissionMissing: no post supervises, audits or publishes processes
    :raises OutsideTheBoard: the unit is not below a post that supervises or audits
    :raises NotFound: there is no such process, version, unit or kind
    :raises NoSuchDay: a day is none
    :raises EndsBeforeItBegins: the period is turned round
    :raises NotBegun: it lies ahead
    """
    check_may(*WHO)
    identity = asking.person()
    digest, version = _version(given.get("version", "").strip())
    first, last, cut = _period(given.get("from", ""), given.get("to", ""))
    return Wanted(
        process=_process(given.get("process", ""), digest),
        version=version,
        digest=digest,
        unit=_unit(identity, addresses.unit_of(given)),
        kind=_kind(given.get("kind", "").strip()),
        first=first,
        last=last,
        cut=cut,
        colour=given["colour"] if given.get("colour") in COLOURS else COLOURS[0],
        sees_cases=identity.may(*READS_AREA),
    )


def without_period(given: Mapping[str, str]) -> Wanted:
    """Return what the address asks for apart from its period, over the usual one."""
    return wanted({name: text for name, text in given.items() if name not in PERIOD})


def process_options(digest: str) -> list[tuple[str, str]]:
    """Return every process of a publication with its title, the main one first."""
    diagrams = processes.definition(asking.reading(), digest).diagrams.values()
    found = [(diagram.process, naming.process_name(diagram) or diagram.process) for diagram in diagrams]
    return sorted(found, key=lambda each: each[0] != FIRST_PROCESS)


def unit_options(found: Wanted) -> list[UnitView]:
    """Return the units from the highest one may look at down to the chosen, and those right below it."""
    session, identity = asking.reading(), asking.person()
    above = units.lineage(session, found.unit.id)
    if found.sees_cases:
        above = scope.ladder(session, identity, found.unit)
    return [*above, *units.children(session, found.unit.id).items]


def versions_of(found: Wanted) -> tuple[Version, ...]:
    """Return the publications that hold the process."""
    return heat.versions(asking.reading(), found.process, found.digest)


def called(found: Wanted, process: str) -> Wanted:
    """Return the same question about a process that is called."""
    return replace(found, process=process)


def _period(begins: str, ends: str) -> tuple[date, date, date | None]:
    """Return first and last day, and the last one asked for where days to come were cut off."""
    today = asking.today()
    asked = _day("to", ends) or today
    last = min(asked, today)
    first = _day("from", begins) or last - timedelta(days=DAYS)
    if first > asked and ends.strip():
        raise EndsBeforeItBegins(field="from", first=first, last=asked)
    if first > today:
        raise NotBegun(field="from", first=first)
    return first, last, asked if asked > today else None


def _version(text: str) -> tuple[str, str]:
    session = asking.reading()
    if not text:
        return processes.current(session).digest, ""
    for each in processes.publications(session):
        if each.digest.startswith(text):
            return each.digest, each.digest[:VERSION_SHOWN]
    raise NotFound(what=_("这个版本"))


def _process(text: str, digest: str) -> str:
    known = processes.definition(asking.reading(), digest).processes
    asked = text.strip()[:PROCESS_AT_MOST]
    if asked and asked not in known:
        raise NotFound(what=_("这个流程"))
    return asked or (FIRST_PROCESS if FIRST_PROCESS in known else known[0])


def _kind(text: str) -> str:
    if text and text not in {entry["key"] for entry in naming.entries("kinds")}:
        raise NotFound(what=_("这个类型"))
    return text


def _unit(identity: Identity, unit_id: int | None) -> UnitView:
    session = asking.reading()
    if identity.may(*READS_AREA):
        return scope.board_unit(session, identity, unit_id)
    if unit_id is not None:
        return units.unit(session, unit_id)
    roots = units.children(session, None).items
    if not roots:
        raise NotFound(what=_("县级单位"))
    return roots[0]


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise NoSuchDay(field=field, text=text.strip()[:20]) from error
