"""What somebody types is kept until it is sent, dropped or of no use; nobody else reads it."""

import pytest
from sqlalchemy import select, text

from mediation.drafts import operations as drafts
from mediation.drafts import queries
from mediation.drafts.model import Draft
from mediation.drafts.rules import DraftTooLarge, NewerDraft, NoDraft, TooManyCopies
from mediation.kernel.errors import Changed, NotFound
from tests.factories.county import moment
from tests.operations.draft_stage import KEPT, beside, mine, offered, save


def test_what_was_typed_is_offered_again_without_tokens(county):
    saved = save(county)

    found = offered(county)

    assert found is not None
    assert (found.answers, found.version, found.saved_at) == (KEPT, saved.version, county.at)


def test_what_was_typed_is_sealed_in_the_database(county):
    save(county)

    with county.session() as session:
        stored = session.execute(text("SELECT answers FROM drafts")).scalar_one()

    assert "走访".encode() not in bytes(stored)


def test_saving_on_replaces_what_was_there(county):
    first = save(county)

    second = save(county, answers={"findings": ["走访了双方，看了现场"]}, seen=first.version)

    assert second.version == first.version + 1
    assert offered(county).answers == {"findings": ["走访了双方，看了现场"]}


def test_the_later_of_two_devices_is_told_and_nothing_is_lost(county):
    first = save(county)
    county.at = moment("2026-09-01 09:40")
    save(county, answers={"findings": ["手机上写的"]}, seen=first.version)

    with pytest.raises(NewerDraft) as refusal:
        save(county, answers={"findings": ["电脑上写的"]}, seen=first.version)

    assert "9月1日 9:40" in refusal.value.sentence()
    assert offered(county).answers == {"findings": ["手机上写的"]}


def test_two_first_saves_of_one_form_meet(county):
    save(county)

    with pytest.raises(NewerDraft):
        save(county, answers={"findings": ["电脑上写的"]}, seen=0)


@pytest.mark.postgresql
def test_two_at_the_very_same_moment_are_told_apart_by_the_database(county):
    saved = save(county)
    one, other = county.system.uow(), county.system.uow()
    given = {"key": "report", "title": "报纠纷", "path": "/report", "seen": saved.version}
    who = county.who("grid_leader")
    row = one.session.scalars(select(Draft)).one()
    drafts.save(other, **given, answers={"a": ["2"]}, by=who, at=county.at)
    other.commit()

    row.answers = {"a": ["1"]}
    with pytest.raises(Changed):
        one.commit()

    assert offered(county).answers == {"a": ["2"]}
    one.session.close()
    other.session.close()


def test_the_same_text_saved_twice_is_no_conflict_and_no_write(county):
    first = save(county)

    again = save(county, seen=0)

    assert again.version == first.version


def test_another_version_is_kept_beside_and_changes_places(county):
    save(county, answers={"findings": ["手机上写的"]})
    copy = beside(county, answers={"findings": ["电脑上写的"]})

    with county.system.uow() as uow:
        drafts.swap(uow, draft_id=copy.draft_id, by=county.who("grid_leader"))
        uow.commit()
    with county.session() as session:
        copies = queries.copies(session, key="report", identity=county.who("grid_leader"))

    assert offered(county).answers == {"findings": ["电脑上写的"]}
    assert [each.answers for each in copies] == [{"findings": ["手机上写的"]}]
    assert copies[0].is_copy


def test_a_copy_whose_form_offers_nothing_any_more_becomes_the_offer(county):
    copy = beside(county)

    with county.system.uow() as uow:
        drafts.swap(uow, draft_id=copy.draft_id, by=county.who("grid_leader"))
        uow.commit()

    assert offered(county).answers == KEPT


def test_copies_do_not_pile_up(county):
    for _ in range(8):
        beside(county)

    with pytest.raises(TooManyCopies):
        beside(county)


def test_an_empty_form_leaves_no_draft(county):
    saved = save(county, answers={"findings": ["  "]})

    assert (saved.version, saved.draft_id) == (0, None)
    assert offered(county) is None


def test_refuses_more_than_any_form_takes(county):
    with pytest.raises(DraftTooLarge):
        save(county, answers={"findings": ["漏" * 90_000]})


def test_nobody_reads_swaps_or_drops_anothers_draft(county):
    save(county)
    draft_id = offered(county).id
    other = county.who("village_director")

    with county.session() as session:
        assert queries.offered(session, key="report", identity=other) is None
        assert queries.mine(session, identity=other).items == ()
        with pytest.raises(NoDraft):
            queries.draft(session, draft_id=draft_id, identity=other)
    for act in (drafts.drop, drafts.swap):
        with county.system.uow() as uow, pytest.raises(NoDraft):
            act(uow, draft_id=draft_id, by=other)
    assert offered(county) is not None


def test_a_dropped_draft_is_gone(county):
    save(county)

    with county.system.uow() as uow:
        drafts.drop(uow, draft_id=offered(county).id, by=county.who("grid_leader"))
        uow.commit()

    assert offered(county) is None


def test_there_is_no_draft_of_what_is_not_there(county):
    with pytest.raises(NotFound):
        save(county, "task:99")
    with pytest.raises(NotFound):
        save(county, "act:99:withdraw")


def test_the_list_is_paged_and_the_newest_form_comes_first(county):
    for number in range(5):
        save(county, f"form:{number}")

    first = mine(county, size=2)
    second = mine(county, size=2, after=first.next)
    third = mine(county, size=2, after=second.next)

    keys = [each.key for page in (first, second, third) for each in page.items]
    assert keys == [f"form:{number}" for number in (4, 3, 2, 1, 0)]
    assert third.next is None
