"""Who may hold what, how strong a password is, and where work goes when nobody is in post."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from mediation.kernel.errors import Forbidden, Refused
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)

PASSWORD_AT_LEAST = 8
PASSWORD_AT_MOST = 128
REASON_AT_MOST = 60
COMMON = frozenset({"password", "passw0rd", "qwerty", "iloveyou", "admin", "abc123", "a123456", "woaini"})


class BadPerson(Refused):
    message = N_("姓名须填写且不超过60个字；登录名由2至60位字母、数字、点、短横线或下划线组成。")


class LoginTaken(Refused):
    message = N_("登录名“{login}”已有人使用，请换一个。")


class PasswordTooWeak(Refused):
    message = N_("密码至少{least}位，须同时含字母和数字，不能包含登录名，也不能是常见密码。")


class WrongPassword(Refused):
    message = N_("原密码不对。")


class SignInRefused(Refused):
    """One answer for an unknown login, a wrong password and a locked one: it gives nothing away."""

    message = N_("登录名或密码不对。连续输错{allowed}次，该账号会停用{minutes}分钟，请稍后再试或联系管理员。")


class RoleNotHere(Refused):
    message = N_("{role}是{level}的职务，不能设在{unit}。")


class AlreadyInPost(Refused):
    message = N_("{name}在这段时间已经担任{unit}{role}。")


class BadPeriod(Refused):
    message = N_("结束日期不能早于开始日期。")


class OwnSubstitute(Refused):
    message = N_("不能由本人代理自己。")


class AbsencesOverlap(Refused):
    message = N_("{name}在这段时间已登记外出，由{substitute}代理。")


class SubstituteLeft(Refused):
    message = N_("{name}已经离任，请另选代理人。")


class NotYourPeople(Forbidden):
    message = N_("{name}不在您负责的单位，请由其单位负责人登记外出。")


class AbsenceOver(Refused):
    message = N_("外出的最后一天已经过去，不用再登记。")


def check_login(login: str, name: str) -> tuple[str, str]:
    """Return login (lower case) and name, tidied.

    :raises BadPerson: one of them cannot be used
    """
    login, name = login.strip().lower(), name.strip()
    plain = login.translate(str.maketrans("", "", "._-"))
    if not (2 <= len(login) <= 60 and login.isascii() and plain.isalnum()):
        raise BadPerson(fields={"login": BadPerson.message})
    if not name or len(name) > 60 or not name.isprintable():
        raise BadPerson(fields={"name": BadPerson.message})
    return login, name


def check_password(password: str, *, login: str) -> None:
    """Check a new password (等保 2.0 asks for length and two kinds of characters; county default).

    :raises PasswordTooWeak: saying what is asked
    """
    plain = password.casefold()
    has_both = any(c.isalpha() for c in password) and any(c.isdigit() for c in password)
    is_common = plain in COMMON or plain.rstrip("0123456789") in COMMON or len(set(plain)) < 4
    fits = PASSWORD_AT_LEAST <= len(password) <= PASSWORD_AT_MOST
    if not fits or not has_both or is_common or login.casefold() in plain:
        raise PasswordTooWeak(least=PASSWORD_AT_LEAST, fields={"new": PasswordTooWeak.message})


def check_period(from_on: date, to_on: date | None) -> None:
    """Check that a period does not end before it begins.

    :raises BadPeriod: it does
    """
    if to_on is not None and to_on < from_on:
        raise BadPeriod(fields={"to_on": BadPeriod.message})


def tidy_reason(reason: str | None) -> str:
    """Return why somebody is away as it is kept: one line, at most 60 characters."""
    return " ".join((reason or "").split())[:REASON_AT_MOST]


def post_title(unit_name: str, role_title: str) -> str:
    """Return how a post reads, without saying a word twice: 第9微网格 + 微网格长 -> 第9微网格长."""
    for size in range(min(len(unit_name), len(role_title)), 1, -1):
        if unit_name.endswith(role_title[:size]):
            return unit_name + role_title[size:]
    return unit_name + role_title


@dataclass(frozen=True)
class Rung:
    """One unit on the way up.

    :ivar held: role -> ids of those in post there, longest in post first
    """

    unit_id: int
    level: str
    held: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Routed:
    """Where work for a role goes.

    :ivar diverted_from_role: the role it was for, where that post is vacant; else None
    :ivar diverted_from_id: the unit whose post is vacant
    :ivar is_vacant: nobody at all is in post for it, up to the top
    :ivar person_ids: those in the post it goes to, longest in post first
    """

    role: str
    unit_id: int
    diverted_from_role: str | None = None
    diverted_from_id: int | None = None
    is_vacant: bool = False
    person_ids: tuple[int, ...] = field(default=(), compare=False)


def candidates(locality: Locality, role: str) -> tuple[str, ...]:
    """Return who may take the work of ``role``, the role itself first.

    First the chain of ``stands_in``, then the leads of the higher levels, lowest first.
    """
    chain = [role]
    while (next_role := locality.role(chain[-1]).stands_in) and next_role not in chain:
        chain.append(next_role)
    start = locality.role(role).level
    above = locality.level_above(start) if start else None
    while above is not None:
        if above.lead and above.lead not in chain:
            chain.append(above.lead)
        above = locality.level_above(above.key)
    return tuple(chain)


def route(locality: Locality, *, role: str, ladder: Mapping[str, Rung], start: Rung) -> Routed:
    """Return where work for ``role`` goes, seen from the unit ``start``.

    :param ladder: level -> rung, from ``start`` upwards
    """
    own_level = locality.role(role).level
    home = ladder.get(own_level) if own_level else None
    if home is not None and role in home.held:
        return Routed(role=role, unit_id=home.unit_id, person_ids=home.held[role])
    vacant = home or start
    if locality.settings.get("vacancy", "unit_above") == "unit_above":
        for other in candidates(locality, role)[1:]:
            rung = ladder.get(locality.role(other).level or "")
            if rung is not None and other in rung.held:
                return Routed(
                    role=other,
                    unit_id=rung.unit_id,
                    diverted_from_role=role,
                    diverted_from_id=vacant.unit_id,
                    person_ids=rung.held[other],
                )
    return Routed(role=role, unit_id=vacant.unit_id, is_vacant=True)
