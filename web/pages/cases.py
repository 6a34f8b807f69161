"""Cases: the list of those one may see, and one with all that happened, runs and may be done."""

from flask import Blueprint, render_template, request

from mediation.agreements import queries as agreements
from mediation.cases import queries as cases
from mediation.casework import case_lists, incidents, moves, sight
from mediation.clocks import queries as clocks
from mediation.documents import queries as documents
from mediation.hearings import queries as hearings
from mediation.inbox import queries as inbox
from mediation.kernel.clock import day_of
from mediation.ledger import queries as ledger
from mediation.oversight import queries as oversight
from mediation.reviews import queries as reviews
from mediation.search import queries as search
from mediation.units import queries as units
from web import asking
from web.access import signed_in
from web.pages import board_acts, case_acts, case_now, case_views, clock_order, talk, task_words

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
    """Show one case: what to do now first, all the rest below, what is long or costly on request."""
    session, identity, file = asking.reading(), asking.person(), case_views.file_of(case_id)
    case = file.view
    items = inbox.of_case(session, case_id=case_id, identity=identity)
    running = clocks.for_case(session, case_id, asking.now(), ended=False)
    return render_template(
        "pages/case.html",
        case=case,
        now_at=case_now.now_of(items),
        late=task_words.lateness(items),
        stuck=incidents.labels_of(session, case_id),
        acts=case_acts.open_to(case, identity, running),
        clocks=clock_order.in_order(running, items),
        clocks_ended=clocks.count_ended(session, case_id),
        attempts=cases.attempts(session, case_id),
        receipts=cases.receipts(session, case_id),
        ratings=cases.ratings(session, case_id, known=file.known),
        agreements=agreements.agreements(session, case_id, today=asking.today()),
        hearings=hearings.hearings(session, case_id),
        reviews=reviews.reviews(session, case_id),
        oversight=oversight.for_case(session, case_id, on=day_of(asking.now())),
        board_acts=board_acts.acts_on(case),
        talks=[item for item in items if item.is_interview],
        mask=file.mask,
        by_name=case_views.names_of(case),
        papers=documents.for_case(session, case_id),
        moves=moves.moves(session, case_id),
        following=inbox.following(session, case_id, identity),
        talk=talk.talk(file),
        happened=ledger.lines(
            session, case_id, size=LINES, newest_first=True, about="acts", known=file.known
        ),
        happened_count=ledger.count(session, case_id),
    )


@bp.get("/cases/<int:case_id>/happened")
@signed_in
def happened(case_id: int) -> str:
    """Show what happened, a page at a time; htmx takes the same lines to go on below."""
    case, about = case_views.case_of(case_id), request.args.get("about", "")
    lines = ledger.lines(
        asking.reading(),
        case_id,
        after=request.args.get("after", 0, type=int),
        size=LINES,
        newest_first=True,
        about=about,
    )
    part = "pages/parts/happened_more.html" if _is_part() else "pages/happened.html"
    return render_template(part, case=case, happened=lines, about=about)


@bp.get("/cases/<int:case_id>/clocks")
@signed_in
def all_clocks(case_id: int) -> str:
    """Show every clock of the case, stopped ones too, and how each came to its day."""
    case = case_views.case_of(case_id)
    found = clocks.for_paper(asking.reading(), case_id, asking.now())
    return render_template(
        "pages/case_clocks.html",
        case=case,
        clocks=[clock for clock in found if not clock.is_of_oversight],
        chain=[clock for clock in found if clock.is_of_oversight],
    )


@bp.get("/cases/<int:case_id>/who-sees")
@signed_in
def who_sees(case_id: int) -> str:
    """Show who may see what of the case; htmx takes the table into the case's page."""
    case = case_views.case_of(case_id)
    sights = sight.who_sees_what(asking.reading(), case_id, locality=asking.locality())
    part = "pages/parts/who_sees.html" if _is_part() else "pages/who_sees.html"
    return render_template(part, case=case, sights=sights)


@bp.get("/cases/<int:case_id>/related")
@signed_in
def related(case_id: int) -> str:
    """Show what other disputes have to do with this one; htmx takes the list into the case's page."""
    case = case_views.case_of(case_id)
    found = search.related(asking.reading(), case_id, asking.person())
    part = "pages/parts/related.html" if _is_part() else "pages/related.html"
    return render_template(part, case=case, related=found, why=search.WHY)


@bp.get("/cases/<int:case_id>/papers/<int:paper_id>")
@signed_in
def paper(case_id: int, paper_id: int) -> str:
    """Show a paper of the case."""
    case = case_views.case_of(case_id)
    found = documents.paper(asking.reading(), paper_id, case_views.looker_at(case))
    if found.case_id != case_id:
        raise case_acts.PaperElsewhere(what="这份文书")
    return render_template("pages/paper.html", case=case, paper=found)


def _is_part() -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(request.headers.get("HX-Request"))


def _places() -> list[units.UnitView]:
    """The units of one's own posts that see further than themselves."""
    posts = [post for post in asking.person().posts if post.permissions & {"see_subtree", "see_all"}]
    return [
        units.unit(asking.reading(), unit_id) for unit_id in dict.fromkeys(post.unit_id for post in posts)
    ]
