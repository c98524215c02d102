"""Builds and deployments copy a project from Development to the other environments of a customer."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

DEV, TEST, PROD = (f"/managed_users/{number}" for number in (512044, 512045, 512046))
CONTOSO = "/managed_users/512101"
PROJECT, FOLDER, BUILD = 523200, 5512, 3907

Deploy = Callable[..., dict[str, Any]]


@pytest.fixture
def deploy(client: httpx2.Client) -> Deploy:
    """Return a function that deploys the project to Test and reads the deployment until it has ended."""

    def run(environment_type: str = "test") -> dict[str, Any]:
        sent = {"environment_type": environment_type}
        made = client.post(f"{DEV}/projects/{PROJECT}/deploy", json=sent).json()
        assert made["state"] == "pending"
        return poll(client, f"{DEV}/deployments/{made['id']}")

    return run


def poll(client: httpx2.Client, path: str) -> dict[str, Any]:
    """Read a build or deployment until it has ended; return it."""
    found = client.get(path).json()
    while found["state"] == "pending":
        found = client.get(path).json()
    result: dict[str, Any] = found
    return result


def names(client: httpx2.Client, path: str, **query: Any) -> list[str]:
    """Return the names of the objects in a list."""
    listed = client.get(path, params=query).json()
    return [entry["name"] for entry in listed["result"]]


def test_a_deployed_project_is_in_the_target_with_its_content(client: httpx2.Client, deploy: Deploy) -> None:
    """The target has a project of the same name with its folders, recipes, connections and tables; others do not."""
    assert names(client, f"{TEST}/projects") == []
    deployment = deploy()
    assert deployment["state"] == "success"
    (project,) = client.get(f"{TEST}/projects").json()["result"]
    assert (project["name"], project["folder_id"] == FOLDER) == ("Order to cash", False)
    assert names(client, f"{TEST}/folders", parent_id=project["folder_id"]) == ["Returns"]
    source = client.get(f"{DEV}/recipes").json()["result"]
    copies = client.get(f"{TEST}/recipes").json()["result"]
    assert sorted(recipe["name"] for recipe in copies) == sorted(recipe["name"] for recipe in source)
    assert not {recipe["id"] for recipe in copies} & {recipe["id"] for recipe in source}
    assert [recipe["running"] for recipe in copies] == [False] * len(copies)
    assert {connection["provider"] for connection in connections(client, TEST)} == {"jira", "salesforce", "slack"}
    assert names(client, f"{PROD}/projects") == []


def connections(client: httpx2.Client, owner: str) -> list[dict[str, Any]]:
    """Return the connections of a workspace."""
    found: list[dict[str, Any]] = client.get(f"{owner}/connections").json()["result"]
    return found


def test_a_deployment_lists_its_assets(client: httpx2.Client, deploy: Deploy) -> None:
    """The first deployment lists assets as new, with their ids in the target, and the second as updated."""
    assets = deploy()["assets"]
    recipes = {asset["id"]: asset["name"] for asset in assets if asset["type"] == "recipe"}
    assert recipes == {recipe["id"]: recipe["name"] for recipe in client.get(f"{TEST}/recipes").json()["result"]}
    assert {asset["state"] for asset in assets} == {"new"}
    again = deploy()["assets"]
    assert {asset["state"] for asset in again} == {"updated"}
    assert [asset["id"] for asset in again] == [asset["id"] for asset in assets]


def test_a_promoted_recipe_runs_with_the_connections_of_its_environment(
    client: httpx2.Client, server: MockServer, deploy: Deploy
) -> None:
    """A recipe in the target starts when the connections of the target are authorized, and keeps them afterwards."""
    deploy()
    recipe = next(one for one in client.get(f"{TEST}/recipes").json()["result"] if one["name"].startswith("Sync"))
    path = f"{TEST}/recipes/{recipe['id']}"
    assert client.put(f"{path}/start").json()["success"] is False
    own = {connection["provider"]: connection["id"] for connection in connections(client, TEST)}
    used = {own["jira"], own["salesforce"]}
    assert {line["account_id"] for line in recipe["config"]} == used
    for connection_id, fields in (
        (own["jira"], {"input": {"token": "t"}}),
        (own["salesforce"], {"oauth_token_pair": {"access_token": "a", "refresh_token": "r"}}),
    ):
        assert client.put(f"{TEST}/connections/{connection_id}", json=fields).status_code == 200
    assert client.put(f"{path}/start").json()["success"] is True
    job = {"managed_user_id": 512045, "recipe_id": recipe["id"]}
    assert client.post(f"{server.root_url}/_mock/jobs", json=job).status_code == 200
    assert client.get(f"{path}/jobs").json()["job_count"] == 1
    code = json.loads(recipe["code"])
    code["block"][0]["input"] = {"summary": "changed"}
    client.put(f"{DEV}/recipes/9001/stop")
    assert client.put(f"{DEV}/recipes/9001", json={"recipe": {"code": json.dumps(code)}}).json()["success"] is True
    assert deploy()["state"] == "success"
    after = client.get(path).json()
    assert json.loads(after["code"])["block"][0]["input"] == {"summary": "changed"}
    assert (after["running"], after["version_no"]) == (True, recipe["version_no"] + 1)
    assert {line["account_id"] for line in after["config"]} == used


def test_a_connection_of_the_target_with_the_same_name_is_used(client: httpx2.Client, deploy: Deploy) -> None:
    """A deployment does not add a connection that the target has, also if that is in another folder."""
    source = {connection["provider"]: connection for connection in connections(client, DEV)}
    sent = {"name": source["jira"]["name"], "provider": "jira", "input": {"token": "t"}}
    own = client.post(f"{TEST}/connections", json=sent).json()
    deploy()
    assert [one["id"] for one in connections(client, TEST) if one["provider"] == "jira"] == [own["id"]]
    recipe = next(one for one in client.get(f"{TEST}/recipes").json()["result"] if one["name"].startswith("Sync"))
    assert own["id"] in {line["account_id"] for line in recipe["config"]}


def test_a_renamed_project_is_renamed_in_the_target(client: httpx2.Client, deploy: Deploy) -> None:
    """A project that is deployed again after it was renamed stays one project."""
    deploy()
    before = client.get(f"{TEST}/projects").json()["result"]
    client.put(f"{DEV}/projects/{PROJECT}", json={"name": "Orders"})
    deploy()
    (after,) = client.get(f"{TEST}/projects").json()["result"]
    assert after == {**before[0], "name": "Orders"}


@pytest.mark.parametrize("wanted", [True, False])
def test_tags_are_deployed_if_wanted(client: httpx2.Client, wanted: bool) -> None:
    """A deployment with `include_tags` gives the recipes in the target the tags that they have in Development."""
    tag = client.post(f"/v2{DEV}/tags", json={"title": "Orders team"}).json()
    sent = {"add_tags": [tag["handle"]], "recipe_ids": [9001]}
    assert client.post(f"/v2{DEV}/tags_assignments", json=sent).status_code == 200
    made = client.post(
        f"{DEV}/projects/{PROJECT}/deploy", json={"environment_type": "test", "include_tags": wanted}
    ).json()
    poll(client, f"{DEV}/deployments/{made['id']}")
    titles = [one["title"] for one in client.get(f"/v2{TEST}/tags").json()["data"]["tags"]]
    assert ("Orders team" in titles) is wanted


def test_an_empty_project_can_be_deployed(client: httpx2.Client) -> None:
    """A project without content appears in the target as an empty project."""
    folder = client.post(f"{DEV}/folders", json={"name": "Empty"}).json()
    made = client.post(f"{DEV}/projects/f{folder['id']}/deploy", json={"environment_type": "test"}).json()
    assert poll(client, f"{DEV}/deployments/{made['id']}")["state"] == "success"
    assert names(client, f"{TEST}/projects") == ["Empty"]


def test_a_build_can_be_downloaded_and_deployed(client: httpx2.Client) -> None:
    """A build has a zip file with the recipes of the moment, which a later deployment copies."""
    made = client.post(f"{DEV}/projects/{PROJECT}/build", json={"description": "Release 13"}).json()
    assert (made["state"], made["download_url"], made["project_id"]) == ("pending", None, str(PROJECT))
    rejected = client.post(f"{DEV}/project_builds/{made['id']}/deploy", json={"environment_type": "test"})
    assert rejected.status_code == 400
    assert "it is not finished" in rejected.headers["X-Mock-Reason"]
    build = poll(client, f"{DEV}/project_builds/{made['id']}")
    assert (build["state"], build["description"]) == ("success", "Release 13")
    archive = zipfile.ZipFile(io.BytesIO(httpx2.get(build["download_url"]).content))
    assert sum(name.endswith(".recipe.json") for name in archive.namelist()) == 2
    client.put(f"{DEV}/recipes/9002", json={"recipe": {"name": "Changed later"}})
    sent = {"environment_type": "prod", "title": "Release 13", "description": "d"}
    deployment = client.post(f"{DEV}/project_builds/{made['id']}/deploy", json=sent).json()
    assert (deployment["title"], deployment["description"], deployment["project_build_id"]) == (
        "Release 13",
        "d",
        made["id"],
    )
    client.put(f"{DEV}/projects/{PROJECT}", json={"description": "x"})
    assert "Changed later" not in names(client, f"{PROD}/recipes")


def test_a_build_of_the_seed_can_be_downloaded(client: httpx2.Client) -> None:
    """A finished build of the seed has a zip file of the project as it is."""
    build = client.get(f"{DEV}/project_builds/{BUILD}").json()
    assert httpx2.get(build["download_url"]).status_code == 200
    assert client.get(f"{DEV}/project_builds/{BUILD}").json()["updated_at"] == build["updated_at"]


def test_the_target_can_be_in_the_query(client: httpx2.Client) -> None:
    """The target is read from the query too, with a note; the body takes precedence."""
    path = f"{DEV}/projects/{PROJECT}/deploy"
    response = client.post(path, params={"environment_type": "test"})
    assert (response.status_code, response.json()["environment_type"]) == (200, "test")
    both = client.post(path, params={"environment_type": "prod"}, json={"environment_type": "test"})
    assert both.json()["environment_type"] == "test"
    assert "environment_type" in both.headers["X-Mock-Reason"]


def test_a_missing_target_is_rejected_and_an_unknown_one_is_not_found(client: httpx2.Client) -> None:
    """A request without a target gets 400 with a message of its own, and one with another value gets 404."""
    for path in (f"{DEV}/projects/{PROJECT}/deploy", f"{DEV}/project_builds/{BUILD}/deploy"):
        missing = client.post(path, json={"description": "d"})
        assert (missing.status_code, missing.json()) == (400, {"message": "environment_type is missing"})
        assert client.post(path, json={"environment_type": "dev"}).status_code == 404


def test_a_customer_without_environments_cannot_deploy(client: httpx2.Client) -> None:
    """All operations of builds and deployments return 400 with the documented message."""
    for method, path in (
        ("GET", "deployments"),
        ("GET", "deployments/1"),
        ("POST", "deployments/1/deploy"),
        ("GET", "deployments/1/eligible_reviewers"),
        ("GET", "project_builds/1"),
        ("POST", "projects/1/build"),
    ):
        response = client.request(method, f"{CONTOSO}/{path}")
        assert (response.status_code, response.json()) == (400, {"message": "Environments not provisioned"})


def test_builds_and_deployments_exist_only_in_development(client: httpx2.Client) -> None:
    """The id of Test or Production is rejected, and the reason has the id to use."""
    for owner in (TEST, PROD):
        response = client.get(f"{owner}/deployments")
        assert response.status_code == 400
        assert "512044" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("project", ["1", "f1", "fx", "x", "f5513"])
def test_an_unknown_project_cannot_be_built(client: httpx2.Client, project: str) -> None:
    """A project id, or a folder that is not a project, is 404 if the customer does not have it."""
    assert client.post(f"{DEV}/projects/{project}/build").status_code == 404


def test_a_deleted_project_keeps_its_builds(client: httpx2.Client) -> None:
    """A build of a project that was deleted can be read; its deployment fails with a reason."""
    client.put(f"{DEV}/recipes/9001/stop")
    client.get(f"{DEV}/project_builds/{BUILD}")
    assert client.delete(f"{DEV}/projects/{PROJECT}", params={"force": "true"}).status_code < 300
    made = client.post(f"{DEV}/project_builds/{BUILD}/deploy", json={"environment_type": "test"}).json()
    response = client.get(f"{DEV}/deployments/{made['id']}")
    response = client.get(f"{DEV}/deployments/{made['id']}")
    assert response.json()["state"] == "failed"
    assert "the project 523200 was deleted" in response.json()["error"]
    assert "the deployment failed" in response.headers["X-Mock-Reason"]


def test_deployments_are_listed_newest_first_and_filtered(client: httpx2.Client) -> None:
    """Filters by project, folder, target, state and time are combined."""
    made = client.post(f"{DEV}/projects/{PROJECT}/deploy", json={"environment_type": "test"}).json()

    def ids(**query: Any) -> list[int]:
        return [entry["id"] for entry in client.get(f"{DEV}/deployments", params=query).json()["items"]]

    assert ids() == [made["id"], 4411, 4410]
    assert ids(project_id=PROJECT, folder_id=f"f{FOLDER}") == ids(folder_id=FOLDER) == ids()
    assert ids(environment_type="prod") == [4411]
    assert ids(state="pending") == [made["id"]]
    assert ids(state="pending", environment_type="prod") == []
    assert ids(**{"from": "2025-03-05T00:00:00Z", "to": "2025-03-06T00:00:00Z"}) == [4411]
    assert client.get(f"{DEV}/deployments", params={"project_id": "1"}).status_code == 404


def test_deployments_end_by_the_clock(new_database: Callable[[], str]) -> None:
    """With transitions by seconds, a deployment ends without being read, and its project appears."""
    with MockServer(database=new_database(), transitions="seconds:30") as server:
        headers = {"Authorization": "Bearer clock"}
        with httpx2.Client(base_url=server.url, headers=headers) as client:
            clock = f"{server.root_url}/_mock/clock"
            client.put(clock, json={"now": "2025-03-04T18:00:00Z", "frozen": True})
            client.post(f"{DEV}/projects/{PROJECT}/deploy", json={"environment_type": "test"})
            client.post(f"{DEV}/projects/{PROJECT}/build")
            assert names(client, f"{TEST}/projects") == []
            client.put(clock, json={"advance_seconds": 31})
            assert names(client, f"{TEST}/projects") == ["Order to cash"]
            newest = client.get(f"{DEV}/deployments").json()["items"][0]
            assert newest["state"] == "success"
            assert client.get(f"{DEV}/project_builds/{newest['project_build_id'] + 1}").json()["state"] == "success"
