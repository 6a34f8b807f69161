"""Forms drawn by designers: what they accept, what they say, what they show."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from mediation.kernel.clock import SHANGHAI
from web.forms import BadForm, Invalid, Option, build


def form_of(*components, lookups=None):
    json = {"type": "default", "id": "probe", "components": list(components)}
    return build(json, lookups) if lookups else build(json)


def radio(key="decision", **more):
    values = [
        {"label": "受理", "value": "accept", "label_en": "Accept"},
        {"label": "上报", "value": "report_up"},
    ]
    return {"type": "radio", "key": key, "label": "处理意见", "values": values, **more}


REASON = {
    "type": "textarea",
    "key": "reason",
    "label": "上报理由",
    "validate": {"required": True, "minLength": 4, "maxLength": 10},
    "conditional": {"hide": '=decision != "report_up"'},
}


def errors_of(form, given, **options):
    with pytest.raises(Invalid) as caught:
        form.load(given, **options)
    return {key: [str(one) for one in sentences] for key, sentences in caught.value.errors.items()}


def test_says_what_is_missing_by_the_name_of_the_field():
    form = form_of(
        radio(validate={"required": True}),
        {"type": "textfield", "key": "title", "label": "标题", "validate": {"required": True}},
        {"type": "checkbox", "key": "seal", "label": "已盖章", "validate": {"required": True}},
    )

    assert errors_of(form, {}) == {
        "decision": ["请选择处理意见。"],
        "title": ["请填写标题。"],
        "seal": ["请确认“已盖章”，打上勾才能提交。"],
    }


def test_blank_optional_answers_are_none_lists_and_false():
    form = form_of(
        {"type": "textfield", "key": "note", "label": "备注"},
        {"type": "checklist", "key": "signed", "label": "签名", "values": []},
        {"type": "checkbox", "key": "oral", "label": "口头"},
    )

    assert form.load({}) == {"note": None, "signed": [], "oral": False}


def test_a_hidden_field_is_not_asked_and_what_was_sent_for_it_is_dropped():
    form = form_of(radio(), REASON)

    assert form.load({"decision": "accept", "reason": "偷偷填写的理由"}) == {"decision": "accept"}


def test_a_field_that_appears_is_asked():
    form = form_of(radio(), REASON)

    assert errors_of(form, {"decision": "report_up"}) == {"reason": ["请填写上报理由。"]}
    assert errors_of(form, {"decision": "report_up", "reason": "太短"}) == {
        "reason": ["上报理由至少要写 4 个字，现在是 2 个。"]
    }


def test_counts_characters_as_people_do():
    form = form_of(radio(), REASON)

    assert errors_of(form, {"decision": "report_up", "reason": "一二三四五六七八九十又"}) == {
        "reason": ["上报理由最多 10 个字，现在是 11 个。"]
    }


def test_refuses_a_choice_that_was_not_offered():
    assert errors_of(form_of(radio()), {"decision": "burn"}) == {
        "decision": ["处理意见：请从列出的选项中选择。"]
    }


def test_dynamic_options_come_back_with_their_own_type():
    people = {"mediators": [Option(5, "张调解"), Option(8, "李调解")]}
    form = form_of(
        {"type": "checklist", "key": "mediators", "label": "调解员", "valuesKey": "mediators"},
        lookups=people.__getitem__,
    )

    assert form.load(MultiDict([("mediators", "8"), ("mediators", "5"), ("mediators", "8")])) == {
        "mediators": [8, 5]
    }
    assert form.load({"mediators": [5]}) == {"mediators": [5]}


def test_repeats_a_field_for_each_of_a_source():
    parties = {"parties": [Option(3, "申请人甲"), Option(4, "被申请人乙")]}
    form = form_of(
        {
            "type": "select",
            "key": "score",
            "label": "评分",
            "values": [{"label": "满意", "value": 5}],
            "properties": {"forEach": "parties"},
        },
        lookups=parties.__getitem__,
    )

    assert [view.label for view in form.fields()] == ["申请人甲：评分", "被申请人乙：评分"]
    assert form.load({"score_3": "5", "score_4": ""}) == {"score_3": 5, "score_4": None}


@pytest.mark.parametrize(
    ("digits", "given", "answer"),
    [
        (0, "１２", 12),
        (0, 12, 12),
        (2, "300.50", Decimal("300.50")),
        (2, "30,000", Decimal("30000")),
        (None, "7", 7),
        (None, "7.5", Decimal("7.5")),
    ],
)
def test_numbers_are_whole_or_exact(digits, given, answer):
    form = form_of({"type": "number", "key": "n", "label": "金额", "decimalDigits": digits})

    loaded = form.load({"n": given})["n"]

    assert loaded == answer
    assert type(loaded) is type(answer)


@pytest.mark.parametrize("given", ["1e9", "NaN", "Infinity", "--1", "十二", "9" * 40])
def test_refuses_what_is_no_number(given):
    form = form_of({"type": "number", "key": "n", "label": "户数", "decimalDigits": 0})

    assert errors_of(form, {"n": given}) == {"n": ["户数：请填写整数，例如 12。"]}


def test_keeps_numbers_within_their_limits():
    limits = {"min": 0, "max": 72}
    form = form_of({"type": "number", "key": "h", "label": "冷静期", "decimalDigits": 0, "validate": limits})

    assert errors_of(form, {"h": "73"}) == {"h": ["冷静期不能大于 72。"]}
    assert errors_of(form, {"h": "-1"}) == {"h": ["冷静期不能小于 0。"]}


def test_dates_and_moments_are_the_countys():
    form = form_of(
        {"type": "datetime", "subtype": "date", "key": "on", "dateLabel": "日期"},
        {"type": "datetime", "subtype": "datetime", "key": "at", "dateLabel": "时间"},
    )

    loaded = form.load({"on": "2026-09-18", "at": "2026-09-18T20:15"})

    assert loaded == {"on": date(2026, 9, 18), "at": datetime(2026, 9, 18, 20, 15, tzinfo=SHANGHAI)}
    assert form.load({"on": date(2026, 9, 18), "at": loaded["at"].replace(tzinfo=None)}) == loaded


def test_refuses_days_that_do_not_exist():
    form = form_of({"type": "datetime", "subtype": "date", "key": "on", "dateLabel": "日期"})

    assert errors_of(form, {"on": "2026-02-30"}) == {"on": ["日期：请填写日期，例如 2026-09-18。"]}


def test_refuses_characters_that_no_database_keeps():
    form = form_of({"type": "textfield", "key": "t", "label": "标题"})

    assert errors_of(form, {"t": "水\x00管"}) == {"t": ["标题含有无法保存的字符，请重新输入。"]}


def test_strict_loading_names_fields_the_form_does_not_have():
    assert errors_of(form_of(radio()), {"decision": "accept", "desicion": 1}, strict=True) == {
        "desicion": ["这张表上没有“desicion”这一项。"]
    }


def test_shows_what_was_typed_what_is_wrong_and_in_which_language():
    form = form_of(radio(validate={"required": True}, properties={"label_en": "Decision"}), REASON)

    decision, reason = form.fields({"decision": "accept"}, {"reason": ["请填写上报理由。"]}, "en")

    assert (decision.label, decision.options[0].label, decision.options[0].chosen) == (
        "Decision",
        "Accept",
        True,
    )
    assert reason.errors == ("请填写上报理由。",)
    assert reason.hint_when == ("上报",)
    assert '"report_up"' in reason.hidden_when


def test_default_values_stand_only_until_something_was_given():
    form = form_of({"type": "textfield", "key": "t", "label": "地点", "defaultValue": "村部"})

    assert form.fields()[0].value == "村部"
    assert form.fields({"t": ""})[0].value == ""


@pytest.mark.parametrize(
    "component",
    [
        {"type": "iframe", "key": "x"},
        {"type": "select", "key": "x", "label": "x", "valuesKey": "unheard_of"},
        {"type": "select", "key": "x", "label": "x"},
        {"type": "textfield", "key": "x", "label": "x", "conditional": {"hide": "=__import__('os')"}},
    ],
)
def test_a_form_that_asks_for_the_unknown_is_refused_with_its_name(component):
    with pytest.raises(BadForm, match="probe"):
        form_of(component)


def test_asking_twice_for_one_key_is_refused():
    with pytest.raises(BadForm, match="twice for decision"):
        form_of(radio(), radio())
