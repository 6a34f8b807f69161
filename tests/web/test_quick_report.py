"""报纠纷 on a phone: one screen, counted once, with photographs, voice and place."""

import io

import pytest
from sqlalchemy import func, select

from mediation.attachments.model import Attachment
from mediation.cases.model import Case
from tests.factories import files

SHORT = {
    "kind": "neighbour",
    "words": "李甲家水管漏水，泡坏了李乙家的天花板。",
    "name_0": "李甲",
    "phone_0": "",
    "name_1": "李乙",
    "phone_1": "13800000002",
    "place": "3组老水井旁",
    "source": "patrol",
    "submission": "quick-1",
}


def _send(served, login="grid", **changes):
    return served.visit(login).post("/report/quick", {**SHORT, **changes}, content_type="multipart/form-data")


def _case(served):
    with served.session() as session:
        return session.scalars(select(Case)).one()


def _count(served, model):
    with served.session() as session:
        return session.scalar(select(func.count()).select_from(model))


def _files(*made):
    return [(io.BytesIO(each.body), each.name) for each in made]


def test_the_page_asks_for_little_and_leads_to_the_long_form(served):
    page = served.visit("grid").get("/report/quick")

    assert page.status == 200
    assert "第9微网格" in page.text
    assert "写详细的" in page.text
    assert page.links("/report?unit=")


def test_a_report_says_its_number_and_what_comes_next(served):
    sent = _send(served)
    page = served.visit("grid").get(sent.location)

    assert sent.status == 303
    assert _case(served).number in page.text
    assert "接单" in page.text
    assert "接下来" in page.text


def test_a_title_is_composed(served):
    _send(served)

    assert _case(served).title == "李甲与李乙邻里纠纷"


def test_a_title_names_nobody_where_a_child_is_in_it(served):
    _send(served, danger=["minor"])

    assert _case(served).title == "邻里纠纷"


def test_a_title_of_ones_own_is_kept(served):
    _send(served, title="楼上漏水")

    assert _case(served).title == "楼上漏水"


def test_photographs_and_voice_come_with_it(served):
    _send(served, words="", photo=_files(files.a_photo()), voice=_files(files.a_voice()))

    assert _case(served).story == "情况见语音。"
    assert _count(served, Attachment) == 2


def test_a_sentence_or_a_voice_is_needed(served):
    page = _send(served, words="")

    assert page.status == 422
    assert "请写一句话，或者说一段话" in page.text
    assert 'value="李甲"' in page.html


def test_a_bad_file_writes_nothing_and_keeps_what_was_typed(served):
    page = _send(served, photo=_files(files.a_photo(), files.a_page("家.jpg")))

    assert page.status == 422
    assert "家.jpg" in page.text
    assert "照片和录音请重新选一次" in page.text
    assert "3组老水井旁" in page.html
    assert _count(served, Case) == 0
    assert _count(served, Attachment) == 0


def test_a_wrong_telephone_is_said_beside_its_box(served):
    page = _send(served, phone_1="12")

    assert page.status == 422
    assert 'href="#field-phone_1"' in page.html


def test_sent_twice_it_is_one_case_with_its_photograph_once(served):
    first = _send(served, photo=_files(files.a_photo()))
    again = _send(served, photo=_files(files.a_photo()))

    assert again.location == first.location
    assert _count(served, Case) == 1
    assert _count(served, Attachment) == 1


def test_danger_turns_it_red_at_once(served):
    _send(served, danger=["suicide_threat"])

    assert _case(served).risk == "red"


def test_the_phones_place_is_kept_to_a_metre(served):
    _send(served, latitude="28.3512349", longitude="113.88")

    case = _case(served)
    assert (str(case.latitude), str(case.longitude)) == ("28.35123", "113.88000")


@pytest.mark.parametrize("place", [("91", "113"), ("28.3", ""), ("28,3", "113"), ("1e5", "2"), ("NaN", "1")])
def test_a_place_that_is_none_is_left_out(served, place):
    _send(served, latitude=place[0], longitude=place[1])

    assert _case(served).latitude is None


def test_a_place_outside_ones_posts_is_refused(served):
    with served.session() as session:
        from mediation.units.queries import find

        other = find(session, "第10微网格")[0].id

    assert _send(served, unit=str(other)).status == 403


def test_who_may_not_report_is_told_why(served):
    page = served.visit("auditor").get("/report/quick")

    assert page.status == 403
    assert "登记纠纷" in page.text


def test_earlier_disputes_of_the_same_two_are_named(served):
    served.visit("grid").report(name_0="李甲", name_1="李乙")

    page = served.visit("grid").get(_send(served).location)

    assert "楼上漏水泡坏天花板" in page.text


def test_a_place_chosen_for_the_short_form_leads_back_to_it(served):
    page = served.visit("village").get("/report/place?quick=yes")

    assert page.links("/report/quick?unit=")
    assert not page.links("/report?unit=")


def test_the_same_words_sent_again_from_a_new_form_make_no_second_case(served):
    first = _send(served)
    again = _send(served, submission="quick-2")

    assert again.location == first.location
    assert _count(served, Case) == 1
