"""Orders, filters and pages of a list: the same address gives the same list, and never more than it says."""

import pytest

from mediation.inbox.queries import Asked, BadPageKey
from mediation.parties.grams import write_grams
from tests.factories import a_party, a_person, a_post, a_unit
from tests.operations.desk_stage import ROLE, DeskStage, moment, set_desk_stage


@pytest.fixture
def stage(uow) -> DeskStage:
    return set_desk_stage(uow)


@pytest.fixture
def mixed(stage) -> DeskStage:
    """Four tasks that no two orders put alike."""
    for label, kind, risk, day in (
        ("甲", "neighbour", "yellow", 20),
        ("乙", "land", "red", 21),
        ("丙", "housing", "orange", 18),
        ("丁", "land", "red", 19),
    ):
        stage.task(label, of=stage.case(kind=kind, risk=risk), due_at=moment(day))
    return stage


@pytest.mark.parametrize(
    ("sort", "order"), [("due", "丙丁甲乙"), ("new", "丁丙乙甲"), ("risk", "丁乙丙甲"), ("kind", "丙丁乙甲")]
)
def test_a_list_is_in_the_order_asked_for(mixed, sort, order):
    assert mixed.labels(box="unit", sort=sort) == list(order)


@pytest.mark.parametrize("sort", ["due", "new", "risk", "kind"])
@pytest.mark.parametrize("box", ["unit", "today", "late", "mine", "waiting", "followed"])
def test_pages_put_together_are_the_whole_list(stage, box, sort):
    _many(stage)

    pages, after = [], None
    while True:
        page = stage.page(box=box, sort=sort, after=after, size=3)
        pages += [item.label for item in page.items]
        after = page.next
        if after is None:
            break

    assert pages == stage.labels(box=box, sort=sort)
    assert len(pages) >= 5


def _many(stage):
    """Put seven or more tasks into every box, on two posts and a colleague's desk."""
    from mediation.inbox.model import Follow

    other = stage.units["elsewhere"]
    person_id = stage.people["王秀兰"]
    post = a_post(stage.session, person=_person(stage), role=ROLE, unit=other)
    assert post.person_id == person_id
    followed = stage.case(handler_id=person_id, kind="land")
    stage.session.add(
        Follow(case_id=followed.id, person_id=person_id, how="self", by_id=person_id, since=stage.at)
    )
    for number in range(7):
        due = moment(15) if number % 2 else moment(16, 9)
        kind, risk = ("land", "red") if number % 3 else ("family", "yellow")
        case = stage.case(kind=kind, risk=risk)
        stage.task(f"待领{number}", of=case, due_at=due, unit=other if number % 3 else stage.units["village"])
        stage.task(f"我的{number}", of=case, due_at=due, by="王秀兰")
        stage.task(f"今天{number}", of=case, due_at=moment(17), by="王秀兰" if number % 2 else None)
        stage.task(f"主任{number}", of=followed, due_at=due, role="village_director")


def _person(stage):
    from mediation.people.model import Person

    return stage.session.get_one(Person, stage.people["王秀兰"])


