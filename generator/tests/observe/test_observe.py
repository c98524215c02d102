"""Tests of `observe`: comparison of recorded traffic with the spec, proposals, and privacy of values."""

from __future__ import annotations

import base64
import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.findings import GeneratorError
from generator.observe import observe, proposals, report
from generator.observe.records import OperationRecord
from generator.tests.observe.recordings import BUNDLE, ENTRIES, body, saved

ROLE = {
    "id": 2201,
    "name": "Operator",
    "inheritable": False,
    "folder_ids": [],
    "created_at": "2023-06-05T09:14:51.120-07:00",
    "updated_at": "2023-06-05T09:14:51.120-07:00",
}


def roles(response: Any, folder: Path, query: str = "", status: int = 200) -> OperationRecord:
    """Return the result for one response of list_roles."""
    entry = copy.deepcopy(ENTRIES["list_roles"][0])
    entry["request"]["url"] += query
    entry["response"] = {"status": status, "content": response}
    return observe(BUNDLE, saved([entry], folder)).operations["list_roles"]


@pytest.mark.parametrize("operation", ENTRIES)
def test_the_examples_confirm_the_spec(operation: str, tmp_path: Path) -> None:
    """The examples of each operation match that operation, with all their fields."""
    observed = observe(BUNDLE, saved(ENTRIES[operation], tmp_path))
    assert list(observed.operations) == [operation]
    record = observed.operations[operation]
    assert (record.count("contradicted"), record.count("unknown")) == (0, 0), record
    assert sum(record.statuses.values()) == len(ENTRIES[operation])


def test_a_twin_method_is_that_of_the_operation(tmp_path: Path) -> None:
    """A recorded PUT counts for the operation whose method is PATCH, if the document says that both do the same."""
    entries = copy.deepcopy(ENTRIES["update_recipe_version_comment"])
    for entry in entries:
        entry["request"]["method"] = "PUT"
    assert list(observe(BUNDLE, saved(entries, tmp_path)).operations) == ["update_recipe_version_comment"]


@pytest.mark.parametrize(
    ("change", "field", "state", "reason"),
    [
        ({"id": "2201"}, "response 200[].id", "contradicted", "type, string seen"),
        ({"name": None}, "response 200[].name", "contradicted", "type, null seen"),
        ({"created_at": "June"}, "response 200[].created_at", "contradicted", "format, string seen"),
        ({"folder_ids": [5512]}, "response 200[].folder_ids[]", "contradicted", "type, integer seen"),
        ({"colour": "blue"}, "response 200[].colour", "unknown", "string"),
        ({"privileges": {"Recipes": "read"}}, "response 200[].privileges.{}", "contradicted", "type, string seen"),
    ],
)
def test_a_mismatching_field_is_reported(
    change: dict[str, Any], field: str, state: str, reason: str, tmp_path: Path
) -> None:
    """A field of the wrong type or not in the spec is reported with the reason; other fields match."""
    record = roles(body([{**ROLE, **change}]), tmp_path)
    found = record.fields[field]
    assert (found.state, *(found.contradicted + found.unknown)) == (state, reason)
    assert record.count("contradicted") + record.count("unknown") == 1


def test_a_missing_required_field_is_reported(tmp_path: Path) -> None:
    """A required property that is missing in a response contradicts the spec."""
    record = roles(body([{key: value for key, value in ROLE.items() if key != "name"}]), tmp_path)
    assert dict(record.fields["response 200[].name"].contradicted) == {"required, none seen": 1}


def test_fields_that_were_not_seen_are_listed(tmp_path: Path) -> None:
    """Fields of the spec that no entry has are neither confirmed nor contradicted."""
    record = roles(body([ROLE]), tmp_path)
    assert record.unseen == {"response 200[].privileges"}


def test_query_parameters_are_checked(tmp_path: Path) -> None:
    """Parameters that are not in the spec are unknown; invalid values in successful requests contradict it."""
    record = roles(body([]), tmp_path, "&page=0&colour=blue&per_page=ten")
    assert record.fields["query colour"].state == "unknown"
    assert dict(record.fields["query page"].contradicted) == {"minimum, integer seen": 1}
    assert dict(record.fields["query per_page"].contradicted) == {"type, string seen": 1}


def test_a_rejected_request_proves_nothing(tmp_path: Path) -> None:
    """A request with an error response does not contradict the spec."""
    record = roles(body({"message": "Bad request"}), tmp_path, "&page=0", status=400)
    assert record.count("contradicted") == 0
    assert record.fields["response 400 message"].state == "confirmed"


def test_an_unknown_status_is_reported(tmp_path: Path) -> None:
    """A status code that is not in the spec is unknown."""
    assert roles(body({}), tmp_path, status=418).fields["response 418"].state == "unknown"


def test_a_body_that_is_not_json_contradicts(tmp_path: Path) -> None:
    """A body that is not JSON contradicts a JSON response."""
    for content in ({"text": "<html>"}, {"text": "NaN"}, {"text": "[" * 99999}):
        assert roles(content, tmp_path).fields["response 200"].state == "contradicted"


def test_a_base64_body_is_decoded(tmp_path: Path) -> None:
    """Bodies in base64 are decoded."""
    text = base64.b64encode(json.dumps([ROLE]).encode()).decode()
    assert roles({"text": text, "encoding": "base64"}, tmp_path).count("contradicted") == 0


