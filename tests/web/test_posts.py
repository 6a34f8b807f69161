"""Posts inside notices and the ledger, in English by the title the locality gives them."""

import pytest

from mediation.oversight.events import OfRank
from tests.web.stage import MONDAY
from tests.web.test_notices import put
from web.posts import post_words


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("浏阳市督查专员卢素珍", "浏阳市 County supervisor 卢素珍"),
        ("官渡镇乡镇主要领导", "官渡镇 Head of the town"),
        (
            "官渡镇南岳村青桥党支部第9微网格长徐满爷",
            "官渡镇南岳村青桥党支部第9微网格 Micro-grid leader 徐满爷",
        ),
        ("官渡镇派出所民警何海波、李志", "官渡镇 Police station officer 何海波, 李志"),
        ("官渡镇受理登记员（无人在岗）", "官渡镇 Intake clerk (nobody in post)"),
        ("官渡镇受理登记员林雪梅（代王强）", "官渡镇 Intake clerk 林雪梅 (for 王强)"),
        ("请督查专员卢素珍到场，带上材料", "请督查专员卢素珍到场，带上材料"),
        ("王秀兰", "王秀兰"),
    ],
)
def test_a_post_is_said_by_its_english_title_and_free_words_stay(served, stored, said):
    with served.app.test_request_context("/"):
        from flask import session

        session["language"] = "en"

        assert post_words(stored) == said


def test_a_notice_of_an_unreached_rank_is_english_throughout_but_for_names_of_units(served):
    rank = OfRank(clock_id=1, title="", post="官渡镇乡镇主要领导", taken_by="浏阳市督查专员")
    put(served, "county", kind="RankUnreached", params=rank.params(), sentence="督办应报…", at=MONDAY)
    visitor = served.visit("county")
    visitor.post("/display", {"language": "en"})

    text = visitor.get("/notices").text

    assert "官渡镇 Head of the town" in text
    assert "reported to 浏阳市 County supervisor instead" in text
