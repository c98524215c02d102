"""The command `workato-mock seed` checks seeds, prints examples, and prints the schema of seeds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from click.testing import CliRunner, Result
from workato_embedded_mock import MockServer
from workato_embedded_mock.cli.command import main


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments)


def example_names() -> list[str]:
    """Return the names of the examples that the command lists."""
    return [line.split()[0] for line in run("seed", "example").stdout.splitlines()]


def state_of(server: MockServer) -> Any:
    """Return the state of an account of a server."""
    with httpx2.Client(headers={"X-Mock-Namespace": "a"}) as client:
        return client.get(server.url.replace("/api", "/_mock/state")).json()


def test_every_example_passes_the_check(tmp_path: Path) -> None:
    """Each example that is listed is printed, and passes `seed check`."""
    names = example_names()
    files = []
    for name in names:
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(run("seed", "example", name).stdout)
    checked = run("seed", "check", *map(str, files))
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert len(checked.stdout.splitlines()) == len(names) >= 15
    assert all(file.read_text().startswith("# yaml-language-server: $schema=") for file in files)


def test_every_section_has_an_example() -> None:
    """Each section of customers that people need is in an example."""
    content = "\n".join(run("seed", "example", name).stdout for name in example_names())
    for section in ("folders", "recipes", "jobs", "connections", "lookup_tables", "rows", "members", "properties"):
        assert f"  {section}:" in content
    for section in ("packages", "api_clients", "api_collections", "tags", "environments", "deployments"):
        assert f"  {section}:" in content


def test_an_unknown_example_is_reported_with_all_names() -> None:
    """An unknown example gets one sentence that lists all examples."""
    result = run("seed", "example", "recipes")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: there is no example 'recipes'; expected one of: ")
    assert all(name in result.stderr for name in example_names())


def test_the_check_prints_all_problems_and_exits_with_1(tmp_path: Path) -> None:
    """The check prints each problem of each file with its line on standard error."""
    right, wrong = tmp_path / "right.yaml", tmp_path / "wrong.yaml"
    right.write_text("customers: [{name: a}]\n")
    wrong.write_text("customers:\n- name: a\n  plan: x\n- {}\n")
    result = run("seed", "check", str(right), str(wrong))
    assert result.exit_code == 1
    assert result.stdout == f"{right} is valid: 1 customer, 2 rows\n"
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"the seed {wrong}:3 is invalid at /customers/0/plan: unknown field 'plan'; did you mean ")
    assert second == f"the seed {wrong}:4 is invalid at /customers/1/name: the field name is missing"
    assert last == f"{wrong}: 2 problems"


def test_the_check_prints_json(tmp_path: Path) -> None:
    """With --json, the check prints the problems as JSON."""
    path = tmp_path / "seed.json"
    path.write_text('{"customers": [\n{}]}')
    result = run("seed", "check", "--json", str(path))
    assert result.exit_code == 1
    problem = {"pointer": "/customers/0/name", "text": "the field name is missing", "line": 2}
    assert json.loads(result.stdout) == [{"file": str(path), "problems": [problem]}]


def test_the_server_does_not_start_with_an_invalid_seed(tmp_path: Path) -> None:
    """A start with an invalid seed prints the same problems and exits with 1."""
    path = tmp_path / "seed.yaml"
    path.write_text("customers:\n- name: a\n  recipes: [{}]\n- {}\n")
    command = [sys.executable, "-m", "workato_embedded_mock", "serve", "--port", "0", "--seed", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 2
    assert result.stderr.startswith(f"Error: the seed {path}:3 is invalid at /customers/0/recipes/0/name: ")


def test_the_schema_describes_the_examples() -> None:
    """The JSON Schema allows the fields of the examples, with descriptions and choices of the API."""
    schema: Any = json.loads(run("seed", "schema").stdout)
    recipe = schema["$defs"]["customers.recipes"]
    assert recipe["required"] == ["name"]
    assert recipe["properties"]["name"]["description"]
    assert "succeeded" in schema["$defs"]["customers.recipes.jobs"]["properties"]["status"]["enum"]
    assert recipe["additionalProperties"] is False


@pytest.mark.parametrize("seed", ["default", "empty"])
def test_an_account_can_be_exported_as_a_seed(seed: str, tmp_path: Path) -> None:
    """A server with the exported seed of an account has the same state."""
    with MockServer(seed=seed) as server:
        state = state_of(server)
        exported = run("export-state", "--as-seed", "--url", server.url, "--namespace", "a")
    assert exported.exit_code == 0
    path = tmp_path / "seed.yaml"
    path.write_text(exported.stdout)
    with MockServer(seed=str(path)) as server:
        assert state_of(server) == state
    assert "customers" in yaml.safe_load(exported.stdout) or seed == "empty"


def test_code_that_cannot_be_in_a_seed_is_exported_as_its_text(tmp_path: Path) -> None:
    """An exported seed can be read, also if the code of a recipe is JSON that a seed cannot have."""
    values = ["NaN", "1e999", "1" * 30, r'"\ud800"', r'"\u0000"', '1,"a":2']
    codes = [f'{{"a":{value}}}' for value in values]
    with MockServer() as server:
        with httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer a"}) as http:
            for code in codes:
                recipe = {"name": "Odd", "code": code, "folder_id": "5512"}
                made = http.post("/managed_users/Ecust-0042/recipes", json={"recipe": recipe})
                assert made.status_code == 200
        state = state_of(server)
        exported = run("export-state", "--as-seed", "--url", server.url, "--namespace", "a")
    path = tmp_path / "seed.yaml"
    path.write_text(exported.stdout)
    with MockServer(seed=str(path)) as server:
        assert state_of(server) == state
    assert all(json.dumps(code) in json.dumps(state) for code in codes)
