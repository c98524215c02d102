"""Tests of the retry policy."""

from __future__ import annotations

import email.utils

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.retries import Outcome, Retries, can_repeat, retry_after

NOW = 1_700_000_000.0
ERRORS: list[httpx2.RequestError] = [
    httpx2.ConnectError(""),
    httpx2.ConnectTimeout(""),
    httpx2.PoolTimeout(""),
    httpx2.ReadError(""),
    httpx2.ReadTimeout(""),
    httpx2.RemoteProtocolError(""),
    httpx2.LocalProtocolError(""),
    httpx2.DecodingError(""),
]
OUTCOMES = st.sampled_from(ERRORS) | st.builds(
    lambda status, text: httpx2.Response(status, headers={"Retry-After": text} if text else {}),
    st.integers(200, 599),
    st.sampled_from(["", "0", "1.5", "60", "61", "-3", "nan", "inf", "1e400", "soon", "Tue, 14 Nov 2023 22:13:30 GMT"]),
)


def response(status: int, after: str | None = None) -> httpx2.Response:
    """Return a response, with Retry-After if given."""
    return httpx2.Response(status, headers={} if after is None else {"Retry-After": after})


@pytest.mark.parametrize(
    ("outcome", "safe", "unsafe"),
    [
        (response(200), False, False),
        (response(400), False, False),
        (response(404), False, False),
        (response(408), True, False),
        (response(409), False, False),
        (response(429), True, True),
        (response(500), True, False),
        (response(501), False, False),
        (response(520), True, False),
        (response(524), True, False),
        (response(599), True, False),
        (response(502), True, False),
        (response(503), True, False),
        (response(504), True, False),
        (httpx2.ConnectError("rejected"), True, True),
        (httpx2.ConnectTimeout("late"), True, True),
        (httpx2.PoolTimeout("busy"), True, True),
        (httpx2.ReadTimeout("late"), True, False),
        (httpx2.ReadError("broken"), True, False),
        (httpx2.WriteError("broken"), True, False),
        (httpx2.RemoteProtocolError("odd"), True, False),
        (httpx2.LocalProtocolError("wrong"), False, False),
        (httpx2.UnsupportedProtocol("ftp"), False, False),
        (httpx2.DecodingError("no gzip"), False, False),
    ],
    ids=lambda value: str(getattr(value, "status_code", None) or type(value).__name__),
)
def test_a_request_that_may_have_written_is_not_retried(outcome: Outcome, safe: bool, unsafe: bool) -> None:
    """Unsafe requests are retried only if they were certainly not carried out."""
    assert (can_repeat(True, outcome), can_repeat(False, outcome)) == (safe, unsafe)


def test_the_back_off_doubles_up_to_a_limit() -> None:
    """Without `Retry-After`, the waits are 0.5, 1, 2, 4, 8 and 8 seconds, minus up to half as jitter."""
    retries = Retries(max_retries=7)
    most = [retries.delay(True, response(500), n, 1, NOW) for n in range(8)]
    least = [retries.delay(True, response(500), n, 0, NOW) for n in range(8)]
    assert most == [0.5, 1, 2, 4, 8, 8, 8, None]
    assert least == [0.25, 0.5, 1, 2, 4, 4, 4, None]


@pytest.mark.parametrize(
    ("after", "delay"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("0", 0.5),
        ("-1", 0.5),
        ("60", 60),
        ("61", None),
        ("3600", None),
        ("Tue, 14 Nov 2023 22:13:27 GMT", 7),
        ("Tue, 14 Nov 2023 22:00:00 GMT", 0.5),
        ("Wed, 15 Nov 2023 22:00:00 GMT", None),
        ("soon", 0.5),
        ("", 0.5),
        ("nan", 0.5),
        ("inf", 0.5),
        ("Tue, 99 Nov 2023 22:00:00 GMT", 0.5),
    ],
)
def test_retry_after_is_respected(after: str, delay: float | None) -> None:
    """`Retry-After` may be seconds or a date; more than a minute is not waited for; zero and nonsense are ignored."""
    assert email.utils.formatdate(NOW, usegmt=True) == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert Retries().delay(False, response(429, after), 0, 1, NOW) == delay


@given(st.booleans(), OUTCOMES, st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0, 1))
def test_every_wait_is_bounded(safe: bool, outcome: Outcome, most: int, repeated: int, chance: float) -> None:
    """No wait before a retry is negative or above a minute, and the number of retries is limited."""
    delay = Retries(max_retries=most).delay(safe, outcome, repeated, chance, NOW)
    assert delay is None or (0 <= delay <= 60 and repeated < most)


@pytest.mark.parametrize("most", [-1, 1.5, "2", True, None])
def test_an_invalid_number_of_retries_is_rejected(most: object) -> None:
    """An invalid number of retries raises ValueError with one sentence."""
    with pytest.raises(ValueError, match="invalid max_retries: expected an integer of at least 0"):
        Retries(max_retries=most)  # type: ignore[arg-type]  # deliberately wrong


def test_a_missing_retry_after_is_none() -> None:
    """Without the header `Retry-After` there is no time to wait."""
    assert retry_after(httpx2.Headers()) is None
