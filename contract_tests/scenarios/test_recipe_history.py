"""The history of a recipe: its authors, its comments, and a return to code that the partner saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest
from workato_embedded import RefusedError, WorkatoEmbedded
from workato_embedded_mock.store.author import CALLER

NORTHWIND, RECIPE = "Ecust-0042", 9001
BROKEN = '{"number":0,"provider":"salesforce","name":"new_custom_object","keyword":"trigger","input":{}}'


@pytest.fixture
def control(base_url: str, token: str) -> Iterator[httpx2.Client]:
    """Return an HTTP client for the control plane, in the namespace of the client."""
    root = base_url.removesuffix("/api")
    with httpx2.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"}) as control:
        yield control


def change_in_the_console(control: httpx2.Client) -> None:
    """Change the recipe as a person of the customer would: with code that does less, as the next version."""
    state = control.get("/state").json()
    (recipe,) = (row for row in state["tables"]["recipes"] if row["id"] == RECIPE)
    versions = state["tables"]["recipe_versions"]
    recipe |= {"code": BROKEN, "version_no": recipe["version_no"] + 1, "updated_at": "2023-11-20T09:30:00.000-08:00"}
    author = {"author_name": "Lou Park", "author_email": "lou.park@example.com"}
    times = {"created_at": recipe["updated_at"], "updated_at": recipe["updated_at"]}
    number = max(row["id"] for row in versions) + 1
    new = {"id": number, "recipe_id": RECIPE, "version_no": recipe["version_no"], "comment": None}
    versions.append({**new, **author, **times})
    control.put("/state", json=state).raise_for_status()


@pytest.mark.round_trip("list_recipe_versions", "get_recipe_version", "update_recipe_version_comment", "update_recipe")
def test_find_who_changed_a_recipe_and_put_the_own_code_back(client: WorkatoEmbedded, control: httpx2.Client) -> None:
    """The partner sees who changed a recipe, comments that version, and restores the code that it had kept itself."""
    kept = {recipe.id: recipe for recipe in client.recipes.list(NORTHWIND)}
    change_in_the_console(control)

    (changed,) = client.recipes.list(NORTHWIND, updated_after=datetime(2023, 11, 20, tzinfo=UTC), exclude_code=True)
    assert (changed.id, changed.version_no, kept[changed.id].version_no) == (RECIPE, 3, 2)
    assert changed.version_author_email == "lou.park@example.com"
    (version,) = [each for each in client.recipes.versions.list(NORTHWIND, RECIPE) if each.version_no == 3]
    assert (version.author_name, version.comment) == ("Lou Park", None)
    client.recipes.versions.update_comment(NORTHWIND, RECIPE, version.id, comment="Lost the issue; reverted")

    with pytest.raises(RefusedError):
        client.recipes.update(NORTHWIND, RECIPE, code=kept[RECIPE].code)
    client.recipes.stop(NORTHWIND, RECIPE)
    client.recipes.update(NORTHWIND, RECIPE, code=kept[RECIPE].code)
    client.recipes.start(NORTHWIND, RECIPE)

    restored = client.recipes.get(NORTHWIND, RECIPE)
    assert (restored.code, restored.running, restored.version_no) == (kept[RECIPE].code, True, 4)
    assert (restored.version_author_name, restored.author_name) == (CALLER.name, "Kim Sato")
    history = client.recipes.versions.list(NORTHWIND, RECIPE).items
    assert [(each.version_no, each.comment) for each in history] == [
        (4, None),
        (3, "Lost the issue; reverted"),
        (2, None),
        (1, "First version"),
    ]
    assert client.recipes.versions.get(NORTHWIND, RECIPE, version.id) == history[1]
