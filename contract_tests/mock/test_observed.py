"""The command that compares recorded traffic with the spec finds no difference in the mock's traffic."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import ROOT
from generator.bundle import Bundle, bundle
from generator.observe import observe


@pytest.fixture(scope="module")
def spec() -> Bundle:
    """Return the bundle of the spec."""
    return bundle(ROOT / "spec")


def entry(response: httpx2.Response) -> dict[str, Any]:
    """Return a request and its response as an entry of a HAR file."""
    request = response.request
    made: dict[str, Any] = {
        "request": {"method": request.method, "url": str(request.url)},
        "response": {
            "status": response.status_code,
            "content": {"text": base64.b64encode(response.content).decode(), "encoding": "base64"},
        },
    }
    if request.content:
        made["request"]["postData"] = {"text": request.content.decode("utf-8", "replace")}
    return made


@pytest.mark.parametrize("operation_id", CASES)
def test_a_recording_of_the_mock_confirms_the_spec(
    operation_id: str, recorder: Recorder, spec: Bundle, tmp_path: Path
) -> None:
    """A recording of each operation is recognized as that operation, and confirms each of its fields."""
    recorder.prepare(CASES[operation_id].first).sync(CASES[operation_id].call)
    har = tmp_path / "traffic.har"
    har.write_text(json.dumps({"log": {"entries": [entry(response) for response in recorder.responses]}}), "utf-8")
    observed = observe(spec, har)
    assert list(observed.operations) == [operation_id]
    fields = observed.operations[operation_id].fields
    assert {name: record for name, record in fields.items() if record.state != "confirmed"} == {}
