"""Attaching to a case and removing: sealed, counted once, seen by those who work on it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.attachments import operations, queries, refusals
from mediation.attachments.intake import take_in
from mediation.attachments.model import Attachment, AttachmentBody
from mediation.attachments.settings import Limits
from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.refusals import CaseArchived, ReasonNeeded
from mediation.kernel.errors import NotFound
from mediation.ledger.model import LedgerLine
from mediation.ledger.queries import lines
from tests.factories import files


@pytest.fixture
def case_id(county):
    return county.report()


def _attach(county, case_id, *made, by="grid_leader", submission="form-1", item_id=None):
    taken = take_in(made or [files.a_photo("李甲家.jpg"), files.a_voice()], Limits())
    with county.system.uow() as uow:
        found = operations.attach(
            uow,
            case_id=case_id,
            files=taken,
            item_id=item_id,
            submission=submission,
            by=county.who(by),
            at=county.at,
        )
        uow.commit()
    return found


def _remove(county, attachment_id, *, by="grid_leader", reason="拍错了"):
    with county.system.uow() as uow:
        operations.remove(uow, attachment_id=attachment_id, reason=reason, by=county.who(by), at=county.at)
        uow.commit()


def _seen(county, case_id, by="grid_leader"):
    with county.session() as session:
        return queries.of_case(session, case_id, county.who(by), locality=county.system.locality)


def _body(county, attachment_id, by="grid_leader", **options):
    with county.session() as session:
        return queries.body(session, attachment_id, county.who(by), **options)


def _sentences(county, case_id):
    with county.session() as session:
        return [each.sentence for each in lines(session, case_id).items]


def _change(county, case_id, **changes):
    with county.system.uow() as uow:
        case = uow.get(Case, case_id)
        for key, value in changes.items():
            setattr(case, key, value)
        uow.commit()


def _recuse(county, case_id, login):
    with county.system.uow() as uow:
        attempt = uow.session.scalars(select(Attempt).where(Attempt.case_id == case_id)).first()
        uow.add(
            Appointment(
                case_id=case_id,
                attempt_id=attempt.id,
                person_id=county.logins[login],
                duty="mediator",
                appointed_at=county.at,
                recused_at=county.at,
            )
        )
        uow.commit()


def test_what_was_attached_is_listed_and_read_back(county, case_id):
    photo, voice = _attach(county, case_id)

    seen = _seen(county, case_id)

    assert [(each.kind, each.name) for each in seen.items] == [
        ("photo", "李甲家.jpg"),
        ("voice", "录音.webm"),
    ]
    assert _body(county, photo).body.startswith(b"\xff\xd8")
    assert _body(county, photo, thumb=True).media_type == "image/jpeg"
    assert _body(county, voice).body == files.a_voice().body


def test_the_ledger_says_what_came_without_the_file_name(county, case_id):
    _attach(county, case_id)

    said = next(each for each in _sentences(county, case_id) if "附上了" in each)
    with county.session() as session:
        line = session.scalars(select(LedgerLine).where(LedgerLine.kind == "FilesAttached")).one()
    assert line.params["code"]

    assert "1张照片、1段录音" in said
    assert "校验码" not in said
    assert "李甲" not in said


def test_the_bytes_lie_sealed(county, case_id):
    _attach(county, case_id)

    with county.session() as session:
        kept = session.scalars(select(AttachmentBody.body)).all()

    assert all(files.a_voice().body[:30] not in each for each in kept)
    assert all(not each.startswith(b"\xff\xd8") for each in kept)


def test_sealing_adds_less_than_a_hundred_bytes(county, case_id):
    (voice,) = _attach(county, case_id, files.a_voice())

    with county.session() as session:
        sealed = session.get_one(AttachmentBody, voice).body

    assert len(sealed) < len(files.a_voice().body) + 100


def test_a_form_sent_twice_attaches_once(county, case_id):
    first = _attach(county, case_id)

    again = _attach(county, case_id)

    assert again == first
    assert len(_seen(county, case_id).items) == 2
    assert len([each for each in _sentences(county, case_id) if "附上了" in each]) == 1


def test_two_at_the_same_moment_attach_once(county, case_id):
    found, threads = [], []
    for _ in range(2):
        threads.append(threading.Thread(target=lambda: found.append(_attach(county, case_id))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert found[0] == found[1]


def test_who_only_looks_neither_sees_nor_attaches(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())

    assert _seen(county, case_id, by="auditor").items == ()
    with pytest.raises(refusals.NotYourCase):
        _body(county, photo, by="auditor")
    with pytest.raises(refusals.NotYourCase):
        _attach(county, case_id, by="auditor", submission="another")


def test_who_may_not_know_of_the_case_learns_nothing(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())

    with pytest.raises(NotFound):
        _body(county, photo, by="town_mediator")
    with pytest.raises(NotFound):
        _attach(county, case_id, by="town_mediator", submission="another")


def test_who_was_recused_loses_the_pictures_too(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())
    _recuse(county, case_id, "village_director")

    assert _seen(county, case_id, by="village_director").items == ()
    with pytest.raises(NotFound):
        _body(county, photo, by="village_director")


def test_an_archived_dossier_takes_nothing_in_and_gives_nothing_away(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())
    _change(county, case_id, closed_at=county.at, outcome="failed", archived_at=county.at)

    with pytest.raises(CaseArchived):
        _attach(county, case_id, submission="late")
    with pytest.raises(CaseArchived):
        _remove(county, photo)
    assert not _seen(county, case_id).is_open
    assert _body(county, photo).body


def test_what_is_removed_loses_its_bytes_and_keeps_its_trace(county, case_id):
    photo, voice = _attach(county, case_id)

    _remove(county, photo, reason="拍到了别人家的孩子")

    seen = _seen(county, case_id)
    assert [each.id for each in seen.kept] == [voice]
    assert seen.removed[0].removed_reason == "拍到了别人家的孩子"
    assert "移除了" in _sentences(county, case_id)[0] + _sentences(county, case_id)[-1]
    with county.session() as session:
        assert session.get(AttachmentBody, photo) is None
        assert session.get_one(Attachment, photo).sha256
    with pytest.raises(NotFound):
        _body(county, photo)


def test_removing_needs_a_reason_and_happens_once(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())

    with pytest.raises(ReasonNeeded):
        _remove(county, photo, reason=" ")
    _remove(county, photo)
    with pytest.raises(refusals.AlreadyRemoved):
        _remove(county, photo)


def test_only_who_attached_it_or_the_lead_removes(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())

    with pytest.raises(refusals.NotYoursToRemove):
        _remove(county, photo, by="village_director")
    assert not _seen(county, case_id, by="village_director").items[0].may_remove
    assert _seen(county, case_id).items[0].may_remove


def test_once_closed_who_attached_it_no_longer_removes(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())
    _change(county, case_id, closed_at=county.at, outcome="failed", level="village")

    with pytest.raises(refusals.NotYoursToRemove):
        _remove(county, photo)


def test_the_lead_of_the_level_removes_what_others_attached(county, case_id):
    (photo,) = _attach(county, case_id, files.a_photo())
    _change(county, case_id, level="village", held_by_id=county.units["village"])

    _remove(county, photo, by="village_director")

    assert _seen(county, case_id).kept == ()


def test_a_case_keeps_only_so_many(county, case_id):
    county.system.locality.settings["attachments"] = {"files_of_a_case": 3}
    try:
        _attach(county, case_id)
        with pytest.raises(refusals.CaseFull, match="3"):
            _attach(county, case_id, submission="form-2")
    finally:
        del county.system.locality.settings["attachments"]

    assert len(_seen(county, case_id).items) == 2


def test_a_refused_form_leaves_nothing(county, case_id):
    county.at += timedelta(minutes=1)
    with pytest.raises(refusals.BadFile):
        _attach(county, case_id, files.a_photo(), files.a_page())

    with county.session() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 0
