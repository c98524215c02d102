"""A document is prepared once for all apps of a process, and checked unless the build has checked it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx2
import jsonschema_rs
import pytest
from workato_embedded_mock import MockApp, Settings, StartError, create_app
from workato_embedded_mock.app import build_app
from workato_embedded_mock.openapi import document as documents
from workato_embedded_mock.openapi.document import Document, is_built, load_document
from workato_embedded_mock.openapi.prepared_document import published_document
from workato_embedded_mock.rules.catalogue import all_rules


def rename_customer(app: MockApp) -> int:
    """Rename a customer with a body that does not match its schema, and return the status."""

    async def send() -> httpx2.Response:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://mock/api") as client:
            options: dict[str, Any] = {"headers": {"Authorization": "Bearer t"}, "json": {"name": 1}}
            return await client.put("/managed_users/512044", **options)

    return asyncio.run(send()).status_code


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with copies of the published files, which the mock reads instead of its own."""
    for path in documents._CHECKOUT.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(documents, "_INSTALLED", tmp_path)
    return tmp_path


def test_the_build_has_checked_the_published_document(document: Document) -> None:
    """The published document is one that need not be checked at the start, and it passes the check."""
    assert is_built(document)
    assert published_document().checked
    build_app(Settings(), document, all_rules()).close()


def test_apps_share_one_preparation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another app of the process compiles no schema, not even when an operation is called that others have called."""
    with create_app() as first:
        assert rename_customer(first) == 400
        made: list[Any] = []
        monkeypatch.setattr(jsonschema_rs, "Draft4Validator", made.append)
        with create_app() as second:
            assert rename_customer(second) == 400
    assert made == []
    assert published_document() is published_document()
    assert load_document() is load_document()


def test_an_app_with_other_settings_routes_by_them() -> None:
    """A strict and a lenient app of one process do not share what their settings change."""
    document = published_document()
    assert document.router("/api", strict=True) is not document.router("/api", strict=False)
    assert document.router("/api", strict=True) is document.router("/api", strict=True)


@pytest.mark.parametrize("hash_file", [None, "", "0" * 64])
def test_a_changed_document_is_checked(published: Path, hash_file: str | None) -> None:
    """A document that is not the one that was built is checked, whatever the file with the hash contains."""
    content = json.loads((published / "openapi.json").read_text())
    del content["info"]
    (published / "openapi.json").write_text(json.dumps(content))
    if hash_file is None:
        (published / "openapi.json.sha256").unlink()
    else:
        (published / "openapi.json.sha256").write_text(hash_file)
    with pytest.raises(StartError, match=r"openapi\.json is not an OpenAPI document"):
        create_app()


def test_a_built_document_is_not_checked(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document whose hash the build has written is not validated by connexion."""
    data = (published / "openapi.json").read_bytes() + b"\n"
    (published / "openapi.json").write_bytes(data)
    (published / "openapi.json.sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  openapi.json\n")
    monkeypatch.setattr("connexion.spec.Specification._validate_spec", None)
    create_app().close()
