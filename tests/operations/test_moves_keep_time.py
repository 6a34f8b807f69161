"""No move of a task touches a clock or a due date: none gains a day."""

from datetime import timedelta

import pytest

from mediation.inbox.operations import (
    PartiesAgreed,
    add_cosigner,
    answer_cosign,
    claim,
    copy_in,
    declare_recusal,
    delegate,
    drop_cosigner,
    follow,
    give_back,
    hand_over,
    nudge,
    release,
    take_back,
)
from tests.operations.passing_stage import Passing


class Acts:
    """Each act on a task of the director's, in its shortest form."""

    def __init__(self, village: Passing) -> None:
        self.village = village
        self.case_id = village.at_village()
        self.item_id = village.item(self.case_id, "village_appoint").id
        village.act(claim, item_id=self.item_id, by="village_director")

    def _do(self, operation, by="village_director", **given):
        return self.village.act(operation, item_id=self.item_id, by=by, **given)

    def _to(self, login):
        return self.village.logins[login]

    def release(self):
        self._do(release)
        self._do(claim, by="director2")

    def hand_over(self):
        self._do(hand_over, to_id=self._to("director2"), reason="下乡")

    def take_back(self):
        self.hand_over()
        self.village.act(take_back, move_id=self.village.moves(self.item_id)[0].id, by="village_director")

    def delegate(self):
        self._do(delegate, to_id=self._to("third"), words="问问双方")
        self._do(give_back, by="third", remark="问过了")

    def cosign(self):
        today = self.village.at.date()
        first, second = (
            self._do(add_cosigner, to_id=self._to(each), question="行吗", answer_by=today)
            for each in ("third", "town_director")
        )
        self.village.act(answer_cosign, item_id=first, agrees=False, remark="不行", by="third")
        self.village.act(drop_cosigner, item_id=second, reason="不用了", by="village_director")

    def copy(self):
        people = [self._to("town_department")]
        self.village.act(copy_in, case_id=self.case_id, person_ids=people, note="", by="village_director")
        self.village.act(follow, case_id=self.case_id, by="town_director")

    def nudge(self):
        self._do(nudge, by="town_director", words="请抓紧")

    def recuse(self):
        self._do(declare_recusal, relation="申请人是我岳父")


ACTS = [name for name in vars(Acts) if not name.startswith("_")]


@pytest.mark.parametrize("act", ACTS)
def test_clocks_and_due_dates_stay(engine, act):
    village = Passing(engine)
    acts = Acts(village)
    village.at += timedelta(hours=5)
    before = village.times(acts.case_id)

    getattr(acts, act)()

    assert village.times(acts.case_id) == before
    assert before["clocks"]


def test_a_new_mediator_gains_no_day_either(engine):
    village = Passing(engine)
    case_id = village.mediated()
    item = village.item(case_id, "village_rights")
    village.at += timedelta(days=2)
    before = village.times(case_id)

    village.act(
        hand_over,
        item_id=item.id,
        to_id=village.logins["third"],
        reason="住院",
        agreed=PartiesAgreed(party_ids=village.parties(case_id), form="written"),
        by="village_mediator",
    )

    assert village.times(case_id) == before
