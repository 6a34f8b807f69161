"""Who mediates a dispute, who records, and who stays out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.cases import refusals, rules, settings
from mediation.cases.events import MediatorRecused, MediatorReplaced, MediatorsAppointed, RelationDeclared
from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.operations.attempts import check_mediable, last_attempt
from mediation.cases.operations.closure import check_open
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import people_named


def appoint(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    mediators: Sequence[int],
    recorder: int | None,
    relation: str,
    all_agree: bool,
    party_names: Collection[str],
    by: Actor,
    at: datetime,
) -> None:
    """Appoint who mediates and who records; the first mediator handles the case from now on.

    Whoever was appointed to the attempt before and is not named again is replaced (若干规定 25).

    :param relation: relation to a party, as disclosed; "" for none
    :param all_agree: all parties still agree in spite of the relation (人民调解法 15, 23)
    :param party_names: names of the parties; nobody mediates his own dispute
    :raises MediationRefused: or any refusal that concerns who may mediate
    """
    check_mediable(uow, case=case)
    mediators = list(dict.fromkeys(mediators))
    given = settings.of(uow.locality)
    rules.check_mediators(
        difficulty=case.difficulty,
        mediators=len(mediators),
        recorders=1 if recorder is not None and recorder not in mediators else 0,
        least=given.mediators_at_least,
        least_when_major=given.major_mediators_at_least,
        recorder_when_major=given.major_recorder,
    )
    everybody = [*mediators, *([recorder] if recorder is not None else [])]
    names = people_named(uow.session, everybody)
    known = list(uow.session.scalars(select(Appointment).where(Appointment.case_id == case.id)))
    _check_people(everybody, names, known, party_names)
    if relation and not all_agree:
        raise refusals.RelatedMediator(relation=relation)
    duties = [(each, "mediator") for each in mediators]
    if recorder is not None and recorder not in mediators:
        duties.append((recorder, "recorder"))
    _replace(uow, case, attempt, known, duties, relation, at)
    case.handler_id = mediators[0]
    _tell_appointment(uow, case, names, mediators, recorder, relation, by, at)


def replace_mediator(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    leaving: int | None,
    coming: int,
    relation: str,
    party_names: Collection[str],
    by: Actor,
    at: datetime,
) -> None:
    """Put one mediator in the place of another, as all parties have agreed (人民调解法 23; 若干规定 25).

    Whoever else was appointed stays, with what they disclosed. The handler's place goes along.
    The caller has every party's agreement on record.

    :param leaving: None where the one before was recused and has left already
    :param relation: the new mediator's relation to a party, as disclosed; "" for none
    :raises MediationRefused: or any refusal that concerns who may mediate
    """
    check_mediable(uow, case=case)
    known = list(uow.session.scalars(select(Appointment).where(Appointment.case_id == case.id)))
    names = people_named(uow.session, {coming, *(each.person_id for each in known)})
    _check_people([coming], names, known, party_names)
    standing = [each for each in known if each.attempt_id == attempt.id and each.recused_at is None]
    gone = [each for each in standing if each.duty == "mediator" and each.person_id == leaving]
    recorders = {each.person_id for each in standing if each.duty == "recorder"}
    if coming in recorders:
        _check_recorder_left(uow, case, len(recorders) - 1)
    for each in gone:
        uow.session.delete(each)
    uow.add(
        Appointment(
            case_id=case.id,
            attempt_id=attempt.id,
            person_id=coming,
            duty="mediator",
            relation=relation or None,
            appointed_at=at,
        )
    )
    if case.handler_id in (leaving, None):
        case.handler_id = coming
    before = names[leaving] if gone and leaving is not None else ""
    uow.record(MediatorReplaced(case_id=case.id, before=before, now=names[coming], at=at, by=by))
    if relation:
        uow.record(RelationDeclared(case_id=case.id, relation=relation, at=at, by=by))


def _check_recorder_left(uow: UnitOfWork, case: Case, recorders: int) -> None:
    """Let a recorder become mediator only where the case can do without (county default)."""
    given = settings.of(uow.locality)
    enough = max(given.mediators_at_least, given.major_mediators_at_least)
    rules.check_mediators(
        difficulty=case.difficulty,
        mediators=enough,
        recorders=recorders,
        least=given.mediators_at_least,
        least_when_major=given.major_mediators_at_least,
        recorder_when_major=given.major_recorder,
    )


def _check_people(
    everybody: Sequence[int],
    names: Mapping[int, str],
    known: Sequence[Appointment],
    party_names: Collection[str],
) -> None:
    recused = {each.person_id for each in known if each.recused_at is not None}
    for person_id in everybody:
        if person_id not in names:
            raise refusals.UnknownMediator()
        if names[person_id] in party_names:
            raise refusals.MediatorIsParty(name=names[person_id])
        if person_id in recused:
            raise refusals.MediatorRecused(name=names[person_id])


def _replace(
    uow: UnitOfWork,
    case: Case,
    attempt: Attempt,
    known: Sequence[Appointment],
    duties: Sequence[tuple[int, str]],
    relation: str,
    at: datetime,
) -> None:
    standing = {(each.person_id, each.duty): each for each in known if each.attempt_id == attempt.id}
    for key, appointment in standing.items():
        if key not in duties and appointment.recused_at is None:
            uow.session.delete(appointment)
    for person_id, duty in duties:
        if (person_id, duty) in standing:
            standing[person_id, duty].relation = relation or None
            continue
        uow.add(
            Appointment(
                case_id=case.id,
                attempt_id=attempt.id,
                person_id=person_id,
                duty=duty,
                relation=relation or None,
                appointed_at=at,
            )
        )


def _tell_appointment(
    uow: UnitOfWork,
    case: Case,
    names: Mapping[int, str],
    mediators: Sequence[int],
    recorder: int | None,
    relation: str,
    by: Actor,
    at: datetime,
) -> None:
    uow.record(
        MediatorsAppointed(
            case_id=case.id,
            mediators="、".join(names[each] for each in mediators),
            recorder=names.get(recorder, "") if recorder is not None else "",
            at=at,
            by=by,
        )
    )
    if relation:
        uow.record(RelationDeclared(case_id=case.id, relation=relation, at=at, by=by))


def recuse(
    uow: UnitOfWork, *, case: Case, person_id: int, reason: str | None, by: Actor, at: datetime
) -> None:
    """Take somebody out of the case; they lose sight of it and cannot be appointed again.

    Who was not appointed is written down as staying out of the last try. Where another mediator
    of that try is left, that one handles the case from now on.

    :raises ReasonNeeded:
    :raises NoOpenAttempt: no level has had the case yet
    """
    check_open(case)
    reason = rules.need_reason(reason, what="回避")
    known = list(uow.session.scalars(select(Appointment).where(Appointment.case_id == case.id)))
    own = [each for each in known if each.person_id == person_id]
    for appointment in own:
        appointment.recused_at = at
    attempt = last_attempt(uow, case)
    if attempt is None:
        raise refusals.NoOpenAttempt()
    if not own:
        uow.add(_stays_out(case, attempt, person_id, reason, at))
    if case.handler_id == person_id:
        left = [
            each
            for each in known
            if each.attempt_id == attempt.id and each.duty == "mediator" and each.recused_at is None
        ]
        case.handler_id = left[0].person_id if left else None
    name = people_named(uow.session, [person_id])[person_id]
    uow.record(MediatorRecused(case_id=case.id, name=name, reason=reason, at=at, by=by))


def _stays_out(case: Case, attempt: Attempt, person_id: int, reason: str, at: datetime) -> Appointment:
    return Appointment(
        case_id=case.id,
        attempt_id=attempt.id,
        person_id=person_id,
        duty="recused",
        relation=reason[:80],
        recused_at=at,
        appointed_at=at,
    )
