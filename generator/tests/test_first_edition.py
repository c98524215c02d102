"""The document of the first edition is the one that was published before there were dates, but for corrections."""

from __future__ import annotations

import json

import yaml

from generator.as_of import as_of
from generator.bundle import bundle
from generator.diff import Level, diff
from generator.tests.conftest import ROOT

EARLIER = ROOT / "generator/tests/earlier"
FIRST = "2023-11-20"


def test_the_first_edition_differs_from_the_earlier_document_only_by_listed_corrections() -> None:
    """Without what carries a later date, both documents have the same operations and fields, but for listed ones."""
    published = json.loads((EARLIER / "openapi-before-dates.json").read_text(encoding="utf-8"))
    listed = yaml.safe_load((EARLIER / "differences.yaml").read_text(encoding="utf-8"))
    changes = diff(as_of(published, FIRST), as_of(bundle(ROOT / "spec").document, FIRST))
    assert sorted(str(change) for change in changes if change.level is not Level.DOCS) == sorted(
        text for texts in listed.values() for text in texts
    )
