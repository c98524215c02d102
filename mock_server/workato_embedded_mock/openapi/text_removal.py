"""Replaces many known texts in other texts, in a time that hardly depends on how many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection


class TextRemover:
    """Replaces known texts. Of several that begin at one place, the longest is replaced.

    Args:
        texts: The known texts; shorter ones than `beginning` are ignored.
        beginning: The number of characters by which they are found.
        replacement: What replaces them.
    """

    def __init__(self, texts: Collection[str], beginning: int, replacement: str) -> None:
        self._texts = frozenset(text for text in texts if len(text) >= beginning)
        self._beginning = beginning
        self._replacement = replacement
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for text in self._texts:
            lengths[text[:beginning]].add(len(text))
        # The lengths of the texts with a beginning, longest first.
        self._lengths = {text: sorted(found, reverse=True) for text, found in lengths.items()}

    def __call__(self, text: str) -> str:
        """Return a text without the known texts."""
        parts: list[str] = []
        at = copied = 0
        last = len(text) - self._beginning
        while at <= last:
            end = self._end_of_known(text, at)
            if end is None:
                at += 1
            else:
                parts += [text[copied:at], self._replacement]
                at = copied = end
        return "".join([*parts, text[copied:]]) if parts else text

    def _end_of_known(self, text: str, at: int) -> int | None:
        """Return where the longest known text ends that begins at a place."""
        for length in self._lengths.get(text[at : at + self._beginning], ()):
            if text[at : at + length] in self._texts:
                return at + length
        return None
