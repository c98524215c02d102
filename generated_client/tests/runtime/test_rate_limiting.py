"""Tests of rate limiting."""

from __future__ import annotations

import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workato_embedded._runtime.rate_limiting import RateLimit, RateLimiter, Reservation


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@given(st.integers(1, 5), st.floats(1, 60), st.lists(st.floats(0, 30), min_size=1, max_size=40))
def test_no_period_exceeds_the_limit(requests: int, seconds: float, pauses: list[float]) -> None:
    """In any period of a rate limit there are at most as many calls as allowed."""
    clock = Clock()
    limiter = RateLimiter(clock=clock)
    starts = []
    for pause in pauses:
        clock.now += pause
        starts.append(clock.now + limiter.reserve("list_cars", RateLimit(requests, seconds)).pause)
    assert starts == sorted(starts)
    assert all(late - early > seconds for early, late in zip(starts, starts[requests:], strict=False))


def test_calls_below_the_limit_do_not_wait() -> None:
    """A call waits only if the rate limit is used up, and no longer than needed."""
    clock = Clock()
    limiter = RateLimiter(clock=clock, margin=0.5)
    limit = RateLimit(2, 60)
    assert [limiter.reserve("a", limit).pause for _ in range(5)] == [0, 0, 60.5, 60.5, 121]
    clock.now += 1000
    assert limiter.reserve("a", limit).pause == 0


def test_each_operation_has_its_own_limit() -> None:
    """Calls of one operation do not delay another, and one without a limit never waits."""
    limiter = RateLimiter(clock=Clock())
    limit = RateLimit(1, 60)
    assert limiter.reserve("a", limit).pause == limiter.reserve("b", limit).pause == 0
    assert limiter.reserve("a", limit).pause > 60
    assert [limiter.reserve("c", None).pause for _ in range(3)] == [0, 0, 0]


def test_threads_share_a_limit() -> None:
    """Simultaneous calls of many threads get consecutive reservations."""
    limiter = RateLimiter(clock=Clock(), margin=0)
    waits: list[float] = []
    threads = [
        threading.Thread(target=lambda: waits.extend(limiter.reserve("a", RateLimit(10, 60)).pause for _ in range(50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == pytest.approx([n // 10 * 60 for n in range(400)])


EVENTS = st.lists(st.tuples(st.floats(0, 30), st.none() | st.integers(0, 40)), min_size=1, max_size=40)
"""Each event: the time since the last one, and the index of a waiting call to cancel, or None for a new call."""


@given(st.integers(1, 4), st.floats(1, 60), EVENTS)
@example(2, 20.0, [(0, None)] * 6 + [(0, 1), (0, None), (0, 1), (0, None), (0, None)])
def test_released_reservations_do_not_exceed_the_limit(
    requests: int, seconds: float, events: list[tuple[float, int | None]]
) -> None:
    """With any cancellations, the calls that are made stay within the rate limit."""
    clock = Clock()
    limiter = RateLimiter(clock=clock)
    reservations: list[Reservation] = []
    for pause, gives_up in events:
        clock.now += pause
        waiting = [reservation for reservation in reservations if reservation.start > clock.now]
        if gives_up is None:
            reservations.append(limiter.reserve("list_cars", RateLimit(requests, seconds)))
        elif waiting:
            # From the middle too, so that others are left in front and behind.
            reservation = waiting[gives_up % len(waiting)]
            limiter.release(reservation)
            reservations.remove(reservation)
    made = [reservation.start for reservation in reservations]
    assert made == sorted(made)
    assert all(late - early > seconds for early, late in zip(made, made[requests:], strict=False))


def test_a_released_reservation_delays_no_call() -> None:
    """After all waiting calls are cancelled, the next waits no longer than the first would have."""
    limiter = RateLimiter(clock=Clock(), margin=0.5)
    limit = RateLimit(2, 60)
    first = [limiter.reserve("a", limit) for _ in range(2)]
    waiting = [limiter.reserve("a", limit) for _ in range(10)]
    for reservation in waiting:
        limiter.release(reservation)
    assert limiter.reserve("a", limit).pause == 60.5
    # Releasing a reservation twice, or one without a limit, has no effect.
    limiter.release(waiting[-1])
    limiter.release(limiter.reserve("b", None))
    assert first[0].pause == 0
