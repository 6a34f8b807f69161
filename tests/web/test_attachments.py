"""Attaching over HTTP: added, shown with the type that was found, removed; a bad file gets its sentence."""

import io

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from mediation.attachments.intake import Incoming
from tests.factories import files


@pytest.fixture
def case_path(served):
    return served.visit("grid").report().location


def _add(visitor, case_path, *made, **more):
    sent = MultiDict({"submission": "attach-1", **more})
    for each in made:
        box = "photo" if each.name.endswith(("jpg", "png")) else "file"
        sent.add(box, FileStorage(io.BytesIO(each.body), filename=each.name))
    boundary, body = encode_multipart(sent)
    return visitor.post(
        f"{case_path}/attachments", body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def _addresses(page):
    return sorted({each.rstrip("/").removesuffix("/small") for each in page.links("/attachments/")})


def test_what_is_attached_is_shown_with_the_type_that_was_found(served, case_path):
    visitor = served.visit("grid")

    sent = _add(visitor, case_path, files.a_photo("..\\李甲家.jpg"), files.a_pdf(), files.a_voice())
    page = visitor.get(f"{case_path}/attachments")
    answers = {visitor.client.get(each).mimetype for each in _addresses(page)}

    assert sent.status == 303
    assert sent.location == f"{case_path}#attachments"
    assert "image/jpeg" in answers
    assert "application/pdf" in answers
    assert "协议.pdf" in page.text


def test_only_pictures_and_sound_open_in_the_browser(served, case_path):
    visitor = served.visit("grid")
    _add(visitor, case_path, files.a_photo(), files.a_pdf())
    found = _addresses(visitor.get(f"{case_path}/attachments"))
    photo, paper = (visitor.client.get(each) for each in found)

    assert not photo.headers.get("Content-Disposition", "").startswith("attachment")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    for answer in (photo, paper):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_part_of_a_recording_can_be_asked_for(served, case_path):
    visitor = served.visit("grid")
    _add(visitor, case_path, files.a_voice())
    address = visitor.get(f"{case_path}/attachments").html.split('src="/attachments/')[1].split('"')[0]

    answer = visitor.client.get(f"/attachments/{address}", headers={"Range": "bytes=0-3"})

    assert answer.status_code == 206
    assert answer.get_data() == b"\x1a\x45\xdf\xa3"


def test_who_may_not_see_the_case_gets_nothing(served, case_path):
    _add(served.visit("grid"), case_path, files.a_photo())
    (photo,) = _addresses(served.visit("grid").get(f"{case_path}/attachments"))

    assert served.visit("elsewhere").get(photo).status == 404
    assert served.visit("elsewhere").get(f"{photo}/small").status == 404
    assert served.visit("auditor").get(photo).status == 403
    assert "不参与办理" in served.visit("auditor").get(photo).text
    assert "attachments" not in served.visit("auditor").get(f"{case_path}/attachments").html.split("<main")[1]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (files.a_page(), "文件名不算数"),
        (files.a_bomb(), "展开后太大"),
        (files.a_large_photo("大照片.jpg", megabytes=26), "25 MB"),
        (Incoming("空.jpg", b""), "是空的"),
        (Incoming("断.jpg", files.a_photo(size=(900, 700)).body[:3000]), "打不开"),
    ],
    ids=["lie", "bomb", "large", "empty", "truncated"],
)
def test_one_bad_file_and_nothing_is_attached(served, case_path, bad, said):
    visitor = served.visit("grid")

    page = _add(visitor, case_path, files.a_photo(), bad)

    assert page.status == 422
    assert said in page.text
    assert bad.name in page.text
    assert _addresses(visitor.get(f"{case_path}/attachments")) == []


def test_a_photograph_of_20_mb_goes_through(served, case_path):
    assert _add(served.visit("grid"), case_path, files.a_large_photo("大.jpg", megabytes=20)).status == 303


def test_the_21st_file_refuses_all(served, case_path):
    page = _add(served.visit("grid"), case_path, *(files.a_pdf(f"{n}.pdf") for n in range(21)))

    assert page.status == 422
    assert "一次最多附20份" in page.text


def test_far_too_much_at_once_gets_a_sentence(served, case_path):
    large = [files.a_large_photo(f"{n}.jpg", megabytes=24) for n in range(3)]

    page = _add(served.visit("grid"), case_path, *large)

    assert page.status == 413
    assert "64 MB" in page.text


def test_nothing_chosen_is_said(served, case_path):
    page = _add(served.visit("grid"), case_path)

    assert page.status == 422
    assert "还没有选择" in page.text


def test_sent_twice_it_is_attached_once(served, case_path):
    visitor = served.visit("grid")

    first, again = (_add(visitor, case_path, files.a_photo()) for _ in range(2))

    assert (first.status, again.status) == (303, 303)
    assert len(_addresses(visitor.get(f"{case_path}/attachments"))) == 1


def test_removing_asks_why_and_leaves_a_trace(served, case_path):
    visitor = served.visit("grid")
    _add(visitor, case_path, files.a_photo())
    (photo,) = _addresses(visitor.get(f"{case_path}/attachments"))

    silent = visitor.post(f"{photo}/remove", {"reason": ""})
    removed = visitor.post(f"{photo}/remove", {"reason": "拍错了"})
    twice = visitor.post(f"{photo}/remove", {"reason": "拍错了"})

    assert silent.status == 422
    assert removed.status == 303
    assert twice.status == 409
    assert "理由：拍错了" in visitor.get(f"{case_path}/attachments").text
    assert visitor.get(photo).status == 404


def test_somebody_else_may_not_remove_it(served, case_path):
    _add(served.visit("grid"), case_path, files.a_photo())
    (photo,) = _addresses(served.visit("grid").get(f"{case_path}/attachments"))

    page = served.visit("village").post(f"{photo}/remove", {"reason": "不喜欢"})

    assert page.status == 403
    assert "才能移除" in page.text


def test_other_forms_still_take_2_mb_at_most(served):
    page = served.visit("grid").post("/report", {"story": "长" * 1_500_000})

    assert page.status == 413
    assert "2 MB" in page.text
