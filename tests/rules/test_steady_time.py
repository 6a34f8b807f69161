"""When the machine's clock can be believed: jumps forward and back, sleep, starts, restarts."""

from datetime import UTC, datetime, timedelta

from mediation.heartbeats.steady import Left, Limits, Look, Watch, confirmed, look, starting

NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTHING = Left()
LIMITS = Limits(jump=5 * MINUTE, grace=30 * MINUTE)


def at(wall: timedelta, passed: timedelta) -> Look:
    """Both clocks ``passed`` after the beginning, the one on the wall showing ``wall`` after NOW."""
    return Look(NOW + wall, 100.0 + passed.total_seconds())


def after(*looks: Look, left: Left = NOTHING) -> Watch:
    first, *others = looks
    watch = starting(first, left, LIMITS)
    for each in others:
        watch = look(watch, each, LIMITS)
    return watch


BEGUN = at(0 * DAY, 0 * DAY)


def test_clocks_that_go_alike_are_believed():
    assert after(BEGUN, at(MINUTE, MINUTE), at(9 * HOUR, 9 * HOUR)).held is None


def test_a_time_server_may_set_the_clock_a_little_again_and_again():
    looks = [at(n * (HOUR + 4 * MINUTE), n * HOUR) for n in range(20)]

    assert after(*looks).held is None


def test_a_clock_that_jumped_a_day_forward_is_not_believed():
    watch = after(BEGUN, at(DAY + MINUTE, MINUTE))

    assert watch.held is not None
    assert (watch.held.jump, watch.held.since) == (DAY, NOW + MINUTE)


def test_coming_back_ends_it_as_if_nothing_had_been():
    watch = after(BEGUN, at(DAY + MINUTE, MINUTE), at(2 * MINUTE, 2 * MINUTE))

    assert watch == Watch(at(2 * MINUTE, 2 * MINUTE))


def test_a_new_time_that_stands_for_the_grace_is_believed_and_not_before():
    forward = (BEGUN, at(DAY + MINUTE, MINUTE))

    assert after(*forward, at(DAY + 30 * MINUTE, 30 * MINUTE)).held is not None
    assert after(*forward, at(DAY + 31 * MINUTE, 31 * MINUTE)) == Watch(at(DAY + 31 * MINUTE, 31 * MINUTE))


def test_another_jump_begins_the_grace_anew():
    watch = after(
        BEGUN,
        at(DAY + MINUTE, MINUTE),
        at(3 * DAY, 25 * MINUTE),
        at(3 * DAY + 10 * MINUTE, 35 * MINUTE),
    )

    assert watch.held is not None
    assert (watch.held.jump, watch.held.since) == (3 * DAY - 25 * MINUTE, NOW + 25 * MINUTE)


def test_a_machine_that_slept_is_taken_for_a_jump():
    watch = after(BEGUN, at(8 * HOUR, MINUTE))

    assert watch.held is not None
    assert watch.held.jump == 8 * HOUR - MINUTE


def test_a_clock_that_went_back_and_stayed_there_is_believed_but_not_forgotten():
    watch = after(BEGUN, at(MINUTE - DAY, MINUTE), at(31 * MINUTE - DAY, 31 * MINUTE))

    assert watch.held is None
    assert watch.behind_until == NOW + 31 * MINUTE
    assert look(watch, at(32 * MINUTE - DAY, 32 * MINUTE), LIMITS).behind_until == NOW + 31 * MINUTE


def test_a_clock_that_went_forward_and_later_back_waits_twice():
    forward = after(BEGUN, at(DAY + MINUTE, MINUTE), at(DAY + 31 * MINUTE, 31 * MINUTE))

    back = look(forward, at(32 * MINUTE, 32 * MINUTE), LIMITS)

    assert forward.held is None
    assert back.held is not None
    assert back.held.jump == -DAY


def test_somebody_may_confirm_the_new_time_at_once():
    assert confirmed(at(DAY, MINUTE)) == Watch(at(DAY, MINUTE))


def test_starting_after_a_month_down_is_no_jump():
    assert after(BEGUN, left=Left(seen_at=NOW - 30 * DAY)).held is None


def test_starting_before_the_last_sign_of_life_means_that_the_clock_went_back():
    watch = after(BEGUN, left=Left(seen_at=NOW + DAY))

    assert watch.held is not None
    assert (watch.held.jump, watch.held.since) == (-DAY, NOW + DAY)
    assert after(BEGUN, left=Left(seen_at=NOW + 4 * MINUTE)).held is None


def test_starting_again_does_not_confirm_a_jump():
    left = Left(seen_at=NOW - DAY, held_at=NOW - MINUTE, jump=DAY)

    restarted = after(BEGUN, left=left)

    assert restarted.held is not None
    assert restarted.held.jump == DAY
    assert look(restarted, at(MINUTE - DAY, MINUTE), LIMITS).held is None


def test_what_was_held_long_ago_does_not_hold_a_process_that_starts():
    assert after(BEGUN, left=Left(held_at=NOW - DAY, jump=DAY)).held is None
