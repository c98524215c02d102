"""The names that other editions of the documentation have for parameters and fields, and that clients still send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.plain_json import Json, pointer_token

_Location = Literal["query", "body"]


class OlderName(NamedTuple):
    """One parameter or field of another edition.

    Attributes:
        operation_id: The operationId.
        old: The other name.
        new: The name in the document.
        editions: The editions and clients that have the other name.
        old_in: Where the other name is sent.
        new_in: Where the document has it.
    """

    operation_id: str
    old: str
    new: str
    editions: str
    old_in: _Location = "query"
    new_in: _Location = "query"


OLDER_NAMES = (
    OlderName("list_recipes", "active", "running", "editions before 2021, samples until 2022, vendor's client of 2026"),
    OlderName("list_jobs", "rerun_jobs", "rerun_only", "edition of 2020 to 2021"),
    OlderName("list_properties", "param", "prefix", "edition of 2020 to 2021"),
    OlderName("create_folder", "folder_name", "name", "edition of 2020", new_in="body"),
    OlderName("create_folder", "name", "name", "edition of 2021", new_in="body"),
    OlderName("create_managed_user", "trial", "in_trial", "responses of 2023; inferred for requests", "body", "body"),
    OlderName("update_managed_user", "trial", "in_trial", "responses of 2023; inferred for requests", "body", "body"),
    OlderName("add_lookup_table_row", "entry", "data", "a client in production", "body", "body"),
    OlderName("update_lookup_table_row", "entry", "data", "inferred from added rows", "body", "body"),
    OlderName("batch_delete_lookup_tables", "lookup_table_ids", "ids", "a client in production", "body", "body"),
)

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OlderNames:
    """The new names of one operation by their old names.

    Attributes:
        in_query: Parameters that are still in the query.
        to_body: Parameters of the query that are now fields of the body.
        in_body: Fields of the body.
    """

    in_query: Mapping[str, str] = field(default_factory=dict)
    to_body: Mapping[str, str] = field(default_factory=dict)
    in_body: Mapping[str, str] = field(default_factory=dict)


def older_names(operation_id: str, also_in_query: Iterable[str] = ()) -> OlderNames:
    """Return the older names of an operation, with the fields of its body that callers also send in the query."""

    def names(old_in: _Location, new_in: _Location) -> dict[str, str]:
        wanted = (operation_id, old_in, new_in)
        return {row.old: row.new for row in OLDER_NAMES if (row.operation_id, row.old_in, row.new_in) == wanted}

    to_body = {name: name for name in also_in_query} | names("query", "body")
    return OlderNames(names("query", "query"), to_body, names("body", "body"))


def renamed(fields: Fields, names: Mapping[str, str], notes: list[Reason]) -> Fields:
    """Return query parameters under their new names; a parameter with both names keeps the value of the new one."""
    sent = {name for name, _text in fields}
    result = []
    for name, text in fields:
        new = names.get(name)
        if new is None:
            result.append((name, text))
        elif new in sent:
            notes.append(_ignored(f"/query/{name}", new))
        else:
            notes.append(_read(f"/query/{name}", new))
            result.append((new, text))
    return result


def renamed_in_body(body: dict[str, Json], names: Mapping[str, str], notes: list[Reason]) -> dict[str, Json]:
    """Return the fields of a body under their new names; a field with both names keeps the value of the new one."""
    if names.keys().isdisjoint(body):
        return body
    result: dict[str, Json] = {}
    for name, value in body.items():
        new, pointer = names.get(name), f"/body/{pointer_token(name)}"
        if new is None:
            result[name] = value
        elif new in body:
            notes.append(_ignored(pointer, new))
        else:
            notes.append(_read(pointer, new))
            result[new] = value
    return result


def moved_to_body(body: Any, fields: Fields, names: Mapping[str, str], notes: list[Reason]) -> Json:
    """Return a body with the fields that another edition has in the query; the fields of the body itself count."""
    sent = {name: text for name, text in fields if name in names}
    moved: dict[str, Json] = {}
    for name, text in sent.items():
        new = names[name]
        if new in body:
            notes.append(Reason(f"/query/{name}", "in", f"ignored, because {new} was sent in the body too"))
        elif name != new and new in sent:
            notes.append(_ignored(f"/query/{name}", new))
        else:
            notes.append(Reason(f"/query/{name}", "in", f"read from the query; {new} belongs into the body"))
            moved[new] = text
    return {**moved, **body}


def _read(pointer: str, new: str) -> Reason:
    return Reason(pointer, "deprecated", f"this is an older name of {new}")


def _ignored(pointer: str, new: str) -> Reason:
    return Reason(pointer, "deprecated", f"ignored, because its newer name {new} was sent too")