def test_pages_of_what_is_done_are_the_whole_list(stage):
    done = {"state": "done", "closed_by": stage.people["王秀兰"], "closed_post": "村级调解员"}
    for number in range(7):
        stage.task(f"办过{number}", closed_at=moment(15, 9 + number // 2), **done)

    first = stage.page(box="done", size=4)
    rest = stage.page(box="done", size=4, after=first.next)

    assert [item.label for item in (*first.items, *rest.items)] == stage.labels(box="done")
    assert rest.next is None


def test_what_comes_in_between_two_pages_neither_repeats_nor_hides_anything(stage):
    for number in range(6):
        stage.task(f"第{number}件", due_at=moment(20, number))
    first = stage.page(box="unit", size=3)

    stage.task("插在前面", due_at=moment(19))
    stage.task("插在后面", due_at=moment(20, 4, 30))
    second = stage.page(box="unit", size=30, after=first.next)

    assert [item.label for item in first.items] == ["第0件", "第1件", "第2件"]
    assert [item.label for item in second.items] == ["第3件", "第4件", "插在后面", "第5件"]


def test_a_key_that_was_cut_changed_or_is_of_another_order_is_refused(stage):
    for number in range(4):
        stage.task(f"第{number}件")
    key = stage.page(box="unit", size=2).next
    assert key

    for bad in (key[:-1], key[:-4], key[:10], "A" + key[1:], "rubbish", "~", "好"):
        with pytest.raises(BadPageKey):
            stage.page(box="unit", after=bad)
    with pytest.raises(BadPageKey):
        stage.page(box="unit", sort="risk", after=key)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "land"}, "丁乙"),
        ({"risk": "red"}, "丁乙"),
        ({"risk": "orange"}, "丙"),
        ({"kind": "land", "risk": "yellow"}, ""),
        ({"kind": "no_such_kind"}, ""),
        ({"risk": "no_such_risk"}, ""),
        ({"due": "no_such_time"}, ""),
        ({"level": "village"}, "丙丁甲乙"),
        ({"level": "town"}, ""),
        ({"unit": 0}, ""),
    ],
)
def test_a_filter_narrows_and_an_unknown_one_finds_nothing(mixed, asked, found):
    assert mixed.labels(box="unit", **asked) == list(found)


def test_the_area_of_a_unit_takes_in_everything_below_it(stage):
    town, other = stage.units["town"], a_unit(stage.session, level="town", name="达浒镇")
    stage.hire("周德明", ("town_director", town))
    for label, unit in (("在村里", "village"), ("在网格里", "grid"), ("在大成村", "elsewhere")):
        stage.task(label, of=stage.case(unit=stage.units[unit]), role="town_director", unit=town)
    stage.task("在别的镇", of=stage.case(unit=other), role="town_director", unit=town)

    assert stage.labels("周德明", box="unit", unit=town.id) == ["在村里", "在网格里", "在大成村"]
    assert stage.labels("周德明", box="unit", unit=stage.units["village"].id) == ["在村里", "在网格里"]


def test_due_today_this_week_late_and_never(stage):
    for label, due in (
        ("昨天", moment(16)),
        ("今早", moment(16, 9)),
        ("今天", moment(17)),
        ("周五", moment(19)),
        ("周日", moment(21)),
        ("下周一", moment(22)),
        ("没有期限", None),
    ):
        stage.task(label, due_at=due)

    assert stage.labels(box="unit", due="today") == ["今早", "今天"]
    assert stage.labels(box="unit", due="week") == ["今早", "今天", "周五", "周日"]
    assert stage.labels(box="unit", due="late") == ["昨天", "今早"]
    assert stage.labels(box="unit", due="none") == ["没有期限"]


@pytest.mark.parametrize("day", [14, 20])
def test_a_week_ends_with_its_sunday_whatever_day_it_is(stage, day):
    stage.at = moment(day, 12)
    stage.task("周日", due_at=moment(21))
    stage.task("下周一", due_at=moment(22))

    assert stage.labels(box="unit", due="week") == ["周日"]


def test_the_day_turns_at_the_countys_midnight(stage):
    stage.task("16日止", due_at=moment(17))
    stage.task("17日止", due_at=moment(18))
    stage.at = moment(16, 23, 59)
    before = stage.labels(box="unit", due="today")

    stage.at = moment(17, 0, 1)

    assert (before, stage.labels(box="unit", due="today")) == (["16日止"], ["17日止"])


def test_words_are_looked_for_in_label_number_and_title(stage):
    stage.task("调查了解", of=stage.case(title="屋檐滴水", number="浏调〔2026〕000777号"))
    stage.task("签字", of=stage.case(title="田埂争议"))
    stage.task("百分之百", of=stage.case(title="赔 100% 的事"))

    assert stage.labels(box="unit", words="滴水") == ["调查了解"]
    assert stage.labels(box="unit", words="签字") == ["签字"]
    assert stage.labels(box="unit", words="000777 调查") == ["调查了解"]
    assert stage.labels(box="unit", words="滴水 签字") == []
    assert stage.labels(box="unit", words="%") == ["百分之百"]


