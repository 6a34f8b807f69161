"""Facts as sentences that a villager can read, now and again in another language later."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from mediation.kernel.actor import Actor
from mediation.kernel.clock import local
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_

Translate = Callable[[str], str]

NONE, YES, NO, AND = N_("无"), N_("是"), N_("否"), N_("、")
THIS_YEAR, OTHER_YEAR, AT_TIME = N_("{month}{day}日"), N_("{year}年{month}{day}日"), N_("{day}{time}")
MONTHS = (
    *(N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月")),
    *(N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月")),
)

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ENDS = tuple("。！？…!?.")
_OWN_END = re.compile(r"^(。|\.(?=\s|$))")
"""The full stop of a template after a value that ends with one of its own: one of them is enough."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def author(actor: Actor) -> str:
    """Return who acts as it reads in a sentence: post and name, and whom they stand in for."""
    if actor.post == actor.name:
        return actor.name
    standing_in = f"（代{actor.standing_in_for}）" if actor.standing_in_for else ""
    return f"{actor.post}{actor.name}{standing_in}"


def params_of(fact: CaseFact) -> dict[str, Any]:
    """Return what the fact's sentence says, fit for JSON, with the ids it refers to.

    Only what the template names is kept, and what is to stand beside it: a fact may carry more than
    may be read.
    """
    given = {**CaseFact.params(fact), **fact.params(), "by": author(fact.by)}
    named = places(type(fact).sentence)
    missing = named - given.keys()
    if missing:
        raise LookupError(
            f"the sentence of {type(fact).__name__} names {sorted(missing)}, which it does not carry"
        )
    wanted = named | set(type(fact).beside)
    kept = {key: value for key, value in given.items() if key in wanted or key.endswith("_id")}
    return {key: _plain(value) for key, value in kept.items() if value is not None or key in named}


def sentence_of(fact: CaseFact) -> str:
    """Return the fact's Chinese sentence."""
    return sentence_from(fact, params_of(fact))


def sentence_from(fact: CaseFact, params: Mapping[str, Any]) -> str:
    """Return the fact's Chinese sentence, where :func:`params_of` was asked before."""
    template, year = type(fact).sentence, local(fact.at).year
    named = [(name, params[name]) for name in places(template)]
    # Not of yes and no, which are the same key as 1 and 0 and read otherwise.
    if all(value is None or type(value) in (str, int) for _name, value in named):
        return _said_before(template, tuple(named), year)
    return fill(template, params, year=year)


@lru_cache(maxsize=1024)
def _said_before(template: str, named: tuple[tuple[str, str | int | None], ...], year: int) -> str:
    """Return the sentence; a change of the calendar says the same of thousands of deadlines."""
    return fill(template, dict(named), year=year)


def render(
    kind: str, params: Mapping[str, Any], *, year: int | None = None, translate: Translate = str
) -> str | None:
    """Return the sentence of a stored fact.

    None when that kind of fact is no longer known, or its sentence says more now than was kept then:
    the stored sentence stands.

    :param kind: the fact's class name
    :param params: as :func:`params_of` made them
    :param year: dates of that year are said without it
    :param translate: says a sentence or a word of the field in another language, else as it is
    """
    found = fact_kinds().get(kind)
    if found is None or not places(found.sentence) <= params.keys():
        return None
    return fill(found.sentence, params, year=year, translate=translate)


def fact_kinds() -> dict[str, type[CaseFact]]:
    """Return every kind of case fact defined so far that has a sentence, by name."""
    found: dict[str, type[CaseFact]] = {}
    waiting = CaseFact.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if hasattr(kind, "sentence"):
            found[kind.__name__] = kind
    return found


@cache
def places(template: str) -> frozenset[str]:
    """Return the names of the ``{places}`` in ``template``."""
    return frozenset(name.partition(".")[0] for _, name, _, _ in Formatter().parse(template) if name)


def say_day(day: date, *, year: int | None = None, translate: Translate = str) -> str:
    """Return a day as people say it: 9月22日, with the year where it is another one."""
    template = translate(THIS_YEAR if day.year == year else OTHER_YEAR)
    return template.format(year=day.year, month=translate(MONTHS[day.month - 1]), day=day.day)


def say_moment(moment: datetime, *, year: int | None = None, translate: Translate = str) -> str:
    """Return a moment as people say it: 9月22日20:15."""
    there = local(moment)
    day = say_day(there.date(), year=year, translate=translate)
    return translate(AT_TIME).format(day=day, time=f"{there:%H:%M}")


def part(template: str, **params: Any) -> dict[str, Any]:
    """Return a part of a sentence that is itself a template, to be a fact's parameter."""
    return {"says": template, **params}


def fill(
    template: str, params: Mapping[str, Any], *, year: int | None = None, translate: Translate = str
) -> str:
    """Return a template with its values said as in every sentence: days, moments, parts, nothing."""
    said = {key: _said(value, year, translate) for key, value in params.items()}
    text = ""
    for literal, name, form, _conversion in Formatter().parse(translate(template)):
        text += _OWN_END.sub("", literal) if text.endswith(_ENDS) else literal
        if name is not None:
            text += Formatter().get_field(name, (), said)[0].__format__(form or "")
    return text


def _said(value: Any, year: int | None, translate: Translate) -> str:
    if value is None or value == "":
        return translate(NONE)
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if isinstance(value, list):
        return translate(AND).join(_said(each, year, translate) for each in value)
    if isinstance(value, Mapping):
        params = {key: each for key, each in value.items() if key != "says"}
        return fill(str(value["says"]), params, year=year, translate=translate)
    if isinstance(value, str) and _MOMENT.match(value):
        return say_moment(datetime.fromisoformat(value), year=year, translate=translate)
    if isinstance(value, str) and _DATE.fullmatch(value):
        return say_day(date.fromisoformat(value), year=year, translate=translate)
    return translate(str(value))


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON holds it; a NUL, which PostgreSQL's JSON refuses, is dropped."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value).replace("\0", "")
