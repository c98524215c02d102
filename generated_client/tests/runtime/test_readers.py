"""Tests of the readers of JSON values, and of the path of the document."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from workato_embedded._runtime import readers, spec


@pytest.mark.parametrize(
    ("read", "value", "result"),
    [
        (readers.nothing, {"success": True}, None),
        (readers.anything, [1], [1]),
        (readers.mapping, {"a": 1}, {"a": 1}),
        (readers.list_of(readers.mapping), [{"a": 1}, 7], [{"a": 1}, 7]),
        (readers.date_time, "2023-11-20T00:00:00Z", datetime.datetime(2023, 11, 20, tzinfo=datetime.UTC)),
    ],
)
def test_readers_convert_documented_values(read: Any, value: Any, result: Any) -> None:
    """Each reader returns the Python value of its type."""
    assert read(value) == result


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (readers.mapping, []),
        (readers.list_of(readers.anything), {}),
        (readers.date_time, 7),
        (readers.date_time, "x"),
        (readers.date_time, "20231120"),
        (readers.date_time, "2023-11-20"),
        (readers.date_time, "2023-W47-1T00:00:00Z"),
    ],
)
def test_readers_reject_other_values(read: Any, value: Any) -> None:
    """Readers raise the errors that models and responses expect."""
    with pytest.raises((TypeError, ValueError)):
        read(value)


def test_the_document_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is found in the installed package or in spec/dist of a checkout, or FileNotFoundError is raised."""
    assert spec.spec_path("openapi.json").name == "openapi.json"
    installed = tmp_path / "workato_embedded"
    (installed / "_spec").mkdir(parents=True)
    (installed / "_spec/openapi.yaml").touch()
    monkeypatch.setattr(spec, "__file__", str(installed / "_runtime/spec.py"))
    assert spec.spec_path() == installed / "_spec/openapi.yaml"
    with pytest.raises(FileNotFoundError, match=r"other\.yaml is not part of this installation"):
        spec.spec_path("other.yaml")
