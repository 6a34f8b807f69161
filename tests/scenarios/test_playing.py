"""A scenario plays on after a failure, and says what was expected and found."""


def _wrong(played):
    return {
        step.step.number: [(each.expected, each.found) for each in step.mismatches] for step in played.steps
    }


def test_says_which_step_expected_what_and_found_what(played):
    result = played("""
      - at: 2026-09-18 21:00
        who: 冯网格
        does: grid_accept
        answers: {decision: accept}
        expect: {open: {task: grid_talk, due: 2026-09-23}}
    """)

    assert not result.ok
    assert _wrong(result) == {0: [], 1: [("grid_talk: due 2026-09-23", "2026-09-22")]}


def test_plays_on_after_a_step_that_failed(played):
    result = played("""
      - {at: 2026-09-18 21:00, who: 冯网格, does: grid_talk, answers: {decision: settled}}
      - {who: 冯网格, does: grid_accept, answers: {decision: accept}, expect: {only_open: [grid_talk]}}
    """)

    assert [bool(wrong) for wrong in _wrong(result).values()] == [False, True, False]
    assert "open are grid_accept" in _wrong(result)[1][0][1]


def test_a_refusal_nobody_expected_is_a_failure(played):
    result = played("""
      - {at: 2026-09-18 21:00, who: 官渡镇派出所民警, does: grid_accept, answers: {decision: accept}}
    """)

    assert _wrong(result)[1][0][0] == "done"
    assert _wrong(result)[1][0][1].startswith("refused: ")


def test_an_act_that_should_be_refused_but_is_done_is_a_failure(played):
    result = played("""
      - {at: 2026-09-18 21:00, who: 冯网格, does: grid_accept, answers: {decision: accept}, refused: 不行}
    """)

    assert _wrong(result)[1] == [("refused with “不行”", "done")]


def test_a_refused_act_is_in_the_ledger_and_changed_nothing(played):
    result = played("""
      - at: 2026-09-18 21:00
        who: 官渡镇派出所民警
        does: grid_accept
        answers: {decision: accept}
        refused: 第1微网格
        expect: {only_open: [grid_accept], ledger: [官渡镇派出所民警]}
    """)

    assert result.ok, _wrong(result)


def test_what_falls_due_on_the_way_fires_on_the_way(played):
    result = played("""
      - wait: 2026-09-25
        expect:
          running: [dispute, oversight]
          open: [{task: grid_accept, late: true}, town_instruction]
          ledger: [红牌]
    """)

    assert result.ok, _wrong(result)


def test_the_clock_never_goes_back(played):
    result = played("""
      - {at: 2026-09-18 20:00}
    """)

    assert "from 2026-09-18 20:15 on" in _wrong(result)[1][0][0]


def test_shows_what_a_person_sees_and_does_not(played):
    result = played("""
      - at: 2026-09-18 20:30
        expect:
          sees: {冯网格: [屋檐滴水, 李甲]}
          sees_not: {浏阳市流程设计员: [屋檐滴水]}
          inbox: {冯网格: [grid_accept], 官渡镇派出所民警: []}
    """)

    assert result.ok, _wrong(result)


def test_fails_where_somebody_sees_what_they_should_not(played):
    result = played("""
      - at: 2026-09-18 20:30
        expect: {sees_not: {冯网格: [屋檐滴水]}, sees: {浏阳市流程设计员: [屋檐滴水]}}
    """)

    assert len(_wrong(result)[1]) == 2


def test_counts_what_the_tokens_came_to(played):
    result = played("""
      - {at: 2026-09-18 21:00, who: 冯网格, does: grid_accept, answers: {decision: accept}}
    """)

    assert {("grid_level", "grid_accept"), ("grid_level", "grid_talk")} <= result.reached
    assert ("grid_level", "grid_settlement") not in result.reached
    assert ("grid_level", "grid_settlement") in result.elements
