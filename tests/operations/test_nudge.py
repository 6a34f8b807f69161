"""催办: once a person in a day, three times a task; whoever is one too many reads who was the last."""

from datetime import timedelta

import pytest

from mediation.inbox.operations import nudge
from mediation.inbox.refusals import HoldsItOneself, NudgedAlready, NudgedEnough
from mediation.kernel.errors import NotFound
from mediation.parties.operations import NewParty
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    """A task of the mediator's."""
    return village.item(village.mediated(), "village_rights")


def press(village, item, by, words="李乙又来问了"):
    village.act(nudge, item_id=item.id, words=words, by=by)


def test_who_holds_it_is_told_at_once(village, item):
    press(village, item, "village_director")

    (told,) = [each for each in village.notices("village_mediator") if each.kind == "WorkNudged"]
    assert told.urgent
    assert "催办“告知权利义务”：被申请人乙又来问了。" in village.told(item.case_id)


def test_the_same_one_nudges_again_after_a_day(village, item):
    press(village, item, "village_director")

    with pytest.raises(NudgedAlready, match="您已于09月01日09:00催办过“告知权利义务”，24小时内不重复催办"):
        press(village, item, "village_director")

    village.at += timedelta(hours=24)
    press(village, item, "village_director")


def test_a_storm_of_nudges_is_three_a_day(village, item):
    through, refused = 0, []
    crowd = ("village_director", "director2", "town_director", "intake_clerk", "county_director")
    for minute, by in enumerate(crowd * 2):
        village.at += timedelta(minutes=minute)
        try:
            press(village, item, by)
            through += 1
        except (NudgedEnough, NudgedAlready, NotFound) as refusal:
            refused.append(refusal.sentence())

    assert through == 3
    assert len([each for each in village.notices("village_mediator") if each.kind == "WorkNudged"]) == 3
    assert any("今天已经催办3次，最近一次是09月01日09:03由矛调中心主任甲催办的" in each for each in refused)


def test_the_next_day_is_another_day(village, item):
    for by in ("village_director", "director2", "town_director"):
        press(village, item, by)
    village.at += timedelta(hours=16)

    press(village, item, "county_director")


def test_who_holds_it_does_not_nudge_himself(village, item):
    with pytest.raises(HoldsItOneself):
        press(village, item, "village_mediator")
    parties = (
        NewParty(side="applicant", name="黄满生"),
        NewParty(side="respondent", name="刘长贵"),
    )
    unclaimed = village.item(village.at_village(parties=parties), "village_appoint")
    with pytest.raises(HoldsItOneself):
        press(village, unclaimed, "director2")


def test_who_may_not_see_the_case_does_not_nudge(village, item):
    with pytest.raises(NotFound):
        press(village, item, "town_department")