def test_changes_of_evidence_are_proposed(tmp_path: Path) -> None:
    """Inferred properties that were confirmed are proposed; contradicted ones are not."""
    good = list(proposals(BUNDLE, observe(BUNDLE, saved(ENTRIES["list_lookup_table_rows"], tmp_path))))
    assert any(line.startswith("LookupTableRow.created_at: remove its x-inferred, seen ") for line in good)
    bad = copy.deepcopy(ENTRIES["list_lookup_table_rows"])
    content = json.loads(bad[0]["response"]["content"]["text"])
    for row in content["result"] if isinstance(content, dict) else content:
        row["created_at"] = 7
    bad[0]["response"]["content"] = body(content)
    lines = list(proposals(BUNDLE, observe(BUNDLE, saved(bad, tmp_path))))
    assert not any(line.startswith("LookupTableRow.created_at") for line in lines)
    assert any("note what it contradicts" in line for line in lines)


def test_null_proves_no_type(tmp_path: Path) -> None:
    """A property that was always null stays inferred."""
    entries = copy.deepcopy(ENTRIES["list_connections"])
    content = json.loads(entries[0]["response"]["content"]["text"])
    for connection in content if isinstance(content, list) else content["result"]:
        connection["identity"] = None
    entries[0]["response"]["content"] = body(content)
    lines = list(proposals(BUNDLE, observe(BUNDLE, saved(entries, tmp_path))))
    assert not any(line.startswith("Connection.identity") for line in lines)


def test_unmatched_requests_are_masked(tmp_path: Path) -> None:
    """A request that matches no operation is printed with only the path segments of the spec."""
    entry = {"request": {"method": "GET", "url": "https://a.example.com/api/managed_users/E77/secret/roles?k=v"}}
    observed = observe(BUNDLE, saved([{**entry, "response": {"status": 404}}], tmp_path))
    assert list(observed.unmatched) == ["GET /api/managed_users/{}/{}/roles"]


SECRETS = st.text("ghjkqvwxyz0123456789", min_size=8, max_size=16)


def replaced(value: Any, secret: str) -> Any:
    """Return JSON data with all strings replaced, and an extra property with a secret name and value in each object."""
    if isinstance(value, dict):
        return {**{key: replaced(inner, secret) for key, inner in value.items()}, secret: secret, "one_more": secret}
    if isinstance(value, list):
        return [replaced(inner, secret) for inner in value]
    return secret if isinstance(value, str) else 98765432101 if isinstance(value, int) else value


@given(st.sampled_from(sorted(ENTRIES)), SECRETS)
def test_no_value_is_printed(operation: str, secret: str) -> None:
    """Values of bodies, paths and queries, and keys of free-form objects, are never printed."""
    entries = copy.deepcopy(ENTRIES[operation])
    for entry in entries:
        entry["request"]["url"] = entry["request"]["url"].replace("?", f"/{secret}?" if len(secret) % 2 else "?")
        entry["request"]["url"] += f"&{secret}={secret}&page={secret}&by[{secret}]={secret}"
        for part in (entry["request"].get("postData"), entry["response"].get("content")):
            if part and part["text"] != "PK":
                part["text"] = json.dumps(replaced(json.loads(part["text"]), secret))
    with tempfile.TemporaryDirectory() as folder:
        observed = observe(BUNDLE, saved(entries, Path(folder)))
    text = report(BUNDLE, observed, every_field=True)
    assert secret not in text
    assert "98765432101" not in text
    assert text


def run(path: Path, *options: str) -> Result:
    """Run `observe` on a file."""
    return CliRunner().invoke(main, ["observe", str(path), *options])


def test_exit_codes(tmp_path: Path) -> None:
    """Matching traffic exits with 0, contradicting traffic with 1; `--all` prints each field."""
    fine = run(saved(ENTRIES["list_roles"], tmp_path), "--all")
    assert (fine.exit_code, fine.stderr) == (0, "")
    assert "  confirmed: response 200[].name (matches 2 times)" in fine.stdout
    assert "  not seen: " not in fine.stdout or "privileges" in fine.stdout
    entry = copy.deepcopy(ENTRIES["list_roles"][0])
    entry["response"]["content"] = body([{**ROLE, "id": "x"}])
    wrong = run(saved([entry], tmp_path))
    assert wrong.exit_code == 1
    assert "  contradicted: response 200[].id (type, string seen once)" in wrong.stdout


BAD = [
    "", "[]", "{}", '{"log": {"entries": []}}', '{"log": {"entries": [7]}}', '{"log": {"entries": 7}}', "[" * 99999,
    '{"log": {"entries": [{"request": {"method": 7, "url": "x"}, "response": {"status": 200}}]}}',
    '{"log": {"entries": [{"request": {"method": "GET", "url": "http://["}, "response": {"status": 200}}]}}',
    '{"log": {"entries": [{"request": {"method": "GET", "url": "x"}, "response": {"status": 7000}}]}}',
    '{"log": {"entries": [{"request": {"method": "GET", "url": "x"}, "response": {"status": 0}}]}}',
    '{"log": {"entries": [{"request": {"method": "GET", "url": "x", "postData": 7}, "response": {"status": 200}}]}}',
    '{"log": {"entries": [{"request": {"method": "GET", "url": "x", "postData": {"text": 7}}, "response": '
    '{"status": 200}}]}}',
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_an_invalid_file_gives_one_line(text: str, tmp_path: Path) -> None:
    """A file that is not a recording, or is empty, gives a one-line error."""
    (tmp_path / "bad.har").write_text(text, encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"^[^\n]*bad\.har [^\n]*[^.]$"):
        observe(BUNDLE, tmp_path / "bad.har")


@pytest.mark.parametrize("name", ["missing.har", "."])
def test_an_unreadable_file_is_reported(name: str, tmp_path: Path) -> None:
    """A missing file and a folder give a one-line error and exit code 2."""
    result = run(tmp_path / name)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert isinstance(result.exception, SystemExit)
