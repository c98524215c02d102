"""The control plane shows what an import of a package would do, and imports nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from workato_embedded_mock import WorkatoMock

MakePackage = Callable[..., bytes]
FOLDER = 5512


def inspect(mock: WorkatoMock, data: bytes, **query: str) -> Any:
    """Inspect a package, and check that the state is unchanged."""
    before = mock.state()
    with mock.http() as http:
        sent = http.post(f"{mock.root_url}/_mock/packages/inspect", params=query, content=data)
    assert mock.state() == before
    return sent.json()


def names(found: Any) -> list[tuple[str, str, str]]:
    """Return kind, name and folder of inspected assets."""
    return [(each["kind"], each["name"], each["folder"]) for each in found]


def test_an_inspection_lists_what_an_import_would_create(
    workato_mock: WorkatoMock, sample_package: MakePackage
) -> None:
    """Folders, connections and recipes are listed with their folders, and files that are ignored with the reason."""
    inspected = inspect(workato_mock, sample_package(), managed_user_id="Ecust-0042")
    assert inspected["error"] is None
    assert names(inspected["created"]) == [
        ("folder", "Shared", ""),
        ("connection", "Shared Jira", "Shared"),
        ("recipe", "Ticket", ""),
    ]
    assert inspected["updated"] == []
    ignored = {"file": "README.txt", "text": "ignored: it is not an asset and not next to one", "lost": False}
    assert inspected["problems"] == [ignored]


def test_after_an_import_the_same_package_creates_nothing(
    workato_mock: WorkatoMock, sample_package: MakePackage, import_to_the_end: Callable[[WorkatoMock, bytes, int], None]
) -> None:
    """After the import, inspecting the same package creates nothing more, and a changed recipe is an update."""
    data, place = sample_package(), {"managed_user_id": "Ecust-0042", "folder_id": str(FOLDER)}
    import_to_the_end(workato_mock, data, FOLDER)
    again = inspect(workato_mock, data, **place)
    assert (again["created"], again["updated"]) == ([], [])
    changed = sample_package({"ticket.recipe.json": {"name": "Ticket", "description": "changed", "code": {}}})
    updated = inspect(workato_mock, changed, **place)["updated"]
    assert [(kind, name) for kind, name, _folder in names(updated)] == [("recipe", "Ticket")]


def test_without_a_customer_the_workspace_is_empty(workato_mock: WorkatoMock, sample_package: MakePackage) -> None:
    """A package can be inspected without a customer; no customer is created."""
    inspected = inspect(workato_mock, sample_package())
    assert [each["kind"] for each in inspected["created"]] == ["folder", "connection", "recipe"]


def test_a_file_that_cannot_be_imported_has_a_reason(workato_mock: WorkatoMock, sample_package: MakePackage) -> None:
    """What is not a package is an error, and an asset that does not parse is a problem of its file."""
    assert inspect(workato_mock, b"text")["error"] == "this is not a zip file"
    broken = inspect(workato_mock, sample_package({"x.recipe.json": "{"}))
    [problem] = [each for each in broken["problems"] if each["lost"]]
    assert problem["file"] == "x.recipe.json"
    assert "does not parse" in problem["text"]


@pytest.mark.parametrize("query", [{"managed_user_id": "Enone"}, {"managed_user_id": "Ecust-0042", "folder_id": "7"}])
def test_an_unknown_customer_or_folder_is_rejected(
    workato_mock: WorkatoMock, sample_package: MakePackage, query: dict[str, str]
) -> None:
    """An inspection for a customer or a folder that does not exist is rejected with a reason."""
    assert inspect(workato_mock, sample_package(), **query)["reasons"]
