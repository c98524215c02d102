"""The document covers the vendor's index as far as it says, and explains its own words."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
import yaml
from openapi_spec_validator import validate

from contract_tests.judge import DOCUMENT, ROOT, operations

# The sections of the index that are curated so far.
SECTIONS = {
    "Environment Properties",
    "Lookup tables",
    "Manage customer accounts",
    "Project properties",
}


def rows(sections: set[str]) -> Counter[str]:
    """Return the rows of some sections of the index, as printed, with how often each stands there."""
    with (ROOT / "spec/sources/index-2023-11-20.csv").open(encoding="utf-8", newline="") as file:
        return Counter(f"{r['method']} {r['path_in_index']}" for r in csv.DictReader(file) if r["section"] in sections)


def test_the_document_is_valid() -> None:
    """A validator that other teams use finds nothing."""
    validate(DOCUMENT)


def test_every_row_of_the_curated_sections_is_covered() -> None:
    """Each row of the sections that are done is claimed by an operation, as often as it is printed."""
    claimed = Counter(row for operation in operations().values() for row in operation["x-index-rows"])
    assert rows(SECTIONS) <= claimed
    # Two sections name the list of connections; the second row of it is in a section that is not done.
    assert claimed - rows(SECTIONS) == Counter(["GET /api/managed_users/:managed_user_id/connections"])


def test_the_corrected_paths_are_those_of_the_document() -> None:
    """Method and path of each row of the curated sections, corrected, are an operation."""
    known = {(operation["method"], operation["path"]) for operation in operations().values()}
    with (ROOT / "spec/sources/index-2023-11-20.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["section"] in SECTIONS:
                assert (row["method_correct"], row["path_correct"]) in known, row


def extensions(value: object) -> set[str]:
    """Return all `x-` keys inside a value."""
    if isinstance(value, dict):
        own = {key for key in value if str(key).startswith("x-")}
        return own.union(*(extensions(inner) for inner in value.values()))
    return set().union(*(extensions(inner) for inner in value)) if isinstance(value, list) else set()


def test_every_extension_is_explained() -> None:
    """Each `x-` key of the document has a section in spec/README.md."""
    explained = set(
        re.findall(r"^### `(x-[a-z-]+)`$", (ROOT / "spec/README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert extensions(DOCUMENT) <= explained


@pytest.mark.parametrize("operation_id", operations())
def test_every_operation_says_how_it_is_known(operation_id: str) -> None:
    """Confidence, sources that exist, and, where it is not all documented, what is not."""
    provenance = operations()[operation_id]["x-provenance"]
    known = yaml.safe_load((ROOT / "spec/sources/sources.yaml").read_text(encoding="utf-8"))
    assert set(provenance["sources"]) <= known.keys()
    assert provenance["confidence"] == "documented" or provenance["notes"]


def test_the_errors_are_those_of_the_index() -> None:
    """The bodies of 400, 401, 404 and 500 are exactly those of the vendor's table, with an id that is a UUID."""
    examples = {
        name: response["content"]["application/json"]["example"]
        for name, response in DOCUMENT["components"]["responses"].items()
    }
    assert examples["BadRequest"] == {"message": "Bad request"}
    assert examples["Unauthorized"] == {"message": "Unauthorized"}
    assert examples["NotFound"] == {"message": "Not found"}
    assert examples["ServerError"]["message"] == "Server error"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", examples["ServerError"]["id"])


def test_names_and_addresses_are_invented() -> None:
    """No address but those of example.com and of the data centers stands in the document."""
    text = (ROOT / "spec/dist/openapi.yaml").read_text(encoding="utf-8")
    assert {host.rpartition("@")[2] for host in re.findall(r"[\w.]+@[\w.]+\w", text)} == {"example.com"}
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    known = {"www.example.com", "app.example.com", "opensource.org"}
    assert {host for host in hosts if not re.fullmatch(r"(www|app\.\w\w)\.workato\.com", host)} <= known
