"""Cases: the list of those one may see, and one with all that happened, runs and may be done."""

from flask import Blueprint, render_template, request

from mediation.agreements import queries as agreements
from mediation.cases import queries as cases
from mediation.casework import case_lists, drawings
from mediation.clocks import queries as clocks
from mediation.documents import queries as documents
from mediation.hearings import queries as hearings
from mediation.inbox import queries as inbox
from mediation.ledger import queries as ledger
from mediation.oversight import queries as oversight
from mediation.reviews import queries as reviews
from mediation.units import queries as units
from web import asking
from web.access import signed_in
from web.pages import case_acts, case_views, task_words

bp = Blueprint("cases", __name__)
LINES = 20


@bp.get("/cases")
@signed_in
def index() -> str:
    """List the cases one may see, found by number, title, place or lateness."""
    session, given = asking.reading(), request.args
    unit_id = given.get("unit", type=int)
    page = case_lists.find_cases(
        session,
        identity=asking.person(),
        at=asking.now(),
        words=given.get("words", "").strip()[:60],
        unit_id=unit_id,
        late_only=given.get("late") == "yes",
        after=given.get("after", type=int),
    )
    unit = units.unit(session, unit_id) if unit_id else None
    kept = {key: given[key] for key in ("words", "unit", "late") if given.get(key)}
    return render_template("pages/cases.html", page=page, unit=unit, given=given, kept=kept, places=_places())


@bp.get("/cases/<int:case_id>")
@signed_in
def show(case_id: int) -> str:
    """Show one case."""
    session, identity = asking.reading(), asking.person()
    case = case_views.case_of(case_id)
    items = inbox.of_case(session, case_id=case_id, identity=identity)
    running = clocks.for_case(session, case_id, asking.now())
    return render_template(
        "pages/case.html",
        case=case,
        items=items,
        late=task_words.lateness(items),
        acts=case_acts.open_to(case, identity, running),
        clocks=running,
        attempts=cases.attempts(session, case_id),
        receipts=cases.receipts(session, case_id),
        ratings=cases.ratings(session, case_id),
        agreements=agreements.agreements(session, case_id, today=asking.today()),
        hearings=hearings.hearings(session, case_id),
        reviews=reviews.reviews(session, case_id),
        oversight=oversight.for_case(session, case_id),
        mask=case_views.mask_of(case),
        by_name=case_views.names_of(case),
        papers=documents.for_case(session, case_id),
        processes=drawings.processes_of(session, case_id=case_id),
        happened=ledger.lines(session, case_id, size=LINES, newest_first=True),
        happened_in_all=ledger.count(session, case_id),
    )


@bp.get("/cases/<int:case_id>/happened")
@signed_in
def happened(case_id: int) -> str:
    """Show what happened, a page at a time; htmx takes the same lines to go on below."""
    case = case_views.case_of(case_id)
    lines = ledger.lines(
        asking.reading(),
        case_id,
        after=request.args.get("after", 0, type=int),
        size=LINES,
        newest_first=True,
    )
    part = "pages/parts/happened_more.html" if request.headers.get("HX-Request") else "pages/happened.html"
    return render_template(part, case=case, happened=lines)


@bp.get("/cases/<int:case_id>/papers/<int:paper_id>")
@signed_in
def paper(case_id: int, paper_id: int) -> str:
    """Show a paper of the case."""
    case = case_views.case_of(case_id)
    found = documents.paper(asking.reading(), paper_id, case_views.looker_at(case))
    if found.case_id != case_id:
        raise case_acts.PaperElsewhere(what="这份文书")
    return render_template("pages/paper.html", case=case, paper=found)


def _places() -> list[units.UnitView]:
    """The units of one's own posts that see further than themselves."""
    posts = [post for post in asking.person().posts if post.permissions & {"see_subtree", "see_all"}]
    return [
        units.unit(asking.reading(), unit_id) for unit_id in dict.fromkeys(post.unit_id for post in posts)
    ]
