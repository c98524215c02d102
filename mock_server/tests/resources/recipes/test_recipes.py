"""The operations that list, create, change and delete recipes behave as documented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.resources.recipes import recipes
from workato_embedded_mock.store.author import CALLER

FIXTURES = load_fixtures()[1]["Recipe"]
RUNNING, STOPPED = FIXTURES["sync_orders"]["value"], FIXTURES["nightly_returns"]["value"]


def code(trigger: str, *actions: str) -> str:
    """Return the code of a recipe whose steps are given as `connector.name`."""

    def step(number: int, text: str, keyword: str) -> dict[str, Any]:
        provider, _, name = text.partition(".")
        return {"number": number, "provider": provider, "name": name, "keyword": keyword, "input": {}}

    block = [step(number, text, "action") for number, text in enumerate(actions, start=1)]
    return json.dumps({**step(0, trigger, "trigger"), "block": block})


def create(client: httpx2.Client, path: str, **fields: object) -> dict[str, Any]:
    """Create a recipe and read it back."""
    sent = {"code": code("clock.scheduled_event", "email.send_mail"), **fields}
    response = client.post(f"{path}/recipes", json={"recipe": sent}).json()
    assert response["success"], response
    made: dict[str, Any] = client.get(f"{path}/recipes/{response['id']}").json()
    return made


def test_the_recipes_of_the_seed_are_returned_unchanged(client: httpx2.Client, northwind: str) -> None:
    """Recipes equal the fixtures, key for key, and the list is sorted by descending id."""
    assert client.get(f"{northwind}/recipes").text == json.dumps(
        {"result": [STOPPED, RUNNING]}, separators=(",", ":"), ensure_ascii=False
    )
    assert client.get(f"{northwind}/recipes/9001").json() == RUNNING


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"adapter_names_any": "jira,clock"}, [9002, 9001]),
        ({"adapter_names_any": "jira"}, [9001]),
        ({"adapter_names_any": "Jira"}, []),
        ({"adapter_names_any": " salesforce , slack "}, [9001]),
        ({"adapter_names_all": "jira,salesforce"}, [9001]),
        ({"adapter_names_all": "jira,clock"}, []),
        ({"folder_id": "5513"}, [9002]),
        ({"folder_id": "5500"}, []),
        ({"folder_id": "9" * 40}, []),
        ({"running": "true"}, [9001]),
        ({"running": "false"}, [9002, 9001]),
        ({"stop_cause": "trial_expired"}, []),
        ({"stopped_after": "2023-11-06T17:01:10Z"}, [9002, 9001]),
        ({"stopped_after": "2023-11-06T17:01:11"}, [9002]),
        ({"stopped_after": "2023-11-06T10:01:11-07:00"}, [9002]),
        ({"stopped_after": "2023-11-15"}, []),
        ({"since_id": "9002"}, [9001]),
        ({"since_id": "9001"}, []),
        ({"since_id": "9002", "running": "false"}, [9001]),
        ({"running": "true", "page": "2"}, []),
        ({"per_page": "1", "page": "2"}, [9001]),
        ({"per_page": "1", "page": "2", "adapter_names_any": "jira,clock"}, [9001]),
        ({"updated_after": "2023-11-06T17:02:55Z"}, [9002, 9001]),
        ({"updated_after": "2023-11-06T17:02:56Z"}, [9002]),
        ({"folder_id": "5512", "with_subfolders": "true"}, [9002, 9001]),
        ({"folder_id": "5512", "with_subfolders": "false"}, [9001]),
        ({"folder_id": "5513", "with_subfolders": "true"}, [9002]),
        ({"folder_id": "1", "with_subfolders": "true"}, []),
        ({"project_id": "523200"}, [9002, 9001]),
        ({"project_id": "5512"}, []),
        ({"project_id": "9" * 40}, []),
        ({"order": "activity"}, [9001, 9002]),
        ({"order": "activity", "per_page": "1", "page": "2"}, [9002]),
        ({"order": "default"}, [9002, 9001]),
        ({"order": "created_at_asc"}, [9002, 9001]),
    ],
)
def test_filters_are_combined(client: httpx2.Client, northwind: str, query: dict[str, str], ids: list[int]) -> None:
    """Only recipes that match all filters are returned, by descending id and in pages."""
    response = client.get(f"{northwind}/recipes", params=query)
    assert [recipe["id"] for recipe in response.json()["result"]] == ids


@pytest.mark.parametrize(
    "query",
    [
        {"folder_id": "x"},
        {"running": "on"},
        {"stop_cause": "boredom"},
        {"stopped_after": "yesterday"},
        {"updated_after": "yesterday"},
        {"with_subfolders": "on"},
        {"project_id": "x"},
        {"since_id": "x"},
        {"page": "0"},
        {"per_page": "0"},
    ],
)
def test_an_invalid_filter_is_rejected(client: httpx2.Client, northwind: str, query: dict[str, str]) -> None:
    """An invalid filter of recipes is rejected, and the reason names the parameter."""
    response = client.get(f"{northwind}/recipes", params=query)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert f"/query/{next(iter(query))}" in response.headers["X-Mock-Reason"]


def test_a_page_has_100_recipes_at_most(client: httpx2.Client, northwind: str) -> None:
    """A page has 100 recipes by default; a `per_page` above is reduced to 100, and `X-Mock-Reason` notes it."""
    for number in range(100):
        create(client, northwind, name=str(number))
    assert len(client.get(f"{northwind}/recipes").json()["result"]) == 100
    everything = client.get(f"{northwind}/recipes", params={"per_page": 1000})
    assert len(everything.json()["result"]) == 100
    assert "maximum" in everything.headers["X-Mock-Reason"]


def test_an_unknown_order_is_noted(client: httpx2.Client, northwind: str) -> None:
    """An order of recipes that no page documents is ignored, and `X-Mock-Reason` notes it."""
    response = client.get(f"{northwind}/recipes", params={"order": "created_at_asc"})
    assert (response.status_code, "/query/order" in response.headers["X-Mock-Reason"]) == (200, True)


def test_a_list_can_leave_out_the_code(client: httpx2.Client, northwind: str) -> None:
    """With `exclude_code`, the list of recipes has empty code, and the rest of each recipe."""
    listed = client.get(f"{northwind}/recipes", params={"exclude_code": "true"}).json()["result"]
    assert listed == [{**recipe, "code": ""} for recipe in (STOPPED, RUNNING)]


def test_a_recipe_has_the_project_of_its_folder(client: httpx2.Client, northwind: str) -> None:
    """A recipe in a subfolder has the project of the top-level folder, and a recipe in Home has none."""
    in_home = create(client, northwind)
    assert (in_home["folder_id"], in_home["project_id"]) == (5500, None)
    top = client.post(f"{northwind}/folders", json={"name": "Top"}).json()["id"]
    below = client.post(f"{northwind}/folders", json={"name": "Below", "parent_id": str(top)}).json()["id"]
    made = create(client, northwind, folder_id=str(below))
    listed = client.get(f"{northwind}/recipes", params={"project_id": str(made["project_id"])}).json()["result"]
    assert made["project_id"] not in (None, 523200)
    assert [recipe["id"] for recipe in listed] == [made["id"]]


def test_a_new_recipe_is_stopped_and_lists_the_connectors_of_its_code(client: httpx2.Client, northwind: str) -> None:
    """A new recipe has version 1 and no counts, keeps its code, and derives the other fields from it."""
    text = code("jira.new_issue", "slack.post_message", "jira.create_issue", "slack.post_message")
    made = create(client, northwind, code=text, name="Echo", folder_id="5513")
    assert {name: made[name] for name in ("id", "user_id", "name", "folder_id", "code")} == {
        "id": 9003,
        "user_id": 512044,
        "name": "Echo",
        "folder_id": 5513,
        "code": text,
    }
    assert (made["trigger_application"], made["action_applications"]) == ("jira", ["slack", "jira"])
    assert made["applications"] == ["jira", "slack"]
    assert made["description"] == "When there is a new issue, post message, create issue, post message"
    assert [(line["provider"], line["account_id"]) for line in made["config"]] == [("jira", None), ("slack", None)]
    assert (made["running"], made["version_no"], made["job_succeeded_count"]) == (False, 1, 0)
    assert (made["last_run_at"], made["stopped_at"], made["stop_cause"]) == (None, None, None)
    assert made["created_at"] == made["updated_at"]


def test_connectors_of_nested_steps_are_included(client: httpx2.Client, northwind: str) -> None:
    """Conditions and loops have nested blocks, and no connector of their own."""
    inner = {"keyword": "if", "block": [{"keyword": "action", "provider": "slack", "name": "post_message"}]}
    text = json.dumps({"keyword": "trigger", "provider": "clock", "name": "tick", "block": [inner]})
    assert create(client, northwind, code=text)["applications"] == ["clock", "slack"]


@pytest.mark.parametrize("text", ["not JSON", "[]", "7", '{"keyword": [], "provider": {}, "name": 3, "block": 5}'])
def test_code_is_stored_without_being_checked(client: httpx2.Client, northwind: str, text: str) -> None:
    """Any text is accepted as code; a recipe without a name or folder is untitled and in Home."""
    made = create(client, northwind, code=text)
    assert (made["code"], made["applications"], made["config"], made["description"]) == (text, [], [], "")
    assert (made["name"], made["folder_id"]) == ("Untitled recipe", 5500)


def test_the_config_is_sent_as_text_and_returned_as_a_list(client: httpx2.Client, northwind: str) -> None:
    """An entry of the config that is sent as text gets defaults for missing fields, and keeps unknown ones."""
    config = [{"keyword": "application", "provider": "jira", "account_id": 7101, "extra": 1}, {"provider": "clock"}]
    made = create(client, northwind, config=json.dumps(config), description="Mine")
    assert made["config"] == [
        {
            "keyword": "application",
            "name": "jira",
            "provider": "jira",
            "skip_validation": False,
            "account_id": 7101,
            "extra": 1,
        },
        {
            "keyword": "application",
            "name": "clock",
            "provider": "clock",
            "skip_validation": False,
            "account_id": None,
        },
    ]
    assert made["description"] == "Mine"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"code": ""}, {"code": ["can't be blank"]}),
        ({"code": " \n"}, {"code": ["can't be blank"]}),
        ({"name": ""}, {"name": ["can't be blank"]}),
        ({"folder_id": "5500"}, {"folder_id": ["can't be assigned to the root folder"]}),
        ({"config": "x"}, {"config": ["is invalid"]}),
        ({"config": '{"provider": "jira"}'}, {"config": ["is invalid"]}),
        ({"config": '[{"provider": "jira", "account_id": "x"}]'}, {"config": ["is invalid"]}),
        ({"config": "[{}]"}, {"config": ["is invalid"]}),
        ({"code": "", "config": "x"}, {"code": ["can't be blank"], "config": ["is invalid"]}),
        ({"code": code("clock.tick", *["a.b"] * 1000)}, {"code": ["has more than 1000 steps"]}),
    ],
)
def test_invalid_recipes_are_rejected_with_status_200(
    client: httpx2.Client, northwind: str, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    """Create and update of an invalid recipe return 200 with errors by field and a reason, and change nothing."""
    before = client.get(f"{northwind}/recipes").json()
    made = client.post(f"{northwind}/recipes", json={"recipe": {"code": code("a.b"), **fields}})
    changed = client.put(f"{northwind}/recipes/9002", json={"recipe": fields})
    for response in (made, changed):
        assert (response.status_code, response.json()) == (200, {"success": False, "errors": errors})
        assert f"/body/recipe/{next(iter(errors))}" in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/recipes").json() == before


@pytest.mark.parametrize("body", [{"recipe": {}}, {"recipe": {"name": "New"}}, {"name": "New"}])
def test_a_recipe_without_code_is_rejected_like_one_with_blank_code(
    client: httpx2.Client, northwind: str, body: object
) -> None:
    """The creation of a recipe without code fails with status 200; an update may omit the code."""
    response = client.post(f"{northwind}/recipes", json=body)
    assert (response.status_code, response.json()) == (200, {"success": False, "errors": {"code": ["can't be blank"]}})
    assert client.put(f"{northwind}/recipes/9002", json=body).json() == {"success": True}


@pytest.mark.parametrize(
    "body",
    [{}, {"recipe": []}, {"recipe": {"code": "c", "folder_id": [5512]}}, {"recipe": {"code": 7}}, {"code": 7}],
)
def test_a_recipe_with_wrong_types_is_a_bad_request(client: httpx2.Client, northwind: str, body: object) -> None:
    """Wrong types, such as a list as the id of a folder, return 400."""
    assert client.post(f"{northwind}/recipes", json=body).status_code == 400


@pytest.mark.parametrize("folder_id", ["1", "5514", "9" * 40])
def test_an_unknown_folder_is_not_found(client: httpx2.Client, northwind: str, folder_id: str) -> None:
    """A new or moved recipe in an unknown folder, or in another customer's, returns 404."""
    sent = {"code": "c", "folder_id": folder_id}
    assert client.post(f"{northwind}/recipes", json={"recipe": sent}).status_code == 404
    assert client.put(f"{northwind}/recipes/9002", json={"recipe": sent}).status_code == 404


