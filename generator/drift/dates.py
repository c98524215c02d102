"""Reads the date on which a page was last changed, in the forms that pages state it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A\s*---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_LONGEST_FRONT_MATTER = 2**16
# The keys of front matter, the most certain one first. Underscores, hyphens and case are ignored.
_KEYS = ("lastupdated", "lastmodified", "lastmod", "updatedat", "updated", "modified", "date")
_ISO = r"\d{4}-\d{2}-\d{2}"
_DAY = (
    rf"{_ISO}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?\.?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}"
)
_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)")
_BETWEEN_WORDS = re.compile(r"[\s.,]+")
# Attributes and scripts for search engines.
_METADATA = re.compile(rf"(?:date-?modified|modified_time|last-modified)\W[^<>]{{0,80}}?({_ISO})", re.IGNORECASE)
_PRINTED = re.compile(rf"(?i:last (?:updated|modified))\b(?:(?!\d).){{0,40}}?({_DAY})", re.DOTALL)
_TIME = re.compile(rf"<time\b[^>]*\bdatetime=[\"']?({_ISO})[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def without_front_matter(text: str) -> str:
    """Return a page without the YAML that precedes its text."""
    return _FRONT_MATTER.sub("", text, count=1)


def updated_on(text: str) -> date | None:
    """Return the date on which a page says that it was changed, or None.

    The front matter counts first, then metadata, then the last "Last updated" in the text, then the time elements, if
    they agree.
    """
    return next((day for day in _candidates(text) if day is not None), None)


def _candidates(text: str) -> Iterator[date | None]:
    yield from _in_front_matter(text)
    yield from (_day(found) for found in _METADATA.findall(text))
    # The texts of time elements can be words such as "two days ago".
    shown = _TAG.sub(" ", _TIME.sub(r" \1 ", text))
    yield from (_day(found) for found in reversed(_PRINTED.findall(shown)))
    days = {_day(found) for found in _TIME.findall(text)}
    yield days.pop() if len(days) == 1 else None


def _in_front_matter(text: str) -> Iterator[date | None]:
    found = _FRONT_MATTER.match(text)
    # What is longer is not written by hand, and YAML takes long to be parsed.
    if found is None or len(found[1]) > _LONGEST_FRONT_MATTER:
        return
    try:
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return
    if isinstance(values, dict):
        texts = {key: value for key, value in values.items() if isinstance(key, str)}
        named = {key.lower().replace("_", "").replace("-", ""): value for key, value in texts.items()}
        yield from (_of_value(named[key]) for key in _KEYS if key in named)


def _of_value(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.match(_DAY, value) if isinstance(value, str) else None
    return _day(found[0]) if found else None


def _day(text: str) -> date | None:
    words = _BETWEEN_WORDS.sub(" ", _ORDINAL.sub("", text))
    for form in _FORMATS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None
