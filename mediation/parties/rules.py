"""What may be written down about a party, and who may read it. No database, no clock.

Privacy follows 人民调解法 15, 未成年人保护法 103 and 个人信息保护法 28-31.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

SIDES = {
    "applicant": N_("申请人"),
    "respondent": N_("被申请人"),
    "third": N_("第三人"),
    "child": N_("未成年人"),
}
STEMS = "甲乙丙丁戊己庚辛壬癸"
ADULT_FROM = 18

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}|1\d{4}")


class BadParty(Refused):
    message = N_("当事人的姓名或名称须填写，且不超过60个字。")
    is_slip = True


class BadNickname(Refused):
    message = N_("小名（绰号）不超过30个字，不能有特殊控制字符。")
    is_slip = True


class UnknownSide(Refused):
    message = N_("请说明是申请人、被申请人、第三人还是涉及的未成年人。")
    is_slip = True


class BadIdNumber(Refused):
    message = N_("身份证号码不对，请核对18位号码。")
    is_slip = True


class BadCreditCode(Refused):
    message = N_("统一社会信用代码不对，请核对18位代码。")
    is_slip = True


class BadPhone(Refused):
    message = N_("电话号码不对，请填写手机号或带区号的座机号。")
    is_slip = True


class BadBirthday(Refused):
    message = N_("出生日期不对，或与身份证号码不一致。")
    is_slip = True


class MinorNeedsGuardian(Refused):
    message = N_("{alias}未满18周岁，须登记监护人，由监护人代为参加和签字（民法典第19、20条）。")


class SameParty(Refused):
    message = N_("这位当事人已经登记为{alias}。")
    is_slip = True


class NotAParty(Refused):
    message = N_("此人不是本案当事人。")
    is_slip = True


class UnknownConsent(Refused):
    message = N_("没有这种同意事项或形式。")
    is_slip = True


class ConsentNotYet(Refused):
    message = N_("同意或拒绝的日期不能晚于今天。")
    is_slip = True


class Person(Protocol):
    """Whoever has a name to be hidden and an alias to be shown instead."""

    @property
    def name(self) -> str: ...
    @property
    def nickname(self) -> str | None: ...
    @property
    def alias(self) -> str: ...
    @property
    def is_minor(self) -> bool: ...


def normal_name(name: str) -> str:
    """Return ``name`` as it is compared: widths unified, without blanks and middle dots' variants."""
    unified = unicodedata.normalize("NFKC", name)
    return re.sub(r"[\s　]", "", unified).translate(str.maketrans("•・‧∙", "····")).casefold()


def name_pairs(name: str) -> list[str]:
    """Return each two neighbouring characters of the name as it is compared; none of a single one."""
    normal = normal_name(name)
    return [normal[place : place + 2] for place in range(len(normal) - 1)]


def check_name(name: str) -> str:
    """Return the tidied name.

    :raises BadParty: empty, too long, or with control characters
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 60 or not tidy.isprintable():
        raise BadParty(fields={"name": BadParty.message})
    return tidy


def check_nickname(nickname: str | None) -> str | None:
    """Return the tidied nickname, None where there is none.

    :raises BadNickname: too long, or with control characters
    """
    tidy = " ".join((nickname or "").split())
    if len(tidy) > 30 or not tidy.isprintable():
        raise BadNickname(fields={"nickname": BadNickname.message})
    return tidy or None


def check_id_number(number: str) -> str:
    """Return a citizen's 18-digit number in upper case (GB 11643: checksum by ISO 7064 mod 11-2).

    :raises BadIdNumber: wrong length, birthday or check digit
    """
    tidy = unicodedata.normalize("NFKC", number).replace(" ", "").upper()
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", tidy, re.ASCII):
        raise BadIdNumber(fields={"id_number": BadIdNumber.message})
    total = sum(int(digit) * weight for digit, weight in zip(tidy, _WEIGHTS, strict=False))
    try:
        birthday_of(tidy)
    except ValueError:
        raise BadIdNumber(fields={"id_number": BadIdNumber.message}) from None
    if tidy[17] != _CHECK_DIGITS[total % 11]:
        raise BadIdNumber(fields={"id_number": BadIdNumber.message})
    return tidy


def birthday_of(id_number: str) -> date:
    """Return the day of birth an 18-digit number states."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def check_credit_code(code: str) -> str:
    """Return an organisation's 统一社会信用代码 (GB 32100: checksum mod 31).

    :raises BadCreditCode: wrong length, characters or check character
    """
    tidy = unicodedata.normalize("NFKC", code).replace(" ", "").upper()
    if len(tidy) != 18 or any(char not in _CREDIT_ALPHABET for char in tidy):
        raise BadCreditCode(fields={"id_number": BadCreditCode.message})
    total = sum(_CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(tidy[:17]))
    if _CREDIT_ALPHABET.index(tidy[17]) != (31 - total % 31) % 31:
        raise BadCreditCode(fields={"id_number": BadCreditCode.message})
    return tidy


