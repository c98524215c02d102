"""The words that tables of fields use for columns, types and requirements."""

from __future__ import annotations

import re

_NAME_COLUMN = re.compile(
    r"(?:(?:query|path|url|body|request|response|input|output) )?"
    r"(?:name|(?:parameter|param|field|key|attribute|property|argument)(?: name)?)|parameters|fields|properties"
)
_TYPE_COLUMN = re.compile(r"(?:data ?|field |parameter |value )?types?|format")
_REQUIRED_COLUMN = re.compile(r"(?:is )?(?:required|mandatory|optional|requirement|presence)\b.*")
_PLACE_COLUMN = re.compile(r"in|location|where|sent in|parameter type|param type")
_MEANING_COLUMN = re.compile(r"descriptions?|meaning|details|notes|what")

# Kinds of columns, in the order in which a heading is compared with them.
_COLUMNS = (
    ("place", _PLACE_COLUMN),
    ("name", _NAME_COLUMN),
    ("type", _TYPE_COLUMN),
    ("required", _REQUIRED_COLUMN),
    ("meaning", _MEANING_COLUMN),
)

# The JSON types by the words that pages use for them.
TYPES = (
    (re.compile(r"\b(?:array|list)s?\b|\[\]"), "array"),
    (re.compile(r"\b(?:object|hash|map|dictionary)(?:es|s)?\b"), "object"),
    (re.compile(r"\b(?:integer|int|long)s?\b"), "integer"),
    (re.compile(r"\b(?:number|float|decimal|double)s?\b"), "number"),
    (re.compile(r"\b(?:boolean|bool)s?\b"), "boolean"),
    (re.compile(r"\b(?:string|text|datetime|date-time|timestamp|date|uuid|email|url|file|binary)s?\b"), "string"),
)
# Underscores around a word are emphasis in text that was not rendered, but part of names such as `optional_claims`.
_WORD = r"(?<![A-Za-z0-9])(?<![A-Za-z0-9]_)(?:{})(?![A-Za-z0-9])(?!_[A-Za-z0-9])"
REQUIRED = re.compile(_WORD.format("required|mandatory"), re.IGNORECASE)
OPTIONAL = re.compile(_WORD.format("optional|not required"), re.IGNORECASE)
FIELD_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+|\[\w*\])*")


def kind_of_column(heading: str) -> str:
    """Return what a column of a table of fields contains: `name`, `type`, `required`, `place` or `meaning`.

    Return an empty string for other columns.
    """
    words = heading.lower().strip(" :*?`")
    return next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(words)), "")


def lists_fields(header: list[str]) -> bool:
    """Return whether a table lists fields: its first column is a name, another one a type or requirement."""
    kinds = [kind_of_column(cell) for cell in header]
    return kinds[:1] == ["name"] and bool({"type", "required"} & set(kinds[1:]))


def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name: `page[size]` and `page.size` have the same, and `ids[]` is `ids`."""
    return tuple(part for part in re.split(r"[.\[\]]+", name) if part)


def is_requirement(text: str) -> bool:
    """Return whether a text only says whether a field is required."""
    words = text.strip(" *_()`,.")
    return bool(REQUIRED.fullmatch(words) or OPTIONAL.fullmatch(words))


def begins_with_type(text: str) -> bool:
    """Return whether a text begins with a type, as the cell of a type does."""
    return bool(types_of(" ".join(text.split()[:2])))


def types_of(text: str) -> frozenset[str]:
    """Return the JSON types that a text names. Of "array of strings", only the array counts."""
    words = text.lower()
    if TYPES[0][0].search(words) and not re.search(r"\bor\b|\||/", words):
        return frozenset({"array"})
    return frozenset(name for pattern, name in TYPES if pattern.search(words))
