"""Compares the rows of a page with those of the spec, and explains each difference in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.drift.index import KnownRow, route
from generator.drift.pages import Page, PrintedRow

# Minimum similarity of two paths to count as renamed: one common segment in the shortest paths.
_MIN_SIMILARITY = 0.5
_UNREAD = "this row of an endpoint table has no method and path"

Pair = tuple[KnownRow, PrintedRow]
Similarity = Callable[[KnownRow, PrintedRow], float]


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        kind: `new` (only on the page), `gone` (only in the spec), `changed`, or `unread` (the row cannot be parsed).
        meaning: What the difference means, as one sentence.
        now: The row on the page.
        before: The row of the spec.
    """

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
    """Return the differences between the rows of the spec and a page.

    Rows are compared as printed, including duplicates. Their order does not matter.

    Args:
        known: The rows of the spec.
        page: The page.
        operations: Ids of all operations of the spec by route, including those without a row.
        partial: The page is only part of the index, or one of a resource, so only rows of operations that the index
            does not list are reported, each once. Such pages have other names for placeholders than the index.
    """
    if partial:
        return [Change("unread", _UNREAD, row) for row in page.unread] + [
            Change("new", _meaning_of_new(row, known, operations or {}), row) for row in _unlisted(page.rows, known)
        ]
    printed, claimed = Counter((r.method, r.path) for r in page.rows), Counter(_key(k) for k in known)
    rows, missing = _extra_rows(page.rows, printed - claimed), claimed - printed
    candidates = [k for k in known if missing[_key(k)]]
    changes = [Change("unread", _UNREAD, row) for row in page.unread]
    similar = [(_of_unknown(similarity, operations or {}), meaning) for similarity, meaning in _SIMILAR]
    for similarity, meaning in (*_SAME, *similar):
        for before, now in _pairs(candidates, missing, rows, similarity):
            changes.append(Change("changed", meaning.format(before.operation), now, before))
    changes += [Change("new", _meaning_of_new(row, known, operations or {}), row) for row in rows]
    gone = _gone(candidates, missing)
    changes += [Change("gone", f"not on the page; {k.operation} lists it in x-index-rows", before=k) for k in gone]
    return changes


def _unlisted(rows: Sequence[PrintedRow], known: Sequence[KnownRow]) -> list[PrintedRow]:
    """Return the first row of each operation that the index does not list, neither as printed nor as corrected."""
    listed = {route(row) for k in known for row in (k.printed, k.correct)}
    first: dict[tuple[str, str], PrintedRow] = {}
    for row in rows:
        first.setdefault(route(row), row)
    return [row for key, row in first.items() if key not in listed]


def _key(known: KnownRow) -> tuple[str, str]:
    return known.printed.method, known.printed.path


def _extra_rows(page: Sequence[PrintedRow], wanted: Counter[tuple[str, str]]) -> list[PrintedRow]:
    """Return the wanted rows. Of duplicates, return the last ones."""
    found = []
    for row in reversed(page):
        if wanted[row.method, row.path] > 0:
            wanted[row.method, row.path] -= 1
            found.append(row)
    return found[::-1]


def _gone(candidates: list[KnownRow], missing: Counter[tuple[str, str]]) -> list[KnownRow]:
    found = []
    for known in candidates:
        if missing[_key(known)] > 0:
            missing[_key(known)] -= 1
            found.append(known)
    return found


def _pairs(
    candidates: list[KnownRow],
    missing: Counter[tuple[str, str]],
    rows: list[PrintedRow],
    similarity: Similarity,
) -> list[Pair]:
    """Pair missing rows with extra rows, most similar first, and remove both from the lists."""
    scored = [
        (-score, -(known.printed.section == row.section), i, j)
        for i, known in enumerate(candidates)
        for j, row in enumerate(rows)
        if (score := similarity(known, row))
    ]
    pairs: list[Pair] = []
    used_known: set[int] = set()
    used_rows: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i in used_known or j in used_rows or not missing[_key(candidates[i])]:
            continue
        missing[_key(candidates[i])] -= 1
        used_known.add(i)
        used_rows.add(j)
        pairs.append((candidates[i], rows[j]))
    candidates[:] = [k for i, k in enumerate(candidates) if i not in used_known]
    rows[:] = [r for j, r in enumerate(rows) if j not in used_rows]
    return pairs


def _corrected(known: KnownRow, row: PrintedRow) -> float:
    return float(known.is_wrong and route(row) == route(known.correct))


def _reworded(known: KnownRow, row: PrintedRow) -> float:
    return float(route(row) == route(known.printed))


def _other_method(known: KnownRow, row: PrintedRow) -> float:
    return float(row.path == known.printed.path)


def _renamed(known: KnownRow, row: PrintedRow) -> float:
    if row.method != known.printed.method:
        return 0.0
    now, before = (route(r)[1].split("/")[1:] for r in (row, known.printed))
    segments = SequenceMatcher(None, now, before).ratio()
    letters = SequenceMatcher(None, row.path, known.printed.path).ratio()
    same_section = known.printed.section == row.section
    similar = segments >= _MIN_SIMILARITY or (same_section and letters > _MIN_SIMILARITY)
    return segments + letters if similar else 0.0


def _of_unknown(similarity: Similarity, operations: Mapping[tuple[str, str], str]) -> Similarity:
    """Return a similarity that is 0 for rows of known operations: such a row is not another one that has changed."""
    return lambda known, row: 0.0 if route(row) in operations else similarity(known, row)


# The most certain explanation first.
_SAME: tuple[tuple[Similarity, str], ...] = (
    (_corrected, "the page corrects a mistake; {} is already correct, update only its x-index-rows"),
    (_reworded, "same path with other placeholder names; update only the x-index-rows of {}"),
)
_SIMILAR: tuple[tuple[Similarity, str], ...] = (
    (_other_method, "{} probably has a new method"),
    (_renamed, "{} probably has a new path"),
)


def _meaning_of_new(row: PrintedRow, known: Sequence[KnownRow], operations: Mapping[tuple[str, str], str]) -> str:
    if any(route(row) == route(k.printed) for k in known):
        return "the page has more rows of this kind than the spec"
    if route(row) in operations:
        return f"add the row to the x-index-rows of {operations[route(row)]}"
    return "no operation lists this row"
