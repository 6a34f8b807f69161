"""Steps of a 屋场会."""

from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import issue
from mediation.hearings import operations
from mediation.hearings.operations.undoing import ANEW
from mediation.hearings.rules.calling import NoTime
from mediation.hearings.rules.holding import PHASES, lines_of


def propose(act: Act) -> None:
    """Proposed, and screened."""
    operations.propose_hearing(
        act.uow,
        case_id=act.case.id,
        attempt_id=act.attempt.id if act.attempt else None,
        matter=read.text(act.answers, "matter"),
        topic=read.text(act.answers, "topic"),
        proposer=read.text(act.answers, "proposer"),
        proposing_households=read.number(act.answers, "proposing_households"),
        households_total=read.number(act.answers, "households_total"),
        by=act.by,
        at=act.at,
    )


def record_consents(act: Act) -> None:
    """Who consents to it."""
    operations.record_consents(
        act.uow,
        case_id=act.case.id,
        consenting=read.ids(act.answers, "consenting"),
        form=read.text(act.answers, "form") or "written",
        by=act.by,
        at=act.at,
    )


def name_facilitator(act: Act) -> None:
    """A neutral facilitator."""
    operations.name_facilitator(
        act.uow,
        case_id=act.case.id,
        name=read.text(act.answers, "facilitator_name"),
        relation=read.text(act.answers, "relation") or "none",
        note=read.text(act.answers, "relation_note"),
        by=act.by,
        at=act.at,
    )


def notice(act: Act) -> None:
    """Called, or called anew."""
    hearing_at = read.moment(act.answers, "hearing_at")
    if hearing_at is None:
        raise NoTime(fields={"hearing_at": NoTime.message})
    operations.give_notice(
        act.uow,
        case_id=act.case.id,
        hearing_at=hearing_at,
        place=read.text(act.answers, "place"),
        by=act.by,
        at=act.at,
    )


def sign_in(act: Act) -> None:
    """How many came."""
    operations.sign_in(
        act.uow, case_id=act.case.id, present=read.number(act.answers, "present"), by=act.by, at=act.at
    )


def record_phases(act: Act) -> None:
    """What was said."""
    operations.record_phases(
        act.uow,
        case_id=act.case.id,
        phases={phase: read.text(act.answers, phase) for phase in PHASES},
        speakers=read.text(act.answers, "speakers"),
        by=act.by,
        at=act.at,
    )


def vote(act: Act) -> None:
    """How they voted."""
    operations.take_vote(
        act.uow,
        case_id=act.case.id,
        votes_for=read.number(act.answers, "votes_for"),
        votes_against=read.number(act.answers, "votes_against"),
        consensus=read.flag(act.answers, "consensus"),
        by=act.by,
        at=act.at,
    )


def minutes(act: Act) -> None:
    """Minutes and the three lists."""
    operations.record_minutes(
        act.uow,
        case_id=act.case.id,
        minutes=read.text(act.answers, "minutes"),
        signed_by=read.text(act.answers, "signed_by"),
        issues=read.text(act.answers, "issues"),
        needs=read.text(act.answers, "needs"),
        duties=read.text(act.answers, "duties"),
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "hearing_minutes",
        会议记录=read.text(act.answers, "minutes"),
        问题清单=read.text(act.answers, "issues"),
        需求清单=read.text(act.answers, "needs"),
        责任清单=read.text(act.answers, "duties"),
        签字="、".join(lines_of(read.text(act.answers, "signed_by"))),
    )


def publish(act: Act) -> None:
    """Put up with names masked."""
    operations.publish_hearing(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def propose_anew(act: Act) -> None:
    """The meeting is called off; another may be proposed."""
    operations.cancel_open(act.uow, case_id=act.case.id, reason=ANEW, by=act.by, at=act.at)


def consents_anew(act: Act) -> None:
    """Everybody is asked again."""
    operations.ask_consents_anew(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def facilitator_anew(act: Act) -> None:
    """Somebody else is named."""
    operations.release_facilitator(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def notice_anew(act: Act) -> None:
    """The notice is taken back."""
    operations.withdraw_notice(act.uow, case_id=act.case.id, by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "hearings.propose": propose,
    "hearings.record_consents": record_consents,
    "hearings.name_facilitator": name_facilitator,
    "hearings.notice": notice,
    "hearings.sign_in": sign_in,
    "hearings.record_phases": record_phases,
    "hearings.vote": vote,
    "hearings.minutes": minutes,
    "hearings.publish": publish,
}

UNDO: dict[str, Undo | None] = {
    "hearings.propose": propose_anew,
    "hearings.record_consents": consents_anew,
    "hearings.name_facilitator": facilitator_anew,
    "hearings.notice": notice_anew,
}
