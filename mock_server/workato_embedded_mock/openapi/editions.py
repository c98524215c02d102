"""The editions of the API: which one held on a day, and the document as it was.

The generator publishes how each edition differs from the document with everything that is known, as a JSON patch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from workato_embedded_mock.openapi.document import Document, load_editions

# Other forms of ISO 8601 do not compare with the dates of editions as text.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class EditionError(Exception):
    """A day has no edition; the text says which days have one."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition.

    Attributes:
        date: The day from which it holds, in ISO form.
        exact: Whether that day is known. Otherwise it stands for the first copy that was seen.
        title: What the edition is.
    """

    date: str
    exact: bool
    title: str

    def __str__(self) -> str:
        return f"{self.date}{'' if self.exact else ' (day inferred)'}: {self.title}"


class Editions:
    """The editions of a document. They are read when one is first asked for.

    Args:
        document: The document with everything that is known.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: list[dict[str, Any]] | None = None

    def on(self, day: str) -> Edition:
        """Return the edition that held on a day, such as `2024-06-30`.

        Raises:
            EditionError: The text is not a day, or no edition is known for it.
        """
        _check_day(day)
        found = [each for each in self._all() if each["date"] <= day]
        if not found:
            raise EditionError(f"no edition is known for {day}: expected a day from {self._all()[0]['date']} on")
        return Edition(found[-1]["date"], found[-1]["exact"], found[-1]["title"])

    def content(self, edition: Edition) -> dict[str, Any]:
        """Return the document as it was in an edition."""
        # Only servers with an edition need it.
        import jsonpatch

        patch = next(each["patch"] for each in self._all() if each["date"] == edition.date)
        content: dict[str, Any] = jsonpatch.apply_patch(self._document.content, patch)
        return content

    def _all(self) -> list[dict[str, Any]]:
        if self._known is None:
            published = load_editions()
            if published["document_sha256"] != self._document.sha256:
                raise EditionError(f"the editions of the document {self._document.path} are not known")
            self._known = published["editions"]
        return self._known


def _check_day(day: str) -> None:
    """Check that a text is a day of the calendar, written as YYYY-MM-DD.

    Raises:
        EditionError: It is not.
    """
    try:
        if _DAY.fullmatch(day):
            date.fromisoformat(day)
            return
    except ValueError:
        pass
    raise EditionError(f"invalid day {day!r}: expected a day as YYYY-MM-DD, such as 2024-06-30")
