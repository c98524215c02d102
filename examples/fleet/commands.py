"""Shared by the fleet commands: exit codes, error messages and concurrent work."""

from __future__ import annotations

import asyncio
import math
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Final, TypeVar

from workato_embedded import UNSET, WorkatoEmbeddedError

DONE: Final = 0
# Some customers failed; the others are done.
SOME_FAILED: Final = 1
# Nothing could be done, for example because the token is missing.
IMPOSSIBLE: Final = 2
INTERRUPTED: Final = 130
# The reader of standard output, such as `head`, closed it: the exit code of a shell for a broken pipe.
OUTPUT_CLOSED: Final = 141

TOKEN: Final = "WORKATO_EMBEDDED_API_TOKEN"

T = TypeVar("T")
R = TypeVar("R")


def run(work: Callable[[], int]) -> int:
    """Run a command and return its exit code. An error is printed as one sentence to standard error."""
    try:
        code = _run(work)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Python flushes standard output at exit, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED


def _run(work: Callable[[], int]) -> int:
    try:
        if not os.environ.get(TOKEN):
            raise ValueError(f"set {TOKEN} to an API token")
        return work()
    except BrokenPipeError:
        raise
    except (WorkatoEmbeddedError, OSError, ValueError) as error:
        print_error(str(error))
        return IMPOSSIBLE
    except KeyboardInterrupt:
        print_error("interrupted")
        return INTERRUPTED


def print_error(sentence: str) -> None:
    """Print a sentence to standard error."""
    print(sentence, file=sys.stderr)


async def run_concurrently(
    items: Iterable[T], work: Callable[[T], Awaitable[R]], limit: int
) -> AsyncGenerator[tuple[T, R | WorkatoEmbeddedError], None]:
    """Do the work for each item, at most `limit` at a time, and yield each item with its result or error.

    Items are yielded as they finish. An error of one item does not stop the others. Iterate within
    `contextlib.aclosing`, which cancels the remaining work if the caller stops early.
    """
    semaphore = asyncio.Semaphore(limit)

    async def one(item: T) -> tuple[T, R | WorkatoEmbeddedError]:
        async with semaphore:
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
    """Return a property of a model as text; empty if it is missing or null."""
    return "" if value is None or value is UNSET else str(value)


def count(text: str) -> int:
    """Parse an integer of at least 1, for argparse. Raises ValueError."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def seconds(text: str) -> float:
    """Parse a number of seconds above 0, for argparse. Raises ValueError."""
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError(text)
    return number