def test_a_party_is_found_by_a_part_of_name_or_nickname(stage):
    for label, name, nickname in (("甲案", "徐大有", "老三"), ("乙案", "徐小满", None)):
        case = stage.case()
        party = a_party(stage.session, case=case, name=name, nickname=nickname)
        write_grams(stage.session, [party])
        stage.task(label, of=case)

    assert stage.labels(box="unit", party="大有") == ["甲案"]
    assert stage.labels(box="unit", party="老三") == ["甲案"]
    assert stage.labels(box="unit", party="徐小满") == ["乙案"]
    assert stage.labels(box="unit", party="徐") == []
    assert stage.labels(box="unit", party="无此人") == []


def test_who_may_not_read_a_name_neither_reads_nor_finds_by_it(stage):
    town = stage.units["town"]
    stage.hire("林雪梅", ("town_mediator", town))
    stage.hire("周德明", ("town_director", town))
    violent = stage.case(title="陈建国打妻子陈桂香", traits={"violence": True})
    party = a_party(stage.session, case=violent, name="陈建国")
    a_party(stage.session, case=violent, side="respondent", name="陈桂香", alias="被申请人")
    write_grams(stage.session, [party])
    for role in ("town_mediator", "town_director"):
        stage.task("处置", of=violent, role=role, unit=town)

    outsider, guardian = stage.page("林雪梅", box="unit"), stage.page("周德明", box="unit")

    assert guardian.items[0].case_title == "陈建国打妻子陈桂香"
    assert "陈建国" not in outsider.items[0].case_title
    assert "陈桂香" not in outsider.items[0].case_title
    for asked in ({"party": "陈建国"}, {"words": "陈建国"}):
        assert stage.labels("周德明", box="unit", **asked) == ["处置"]
        assert stage.labels("林雪梅", box="unit", **asked) == []
    assert stage.labels("林雪梅", box="unit", words="处置") == ["处置"]


def test_a_line_says_who_holds_it_for_whom_and_what_is_asked(stage):
    parent = stage.task("调查", by="王秀兰", cosigns_open=1)
    stage.task("会签：调查", by="陈友良", parent_id=parent.id)
    stage.task("走访", by="陈友良", delegated_by_id=stage.people["王秀兰"])

    held, asked, delegated = (
        *stage.page(box="mine").items,
        *stage.page("陈友良", box="mine").items,
    )

    assert (held.cosigns_open, held.may_do, held.may_complete) == (1, True, False)
    assert (asked.is_cosign, asked.parent_id, asked.may_complete) == (True, parent.id, False)
    assert (delegated.delegated_by_name, delegated.person_name) == ("王秀兰", "陈友良")
    assert (delegated.is_delegated, delegated.may_do, delegated.may_complete) == (True, True, False)


def test_an_address_is_read_and_written_back_the_same():
    given = {"box": "late", "sort": "risk", "kind": "land", "unit": "12", "words": "  滴水   屋檐 "}

    asked = Asked.read(given)

    assert asked.written() == {
        "box": "late",
        "sort": "risk",
        "kind": "land",
        "unit": "12",
        "words": "滴水 屋檐",
    }
    assert Asked.read(asked.written()) == asked
    assert asked.filters == ("kind", "unit", "words")
    assert asked.without("kind").filters == ("unit", "words")
    assert Asked.read({"box": "nowhere", "sort": "upside_down", "unit": "x", "after": "k"}) == Asked(unit=0)
    assert Asked().written() == {}


def test_nobody_gets_the_list_of_another_units_desk(stage):
    a_person(stage.session)
    stage.task("南岳村的", due_at=moment(15))

    for box in ("mine", "unit", "today", "late", "waiting", "followed", "done"):
        assert stage.labels("谢家旺", box=box) == []
