"""Signed in, talked over, voted, written down and put up."""

from collections.abc import Mapping
from datetime import datetime

from mediation.hearings import rows
from mediation.hearings.events import (
    HearingPublished,
    MinutesSigned,
    PhasesRecorded,
    QuorumMet,
    QuorumMissed,
    VoteTaken,
)
from mediation.hearings.model import Hearing, HearingEntry
from mediation.hearings.operations.calling import find
from mediation.hearings.rules import holding as rules
from mediation.hearings.settings import hearing_settings
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import parties


def sign_in(uow: UnitOfWork, *, case_id: int, present: int, by: Actor, at: datetime) -> bool:
    """Record how many households came; say whether they make a quorum. If not, call it anew.

    :raises NotYetTime: before the day of the meeting
    :raises TooManyPresent: more households than there are
    """
    hearing = find(uow, case_id, "noticed")
    notice = rows.notices(uow.session, hearing.id)[-1]
    rules.check_sign_in(
        present=present,
        households_total=hearing.households_total,
        day=day_of(at),
        hearing_on=day_of(notice.hearing_at),
    )
    met = present >= hearing.quorum
    notice.present, notice.quorum_met = present, met
    hearing.present, hearing.state = present, "open" if met else "called"
    fact = QuorumMet if met else QuorumMissed
    uow.record(
        fact(
            case_id=case_id,
            hearing_id=hearing.id,
            present=present,
            quorum=hearing.quorum,
            at=at,
            by=by,
        )
    )
    return met


def record_phases(
    uow: UnitOfWork,
    *,
    case_id: int,
    phases: Mapping[str, str],
    speakers: str = "",
    by: Actor,
    at: datetime,
) -> Hearing:
    """Record 举证, 质疑, 交流 and 评议.

    :param phases: "evidence", "questions", "exchange", "review" -> what was said
    :raises QuorumNotMet: too few came
    :raises PhaseMissing: naming the first phase without a record
    """
    hearing = _open(uow, case_id)
    rules.check_phases(phases)
    hearing.phases = {**{key: phases[key].strip() for key in rules.PHASES}, "speakers": speakers.strip()}
    uow.record(PhasesRecorded(case_id=case_id, hearing_id=hearing.id, at=at, by=by))
    return hearing


def take_vote(
    uow: UnitOfWork,
    *,
    case_id: int,
    votes_for: int,
    votes_against: int,
    consensus: bool = False,
    by: Actor,
    at: datetime,
) -> bool:
    """Record the vote; say whether it passed. It makes no promise and binds no private right.

    :raises QuorumNotMet: too few came
    :raises PhaseMissing: nothing was talked over yet
    :raises TooManyVotes: more votes than households present
    """
    hearing = _open(uow, case_id)
    rules.check_phases(hearing.phases)
    present = hearing.present or 0
    passed = rules.passes(
        votes_for=votes_for,
        votes_against=votes_against,
        present=present,
        consensus=consensus,
        majority=hearing_settings(uow.locality).group_majority,
    )
    hearing.votes_for, hearing.votes_against = votes_for, votes_against
    hearing.consensus, hearing.passed, hearing.state = consensus, passed, "voted"
    uow.record(
        VoteTaken(
            case_id=case_id,
            hearing_id=hearing.id,
            matter=hearing.matter,
            present=present,
            votes_for=votes_for,
            votes_against=votes_against,
            consensus=consensus,
            passed=passed,
            at=at,
            by=by,
        )
    )
    return passed


def record_minutes(
    uow: UnitOfWork,
    *,
    case_id: int,
    minutes: str,
    signed_by: str,
    issues: str = "",
    needs: str = "",
    duties: str = "",
    by: Actor,
    at: datetime,
) -> Hearing:
    """Record the minutes and the three lists that came out of the meeting.

    :param signed_by: one name a line, the facilitator's among them
    :param issues, needs: one a line
    :param duties: lines ``谁|做什么|哪天前``; never a party's
    :raises TooFewSigners: fewer than the facilitator and two others
    :raises BadDuties: naming the lines
    """
    hearing = find(uow, case_id, "voted")
    signers = rules.lines_of(signed_by)
    rules.check_minutes(
        minutes=minutes,
        signers=signers,
        facilitator=hearing.facilitator or "",
        least=hearing_settings(uow.locality).minutes_signers,
    )
    known = parties(uow.session, case_id)
    read = rules.parse_duties(
        duties,
        parties={name for party in known for name in (party.name, party.alias)},
        not_before=day_of(at),
    )
    hearing.minutes, hearing.signed_by, hearing.state = minutes.strip(), list(signers), "minuted"
    counts = {"issue": rules.lines_of(issues), "need": rules.lines_of(needs)}
    for kind, lines in counts.items():
        for number, line in enumerate(lines, start=1):
            uow.add(HearingEntry(hearing_id=hearing.id, kind=kind, number=number, text=line))
    for number, duty in enumerate(read, start=1):
        uow.add(
            HearingEntry(
                hearing_id=hearing.id,
                kind="duty",
                number=number,
                text=duty.what,
                owner=duty.owner,
                due_on=duty.due_on,
            )
        )
    uow.record(
        MinutesSigned(
            case_id=case_id,
            hearing_id=hearing.id,
            signers=len(set(signers)),
            issues=len(counts["issue"]),
            needs=len(counts["need"]),
            duties=len(read),
            at=at,
            by=by,
        )
    )
    return hearing


def publish_hearing(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> Hearing:
    """Put the result up, names masked (county default: for 5 working days)."""
    hearing = find(uow, case_id, "minuted")
    hearing.state, hearing.published_on = "published", day_of(at)
    uow.record(
        HearingPublished(
            case_id=case_id, hearing_id=hearing.id, published_on=hearing.published_on, at=at, by=by
        )
    )
    return hearing


def _open(uow: UnitOfWork, case_id: int) -> Hearing:
    """Return the hearing, which must have its quorum.

    :raises QuorumNotMet: too few came at the last meeting
    """
    hearing = find(uow, case_id, "open", "called")
    rules.check_quorum(present=hearing.present or 0, required=hearing.quorum)
    return hearing