def test_a_workspace_has_a_maximum_number_of_recipes(
    client: httpx2.Client, northwind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recipe too many is rejected with status 200 until another recipe is deleted."""
    monkeypatch.setattr(recipes, "MAX_RECIPES", 2)
    sent = {"recipe": {"code": code("clock.tick")}}
    assert client.post(f"{northwind}/recipes", json=sent).json()["success"] is False
    assert client.delete(f"{northwind}/recipes/9002").json() == {"success": True}
    assert client.post(f"{northwind}/recipes", json=sent).json() == {"success": True, "id": 9003}


def test_an_update_changes_only_the_fields_sent_and_adds_a_version(client: httpx2.Client, northwind: str) -> None:
    """An update of a recipe keeps omitted fields and adds a version, unless it changes nothing."""
    path = f"{northwind}/recipes/9002"
    assert client.put(path, json={"recipe": {}}).json() == {"success": True}
    assert client.get(path).json() == STOPPED
    assert client.put(path, json={"recipe": {"name": "New", "folder_id": "5512"}}).json() == {"success": True}
    after = client.get(path).json()
    assert after["updated_at"] > STOPPED["updated_at"]
    version = {"version_no": 2, "version_author_name": CALLER.name, "version_author_email": CALLER.email}
    changed = {"name": "New", "folder_id": 5512, "updated_at": after["updated_at"], **version}
    assert after == {**STOPPED, **changed}


def test_new_code_changes_the_connectors_and_a_derived_description(client: httpx2.Client, northwind: str) -> None:
    """New code changes the connectors of a recipe, and its description unless it was sent, but no connections."""
    path = f"{northwind}/recipes/9002"
    new = code("clock.scheduled_event", "slack.post_message")
    client.put(path, json={"recipe": {"code": new}})
    after = client.get(path).json()
    assert (after["applications"], after["config"]) == (["clock", "slack"], STOPPED["config"])
    assert after["description"] == "When there is a scheduled event, post message"
    client.put(path, json={"recipe": {"description": "Mine"}})
    client.put(path, json={"recipe": {"code": code("clock.tick")}})
    assert client.get(path).json()["description"] == "Mine"


def test_a_running_recipe_cannot_be_changed_or_deleted(client: httpx2.Client, northwind: str) -> None:
    """Update and delete of a running recipe return 200 with different errors, even if the change itself is invalid."""
    path = f"{northwind}/recipes/9001"
    for sent in ({"name": "New"}, {"code": ""}, {"folder_id": "1"}):
        response = client.put(path, json={"recipe": sent})
        assert (response.status_code, response.json()) == (
            200,
            {"success": False, "errors": {"running": ["can't modify running recipe"]}},
        )
    response = client.delete(path)
    text = "Can't change the recipe state: invalid state running"
    assert (response.status_code, response.json()) == (200, {"success": False, "errors": {"running": [text]}})
    assert "/path/recipe_id" in response.headers["X-Mock-Reason"]
    assert client.get(path).json() == RUNNING


def test_a_deleted_recipe_is_gone(client: httpx2.Client, northwind: str) -> None:
    """A deleted recipe is not found again, and its id is not reused."""
    assert client.delete(f"{northwind}/recipes/9002").json() == {"success": True}
    for method in ("GET", "DELETE"):
        assert client.request(method, f"{northwind}/recipes/9002").status_code == 404
    assert [recipe["id"] for recipe in client.get(f"{northwind}/recipes").json()["result"]] == [9001]
    assert create(client, northwind)["id"] == 9003


def test_the_recipe_of_another_customer_is_not_found(client: httpx2.Client) -> None:
    """The id of a recipe is valid only below its own customer."""
    path = "/managed_users/512101/recipes/9002"
    responses = [
        client.get(path),
        client.put(path, json={"recipe": {"name": "n"}}),
        client.delete(path),
        client.put(f"{path}/start"),
        client.put(f"{path}/stop"),
    ]
    assert [response.status_code for response in responses] == [404] * 5


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"user_id": 512101}, "user_id"), ({"folder_id": 1}, "folder_id"), ({"folder_id": 5514}, "folder_id")],
)
def test_an_inconsistent_recipe_in_a_seed_is_rejected(tmp_path: Path, change: dict[str, int], pointer: str) -> None:
    """A recipe with another owner than its customer, or in an unknown or foreign folder, is rejected."""
    everything = load_fixtures()[1]
    foreign = {"in": {"managed_user_id": 512101}, "value": {**everything["Folder"]["returns"]["value"], "id": 5514}}
    foreign["value"]["parent_id"] = None
    seed = {name: everything[name] for name in ("ManagedUser", "Folder")}
    seed["Folder"] = {**seed["Folder"], "foreign": foreign}
    seed["Recipe"] = {"one": {"in": {"managed_user_id": 512044}, "value": {**STOPPED, **change}}}
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed, sort_keys=False))
    with pytest.raises(StartError, match=f"at /Recipe/one/value/{pointer}:"):
        MockServer(seed=str(path)).start()


def test_fields_without_their_wrapper_are_accepted_with_a_note(client: httpx2.Client, northwind: str) -> None:
    """Fields without the `recipe` wrapper are used, and `X-Mock-Reason` notes what is missing."""
    response = client.post(f"{northwind}/recipes", json={"code": "c", "name": "Bare"})
    assert (response.status_code, "/body/recipe" in response.headers["x-mock-reason"]) == (200, True)
    assert client.get(f"{northwind}/recipes/{response.json()['id']}").json()["name"] == "Bare"
