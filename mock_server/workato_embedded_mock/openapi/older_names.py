"""The names that earlier editions of the documentation have for parameters, and that clients still send."""

from __future__ import annotations

from typing import NamedTuple

from workato_embedded_mock.errors import Reason


class OlderName(NamedTuple):
    """One query parameter of an earlier edition.

    Attributes:
        operation_id: The operationId.
        old: The name in earlier editions.
        new: The name in the document.
        editions: The editions and clients that have the old name.
        in_body: Whether the new name is a field of the body.
    """

    operation_id: str
    old: str
    new: str
    editions: str
    in_body: bool = False


OLDER_NAMES = (
    OlderName("list_recipes", "active", "running", "editions before 2021, vendor's command of 2026"),
    OlderName("list_jobs", "rerun_jobs", "rerun_only", "edition of 2020 to 2021"),
    OlderName("list_properties", "param", "prefix", "edition of 2020 to 2021"),
    OlderName("create_folder", "folder_name", "name", "edition of 2020", in_body=True),
    OlderName("create_folder", "name", "name", "edition of 2021", in_body=True),
)

Fields = list[tuple[str, str]]


def older_names(operation_id: str, *, in_body: bool) -> dict[str, str]:
    """Return the new names of an operation's parameters by their old names."""
    return {row.old: row.new for row in OLDER_NAMES if row.operation_id == operation_id and row.in_body is in_body}


def renamed(fields: Fields, names: dict[str, str], notes: list[Reason]) -> Fields:
    """Return query parameters under their new names; a parameter with both names keeps the value of the new one."""
    sent = {name for name, _text in fields}
    result = []
    for name, text in fields:
        new = names.get(name)
        if new is None:
            result.append((name, text))
        elif new in sent:
            notes.append(Reason(f"/query/{name}", "deprecated", f"ignored, because its newer name {new} was sent too"))
        else:
            notes.append(Reason(f"/query/{name}", "deprecated", f"this is an older name of {new}"))
            result.append((new, text))
    return result
