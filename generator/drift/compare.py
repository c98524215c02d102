"""Compares the rows of a page with those that the spec knows, and tells in a sentence what each difference means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.drift.index import KnownRow, blank, shape
from generator.drift.pages import Page, PrintedRow

# How much of a path must stay for it to count as renamed: one segment of the shortest paths.
_ALIKE = 0.5

Pair = tuple[KnownRow, PrintedRow]


@dataclass(frozen=True)
class Change:
    """A difference: `new` (only on the page), `gone` (only in the spec), `changed`, or `unread` (a row of no form)."""

    kind: str
    meaning: str
    now: PrintedRow | None = None
    before: KnownRow | None = None

    def __str__(self) -> str:
        rows = [str(row) for row in (self.before and self.before.printed, self.now) if row]
        section = (self.now or (self.before and self.before.printed) or PrintedRow("", "")).section
        under = f' (under "{section}")' if section else ""
        return f"{self.kind}: {' -> '.join(rows)}{under}: {self.meaning}"


def compare(
    known: Sequence[KnownRow],
    page: Page,
    operations: Mapping[tuple[str, str], str] | None = None,
    *,
    partial: bool = False,
) -> list[Change]:
    """Return the differences between what the spec knows and a page.

    Rows are compared as printed and as often as printed; where they stand on the page does not matter. `operations`
    names the spec's operations by shape, those without a row too. With `partial` the page is a part of the index, and
    what it lacks is not gone.
    """
    printed, claimed = Counter((r.method, r.path) for r in page.rows), Counter(_key(k) for k in known)
    rows, lacking = _taken(page.rows, printed - claimed), claimed - printed
    candidates = [k for k in known if lacking[_key(k)]]
    changes = [Change("unread", "this row of a table of endpoints has no method and path", row) for row in page.unread]
    for alike, meaning in _PAIRINGS:
        for before, now in _pairs(candidates, lacking, rows, alike):
            changes.append(Change("changed", meaning.format(before.operation), now, before))
    changes += [Change("new", _new(row, known, operations or {}), row) for row in rows]
    if not partial:
        gone = _gone(candidates, lacking)
        changes += [Change("gone", f"the page lacks this row of {k.operation}", before=k) for k in gone]
    return changes


def _key(known: KnownRow) -> tuple[str, str]:
    return known.printed.method, known.printed.path


def _taken(page: Sequence[PrintedRow], wanted: Counter[tuple[str, str]]) -> list[PrintedRow]:
    """Return the rows that are wanted, the last ones of those that are printed several times."""
    found = []
    for row in reversed(page):
        if wanted[row.method, row.path] > 0:
            wanted[row.method, row.path] -= 1
            found.append(row)
    return found[::-1]


def _gone(candidates: list[KnownRow], lacking: Counter[tuple[str, str]]) -> list[KnownRow]:
    found = []
    for known in candidates:
        if lacking[_key(known)] > 0:
            lacking[_key(known)] -= 1
            found.append(known)
    return found


def _pairs(
    candidates: list[KnownRow],
    lacking: Counter[tuple[str, str]],
    rows: list[PrintedRow],
    alike: Callable[[KnownRow, PrintedRow], float],
) -> list[Pair]:
    """Pair what the page lacks with what it has more, the likest first, and take both out of the lists."""
    scored = [
        (-score, -(known.printed.section == row.section), i, j)
        for i, known in enumerate(candidates)
        for j, row in enumerate(rows)
        if (score := alike(known, row))
    ]
    pairs: list[Pair] = []
    used_known: set[int] = set()
    used_rows: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i in used_known or j in used_rows or not lacking[_key(candidates[i])]:
            continue
        lacking[_key(candidates[i])] -= 1
        used_known.add(i)
        used_rows.add(j)
        pairs.append((candidates[i], rows[j]))
    candidates[:] = [k for i, k in enumerate(candidates) if i not in used_known]
    rows[:] = [r for j, r in enumerate(rows) if j not in used_rows]
    return pairs


def _mended(known: KnownRow, row: PrintedRow) -> float:
    return float(known.is_wrong and shape(row) == shape(known.correct))


def _reworded(known: KnownRow, row: PrintedRow) -> float:
    return float(shape(row) == shape(known.printed))


def _other_method(known: KnownRow, row: PrintedRow) -> float:
    return float(row.path == known.printed.path)


def _renamed(known: KnownRow, row: PrintedRow) -> float:
    if row.method != known.printed.method:
        return 0.0
    score = SequenceMatcher(None, blank(row.path).split("/")[1:], blank(known.printed.path).split("/")[1:]).ratio()
    letters = SequenceMatcher(None, row.path, known.printed.path).ratio()
    return score + letters if score >= _ALIKE or (known.printed.section == row.section and letters > _ALIKE) else 0.0


# The surest explanation first.
_PAIRINGS: tuple[tuple[Callable[[KnownRow, PrintedRow], float], str], ...] = (
    (_mended, "the page has mended a mistake; {} is so already, and only its row must follow"),
    (_reworded, "the same path in other words; only the row of {} must follow"),
    (_other_method, "{} seems to have another method now"),
    (_renamed, "{} seems to have another path now"),
)


def _new(row: PrintedRow, known: Sequence[KnownRow], operations: Mapping[tuple[str, str], str]) -> str:
    if any(shape(row) == shape(k.printed) for k in known):
        return "the page has this row more often than the spec"
    if shape(row) in operations:
        return f"the spec has {operations[shape(row)]}, which does not claim it yet"
    return "no operation claims this row"
