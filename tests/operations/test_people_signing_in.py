"""Signing in: one answer for every failure, locked after five, changed passwords."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import rules
from mediation.people.events import SignInLocked
from mediation.people.model import Person
from mediation.people.operations import add_person, change_password, leave, set_password, sign_in

AT = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)
RIGHT = "qingqiao2026"
SAID = {"by": SYSTEM, "at": AT}


@pytest.fixture
def luo(uow: UnitOfWork) -> Person:
    person = add_person(uow, login="luo.jh", name="罗建华", password=RIGHT, **SAID)
    uow.commit()
    return person


def attempt(uow: UnitOfWork, password: str, *, login: str = "luo.jh", at: datetime = AT) -> int | None:
    found = sign_in(uow, login=login, password=password, at=at)
    uow.commit()
    return found.person_id


def test_signs_in_whatever_the_case_of_the_login(uow: UnitOfWork, luo: Person) -> None:
    assert attempt(uow, RIGHT, login=" LUO.jh ") == luo.id


def test_keeps_no_password_in_the_clear(luo: Person) -> None:
    assert luo.password_hash is not None
    assert luo.password_hash.startswith("$argon2id$")


def test_answers_an_unknown_login_like_a_wrong_password(uow: UnitOfWork, luo: Person) -> None:
    said = []
    for login, password in (("luo.jh", "wrong"), ("nobody", RIGHT)):
        with pytest.raises(rules.SignInRefused) as refused:
            sign_in(uow, login=login, password=password, at=AT).or_refuse()
        said.append(refused.value.sentence())

    assert said[0] == said[1]


def test_locks_after_five_failures_for_a_while(uow: UnitOfWork, luo: Person) -> None:
    for _ in range(5):
        assert attempt(uow, "wrong") is None

    assert attempt(uow, RIGHT) is None
    assert attempt(uow, RIGHT, at=AT + rules.LOCKED_FOR - timedelta(seconds=1)) is None
    assert attempt(uow, RIGHT, at=AT + rules.LOCKED_FOR) == luo.id
    assert [type(fact) for fact in uow.recorded].count(SignInLocked) == 1


def test_a_success_forgets_earlier_failures(uow: UnitOfWork, luo: Person) -> None:
    for _ in range(4):
        attempt(uow, "wrong")
    attempt(uow, RIGHT)
    for _ in range(4):
        attempt(uow, "wrong")

    assert attempt(uow, RIGHT) == luo.id


def test_after_the_lock_five_more_may_be_tried(uow: UnitOfWork, luo: Person) -> None:
    for _ in range(5):
        attempt(uow, "wrong")
    later = AT + rules.LOCKED_FOR
    for _ in range(4):
        attempt(uow, "wrong", at=later)

    assert attempt(uow, RIGHT, at=later) == luo.id


def test_nobody_signs_in_without_a_password_or_after_leaving(
    uow: UnitOfWork, session: Session, luo: Person
) -> None:
    add_person(uow, login="zhang.gy", name="张桂英", **SAID)
    leave(uow, person_id=luo.id, **SAID)

    assert attempt(uow, "", login="zhang.gy") is None
    assert attempt(uow, RIGHT) is None


def test_changes_one_s_own_password(uow: UnitOfWork, luo: Person) -> None:
    change_password(uow, person_id=luo.id, old=RIGHT, new="nanyuecun2027", **SAID)
    uow.commit()

    assert attempt(uow, RIGHT) is None
    assert attempt(uow, "nanyuecun2027") == luo.id


def test_refuses_a_wrong_old_or_a_weak_new_password(uow: UnitOfWork, luo: Person) -> None:
    with pytest.raises(rules.WrongPassword):
        change_password(uow, person_id=luo.id, old="wrong", new="nanyuecun2027", **SAID)
    with pytest.raises(rules.PasswordTooWeak):
        change_password(uow, person_id=luo.id, old=RIGHT, new="12345678", **SAID)


def test_a_password_set_by_an_administrator_opens_a_locked_account(uow: UnitOfWork, luo: Person) -> None:
    for _ in range(5):
        attempt(uow, "wrong")

    set_password(uow, person_id=luo.id, new="nanyuecun2027", **SAID)
    uow.commit()

    assert attempt(uow, "nanyuecun2027") == luo.id


def test_a_visit_begins_under_the_mark_that_a_new_password_moves_on(uow: UnitOfWork, luo: Person) -> None:
    before = sign_in(uow, login="luo.jh", password=RIGHT, at=AT).session_mark

    goes_on = change_password(uow, person_id=luo.id, old=RIGHT, new="nanyuecun2027", **SAID)
    uow.commit()
    after = sign_in(uow, login="luo.jh", password="nanyuecun2027", at=AT).session_mark

    assert (before, goes_on, after) == (0, 1, 1)
