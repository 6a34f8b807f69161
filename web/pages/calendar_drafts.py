"""What a form about the calendar asks for, read the same way for its preview and for its confirmation."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from mediation.clocks import drafting, edits, yearly
from mediation.clocks.calendar_queries import FIRST_YEAR, LAST_YEAR
from mediation.clocks.edits import (
    COUNTY,
    DISASTER,
    HOLIDAY,
    LONGEST_NAME,
    LONGEST_SOURCE,
    MAKEUP,
    Edit,
)
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_
from web import asking
from web.addresses import SHOWN
from web.forms import Form, build

SET, FORGET, PUBLISH, UNDO = "set", "forget", "publish", "undo"
CHOICES: Mapping[str, tuple[str, bool, str]] = {
    "county_rest": (COUNTY, False, N_("本县放假或停工（休息）")),
    "disaster": (DISASTER, False, N_("灾害停工：防汛、台风、冰雪等（休息）")),
    "county_work": (COUNTY, True, N_("本县安排上班")),
    "holiday": (HOLIDAY, False, N_("法定节假日（放假通知有更正）")),
    "makeup": (MAKEUP, True, N_("调休上班（放假通知有更正）")),
}
BACK = N_("恢复原来的安排")


class NoSuchYear(NotFound):
    """An address asks for a year that is none, or that the calendar does not know."""

    message = N_("工作日历里没有“{text}”年，网址可能抄错了。可以看{first}年到{last}年。")


class LongAgo(Refused):
    """No time limit of those years is counted any more."""

    message = N_("{year}年已经没有要计算的期限，改了也不起作用。请核对年份。")
    is_slip = True


class NoTable(Refused):
    """The form came without a file and without a table pasted in."""

    message = N_("请选一个CSV文件，或者把表格粘贴进来。")
    is_slip = True


class TwoTables(Refused):
    """Which of the two is meant nobody can know."""

    message = N_("既选了文件“{name}”，又粘贴了表格，不知道以哪一份为准。请只留一份。")
    is_slip = True


def form_of_days() -> Form:
    """Return the form that says of some days that they are worked or not."""
    needed = {"required": True}
    day = {"type": "datetime", "subtype": "date", "validate": needed}
    options = [{"value": value, "label": _(words)} for value, (_kind, _works, words) in CHOICES.items()]
    return build(
        {
            "id": "calendar-days",
            "components": [
                {**day, "key": "first", "label": _("第一天")},
                {
                    **day,
                    "key": "last",
                    "label": _("最后一天"),
                    "description": _("只改一天的，与第一天相同。"),
                },
                {
                    "type": "radio",
                    "key": "what",
                    "label": _("改成什么"),
                    "values": options,
                    "validate": needed,
                },
                {
                    "type": "textfield",
                    "key": "reason",
                    "label": _("理由"),
                    "description": _("写在日历上，也写进每件案件的台账，例如“防汛停工”。"),
                    "validate": {**needed, "maxLength": LONGEST_NAME},
                },
            ],
        }
    )


def form_of_notice() -> Form:
    """Return the form that takes the yearly notice in; the file itself comes beside it."""
    needed = {"required": True}
    now = asking.today().year
    years = [{"value": str(year), "label": str(year)} for year in range(now - 1, now + 3)]
    return build(
        {
            "id": "calendar-notice",
            "components": [
                {"type": "select", "key": "year", "label": _("哪一年"), "values": years, "validate": needed},
                {
                    "type": "textfield",
                    "key": "source",
                    "label": _("通知的名称和文号"),
                    "description": _(
                        "例如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）"
                    ),
                    "validate": {**needed, "maxLength": LONGEST_SOURCE},
                },
                {
                    "type": "textarea",
                    "key": "table",
                    "label": _("或者把表格粘贴在这里"),
                    "description": _("每天一行：日期、班或休、名称。从电子表格里复制过来也可以。"),
                },
            ],
        }
    )


def drafted() -> Edit:
    """Return the edit that the form sent asks for.

    :raises Invalid: a field is missing or wrong
    :raises Refused: the calendar cannot be changed so
    """
    acts: Mapping[str, Callable[[], Edit]] = {
        SET: _days,
        FORGET: _forgotten,
        PUBLISH: _notice,
        UNDO: _undone,
    }
    act = acts.get(request.form.get("act", ""))
    if act is None:
        raise NotFound(what=_("这项日历调整"))
    return act()


def carried(edit: Edit) -> dict[str, str]:
    """Return what a preview hands on, so that its confirmation asks for the same."""
    sent = {key: request.form.get(key, "") for key in ("act", "first", "last", "what", "reason", "change_id")}
    if sent["act"] != PUBLISH:
        return {key: value for key, value in sent.items() if value}
    rows = (
        f"{day.on.isoformat()},{'班' if day.works else '休'},{day.name}"
        for day in edit.days
        if day.works is not None
    )
    return {"act": PUBLISH, "year": str(edit.year), "source": edit.reason, "table": "\n".join(rows)}


def _days() -> Edit:
    given = form_of_days().load(request.form)
    kind, works, _words = CHOICES[given["what"]]
    days = {key: given[key] for key in ("first", "last", "reason")}
    return drafting.setting(asking.reading(), **days, works=works, kind=kind)


def _notice() -> Edit:
    given = form_of_notice().load(request.form)
    year = int(given["year"])
    days = yearly.read_notice(_table(given["table"] or ""), year=year)
    return drafting.publishing(asking.reading(), year=year, days=days, source=given["source"])


def _table(pasted: str) -> bytes | str:
    file = request.files.get("file")
    if file is None or not file.filename:
        if not pasted.strip():
            raise NoTable(fields={"table": NoTable.message})
        return pasted
    if pasted.strip():
        raise TwoTables(name=file.filename[:LONGEST_NAME])
    return file.stream.read()


def _forgotten() -> Edit:
    first, last = _day("first"), _day("last")
    if first is None or last is None or last < first:
        raise NotFound(what=_("这几天"))
    edited = drafting.edited_days(asking.reading(), first, last)
    return drafting.forgetting(asking.reading(), days=sorted(edited) or [first], reason=BACK)


def _undone() -> Edit:
    return drafting.undoing(asking.reading(), request.form.get("change_id", type=int) or 0)


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(key, ""))
    except ValueError:
        return None


def year_asked(given: Mapping[str, str]) -> int:
    """Return the year an address asks for, this one where it asks for none.

    :raises NoSuchYear: it is none, or lies outside the calendar
    """
    text = given.get("year", "").strip()
    if not text:
        return asking.today().year
    known = range(FIRST_YEAR, LAST_YEAR + 1)
    if not (text.isascii() and text.isdecimal() and len(text) == len(str(FIRST_YEAR)) and int(text) in known):
        raise NoSuchYear(text=text[:SHOWN], first=FIRST_YEAR, last=LAST_YEAR)
    return int(text)


def check_of_use(edit: Edit, touched: int, today: date) -> None:
    """Refuse days of years past that no time limit is counted by.

    :raises LongAgo: they lie before last year, and nothing would be counted anew
    """
    if edit.kind == edits.SET and not touched and edit.last.year < today.year - 1:
        raise LongAgo(year=edit.last.year, fields={"first": LongAgo.message})


def values_of_day(on: str | None) -> dict[str, Any]:
    """Return what the form of days begins with, for a day somebody clicked."""
    return {"first": on, "last": on, "what": "", "reason": ""} if on else {}
