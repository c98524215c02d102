"""The control plane returns the evidence of the contract tests for the document that it serves."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2
import pytest
from workato_embedded_mock.openapi import document
from workato_embedded_mock.openapi.document import load_document

SHOWN = {"client": ["async", "sync"], "observed": "unobserved"}


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path from which the mock reads the evidence."""
    path = tmp_path / "evidence.json"
    monkeypatch.setattr(document, "_EVIDENCE", (path, path))
    return path


def listed(anonymous: httpx2.Client) -> dict[str, object]:
    """Return the evidence that the control plane lists, by operation."""
    root = str(anonymous.base_url).removesuffix("/api/")
    operations = anonymous.get(f"{root}/_mock/operations").json()["operations"]
    return {operation["operation_id"]: operation["evidence"] for operation in operations}


def test_evidence_of_the_document_is_returned(evidence: Path, anonymous: httpx2.Client) -> None:
    """Each operation is listed with its part of the evidence; an operation without evidence has null."""
    evidence.write_text(json.dumps({"spec_sha256": load_document().sha256, "operations": {"get_member": SHOWN}}))
    assert listed(anonymous)["get_member"] == SHOWN
    assert listed(anonymous)["list_members"] is None


@pytest.mark.parametrize("content", [None, "{", "[]", '{"spec_sha256": "0", "operations": {"get_member": {}}}'])
def test_missing_evidence_is_returned_as_null(content: str | None, evidence: Path, anonymous: httpx2.Client) -> None:
    """If the evidence is missing, unreadable or of another document, every operation is listed with null."""
    if content is not None:
        evidence.write_text(content)
    found = listed(anonymous)
    assert "get_member" in found
    assert set(found.values()) == {None}
