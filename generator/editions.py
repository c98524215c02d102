"""The editions of the vendor's documentation, which date what the spec describes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from generator.findings import GeneratorError

FILE = "sources/editions.yaml"

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["editions"],
    "additionalProperties": False,
    "properties": {
        "editions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["date", "exact", "title"],
                "additionalProperties": False,
                "properties": {
                    "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                    "exact": {"type": "boolean"},
                    "title": {"type": "string", "minLength": 1},
                },
            },
        }
    },
}


@dataclass(frozen=True)
class Edition:
    """One edition.

    Attributes:
        date: The day from which it holds, in ISO form.
        exact: Whether the day is known. Otherwise it stands for the first copy that was seen.
        title: What the edition is.
    """

    date: str
    exact: bool
    title: str

    def __str__(self) -> str:
        return f"{self.date}{'' if self.exact else ' (day inferred)'}: {self.title}"


def load_editions(spec: Path) -> tuple[Edition, ...]:
    """Return the editions of a spec folder, oldest first.

    Raises:
        GeneratorError: The file is missing or malformed, or its dates are not in order.
    """
    path = spec / FILE
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = content["editions"]
        problems = [error.message for error in Draft202012Validator(_SHAPE).iter_errors(content)]
        days = [date.fromisoformat(item["date"]) for item in found] if not problems else []
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise GeneratorError(f"{FILE} cannot be read: {error}") from error
    if problems:
        raise GeneratorError(f"{FILE}: {problems[0]}")
    if days != sorted(set(days)):
        raise GeneratorError(f"{FILE}: the dates must be in order, each once")
    return tuple(Edition(**item) for item in found)


def parse_day(text: str) -> date:
    """Return the day that a text such as `2024-06-30` names.

    Raises:
        GeneratorError: The text is not a day, or has another form.
    """
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise GeneratorError(f"invalid day {text!r}: expected a day as YYYY-MM-DD, such as 2024-06-30")


def edition_of(editions: Sequence[Edition], day: date) -> Edition:
    """Return the edition that held on a day.

    Raises:
        GeneratorError: The day is before the first edition.
    """
    held = [edition for edition in editions if edition.date <= day.isoformat()]
    if not held:
        raise GeneratorError(f"no edition is known for {day}: expected a day from {editions[0].date} on")
    return held[-1]
