"""The operations on jobs behave as documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

FIXTURES = load_fixtures()[1]
JOBS = "/managed_users/512044/recipes/9001/jobs"
SECOND = "j-AAAAAAAA-AAAAA2"


def job(number: int, **changes: object) -> dict[str, Any]:
    """Return the entry of a job in a seed."""
    value = {**FIXTURES["JobDetail"]["succeeded"]["value"], "id": f"j-{number}", "handle": f"j-{number}", **changes}
    value["flow_run_id"] = number
    return {"in": {"managed_user_id": 512044, "recipe_id": value["recipe_id"]}, "value": value}


def seed_of(**jobs: dict[str, Any]) -> str:
    """Return the YAML of a seed with these jobs and the default customers, folders and recipes."""
    names = ("ManagedUser", "Folder", "Recipe")
    return yaml.safe_dump({**{name: FIXTURES[name] for name in names}, "JobDetail": jobs}, sort_keys=False)


@pytest.fixture(scope="module")
def client_with_60_jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """Return a client of a server whose seed has a recipe with 60 jobs: every third failed, every tenth was a rerun."""
    jobs = {
        f"job{number}": job(
            number, status="succeeded" if number % 3 else "failed", is_repeat=number % 10 == 0, master_job_id="j-1"
        )
        for number in range(1, 61)
    }
    jobs["other"] = job(61, recipe_id=9002, status="pending", completed_at=None)
    path = tmp_path_factory.mktemp("jobs") / "seed.yaml"
    path.write_text(seed_of(**jobs))
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"
        yield client


def run_numbers(client: httpx2.Client, **query: str) -> list[int]:
    """Return the run numbers of the listed jobs."""
    return [item["flow_run_id"] for item in client.get(JOBS, params=query).json()["items"]]


def descending(first: int, last: int) -> list[int]:
    """Return the integers from the first down to the last."""
    return list(range(first, last - 1, -1))


def test_the_jobs_of_the_seed_are_returned_unchanged(client: httpx2.Client) -> None:
    """The list and the details equal the fixtures, key for key, and the counters are those of the recipe."""
    entries, details = FIXTURES["Job"], FIXTURES["JobDetail"]
    page = {
        "job_succeeded_count": 1,
        "job_failed_count": 1,
        "job_count": 2,
        "job_scope_count": 2,
        "items": [entries["failed"]["value"], entries["succeeded"]["value"]],
    }
    assert client.get(JOBS).text == json.dumps(page, separators=(",", ":"))
    for detail in details.values():
        response = client.get(f"{JOBS}/{detail['value']['id']}")
        assert response.text == json.dumps(detail["value"], separators=(",", ":"))


def test_pages_can_be_read_in_both_directions(client_with_60_jobs: httpx2.Client) -> None:
    """A page has 25 jobs, newest first, and `prev` returns the jobs directly before the cursor."""
    assert run_numbers(client_with_60_jobs) == descending(60, 36)
    assert run_numbers(client_with_60_jobs, offset_job_id="j-36") == descending(35, 11)
    assert run_numbers(client_with_60_jobs, offset_job_id="j-11") == descending(10, 1)
    assert run_numbers(client_with_60_jobs, offset_job_id="j-1") == []
    assert run_numbers(client_with_60_jobs, offset_job_id="j-11", prev="true") == descending(36, 12)
    assert run_numbers(client_with_60_jobs, offset_job_id="j-60", prev="true") == []
    assert run_numbers(client_with_60_jobs, prev="true") == descending(60, 36)


def test_the_deprecated_cursor_is_a_run_number(client_with_60_jobs: httpx2.Client) -> None:
    """`offset_run_id` does not have to be the number of a job, and `offset_job_id` takes precedence."""
    assert run_numbers(client_with_60_jobs, offset_run_id="11") == descending(10, 1)
    assert run_numbers(client_with_60_jobs, offset_run_id="40", prev="true") == descending(60, 41)
    assert run_numbers(client_with_60_jobs, offset_run_id="1000") == descending(60, 36)
    assert run_numbers(client_with_60_jobs, offset_run_id="11", offset_job_id="j-3") == [2, 1]


def test_filters_are_combined_and_do_not_affect_the_counters(client_with_60_jobs: httpx2.Client) -> None:
    """The list of jobs combines its filters, but its counters include all jobs of the recipe."""
    assert run_numbers(client_with_60_jobs, status="failed") == list(range(60, 0, -3))
    assert run_numbers(client_with_60_jobs, rerun_only="true") == [60, 50, 40, 30, 20, 10]
    assert run_numbers(client_with_60_jobs, rerun_only="false") == descending(60, 36)
    assert run_numbers(client_with_60_jobs, rerun_only="true", status="failed", offset_job_id="j-60") == [30]
    assert run_numbers(client_with_60_jobs, status="pending") == []
    page = client_with_60_jobs.get(JOBS, params={"status": "pending"}).json()
    assert (page["job_succeeded_count"], page["job_failed_count"], page["job_count"]) == (40, 20, 60)


def test_the_counters_of_the_recipe_equal_those_of_the_list(client_with_60_jobs: httpx2.Client) -> None:
    """The counters of a recipe are computed from its jobs; a pending job counts in the list only."""
    recipe = client_with_60_jobs.get("/managed_users/512044/recipes/9001").json()
    assert (recipe["job_succeeded_count"], recipe["job_failed_count"]) == (40, 20)
    recipe = client_with_60_jobs.get("/managed_users/512044/recipes/9002").json()
    assert (recipe["job_succeeded_count"], recipe["job_failed_count"]) == (0, 0)
    assert client_with_60_jobs.get("/managed_users/512044/recipes/9002/jobs").json()["job_count"] == 1


def test_a_rerun_has_the_id_of_its_first_job(client_with_60_jobs: httpx2.Client) -> None:
    """A rerun has the id of the first job in the list, and also its handle in the details."""
    assert client_with_60_jobs.get(JOBS).json()["items"][0]["master_job_id"] == "j-1"
    detail = client_with_60_jobs.get(f"{JOBS}/j-60").json()
    assert (detail["master_job_id"], detail["master_job_handle"]) == ("j-1", "j-1")


def test_a_job_belongs_to_its_recipe(client_with_60_jobs: httpx2.Client) -> None:
    """A job is not found below another recipe, neither by id nor as a cursor."""
    other = "/managed_users/512044/recipes/9002/jobs"
    assert client_with_60_jobs.get(f"{other}/j-61").json()["completed_at"] is None
    assert client_with_60_jobs.get(f"{other}/j-60").status_code == 404
    assert client_with_60_jobs.get(f"{JOBS}/j-61").status_code == 404
    assert client_with_60_jobs.get(JOBS, params={"offset_job_id": "j-61"}).status_code == 404
    assert client_with_60_jobs.get("/managed_users/512101/recipes/9001/jobs").status_code == 404


@pytest.mark.parametrize(
    "query", [{"status": "done"}, {"prev": "on"}, {"offset_job_id": ""}, {"rerun_only": "2"}, {"offset_run_id": "j"}]
)
def test_an_invalid_query_is_rejected(client: httpx2.Client, query: dict[str, str]) -> None:
    """An invalid query for jobs is rejected, and the reason names the parameter."""
    response = client.get(JOBS, params=query)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert f"/query/{next(iter(query))}" in response.headers["X-Mock-Reason"]


def test_jobs_are_deleted_with_their_recipe(client: httpx2.Client) -> None:
    """The jobs of a deleted recipe return 404."""
    path = JOBS.removesuffix("/jobs")
    assert client.put(f"{path}/stop").json() == {"success": True}
    assert client.delete(path).json() == {"success": True}
    assert client.get(JOBS).status_code == 404
    assert client.get(f"{JOBS}/{SECOND}").status_code == 404


@pytest.mark.parametrize(
    ("entry", "pointer", "sentence"),
    [
        (job(1), "/value/id", "the id j-1"),
        (job(1, id="j-2"), "/value/flow_run_id", "run number 1"),
        ({**job(2), "in": {"managed_user_id": 512101, "recipe_id": 9001}}, "/in/recipe_id", "another customer"),
        ({**job(2), "in": {"managed_user_id": 512044, "recipe_id": 9002}}, "/value/recipe_id", "another recipe"),
    ],
)
def test_an_inconsistent_job_in_a_seed_is_rejected(
    tmp_path: Path, entry: dict[str, Any], pointer: str, sentence: str
) -> None:
    """A seed in which a job is repeated, or belongs to another recipe than `in` names, is rejected."""
    path = tmp_path / "seed.yaml"
    path.write_text(seed_of(one=job(1), two=entry))
    with pytest.raises(StartError, match=sentence) as caught:
        MockServer(seed=str(path)).start()
    assert f"at /JobDetail/two{pointer}:" in str(caught.value)
