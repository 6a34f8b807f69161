"""Who mediates a dispute, who records, and who stays out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.cases import refusals, rules, settings
from mediation.cases.events import MediatorRecused, MediatorsAppointed, RelationDeclared
from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.operations.attempts import check_mediable
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

    :raises ReasonNeeded:
    """
    check_open(case)
    reason = rules.need_reason(reason, what="回避")
    for appointment in uow.session.scalars(
        select(Appointment).where(Appointment.case_id == case.id, Appointment.person_id == person_id)
    ):
        appointment.recused_at = at
    if case.handler_id == person_id:
        case.handler_id = None
    name = people_named(uow.session, [person_id])[person_id]
    uow.record(MediatorRecused(case_id=case.id, name=name, reason=reason, at=at, by=by))
