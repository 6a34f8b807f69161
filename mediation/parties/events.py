"""What happened to parties and their consents. Sentences name a party by alias alone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_

FORMS = {"written": N_("书面"), "oral": N_("口头")}
KINDS = {
    "mediation": N_("调解"),
    "hearing": N_("参加屋场会"),
    "review": N_("集体评议"),
    "extension": N_("延长期限"),
    "open_session": N_("公开调解"),
    "related_mediator": N_("由已告知有关联的调解员继续调解"),
    "new_mediator": N_("由新的调解员调解"),
    "invited_helper": N_("邀请他人协助调解"),
    "agreement_change": N_("变更协议内容"),
    "confirmation": N_("共同申请司法确认"),
}


@dataclass(frozen=True, kw_only=True)
class PartyAdded(CaseFact):
    """The name is carried along for whoever must mask or find it; nothing of it is written down."""

    party_id: int
    alias: str
    is_minor: bool
    name: str = field(default="", repr=False)
    nickname: str | None = field(default=None, repr=False)

    sentence: ClassVar[str] = N_("{by}登记了{alias}。")


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(CaseFact):
    party_id: int
    alias: str
    kind: str
    form: str
    given_on: date
    through_guardian: bool = False

    sentence: ClassVar[str] = N_("{alias}于{given_on}{form}同意{kind}，由{by}记录。")

    def params(self) -> dict[str, Any]:
        return _words(self)


@dataclass(frozen=True, kw_only=True)
class ConsentRefused(CaseFact):
    party_id: int
    alias: str
    kind: str
    form: str
    given_on: date
    through_guardian: bool = False

    sentence: ClassVar[str] = N_("{alias}于{given_on}{form}表示不同意{kind}，由{by}记录。")

    def params(self) -> dict[str, Any]:
        return _words(self)


def _words(fact: ConsentGiven | ConsentRefused) -> dict[str, Any]:
    alias = f"{fact.alias}的监护人" if fact.through_guardian else fact.alias
    return {"alias": alias, "kind": KINDS[fact.kind], "form": FORMS[fact.form]}
