"""The document covers the vendor's index, and its extensions and sources are explained."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
import yaml
from openapi_spec_validator import validate

from contract_tests.support.validator import DOCUMENT, ROOT, operations

# The date of the first index. Operations of later editions state `x-since`, which sorts after it.
EDITION = "2023-11-20"


def rows(edition: str = "*") -> list[dict[str, str]]:
    """Return the rows of an edition of the vendor's index, by default the newest: as printed, and corrected."""
    path = max((ROOT / "spec/sources").glob(f"index-{edition}.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shape(method: str, path: str) -> tuple[str, str]:
    """Return method and path without names of parameters."""
    return method, re.sub(r"\{\w+\}", "{}", path)


def test_the_document_is_valid() -> None:
    """openapi-spec-validator accepts the document."""
    validate(DOCUMENT)


def test_all_rows_are_covered() -> None:
    """The `x-index-rows` of all operations together are exactly the rows of the newest index."""
    printed = Counter(f"{row['method']} {row['path_in_index']}" for row in rows())
    claimed = Counter(row for operation in operations().values() for row in operation["x-index-rows"])
    assert claimed == printed


# Operations that pages of November 2023 and before document, but the index does not list.
NOT_IN_THE_INDEX = {
    "add_member_deprecated",
    "downgrade_managed_user",
    "list_projects",
    "remove_member_deprecated",
    "upgrade_managed_user",
}


def test_the_first_index_has_77_operations() -> None:
    """The document has the 77 operations of the 80 rows of November 2023; three rows repeat others."""
    indexed = {shape(row["method_correct"], row["path_correct"]) for row in rows(EDITION)}
    assert (len(rows(EDITION)), len(indexed)) == (80, 77)
    assert indexed <= {shape(operation["method"], operation["path"]) for operation in operations().values()}


def test_operations_without_a_row_are_newer_or_listed() -> None:
    """Operations without a row in the index are newer than November 2023, or known by name."""
    covering = {operation_id for operation_id, operation in operations().items() if operation["x-index-rows"]}
    later = {name for name, operation in operations().items() if str(operation.get("x-since", "")) > EDITION}
    assert operations().keys() - covering - later == NOT_IN_THE_INDEX - covering


def test_the_corrected_rows_are_the_operations() -> None:
    """The corrected method and path of each row are those of its operation, except for the names of parameters."""
    claimed = Counter(
        (row, *shape(operation["method"], operation["path"]))
        for operation in operations().values()
        for row in operation["x-index-rows"]
    )
    corrected = Counter(
        (f"{row['method']} {row['path_in_index']}", *shape(row["method_correct"], row["path_correct"]))
        for row in rows()
    )
    assert claimed == corrected


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
def test_every_operation_has_a_provenance(operation_id: str) -> None:
    """Each operation has known sources, and notes about what is inferred unless everything is documented."""
    provenance = operations()[operation_id]["x-provenance"]
    known = yaml.safe_load((ROOT / "spec/sources/sources.yaml").read_text(encoding="utf-8"))
    assert set(provenance["sources"]) <= known.keys()
    assert provenance["confidence"] == "documented" or provenance["notes"]


def test_the_error_bodies_are_those_of_the_documentation() -> None:
    """The bodies of 400, 401, 404 and 500 are exactly those of the vendor's table; the id in a 500 is a UUID."""
    examples = {
        name: response["content"]["application/json"]["example"]
        for name, response in DOCUMENT["components"]["responses"].items()
    }
    assert examples["BadRequest"] == {"message": "Bad request"}
    assert examples["Unauthorized"] == {"message": "Unauthorized"}
    assert examples["NotFound"] == {"message": "Not found"}
    assert examples["ServerError"]["message"] == "Server error"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", examples["ServerError"]["id"])


def test_the_document_has_only_example_addresses() -> None:
    """Mail addresses and hosts are those of example.com, the data centers, the license and the sources of secrets."""
    text = (ROOT / "spec/dist/openapi.yaml").read_text(encoding="utf-8")
    for pattern in DOCUMENT["x-secret-patterns"]:
        text = text.replace(f"\n  source: {pattern['source']}\n", "\n")
    assert {host.rpartition("@")[2] for host in re.findall(r"[\w.]+@[\w.]+\w", text)} == {"example.com"}
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    own = re.compile(r"[\w-]+\.example\.com|(www|app\.\w\w)\.workato\.com|app\.workatoapp\.cn|opensource\.org")
    assert [host for host in hosts if not own.fullmatch(host)] == []
