"""Tests of reading recordings as browsers, proxies and API clients write them."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.observe import Observed, observe, report
from generator.tests.observe.recordings import BUNDLE, ENTRIES, body, saved

NO_RESPONSE = "skipped: it has no response"
FILES = sorted((Path(__file__).parent / "exporters").glob("*.har"))


def roles(content: Any, folder: Path, **response: Any) -> Observed:
    """Return the result for one response of list_roles."""
    entry = copy.deepcopy(ENTRIES["list_roles"][0])
    entry["response"] = {"status": 200, "content": content, **response}
    return observe(BUNDLE, saved([entry], folder))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_form_of_each_exporter_is_read(path: Path) -> None:
    """Recordings of each exporter confirm requests, responses and queries, and contradict nothing."""
    observed = observe(BUNDLE, path)
    assert sorted(observed.operations) == ["create_folder", "list_roles"]
    assert all(line.endswith(NO_RESPONSE) for line in observed.skipped)
    for record in observed.operations.values():
        assert (record.count("contradicted"), record.count("unknown")) == (0, 0)
    fields = {name: record.fields for name, record in observed.operations.items()}
    assert fields["list_roles"]["response 200[].name"].state == "confirmed"
    assert fields["list_roles"]["query page"].state == "confirmed"
    assert fields["create_folder"]["request name"].state == "confirmed"


def test_the_evidence_of_each_exporter_is_listed() -> None:
    """The list of exporters has a row for each file, with its evidence."""
    readme = (FILES[0].parent / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in readme.splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"`{path.name}`" for path in FILES]
    assert {row[1] for row in rows} == {"source code", "partly inferred", "inferred"}


def test_a_compressed_body_is_read(tmp_path: Path) -> None:
    """A body that was recorded as it was sent, with gzip, is decompressed."""
    text = ENTRIES["list_roles"][0]["response"]["content"]["text"]
    content = {"text": base64.b64encode(gzip.compress(text.encode())).decode(), "encoding": "base64"}
    assert roles(content, tmp_path).operations["list_roles"].fields["response 200"].state == "confirmed"


@pytest.mark.parametrize(
    "content",
    [
        {"size": 812, "comment": "Response bodies are not included."},
        {"size": 812},
        {"size": 812, "text": ""},
        {"size": -1},
        {"size": 0},
        {"size": 0, "mimeType": "application/json"},
        {"size": 0, "mimeType": "application/json", "text": ""},
        {"size": 0, "mimeType": "x-unknown", "compression": 0},
        {"size": 0, "compression": 0, "text": None},
        {},
        {"size": 812, "text": '[{"id": 2201, "na'},
    ],
)
def test_a_body_that_was_not_recorded_is_not_seen(content: Any, tmp_path: Path) -> None:
    """A body that is missing from the recording or cut off is not seen. It proves and contradicts nothing."""
    observed = roles(content, tmp_path)
    record = observed.operations["list_roles"]
    assert record.count("contradicted") == 0
    assert {"response 200", "response 200[].name"} <= record.unseen
    assert "everything seen matches" not in report(BUNDLE, observed)


@pytest.mark.parametrize("content", [{"size": 0}, {"size": 0, "text": ""}, {}])
def test_an_empty_body_contradicts(content: Any, tmp_path: Path) -> None:
    """A body that the server sent with a length of 0 is empty, which contradicts a response with a body."""
    headers = [{"name": "content-length", "value": "0"}]
    record = roles(content, tmp_path, headers=headers).operations["list_roles"]
    assert dict(record.fields["response 200"].contradicted) == {"body, none seen": 1}


UNANSWERED: list[Any] = [
    {}, {"response": None}, {"response": {}}, {"response": {"status": 0}}, {"response": {"status": -1}},
    {"response": {"status": None}}, {"response": {"status": 0, "statusText": "", "content": {"size": 0}}},
]  # fmt: skip


@pytest.mark.parametrize("members", UNANSWERED)
def test_a_request_without_a_response_is_skipped_and_named(members: Any, tmp_path: Path) -> None:
    """A request without a response, or with status 0, is skipped and named with its position."""
    good = ENTRIES["list_roles"][0]
    observed = observe(BUNDLE, saved([good, {"request": good["request"], **members}, good], tmp_path))
    assert observed.operations["list_roles"].statuses == {200: 2}
    assert observed.skipped == [f"entry 2 {NO_RESPONSE}"]
    assert observed.skipped[0] in report(BUNDLE, observed).splitlines()


ODD: list[Any] = [
    7, None, {}, {"request": {}}, {"response": {"status": 200}},
    {"request": {"method": "GET", "url": "http://[::1/broken"}, "response": {"status": 200}},
    {"request": {"method": "GET", "url": None}, "response": {"status": 200}},
    {"request": {"method": "GET", "url": "https://www.example.com/"}, "response": {"status": 7000}},
    {"request": {"method": "GET", "url": "https://www.example.com/", "postData": 7}, "response": {"status": 200}},
]  # fmt: skip


def test_very_large_compressed_bodies_are_skipped(tmp_path: Path) -> None:
    """Small compressed bodies that are very large together are skipped and named; the others are compared."""
    good = ENTRIES["list_roles"][0]
    text = base64.b64encode(gzip.compress(b"[" + b" " * 20_000_000 + b"]")).decode()
    large = {**good, "response": {"status": 200, "content": {"text": text, "encoding": "base64"}}}
    observed = observe(BUNDLE, saved([large, large, good], tmp_path))
    assert observed.operations["list_roles"].statuses == {200: 2}
    assert observed.skipped == ["entry 2 skipped: its unzipped bodies are too large"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("first", [True, False])
def test_one_odd_entry_is_skipped(odd: Any, first: bool, tmp_path: Path) -> None:
    """An entry that cannot be read is skipped and named with its position; the others are compared."""
    good = ENTRIES["list_roles"][0]
    observed = observe(BUNDLE, saved([odd, good] if first else [good, odd], tmp_path))
    assert list(observed.operations) == ["list_roles"]
    assert [line.partition(":")[0] for line in observed.skipped] == [f"entry {1 if first else 2} skipped"]
    assert observed.skipped[0] in report(BUNDLE, observed)


@given(st.booleans(), st.booleans(), st.booleans())
def test_base64_is_read_with_and_without_its_name(encoded: bool, named: bool, padded: bool) -> None:
    """A body is read if it is text that is called base64, or base64 that is not, with or without padding."""
    content = body([])
    content["text"] = ENTRIES["list_roles"][0]["response"]["content"]["text"]
    json.loads(content["text"])
    if encoded:
        text = base64.b64encode(content["text"].encode()).decode()
        content["text"] = text if padded else text.rstrip("=")
    if named:
        content["encoding"] = "base64"
    with tempfile.TemporaryDirectory() as folder:
        record = roles(content, Path(folder)).operations["list_roles"]
    assert (record.count("contradicted"), record.fields["response 200"].state) == (0, "confirmed")
