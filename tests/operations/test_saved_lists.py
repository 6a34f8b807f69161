"""Lists kept under a name: one's own, shared with a unit, and never a way to see more."""

import pytest
from sqlalchemy import select, text

from mediation.inbox import list_refusals as refusals
from mediation.inbox.model import SavedList
from mediation.inbox.operations import delete_list, rename_list, save_list, share_list
from mediation.inbox.queries import Asked, listing, saved_lists
from mediation.kernel.errors import NotFound
from tests.operations.desk_stage import DeskStage, moment, set_desk_stage

RED = Asked(box="unit", risk="red", sort="risk")


@pytest.fixture
def stage(uow) -> DeskStage:
    made = set_desk_stage(uow)
    made.hire("李国华", ("village_director", made.units["village"]))
    return made


def save(stage, name="红色的", *, asked=RED, who="王秀兰", unit=None) -> int:
    unit_id = stage.units[unit].id if unit else None
    kept = save_list(stage.uow, name=name, asked=asked, unit_id=unit_id, by=stage.who(who), at=stage.at)
    stage.session.flush()
    return kept.id


def seen(stage, who):
    stage.session.flush()
    return [each.name for each in saved_lists(stage.session, identity=stage.who(who))]


def test_a_list_is_kept_with_its_filters_and_order(stage):
    save(stage, "  本周   红色的 ")

    (kept,) = saved_lists(stage.session, identity=stage.who())

    assert (kept.name, kept.asked) == ("本周 红色的", RED)
    assert (kept.is_own, kept.may_delete, kept.unit_name, kept.gone) == (True, True, None, None)


def test_a_private_list_is_ones_own_and_a_shared_one_of_those_in_post(stage):
    save(stage, "自己的")
    save(stage, "大家的", unit="village")

    assert seen(stage, "王秀兰") == ["大家的", "自己的"]
    assert seen(stage, "陈友良") == ["大家的"]
    assert seen(stage, "谢家旺") == []


def test_a_shared_list_shows_each_what_is_theirs(stage):
    save(stage, unit="village")
    stage.task("调解员的", of=stage.case(risk="red"))
    stage.task("主任的", of=stage.case(risk="red"), role="village_director")
    stage.task("黄色的", role="village_director")

    (kept,) = saved_lists(stage.session, identity=stage.who("李国华"))
    page = listing(stage.session, identity=stage.who("李国华"), asked=kept.asked, at=stage.at)

    assert [item.label for item in page.items] == ["主任的"]


@pytest.mark.parametrize("name", ["", "   ", "一" * 31])
def test_a_name_is_needed_and_fits_on_a_button(stage, name):
    with pytest.raises(refusals.ListNameless) as refused:
        save(stage, name)

    assert "30" in refused.value.fields["name"]


def test_a_name_is_taken_once_by_each(stage):
    save(stage)

    with pytest.raises(refusals.ListNamed, match="红色的"):
        save(stage, " 红色的 ")
    save(stage, who="陈友良")


def test_thirty_are_enough(stage):
    for number in range(30):
        save(stage, f"第{number}份")

    with pytest.raises(refusals.TooManyLists, match="30"):
        save(stage, "第三十一份")


def test_a_list_is_shared_only_where_one_is_in_post(stage):
    with pytest.raises(refusals.NotYourUnitsList, match="大成村"):
        save(stage, unit="elsewhere")
    kept = save(stage)
    with pytest.raises(refusals.NotYourUnitsList):
        share(stage, kept, "elsewhere")


def share(stage, list_id, unit, who="王秀兰"):
    unit_id = stage.units[unit].id if unit else None
    share_list(stage.uow, list_id=list_id, unit_id=unit_id, by=stage.who(who), at=stage.at)
    stage.session.flush()


def test_sharing_is_begun_and_ended_by_whoever_saved_it(stage):
    kept = save(stage)

    share(stage, kept, "village")
    during = seen(stage, "陈友良")
    share(stage, kept, None)

    assert (during, seen(stage, "陈友良")) == (["红色的"], [])


def test_a_list_that_names_a_party_stays_with_whoever_saved_it_and_under_seal(stage):
    kept = save(stage, asked=Asked(party="徐大有", words="宅基地"))

    with pytest.raises(refusals.ListNamesParty):
        share(stage, kept, "village")
    with pytest.raises(refusals.ListNamesParty):
        save(stage, "另一份", asked=Asked(party="徐大有"), unit="village")
    raw = str(stage.session.execute(text("SELECT query FROM saved_lists")).scalar())
    (view,) = saved_lists(stage.session, identity=stage.who())

    assert "徐大有" not in raw
    assert "\\u5f90" not in raw
    assert (view.asked.party, view.asked.words) == ("徐大有", "宅基地")


def test_only_whoever_saved_it_renames_it(stage):
    kept = save(stage, unit="village")
    rename_list(stage.uow, list_id=kept, name="新名字", by=stage.who(), at=stage.at)

    with pytest.raises(refusals.ListNotYours):
        rename_list(stage.uow, list_id=kept, name="别的", by=stage.who("陈友良"), at=stage.at)

    assert seen(stage, "陈友良") == ["新名字"]


def test_it_is_deleted_by_whoever_saved_it_or_leads_the_unit(stage):
    kept = save(stage, unit="village")
    with pytest.raises(refusals.ListNotYours):
        delete_list(stage.uow, list_id=kept, by=stage.who("陈友良"), at=stage.at)
    (leading,) = saved_lists(stage.session, identity=stage.who("李国华"))
    assert (leading.is_own, leading.may_delete) == (False, True)

    delete_list(stage.uow, list_id=kept, by=stage.who("李国华"), at=stage.at)
    own = save(stage)
    delete_list(stage.uow, list_id=own, by=stage.who(), at=stage.at)

    assert stage.session.scalars(select(SavedList)).all() == []


@pytest.mark.parametrize("who", ["谢家旺", "李国华"])
def test_of_a_private_list_nobody_else_learns_that_it_is_there(stage, who):
    kept = save(stage)

    for act in (
        lambda by: delete_list(stage.uow, list_id=kept, by=by, at=stage.at),
        lambda by: rename_list(stage.uow, list_id=kept, name="别的", by=by, at=stage.at),
        lambda by: share_list(stage.uow, list_id=kept, unit_id=None, by=by, at=stage.at),
    ):
        with pytest.raises(NotFound):
            act(stage.who(who))


def test_a_list_says_when_its_unit_is_gone(stage):
    stage.units["elsewhere"].retired_at = moment(15)
    save(stage, "大成村的", asked=Asked(unit=stage.units["elsewhere"].id))
    save(stage, "不存在的", asked=Asked(unit=999_999))

    gone = {each.name: each.gone for each in saved_lists(stage.session, identity=stage.who())}

    assert gone == {"大成村的": stage.units["elsewhere"].full_name, "不存在的": ""}
