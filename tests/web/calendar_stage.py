"""Changes of the work calendar as the county sends them, for the tests of its pages."""

from sqlalchemy import select

from mediation.clocks.model import CalendarDay

FLOOD = {"act": "set", "first": "2026-09-16", "last": "2026-09-16", "what": "disaster", "reason": "防汛停工"}
NOTICE = "日期,班休,名称\n2027-01-01,休,元旦\n2027-01-02,班,元旦调休上班\n"
PUBLISH = {
    "act": "publish",
    "year": "2027",
    "source": "国办发明电〔2026〕7号",
    "table": NOTICE,
    "despite": "true",
}


def days(served):
    with served.session() as session:
        return {row.day: (row.is_working, row.kind) for row in session.scalars(select(CalendarDay))}


def confirm(served, form=FLOOD, seen=0):
    return served.visit("county").post("/calendar/changes", {**form, "seen": str(seen)})
