"""Renders the published files about editions: the document of the first one, and how each differs from the newest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import jsonpatch

from generator.as_of import as_of
from generator.bundle import Bundle, document_json, document_yaml
from generator.editions import Edition


def edition_files(bundle: Bundle, editions: Sequence[Edition]) -> dict[str, str]:
    """Return the files by path: of the document with everything that is known, each edition is a JSON patch."""
    documents = [as_of(bundle.document, edition.date) for edition in editions]
    return {
        f"spec/dist/openapi-{editions[0].date}.yaml": document_yaml(documents[0]),
        f"spec/dist/openapi-{editions[0].date}.json": document_json(documents[0]),
        "spec/dist/editions.json": _patches(bundle, editions, documents),
    }


def _patches(bundle: Bundle, editions: Sequence[Edition], documents: Sequence[dict[str, Any]]) -> str:
    entries = [
        {**asdict(edition), "patch": jsonpatch.make_patch(bundle.document, document).patch}
        for edition, document in zip(editions, documents, strict=True)
    ]
    # The patches fit only this document.
    head = {"document_sha256": bundle.sha256}
    # One line for each edition keeps the file small, and shows which editions a change concerns.
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{json.dumps(head)[:-1]}, "editions": [\n{lines}\n]}}\n'
