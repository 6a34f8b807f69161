"""What a comment may hold, whom one may choose as its readers, whom it calls."""

import pytest

from mediation.comments import rules


def test_keeps_the_lines_and_drops_what_nobody_can_read():
    assert rules.check_text("  先听老人说。\r\n再看现场。\x00\x07 ") == "先听老人说。\n再看现场。"


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00"])
def test_nothing_is_no_comment(text):
    with pytest.raises(rules.CommentEmpty) as refusal:
        rules.check_text(text)

    assert "comment" in refusal.value.fields


def test_counts_characters_and_says_how_many_there_are():
    assert len(rules.check_text("字" * 2000)) == 2000
    with pytest.raises(rules.CommentTooLong, match="最多2000个字，现在有2001个字"):
        rules.check_text("字" * 2001)


def test_a_unit_is_kept_only_for_what_is_for_a_unit():
    assert rules.check_visibility("unit", 7, units={7, 8}, is_outside=False) == 7
    assert rules.check_visibility("case", 7, units={7}, is_outside=False) is None


def test_refuses_units_one_is_not_in_and_readers_there_are_not():
    with pytest.raises(rules.NotYourUnit):
        rules.check_visibility("unit", 9, units={7}, is_outside=False)
    with pytest.raises(rules.NotYourUnit):
        rules.check_visibility("unit", None, units={7}, is_outside=False)
    with pytest.raises(rules.UnknownVisibility):
        rules.check_visibility("everybody", None, units=set(), is_outside=False)


@pytest.mark.parametrize(("visibility", "may"), [("case", 1), ("self", 1), ("unit", 0), ("mediators", 0)])
def test_who_only_looks_writes_for_all_or_for_oneself(visibility, may):
    if may:
        rules.check_visibility(visibility, None, units={7}, is_outside=True)
        return
    with pytest.raises(rules.OnlyOpenOrOwn):
        rules.check_visibility(visibility, 7, units={7}, is_outside=True)


def test_a_name_after_the_sign_may_be_short_or_long():
    (meant,) = rules.called("请@王秀兰看一下")

    assert {"王秀", "王秀兰"} <= meant
    assert rules.longest_known(meant, {"王秀", "王秀兰"}) == "王秀兰"
    assert rules.longest_known(meant, {"李国华"}) is None
    assert len(rules.called("@甲乙" * 9)) == rules.CALLED_AT_MOST
    assert rules.called("没有叫谁") == ()
