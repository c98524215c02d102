"""Computes the figures of an account from its requests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from workato_embedded_mock.instruments.journal_entries import RequestSummary

# The lengths of intervals to choose from, in minutes.
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440)
_MOST_INTERVALS = 48
# So that the requests of one minute do not look like those of an hour.
_LEAST_INTERVALS = 24
_SLOWEST = 8
_CLASSES = {2: "2xx success", 3: "3xx redirect", 4: "4xx rejected", 5: "5xx failed", 0: "no response"}


@dataclass(frozen=True, slots=True)
class Interval:
    """The requests of one interval.

    Attributes:
        start: When it begins.
        requests: The number of requests.
        failed: The number of those that were rejected or failed.
    """

    start: datetime
    requests: int
    failed: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The requests over time.

    Attributes:
        minutes: The length of each interval.
        intervals: The intervals, oldest first.
    """

    minutes: int
    intervals: Sequence[Interval]

    @property
    def most(self) -> int:
        """The largest number of requests in an interval."""
        return max((each.requests for each in self.intervals), default=0)


@dataclass(frozen=True, slots=True)
class OperationTime:
    """How long an operation took.

    Attributes:
        operation_id: The operation; None for requests without one.
        requests: The number of requests.
        median: The median in milliseconds.
        slowest: The longest time in milliseconds.
    """

    operation_id: str | None
    requests: int
    median: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an account.

    Attributes:
        basis: The number of requests that they are computed from.
        timeline: The requests over time.
        classes: The number of requests of each class of status codes, by the digit and the name of the class.
        slowest: The operations with the largest medians.
    """

    basis: int
    timeline: Timeline
    classes: Sequence[tuple[int, str, int]]
    slowest: Sequence[OperationTime]


def figures_of(requests: Sequence[RequestSummary]) -> Figures:
    """Return the figures of requests."""
    moments = [datetime.fromisoformat(each.time).astimezone(UTC) for each in requests]
    classes = Counter(each.status // 100 for each in requests)
    durations: dict[str | None, list[float]] = defaultdict(list)
    for each in requests:
        durations[each.operation_id].append(each.milliseconds)
    times = [OperationTime(name, len(taken), median(taken), max(taken)) for name, taken in durations.items()]
    return Figures(
        len(requests),
        _timeline(list(zip(moments, [not 200 <= each.status < 400 for each in requests], strict=True))),
        [(digit, name, classes[digit]) for digit, name in _CLASSES.items() if classes[digit]],
        sorted(times, key=lambda each: -each.median)[:_SLOWEST],
    )


def _timeline(requests: Sequence[tuple[datetime, bool]]) -> Timeline:
    """Return the timeline of requests, each with its time and whether it failed."""
    if not requests:
        return Timeline(1, [])
    moments = [moment for moment, _ in requests]
    first, last = min(moments), max(moments)
    span = (last - first) / timedelta(minutes=1)
    minutes = next((step for step in _STEPS if span / step < _MOST_INTERVALS - 1), 0)
    minutes = minutes or _STEPS[-1] * (int(span / _STEPS[-1] / (_MOST_INTERVALS - 1)) + 1)
    length = timedelta(minutes=minutes)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    earliest = min(first, last - (_LEAST_INTERVALS - 1) * length)
    start = midnight + (earliest - midnight) // length * length
    counts = [[0, 0] for _ in range((last - start) // length + 1)]
    for moment, failed in requests:
        count = counts[(moment - start) // length]
        count[0] += 1
        count[1] += failed
    return Timeline(minutes, [Interval(start + index * length, *count) for index, count in enumerate(counts)])
