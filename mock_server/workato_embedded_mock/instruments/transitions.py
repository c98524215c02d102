"""Says when slow work ends; must not know what the work is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from workato_embedded_mock.errors import StartError

_FORM = re.compile(r"(polls|seconds):([0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Transitions:
    """When an export or an import ends that was started.

    Attributes:
        polls: How many times it is seen in progress, by who reads its status or is refused another import because of
            it; None where the clock decides.
        seconds: How long it takes by the namespace's clock; None where reading decides.
    """

    polls: int | None = 1
    seconds: int | None = None

    @property
    def at_once(self) -> bool:
        """Whether work has ended when its start is answered."""
        return self.polls == 0 or self.seconds == 0

    @property
    def by_clock(self) -> bool:
        """Whether work ends without anybody reading its status."""
        return bool(self.seconds)

    def due(self, started: datetime, now: datetime, reads: int) -> bool:
        """Tell whether work has ended: by its start, the present moment, and how often it was seen in progress."""
        if self.seconds is not None:
            return now - started >= timedelta(seconds=self.seconds)
        return reads >= (self.polls or 0)


DEFAULT = Transitions()


def transitions_of(text: str) -> Transitions:
    """Read how slow work ends: `immediate`, `polls:N` or `seconds:N`.

    Raises:
        StartError: It is none of them.
    """
    if text == "immediate":
        return Transitions(polls=0)
    found = _FORM.fullmatch(text)
    if found is None:
        raise StartError(f"The transitions {text!r} are none: write immediate, polls:N or seconds:N.")
    number = int(found[2])
    return Transitions(polls=number) if found[1] == "polls" else Transitions(polls=None, seconds=number)
