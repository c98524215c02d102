"""What the commands of the fleet share: exit codes, one sentence for what went wrong, and work side by side."""

from __future__ import annotations

import asyncio
import math
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Final, TypeVar

from workato_embedded import UNSET, WorkatoEmbeddedError

DONE: Final = 0
SOME_FAILED: Final = 1
"""Some customers failed; the others are done."""
IMPOSSIBLE: Final = 2
"""Nothing could be done, for example for want of a token."""
INTERRUPTED: Final = 130
CUT_OFF: Final = 141
"""Who read standard output, such as `head`, had enough: what a shell tells of commands that end so."""

TOKEN: Final = "WORKATO_EMBEDDED_API_TOKEN"

T = TypeVar("T")
R = TypeVar("R")


def run(work: Callable[[], int]) -> int:
    """Do the work of a command and return its exit code; what goes wrong is a sentence on standard error."""
    try:
        code = _carry_out(work)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Python writes what is left when it ends; that must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF


def _carry_out(work: Callable[[], int]) -> int:
    try:
        if not os.environ.get(TOKEN):
            raise ValueError(f"set {TOKEN} to an API token")
        return work()
    except BrokenPipeError:
        raise
    except (WorkatoEmbeddedError, OSError, ValueError) as error:
        complain(str(error))
        return IMPOSSIBLE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED


def complain(sentence: str) -> None:
    """Say what went wrong."""
    print(sentence, file=sys.stderr)


async def side_by_side(
    items: Iterable[T], work: Callable[[T], Awaitable[R]], most: int
) -> AsyncGenerator[tuple[T, R | WorkatoEmbeddedError], None]:
    """Do the work for each item, `most` at a time, and yield each item with what came of it, as it comes.

    What the API refuses for one item does not stop the others. Read it in `contextlib.aclosing`, which ends the
    work that is left when the reader stops.
    """
    gate = asyncio.Semaphore(most)

    async def one(item: T) -> tuple[T, R | WorkatoEmbeddedError]:
        async with gate:
            try:
                return item, await work(item)
            except WorkatoEmbeddedError as error:
                return item, error

    tasks = [asyncio.create_task(one(item)) for item in items]
    try:
        for next_done in asyncio.as_completed(tasks):
            yield await next_done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def text(value: object) -> str:
    """Return a property of a model as text, empty where it is missing or null."""
    return "" if value is None or value is UNSET else str(value)


def count(text: str) -> int:
    """Read a number from 1 on, for argparse. Raises ValueError."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def seconds(text: str) -> float:
    """Read a time above zero, for argparse. Raises ValueError."""
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError(text)
    return number