def check_phone(phone: str) -> str:
    """Return a Chinese mobile, landline or short number.

    :raises BadPhone: it is none of them
    """
    tidy = unicodedata.normalize("NFKC", phone).replace(" ", "").removeprefix("+86").removeprefix("0086")
    if not _PHONE.fullmatch(tidy):
        raise BadPhone(fields={"phone": BadPhone.message})
    return tidy


def phone_digits(phone: str) -> str:
    """Return a telephone as it is compared: its digits, without the country's code."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(00)?86(?=\d{10,})", "", digits)


def age_on(born_on: date, day: date) -> int:
    """Return the full years of age on ``day`` (reached on the birthday)."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor_on(born_on: date, day: date, *, adult_from: int = ADULT_FROM) -> bool:
    """Return whether somebody is under age on ``day`` (民法典 17: under 18)."""
    return age_on(born_on, day) < adult_from


def alias_for(side: str, *, taken: Iterable[str]) -> str:
    """Return the next alias: 申请人甲, 被申请人乙, 第三人丙; for a child 未成年人, then 未成年人乙.

    The stems run through the whole case, so that each stem means one person.
    """
    used = set(taken)
    if side == "child" and SIDES["child"] not in used:
        return SIDES["child"]
    number = len([alias for alias in used if alias != SIDES["child"]])
    if side == "child":
        number = len([alias for alias in used if alias.startswith(SIDES["child"])])
    while True:
        stem = STEMS[number] if number < len(STEMS) else f"{number + 1}号"
        if (alias := SIDES[side] + stem) not in used:
            return alias
        number += 1


class Standing(Enum):
    """How somebody stands to a case."""

    MEMBER = "member"
    OUTSIDE = "outside"
    PARTY = "party"


@dataclass(frozen=True)
class Viewer:
    """Who looks at the parties of a case.

    :ivar standing: MEMBER works on the case, PARTY is one of them, OUTSIDE is everybody else
    :ivar party_ids: for a party: itself and those it speaks for
    :ivar addresses_sealed: the case is one of violence; addresses stay closed to all but oneself
    """

    standing: Standing
    party_ids: frozenset[int] = frozenset()
    addresses_sealed: bool = False


def mask_minors(text: str, parties: Iterable[Person]) -> str:
    """Return ``text`` with every minor's name replaced by the alias (未成年人保护法 103)."""
    return _replaced(text, [party for party in parties if party.is_minor])


def mask_names(text: str, parties: Iterable[Person]) -> str:
    """Return ``text`` with every party's name replaced by the alias, for those outside the case."""
    return _replaced(text, list(parties))


def _replaced(text: str, parties: Sequence[Person]) -> str:
    """Replace longer names first; blanks inside a name do not hide it. A nickname is a name too."""
    named = [(name, each.alias) for each in parties for name in (each.name, each.nickname) if name]
    for name, alias in sorted(named, key=lambda pair: -len(pair[0])):
        letters = [re.escape(letter) for letter in name if not letter.isspace()]
        if len(letters) > 1:
            pattern = re.compile(r"[\s　]*".join(letters), re.IGNORECASE)
            text = pattern.sub(alias, text)
    return text
