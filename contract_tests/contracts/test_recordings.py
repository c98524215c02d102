"""Responses of the mock have the form of recorded responses of the real API, and the lint notices what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.contracts.case import CUSTOMER
from contract_tests.contracts.cases import CASES
from contract_tests.contracts.refusals import REFUSALS
from contract_tests.support.evidence_notes import OBSERVED, Notes
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import ROOT, operations
from generator.bundle import bundle
from generator.document import Sources
from generator.findings import GeneratorError, SpecError
from generator.lint import lint
from generator.recordings import Recording, load_recordings

RECORDINGS = load_recordings(Sources(ROOT / "spec"))
# Which of our refusals stands for the recorded one.
REFUSED = {"start_recipe": "broken", "update_recipe": "update running", "delete_recipe": "delete running"}
# Calls with entries in their responses, where the case of the operation has none.
CALLS: dict[str, Callable[[Any], Any]] = {"list_api_clients": lambda c: c.api_platform.clients.list(CUSTOMER)}
PARTNER = "sources/recordings/partner-integration-2022.yaml"


def name(recording: Recording) -> str:
    """Return the name of a recording in reports."""
    return f"{recording.source} {recording.operation}{'' if recording.is_success else ' fails'}"


def call(recording: Recording) -> Callable[[Any], Any]:
    """Return the call whose response should have the recorded form."""
    if not recording.is_success:
        return REFUSALS[REFUSED[recording.operation]].call
    return CALLS.get(recording.operation, CASES[recording.operation].call)


@pytest.mark.parametrize("recording", RECORDINGS, ids=name)
def test_the_mock_has_the_recorded_form(recording: Recording, recorder: Recorder, evidence: Notes) -> None:
    """The mock's response has each recorded key with a recorded type, and only optional keys besides."""
    recorder.prepare(CASES[recording.operation].first)
    try:
        recorder.sync(call(recording))
    except Exception:
        assert not recording.is_success
    response = recorder.responses[-1]
    assert response.status_code == 200
    assert recording.place(response.json()), "the mock has no entry to compare"
    assert recording.differences(response.json()) == []
    assert [header for header in recording.headers if header not in response.headers] == []
    kind = "" if recording.api == "embedded" else " (counterpart)"
    evidence.note(recording.operation, OBSERVED, f"{recording.source}{kind}")


def test_recordings_have_no_values() -> None:
    """The files have names of keys and types only: no number, no date and no address."""
    for path in (ROOT / "spec/sources/recordings").glob("*.yaml"):
        for response in yaml.safe_load(path.read_text("utf-8"))["responses"]:
            text = json.dumps(response["value"])
            assert not any(character.isdigit() or character in "@:/" for character in text.replace(": ", "")), text


def test_the_provenance_lists_the_recordings() -> None:
    """Each operation lists the sources that recorded it, and no others."""
    listed = {name: set(one["x-provenance"].get("recorded", ())) for name, one in operations().items()}
    recorded: dict[str, set[str]] = {name: set() for name in operations()}
    for recording in RECORDINGS:
        recorded[recording.operation].add(recording.source)
    assert listed == recorded


FORM = Recording("source", "embedded", "list_folders", "result[]", True, {})


@pytest.mark.parametrize(
    ("value", "body", "difference"),
    [
        ({"id": "integer"}, {"id": "7"}, "result[].id is date-time or string; recorded: integer"),
        ({"id": "integer"}, {}, "result[].id is missing"),
        ({"flag": "boolean"}, {"flag": 1}, "result[].flag is integer or number; recorded: boolean"),
        ({"names": ["string"]}, {"names": [1]}, "result[].names[] is integer or number; recorded: string"),
        ({"names": []}, {"names": {}}, "result[].names is not a list"),
        ({"inner": {}}, {"inner": []}, "result[].inner is not an object"),
        ({"*": "string"}, {"a": 1}, "result[].* is integer or number; recorded: string"),
        ({"id": "integer or null"}, {"id": "7"}, "result[].id is date-time or string; recorded: integer or null"),
    ],
)
def test_a_difference_of_the_mock_is_found(value: Any, body: Any, difference: str) -> None:
    """A missing key and a value of another type are each a sentence that names the key."""
    assert replace(FORM, value=value).differences({"result": [body]}) == [difference]


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ({"id": "null"}, {"id": 7}),
        ({"id": "integer"}, {"id": None}),
        ({"id?": "integer"}, {}),
        ({"list": ["integer", ["string"]]}, {"list": [1, ["a"]]}),
    ],
)
def test_a_recording_does_not_show_all_values(value: Any, body: Any) -> None:
    """Null does not exclude other values, an optional key may be missing, and entries of a list may differ."""
    assert replace(FORM, value=value).differences({"result": [body]}) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: string, parent_id: integer", "name: integer, parent_id: integer", "result[].name is integer, which"),
        ("parent_id: integer", "parent_id: string", "result[].parent_id is string, which"),
        ("created_at: date-time, updated_at", "made_at: date-time, updated_at", "result[].made_at is not in the docum"),
        ("{id: integer, name: string, parent", "{id: integer, parent", "result[].name is required, but was not there"),
        ("at: result[]\n  keys: all\n  value: {id", "at: items[]\n  keys: all\n  value: {id", "`items` is not in the"),
        ("operation: list_folders", "operation: list_files", "there is no operation list_files"),
        ("operation: list_folders", "operation: create_folder", "`recorded` should list partner-integration-2022"),
        ("webhook_url: 'null'", "webhook_url: [string]", "result[].webhook_url is a list, which"),
        ("auth_settings: {type: string}", "auth_settings: string", "result[].auth_settings is string, which"),
    ],
)
def test_a_document_that_contradicts_a_recording_is_rejected(
    old: str, new: str, problem: str, copied_root: Path
) -> None:
    """A recorded key, type or operation that the document does not have is a finding of the lint."""
    path = copied_root / "spec" / PARTNER
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(SpecError) as caught:
        lint(bundle(copied_root / "spec"))
    assert problem in str(caught.value)


def test_a_recording_raises_the_confidence(copied_root: Path) -> None:
    """An operation whose responses were recorded from this API must be documented."""
    path = copied_root / "spec/paths/folders.yaml"
    path.write_text(path.read_text("utf-8").replace("confidence: documented", "confidence: partly", 1), "utf-8")
    with pytest.raises(SpecError, match="so the confidence should be documented"):
        lint(bundle(copied_root / "spec"))


def test_a_malformed_file_of_recordings_is_rejected(copied_root: Path) -> None:
    """A type that does not exist is a finding with file and line."""
    path = copied_root / "spec" / PARTNER
    path.write_text(path.read_text("utf-8").replace("parent_id: integer", "parent_id: id"), "utf-8")
    with pytest.raises(GeneratorError, match=r"partner-integration-2022\.yaml:\d+: "):
        lint(bundle(copied_root / "spec"))
