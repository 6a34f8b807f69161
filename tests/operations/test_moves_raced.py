"""Two at once: one gets it, the other a sentence with who and when; nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mediation.casework.refusals import TaskClaimed
from mediation.inbox.operations import claim, delegate, give_back, hand_over, nudge, take_back
from mediation.inbox.refusals import MoveAnswered, NudgedAlready, NudgedEnough
from mediation.kernel.errors import Changed, Refused
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


def at_once(*acts: Callable[[], object]) -> list[Refused]:
    """Do all acts at the same moment and return the refusals."""
    ready = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> Refused | None:
        ready.wait(timeout=10)
        try:
            act()
        except Refused as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [found for found in pool.map(begin, acts) if found is not None]


def doing(village, operation, by, **given):
    who = by
    return lambda: village.act(operation, by=who, **given)


def test_of_two_who_claim_one_gets_it(village):
    item = village.item(village.at_village(), "village_appoint")

    (refusal,) = at_once(
        doing(village, claim, "village_director", item_id=item.id),
        doing(village, claim, "director2", item_id=item.id),
    )

    assert isinstance(refusal, (TaskClaimed, Changed))
    if isinstance(refusal, TaskClaimed):
        holder = village.row(item.id).person_id
        name = "何桂生" if holder == village.logins["director2"] else "调委会主任甲"
        assert f"由{name}办理" in refusal.sentence()


def test_of_two_hand_overs_one_counts(village):
    village.join("fourth", "黄满生", "village_mediator", "village")
    item = village.item(village.mediated("village_mediator", "third", "fourth"), "village_rights")

    (refusal,) = at_once(
        *(
            doing(
                village,
                hand_over,
                "village_mediator",
                item_id=item.id,
                to_id=village.logins[to],
                reason="下乡",
            )
            for to in ("third", "fourth")
        )
    )

    assert isinstance(refusal, (TaskClaimed, Changed))
    (move,) = village.moves(item.id)
    assert village.row(item.id).person_id == move.to_id


def test_of_taking_back_and_giving_back_one_counts(village):
    item = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=item.id, by="village_director")
    to = village.logins["third"]
    village.act(delegate, item_id=item.id, to_id=to, words="问问", by="village_director")
    (move,) = village.moves(item.id)

    (refusal,) = at_once(
        doing(village, take_back, "village_director", move_id=move.id),
        doing(village, give_back, "third", item_id=item.id, remark="问过了"),
    )

    assert isinstance(refusal, (MoveAnswered, Changed))
    assert refusal.status == 409
    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (village.logins["village_director"], None)
    assert village.moves(item.id)[0].outcome in ("taken_back", "given_back")


def test_of_many_nudges_at_once_three_come_through(village):
    item = village.item(village.mediated(), "village_rights")
    crowd = ("village_director", "director2", "town_director", "county_director", "village_director")

    refusals = at_once(*(doing(village, nudge, by, item_id=item.id, words="") for by in crowd))

    assert {type(each) for each in refusals} <= {NudgedAlready, NudgedEnough, Changed}
    told = [each for each in village.notices("village_mediator") if each.kind == "WorkNudged"]
    assert len(told) == len(crowd) - len(refusals) <= 3
