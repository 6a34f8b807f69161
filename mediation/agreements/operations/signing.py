"""Written agreements: signed and sealed, in force with the last element (人民调解法 29)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from mediation.agreements import rows
from mediation.agreements.events import (
    AgreementDeclined,
    AgreementInForce,
    AgreementSealed,
    AgreementSigned,
    MediatorSigned,
)
from mediation.agreements.model import Agreement, Signature
from mediation.agreements.operations.settling import (
    check_acts_for_committee,
    replace_in_force,
)
from mediation.agreements.rules import force
from mediation.cases.model import Appointment, Case
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, local
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from mediation.people.model import Person


def sign_agreement(
    uow: UnitOfWork,
    *,
    case_id: int,
    signed: Collection[int],
    identities_checked: bool,
    read_aloud: bool,
    declined: bool = False,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Record who signed; a guardian signs for a minor. ``declined``: nobody will, and it falls away.

    :param signed: ids of the parties who signed now
    :raises StillCoolingOff: the cooling-off runs
    :raises NotReadAloud: identities not checked or text not read aloud
    :raises NoGuardian: a minor without a guardian on record
    """
    agreement = _drafted(uow, case_id)
    if declined:
        agreement.state = "dropped"
        uow.record(AgreementDeclined(case_id=case_id, agreement_id=agreement.id, at=at, by=by))
        return agreement
    until = agreement.cooling_off_until
    if until is not None and at < until:
        raise force.StillCoolingOff(until=f"{local(until):%m月%d日%H:%M}")
    force.check_read_aloud(identities_checked=identities_checked, read_aloud=read_aloud)
    agreement.identities_checked = agreement.read_aloud = True
    parties = rows.signatories(uow.session, case_id)
    new = _add_signatures(uow, agreement, parties, signed, by=by, at=at)
    elements = _elements(uow, agreement, parties)
    uow.record(
        AgreementSigned(
            case_id=case_id,
            agreement_id=agreement.id,
            signed=new,
            waiting=elements.unsigned,
            at=at,
            by=by,
        )
    )
    _take_force(uow, agreement, parties, elements, by=by, at=at)
    return agreement


def sign_as_mediator(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> Agreement:
    """Sign as the case's mediator.

    :raises NotMediatorOfCase: the actor was not appointed to this attempt, or was recused
    :raises NotCommittee: the actor's post acts for no mediation committee
    """
    agreement = _drafted(uow, case_id)
    check_acts_for_committee(uow, by)
    _check_mediates(uow, agreement, by)
    if not any(each.person_id == by.person_id for each in rows.signatures(uow.session, agreement.id)):
        uow.add(
            Signature(
                agreement_id=agreement.id,
                capacity="mediator",
                person_id=by.person_id,
                signed_on=day_of(at),
                recorded_by=by.person_id,
                recorded_at=at,
            )
        )
        uow.session.flush()
    uow.record(MediatorSigned(case_id=case_id, agreement_id=agreement.id, at=at, by=by))
    parties = rows.signatories(uow.session, case_id)
    _take_force(uow, agreement, parties, _elements(uow, agreement, parties), by=by, at=at)
    return agreement


def seal_agreement(
    uow: UnitOfWork,
    *,
    case_id: int,
    sealed: bool,
    sealed_on: date | None = None,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Seal the agreement for the committee; return what is still missing, nothing once in force.

    :param sealed: False where the committee does not seal it yet
    :param sealed_on: day of the seal; today where None
    :raises NotCommittee: the actor's post acts for no mediation committee
    """
    agreement = _drafted(uow, case_id)
    if sealed:
        check_acts_for_committee(uow, by)
        sealed_on = sealed_on or day_of(at)
        force.check_day(sealed_on, first=agreement.reached_on, last=day_of(at), field="in_force_on")
        agreement.sealed_on, agreement.sealed_by = sealed_on, by.person_id
    parties = rows.signatories(uow.session, case_id)
    elements = _elements(uow, agreement, parties)
    missing = force.missing(elements)
    uow.record(
        AgreementSealed(
            case_id=case_id, agreement_id=agreement.id, sealed=sealed, missing=missing, at=at, by=by
        )
    )
    _take_force(uow, agreement, parties, elements, by=by, at=at)
    return missing


def _drafted(uow: UnitOfWork, case_id: int) -> Agreement:
    agreement = rows.under_way(uow.session, case_id)
    if agreement is None or agreement.form != "written":
        raise force.NothingDrafted()
    return agreement


def _add_signatures(
    uow: UnitOfWork,
    agreement: Agreement,
    parties: Sequence[Party],
    signed: Collection[int],
    *,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Add the signatures that are new; return the aliases of all who were ticked."""
    chosen = [party for party in parties if party.id in set(signed)]
    if len(chosen) != len(set(signed)):
        raise force.NotAParty(fields={"signed": force.NotAParty.message})
    if not chosen:
        raise force.NobodySigned(fields={"signed": force.NobodySigned.message})
    known = {each.party_id for each in rows.signatures(uow.session, agreement.id)}
    for party in chosen:
        if party.is_minor and not party.guardian:
            raise force.NoGuardian(alias=party.alias)
        if party.id not in known:
            uow.add(
                Signature(
                    agreement_id=agreement.id,
                    capacity="guardian" if party.is_minor else "party",
                    party_id=party.id,
                    signed_on=day_of(at),
                    recorded_by=by.person_id,
                    recorded_at=at,
                )
            )
    uow.session.flush()
    return tuple(f"{party.alias}的监护人" if party.is_minor else party.alias for party in chosen)


def _elements(uow: UnitOfWork, agreement: Agreement, parties: Sequence[Party]) -> force.Elements:
    return rows.elements(agreement, parties, rows.signatures(uow.session, agreement.id))


def _take_force(
    uow: UnitOfWork,
    agreement: Agreement,
    parties: Sequence[Party],
    elements: force.Elements,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Put the agreement in force if nothing is missing any more."""
    in_force_on = force.in_force_on(elements)
    if in_force_on is None:
        return
    owing = {promise.party_id for promise in rows.promises(uow.session, agreement.id)}
    signed = {each.party_id for each in rows.signatures(uow.session, agreement.id) if each.party_id}
    aliases = {party.id: party.alias for party in parties}
    force.check_bound_by_own_signature({party: aliases.get(party, "") for party in owing}, signed)
    replace_in_force(uow, agreement.case_id)
    agreement.state, agreement.in_force_on = "in_force", in_force_on
    uow.get(Case, agreement.case_id).settled_on = in_force_on
    uow.session.flush()
    uow.record(
        AgreementInForce(
            case_id=agreement.case_id, agreement_id=agreement.id, in_force_on=in_force_on, at=at, by=by
        )
    )


def _check_mediates(uow: UnitOfWork, agreement: Agreement, by: Actor) -> None:
    """Check the signer against the appointments of the attempt, where any were made.

    A substitute signs for the appointed person he stands in for.
    """
    appointed = uow.session.execute(
        select(Appointment.person_id, Person.name, Appointment.recused_at)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.attempt_id == agreement.attempt_id, Appointment.duty == "mediator")
    ).all()
    if not appointed:
        return
    mediates = [row for row in appointed if row.recused_at is None]
    if any(row.person_id == by.person_id or row.name == by.standing_in_for for row in mediates):
        return
    raise force.NotMediatorOfCase(name=by.name)
