"""Writing down who disputes, and what they agree to or refuse."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties import rules
from mediation.parties.events import FORMS, KINDS, ConsentGiven, ConsentRefused, PartyAdded
from mediation.parties.grams import write_grams
from mediation.parties.likeness import name_key, phone_key
from mediation.parties.model import Consent, Party


@dataclass(frozen=True)
class NewParty:
    """A party as reported.

    :ivar side: applicant, respondent, third, or child: a minor who is concerned but does not dispute
    :ivar nickname: what the village calls them; searched for like the name
    :ivar is_minor: for when no birthday is known; a birthday or ID number decides it otherwise
    """

    side: str
    name: str
    id_number: str | None = None
    phone: str | None = None
    address: str | None = None
    born_on: date | None = None
    is_minor: bool = False
    guardian: str | None = None
    is_organisation: bool = False
    nickname: str | None = None


def add_party(uow: UnitOfWork, *, case_id: int, party: NewParty, by: Actor, at: datetime) -> Party:
    """Add a party to a case, with the next alias.

    :raises Refused: bad name, side, number, phone or birthday; registered already; a minor who
        disputes without a guardian (民法典 19-20)
    """
    if party.side not in rules.SIDES:
        raise rules.UnknownSide(fields={"side": rules.UnknownSide.message})
    name = rules.check_name(party.name)
    key_of_name = name_key(name)
    others = uow.session.execute(
        select(Party.alias, Party.name_key, Party.side).where(Party.case_id == case_id)
    ).all()
    for alias, key, side in others:
        if key == key_of_name and side == party.side and party.id_number is None:
            raise rules.SameParty(alias=alias)
    id_number, born_on = _identified(party, at)
    is_minor = _is_minor(uow, party, born_on, at)
    alias = rules.alias_for(party.side, taken=[other.alias for other in others])
    guardian = " ".join((party.guardian or "").split()) or None
    if is_minor and party.side != "child" and guardian is None:
        raise rules.MinorNeedsGuardian(alias=alias, fields={"guardian": "须登记监护人"})
    phone = rules.check_phone(party.phone) if party.phone else None
    row = uow.add(
        Party(
            case_id=case_id,
            side=party.side,
            name=name,
            name_key=key_of_name,
            nickname=rules.check_nickname(party.nickname),
            id_number=id_number,
            phone=phone,
            phone_key=phone_key(phone),
            address=party.address or None,
            born_on=born_on.isoformat() if born_on else None,
            is_minor=is_minor,
            is_organisation=party.is_organisation,
            guardian=guardian,
            alias=alias,
        )
    )
    uow.session.flush()
    write_grams(uow.session, [row])
    uow.record(
        PartyAdded(
            case_id=case_id,
            party_id=row.id,
            alias=alias,
            is_minor=is_minor,
            name=name,
            nickname=row.nickname,
            by=by,
            at=at,
        )
    )
    return row


def record_consent(
    uow: UnitOfWork,
    *,
    case_id: int,
    party_id: int,
    kind: str,
    given: bool,
    form: str,
    evidence: str | None = None,
    given_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """Write down that a party agreed or refused; the latest of each kind counts.

    A refusal of mediation stands until that party agrees again (人民调解法 17). A minor's consent
    is the guardian's.

    :param given_on: the day it was said, by default today
    :raises Refused: no such party in this case, unknown kind or form, a day to come
    """
    party = uow.session.get(Party, party_id)
    if party is None or party.case_id != case_id:
        raise rules.NotAParty()
    if kind not in KINDS or form not in FORMS:
        raise rules.UnknownConsent()
    given_on = given_on or day_of(at)
    if given_on > day_of(at):
        raise rules.ConsentNotYet(fields={"given_on": rules.ConsentNotYet.message})
    row = uow.add(
        Consent(
            case_id=case_id,
            party_id=party_id,
            kind=kind,
            given=given,
            form=form,
            evidence=evidence or None,
            given_on=given_on,
            recorded_by=by.person_id,
            recorded_at=at,
        )
    )
    fact = ConsentGiven if given else ConsentRefused
    uow.record(
        fact(
            case_id=case_id,
            party_id=party_id,
            alias=party.alias,
            kind=kind,
            form=form,
            given_on=given_on,
            through_guardian=party.is_minor,
            by=by,
            at=at,
        )
    )
    return row


def _identified(party: NewParty, at: datetime) -> tuple[str | None, date | None]:
    """Return the checked number and the birthday, from the number where there is one."""
    if party.is_organisation:
        number = rules.check_credit_code(party.id_number) if party.id_number else None
        return number, None
    number = rules.check_id_number(party.id_number) if party.id_number else None
    born_on = rules.birthday_of(number) if number else party.born_on
    contradicts = party.born_on is not None and born_on != party.born_on
    if contradicts or (born_on is not None and born_on > day_of(at)):
        raise rules.BadBirthday(fields={"born_on": rules.BadBirthday.message})
    return number, born_on


def _is_minor(uow: UnitOfWork, party: NewParty, born_on: date | None, at: datetime) -> bool:
    if party.is_organisation:
        return False
    if born_on is None:
        return party.is_minor or party.side == "child"
    adult_from = uow.locality.settings.get("age", {}).get("limited_below", rules.ADULT_FROM)
    return rules.is_minor_on(born_on, day_of(at), adult_from=adult_from)


def void_consents(
    uow: UnitOfWork, *, case_id: int, kind: str, since: datetime, by: Actor, at: datetime
) -> None:
    """Let what was said to ``kind`` since a moment count no more, because what it was said to is void.

    The ledger keeps that it was said.
    """
    said = uow.session.scalars(
        select(Consent).where(Consent.case_id == case_id, Consent.kind == kind, Consent.recorded_at >= since)
    ).all()
    for each in said:
        uow.session.delete(each)
    uow.session.flush()
