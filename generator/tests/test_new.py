"""Tests of the `new` command: skeletons, the list of what is left to do, and invalid input."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.bundle import bundle
from generator.cli import main
from generator.mock_source import REGISTRY, RESOURCES, read_registry
from generator.scaffold.python_source import add_to_dict, import_names, register_module
from generator.tests.conftest import ROOT

EVENTS = ROOT / "mock_server/workato_embedded_mock/activity/events"
# Arguments of ruff for a list of what it finds.
_JSON = ("check", "--output-format", "json")
LIST = "GET /managed_users/{managed_user_id}/tide_tables"
New = Callable[..., Result]


@pytest.fixture
def new(copied_sources: Path) -> New:
    """Return a function that runs `new` on the copy."""
    return lambda *arguments: CliRunner().invoke(main, ["new", "--root", str(copied_sources), *arguments])


def tree(folder: Path) -> dict[str, str]:
    """Return the text of all files below a folder, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def run(root: Path, command: str) -> Result:
    """Run another command of the generator on the copy."""
    return CliRunner().invoke(main, [command, "--root", str(root)])


def cases(root: Path, resource: str) -> dict[str, Any]:
    """Return the cases of a resource in the copy."""
    path = root / f"contract_tests/contracts/cases/{resource}.py"
    spec = importlib.util.spec_from_file_location(f"copied_cases_{resource}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.CASES
    return found


# Arguments of `new`, then the operationId, the module of its rule, and its name in the client.
OPERATIONS = [
    ([LIST], "list_tide_tables", "workspace.tide_tables", "tide_tables.list"),
    (
        [LIST, "--resource", "managed_users"],
        "list_tide_tables",
        "managed_users.tide_tables",
        "managed_users.list_tide_tables",
    ),
    ([LIST, "--client", "managed_users.logs.list"], "list_tide_tables", "workspace.tide_tables", None),
    ([LIST, "--paging", "page"], "list_tide_tables", "workspace.tide_tables", None),
    ([LIST, "--paging", "page-number"], "list_tide_tables", "workspace.tide_tables", None),
    ([LIST, "--operation", "show_tides"], "show_tides", "workspace.tide_tables", None),
    ([LIST, "--paging", "cursor"], "list_tide_tables", "workspace.tide_tables", None),
    (["POST /managed_users/{managed_user_id}/badges"], "create_badge", "workspace.badges", "badges.create"),
    (["PUT /managed_users/{id}/badges/{badge_id}"], "update_badge", "workspace.badges", "badges.update"),
    (
        ["DELETE /managed_users/{managed_user_id}/badges/{badge_id}"],
        "delete_badge",
        "workspace.badges",
        "badges.delete",
    ),
    (
        ["POST /managed_users/{managed_user_id}/recipes/{recipe_id}/polish"],
        "polish_recipe",
        "recipes.recipes",
        "recipes.polish",
    ),
    (["GET /harbors", "--module", "connections.harbors"], "list_harbors", "connections.harbors", "harbors.list"),
]


def events(root: Path, resource: str) -> dict[str, Any]:
    """Return the events of a resource in the copy."""
    path = root / f"mock_server/workato_embedded_mock/activity/events/{resource}.py"
    spec = importlib.util.spec_from_file_location(f"copied_events_{resource}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.EVENTS)


@pytest.mark.parametrize(
    ("request_line", "resource", "operation", "located"),
    [
        ("POST /managed_users/{managed_user_id}/badges", "badges", "create_badge", "response.id"),
        ("PUT /managed_users/{id}/badges/{badge_id}", "badges", "update_badge", "badge_id"),
        ("DELETE /managed_users/{managed_user_id}/badges/{badge_id}", "badges", "delete_badge", "badge_id"),
        ("POST /managed_users/{id}/recipes/{recipe_id}/polish", "recipes", "polish_recipe", "recipe_id"),
        ("PUT /managed_users/{managed_user_id}/roles/{role_id}", "roles", "update_role", "role_id"),
    ],
)
def test_an_operation_that_writes_has_an_event(
    request_line: str, resource: str, operation: str, located: str, new: New, copied_sources: Path
) -> None:
    """A write below a customer has a row in the activity log, which lacks only its words; other rows are kept."""
    path = copied_sources / f"mock_server/workato_embedded_mock/activity/events/{resource}.py"
    before = events(copied_sources, resource) if path.exists() else {}
    result = new(request_line)
    assert (result.exit_code, result.stderr) == (0, "")
    found = events(copied_sources, resource)
    event = found.pop(operation)
    assert found.keys() == before.keys()
    assert (event.event_type, event.resource_type, event.resource_id) == ("TODO", "TODO", located)
    assert event.removes is operation.startswith("delete")
    steps = re.findall(r"\d+\. (\S+):(\d+) name the event", result.stdout)
    assert [step[0] for step in steps] == [path.relative_to(copied_sources).as_posix()]
    assert [finding["code"] for finding in json.loads(ruff(copied_sources, *_JSON, str(path)).stdout)] == ["FIX002"]
    assert ruff(copied_sources, "format", "--check", str(path)).returncode == 0


@pytest.mark.parametrize("request_line", [LIST, "POST /harbors"])
def test_other_operations_have_no_event(request_line: str, new: New, copied_sources: Path) -> None:
    """An operation that only reads, or does not belong to a customer, has no row in the activity log."""
    assert new(request_line).exit_code == 0
    folder = copied_sources / "mock_server/workato_embedded_mock/activity/events"
    assert {path.name for path in folder.iterdir()} == {path.name for path in EVENTS.glob("*.py")}


def registered(root: Path) -> list[str]:
    """Return the modules of rules that the registry of the copy lists."""
    return [name for entry in read_registry((root / REGISTRY).read_text("utf-8")) for name in entry.rules]


@pytest.mark.parametrize(("arguments", "operation", "module", "client"), OPERATIONS)
def test_a_skeleton_has_all_parts(
    arguments: list[str], operation: str, module: str, client: str | None, new: New, copied_sources: Path
) -> None:
    """The skeleton of each kind of operation has a path item, a rule in a registered module, and a case."""
    result = new(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"To complete {operation}:\n1. spec/" in result.stdout
    assert registered(copied_sources).count(module) == 1
    rule = (copied_sources / f"{RESOURCES}/{module.replace('.', '/')}.py").read_text("utf-8")
    assert f"def _{operation}(context: Context" in rule
    made = {o["operationId"]: o for _, o, _ in bundle(copied_sources / "spec").operations()}
    assert client is None or ".".join(made[operation]["x-client"].values()) == client
    resource = re.findall(r"wrote contract_tests/contracts/cases/(\w+)\.py", result.stdout)[0]
    assert operation in cases(copied_sources, resource)


@pytest.mark.nightly
def test_skeletons_can_be_built(new: New, copied_sources: Path) -> None:
    """A client can be built from skeletons: one of each kind of operation, with and without paging."""
    for arguments, operation, _, _ in OPERATIONS[6:]:
        assert new(*arguments).exit_code == 0
        assert new(*arguments).exit_code == 2, operation
    built = run(copied_sources, "build")
    assert (built.exit_code, built.stderr) == (0, "")


def test_a_skeleton_is_reported_as_unfinished(new: New, copied_sources: Path) -> None:
    """The commands `check` and `lint` name every placeholder and the missing rule, each with file and line."""
    new(LIST, "--resource", "managed_users")
    for command in ("check", "lint"):
        result = run(copied_sources, command)
        assert result.exit_code == 1
        for line in result.stderr.splitlines():
            assert re.match(r"spec/(paths|schemas)/managed_users\.yaml:\d+: (unfinished: TODO|the mock has no)", line)
        skeleton = f"{RESOURCES}/managed_users/tide_tables.py:10"
        assert f"the mock has no rule; its skeleton is in {skeleton} (operation list_" in result.stderr


def ruff(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ruff in the copy, with its settings."""
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_ruff_reports_the_placeholders_in_python(new: New, copied_sources: Path) -> None:
    """Rule, case and test have a placeholder each, and nothing else for ruff to report."""
    result = new(LIST, "--resource", "managed_users", "--paging", "page")
    files = re.findall(r"wrote (.*\.py)", result.stdout)
    found = ruff(copied_sources, "check", "--output-format", "json", *files)
    assert [finding["code"] for finding in json.loads(found.stdout)] == ["FIX002"] * 3, found.stdout
    assert ruff(copied_sources, "format", "--check", *files).returncode == 0


def test_the_steps_name_existing_lines(new: New, copied_sources: Path) -> None:
    """Each step of the list leads to a line of the skeleton."""
    steps = re.findall(r"^\d+\. (\S+):(\d+) ", new(LIST, "--resource", "managed_users").stdout, re.MULTILINE)
    assert len(steps) == 6
    for path, line in steps:
        text = (copied_sources / path).read_text("utf-8").splitlines()[int(line) - 1]
        assert "TODO" in text or path == "spec/fixtures/managed_users.yaml"


def test_existing_text_is_kept(new: New, copied_sources: Path) -> None:
    """The command only adds lines to YAML files."""
    before = {path: path.read_text("utf-8") for path in (copied_sources / "spec").rglob("*.yaml")}
    new(LIST, "--resource", "managed_users", "--client", "managed_users.logs.list")
    for path, text in before.items():
        after = iter(path.read_text("utf-8").splitlines())
        assert all(line in after for line in text.splitlines()), path


INVALID = [
    ["tide_tables"],
    ["FETCH /tide_tables"],
    ["GET tide_tables"],
    ["GET /Tide Tables"],
    ["GET /{id}"],
    ["GET /managed_users"],
    ["GET /managed_users/{id}/roles"],
    ["PUT /v2/managed_users/{id}/recipes/{recipe_id}/versions/{version_id}"],
    [LIST, "--resource", "Tides"],
    [LIST, "--operation", "listTides"],
    [LIST, "--operation", "list_roles"],
    [LIST, "--client", "list"],
    [LIST, "--client", "roles.list"],
    [LIST, "--module", "tide_tables"],
    [LIST, "--module", "../x.y"],
    [LIST, "--module", "workspace.roles"],
    [LIST, "--paging", "pages"],
    ["POST /badges", "--paging", "page"],
    [LIST, "--since", "last year"],
    [LIST, "--since", "2024-04-02"],
    [LIST, "--source", "hearsay"],
]


@pytest.mark.parametrize("arguments", INVALID, ids=" ".join)
def test_invalid_input_gives_one_line(arguments: list[str], new: New, copied_sources: Path) -> None:
    """Invalid arguments and existing operations give a one-line error and exit code 2, and nothing is written."""
    before = tree(copied_sources / "spec")
    result = new(*arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1), result.output
    assert isinstance(result.exception, SystemExit)
    assert tree(copied_sources / "spec") == before


def test_a_failed_write_changes_nothing(new: New, copied_sources: Path) -> None:
    """If one file cannot be written, all other files are restored."""
    (copied_sources / "spec/schemas/tide_tables.yaml").mkdir()
    before = tree(copied_sources)
    result = new(LIST)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert tree(copied_sources) == before


def test_a_second_operation_reuses_the_files(new: New, copied_sources: Path) -> None:
    """Operations of one resource share object schema, fixture, module, cases and tests."""
    new("GET /managed_users/{managed_user_id}/badges")
    result = new("POST /managed_users/{managed_user_id}/badges")
    assert (result.exit_code, "spec/fixtures" in result.stdout) == (0, False)
    assert set(cases(copied_sources, "badges")) == {"list_badges", "create_badge"}


def test_a_rule_that_is_not_listed_is_found(copied_sources: Path) -> None:
    """A rule in a module that the registry does not list is reported with file and line."""
    registry = copied_sources / REGISTRY
    registry.write_text(registry.read_text("utf-8").replace('("workspace.roles",)', "()"), "utf-8")
    result = run(copied_sources, "lint")
    assert result.exit_code == 1
    found = re.findall(rf"{RESOURCES}/workspace/roles\.py:\d+: .* \(operation (\w+)\) \[mock-rule\]", result.stderr)
    assert found == ["list_roles", "copy_role"]


def test_an_operation_without_a_rule_is_found(copied_sources: Path) -> None:
    """An operation whose rule was renamed is reported at its operationId."""
    rules = copied_sources / f"{RESOURCES}/workspace/roles.py"
    rules.write_text(rules.read_text("utf-8").replace("def copy_role(", "def copied_role("), "utf-8")
    result = run(copied_sources, "lint")
    assert re.match(r"spec/paths/roles\.yaml:\d+: the mock has no rule \(operation copy_role\)", result.stderr)


@pytest.mark.parametrize("text", ["", "RESOURCES = 7\n", "RESOURCES = (7,)\n", "RESOURCES = (\n"])
def test_an_unreadable_registry_is_reported(text: str, new: New, copied_sources: Path) -> None:
    """A registry in another form gives a one-line error."""
    (copied_sources / REGISTRY).write_text(text, "utf-8")
    result = new(LIST)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_source_edits_are_idempotent() -> None:
    """Names that are imported and modules that are registered are not added twice."""
    registry = (ROOT / REGISTRY).read_text("utf-8")
    assert register_module(registry, "roles", "workspace.roles") == registry
    longer = register_module(registry, "roles", "workspace.role_copies")
    assert ast.parse(longer)
    assert 'Resource("roles", ("workspace.roles", "workspace.role_copies")),' in longer
    source = "from a import Case, package\n\nCASES = {\n}\n"
    assert import_names(source, "a", {"Case"}) == source
    assert import_names(source, "a", {"CUSTOMER"}).startswith("from a import CUSTOMER, Case, package\n")
    assert add_to_dict(source, "CASES", "    1: 2,\n").endswith("CASES = {\n    1: 2,\n}\n")
    assert add_to_dict("A: B = {3: 4}\n\nC = 1\n", "A", "    1: 2,\n") == "A: B = {\n    3: 4,\n    1: 2,\n}\n\nC = 1\n"
    assert add_to_dict("A = {}\n", "A", "    1: 2,\n") == "A = {\n    1: 2,\n}\n"
