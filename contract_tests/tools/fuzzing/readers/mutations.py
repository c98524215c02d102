"""Strategies that damage real input: bytes are cut, repeated and replaced, values of JSON become hostile ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from typing import Any, TypeVar

from hypothesis import strategies as st

_DEEP = 3_000
# Texts that readers stumble over.
_NOISE = [
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r",
    b"|",
    b"<",
    b"<td>",
    b"<table>",
    b"</table>",
    b"<!--",
    b"---\n",
    b"`",
    b"[",
    b"{",
    b'"',
    b"&#x110000;",
    b"\\ud800",
    b'<td colspan="99999999999" rowspan="-1">',
    b"PK\x05\x06",
    b"GET /api/x",
    b"1e999",
    b"- ",
    b"> ",
]
_HOSTILE: list[Any] = [
    None,
    True,
    -1,
    0,
    10**400,
    1e308,
    "",
    "\ud800",
    "\0",
    "a" * 70_000,
    "../../x",
    [],
    {},
    [[]],
    {"": None},
    '{"a":"\\ud800"}',
    "[" * _DEEP + "]" * _DEEP,
    {"zip_name": "../x", "name": None, "folder": 3},
]

_Step = tuple[str, int, int, bytes]

_Value = TypeVar("_Value")


def damaged(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return a strategy of one of the seeds with up to six changes of its bytes."""
    steps = st.tuples(
        st.sampled_from(["cut", "repeat", "insert", "replace", "end"]),
        st.integers(0, 2**16),
        st.integers(0, 200),
        st.sampled_from(_NOISE) | st.binary(max_size=6),
    )
    return st.builds(_damage, _one_of(seeds), st.lists(steps, min_size=1, max_size=6))


def hostile_json(seeds: list[Any]) -> st.SearchStrategy[bytes]:
    """Return a strategy of one of the seeds, as JSON, in which up to four values are hostile ones or missing."""
    changes = st.lists(st.tuples(st.integers(0, 2**16), _one_of([*_HOSTILE, ...])), min_size=1, max_size=4)
    return st.builds(_make_hostile, _one_of([json.dumps(seed) for seed in seeds]), changes)


def _one_of(values: list[_Value]) -> st.SearchStrategy[_Value]:
    """Return a strategy of the values, which are too long to be shown."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


def _damage(seed: bytes, steps: list[_Step]) -> bytes:
    return reduce(_damaged_once, steps, seed)


def _damaged_once(data: bytes, step: _Step) -> bytes:
    kind, place, length, noise = step
    at = place % (len(data) + 1)
    if kind == "cut":
        return data[:at] + data[at + length :]
    if kind == "repeat":
        return data[:at] + data[at : at + length % 40] * (length * 10) + data[at:]
    if kind == "insert":
        return data[:at] + noise * (1 + length) + data[at:]
    if kind == "replace":
        return data[:at] + noise + data[at + len(noise) :]
    return data[:at]


def _make_hostile(seed: str, changes: list[tuple[int, Any]]) -> bytes:
    value = json.loads(seed)
    for place, hostile in changes:
        places = list(_places(value))
        if not places:
            break
        parent, key = places[place % len(places)]
        if hostile is ...:
            del parent[key]
        else:
            parent[key] = hostile
    return json.dumps(value).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the containers and keys of all values in a value."""
    todo = [value]
    while todo:
        item = todo.pop()
        pairs = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
        for key, inner in list(pairs):
            yield item, key
            todo.append(inner)
