"""Parties as the system knows them, and as somebody may see them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.parties.model import Party
from mediation.parties.rules import SIDES, Standing, Viewer


@dataclass(frozen=True)
class PartyView:
    """A party with everything known. For the system's own use: papers, masking, signing."""

    id: int
    case_id: int
    side: str
    alias: str
    name: str
    is_minor: bool
    is_organisation: bool = False
    id_number: str | None = None
    phone: str | None = None
    address: str | None = None
    born_on: date | None = None
    guardian: str | None = None
    nickname: str | None = None

    @property
    def side_title(self) -> str:
        """The side in Chinese."""
        return SIDES[self.side]

    @property
    def public_name(self) -> str:
        """The name, but a minor's alias: what may stand in a paper or a list."""
        return self.alias if self.is_minor else self.name

    @property
    def signs(self) -> str:
        """Who signs: the party, or a minor's guardian."""
        return (self.guardian or self.alias) if self.is_minor else self.name


@dataclass(frozen=True)
class ShownParty:
    """A party as one viewer may see it.

    :ivar name: the name, or the alias in its place
    :ivar masked: something was left out
    """

    id: int
    side: str
    side_title: str
    alias: str
    name: str
    is_minor: bool
    is_organisation: bool
    id_number: str | None
    phone: str | None
    address: str | None
    guardian: str | None
    masked: bool
    nickname: str | None = None


def parties(session: Session, case_id: int) -> tuple[PartyView, ...]:
    """Return the parties of a case in the order they were registered."""
    rows = session.scalars(select(Party).where(Party.case_id == case_id).order_by(Party.id))
    return tuple(
        PartyView(
            id=row.id,
            case_id=row.case_id,
            side=row.side,
            alias=row.alias,
            name=row.name,
            is_minor=row.is_minor,
            is_organisation=row.is_organisation,
            id_number=row.id_number,
            phone=row.phone,
            address=row.address,
            born_on=date.fromisoformat(row.born_on) if row.born_on else None,
            guardian=row.guardian,
            nickname=row.nickname,
        )
        for row in rows
    )


def shown(party: PartyView, viewer: Viewer) -> ShownParty:
    """Return what ``viewer`` may see of ``party`` (DOMAIN 9).

    A minor goes by the alias for everybody, without a number that would tell who it is
    (未成年人保护法 103). A party sees its own data and the other's name; those
    who work on the case see what they need; anybody else sees aliases.
    """
    own = viewer.standing is Standing.PARTY and party.id in viewer.party_ids
    member = viewer.standing is Standing.MEMBER
    knows = member or own
    name = party.public_name if knows or viewer.standing is Standing.PARTY else party.alias
    address_open = own or (member and not viewer.addresses_sealed)
    seen = {
        "id_number": party.id_number if own or (member and not party.is_minor) else None,
        "phone": party.phone if knows else None,
        "address": party.address if address_open else None,
        "guardian": party.guardian if knows else None,
        "nickname": party.nickname if knows and not party.is_minor else None,
    }
    hidden = any(getattr(party, key) and not value for key, value in seen.items())
    return ShownParty(
        id=party.id,
        side=party.side,
        side_title=party.side_title,
        alias=party.alias,
        name=name,
        is_minor=party.is_minor,
        is_organisation=party.is_organisation,
        masked=hidden or name != party.name,
        **seen,
    )
