"""Decides when an export or import finishes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from workato_embedded_mock.errors import StartError

_FORM = re.compile(r"(polls|seconds):([0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Transitions:
    """When an export or import finishes: after a number of polls or of seconds.

    Attributes:
        polls: How many requests see it in progress: reads of its status, and imports rejected because of it. None if
            `seconds` is set.
        seconds: Its duration by the namespace's clock. None if `polls` is set.
    """

    polls: int | None = 1
    seconds: int | None = None

    @property
    def immediate(self) -> bool:
        """Whether work is finished in the response that starts it."""
        return self.polls == 0 or self.seconds == 0

    @property
    def by_clock(self) -> bool:
        """Whether work finishes without its status being read."""
        return bool(self.seconds)

    def is_due(self, started: datetime, now: datetime, reads: int) -> bool:
        """Return whether work is finished, given its start, the current time and the number of reads in progress."""
        if self.seconds is not None:
            return now - started >= timedelta(seconds=self.seconds)
        return reads >= (self.polls or 0)


DEFAULT = Transitions()


def parse_transitions(text: str) -> Transitions:
    """Parse a setting: `immediate`, `polls:N` or `seconds:N`.

    Raises:
        StartError: The setting is invalid.
    """
    if text == "immediate":
        return Transitions(polls=0)
    found = _FORM.fullmatch(text)
    if found is None:
        raise StartError(f"invalid transitions {text!r}: expected immediate, polls:N or seconds:N")
    number = int(found[2])
    return Transitions(polls=number) if found[1] == "polls" else Transitions(polls=None, seconds=number)
