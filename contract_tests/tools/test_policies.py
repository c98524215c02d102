"""The support policy and the issue forms agree with the code."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, Final

import pytest
import workato_embedded.models as models
import yaml

from contract_tests.support.validator import ROOT
from distribution.build import PROJECTS

POLICY: Final = (ROOT / "docs/support-policy.md").read_text("utf-8")
FORMS: Final = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
DOCUMENT: Final[dict[str, Any]] = json.loads((ROOT / "spec/dist/openapi.json").read_text("utf-8"))
# The commands of the environment in which the tests run.
PROGRAMS: Final = Path(sys.executable).parent

SUPPORTED: Final = re.findall(r"^\| (3\.\d+) \| yes \|", POLICY, re.MULTILINE)


def fields() -> list[Any]:
    """Return an identification, label and description for each field of each form."""
    return [
        pytest.param(field, id=f"{path.stem}: {field['attributes']['label']}")
        for path in FORMS
        for field in yaml.safe_load(path.read_text("utf-8")).get("body", [])
        if "label" in field["attributes"]
    ]


@pytest.mark.parametrize("name", PROJECTS)
def test_the_supported_pythons_are_those_of_the_classifiers(name: str) -> None:
    """The support policy and the classifiers of each distribution have the same Pythons."""
    classifiers = metadata(name).get_all("Classifier") or []
    found = [text.rpartition(" ")[2] for text in classifiers if re.fullmatch(r"Programming .* 3\.\d+", text)]
    assert found == SUPPORTED


def test_the_tests_run_on_each_supported_python() -> None:
    """`make test` and `make versions`, which CI runs, have together the Pythons of the support policy."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    ((first, last),) = re.findall(r"^SUPPORTED := .*\((3, \d+)\) <= .* <= \((3, \d+)\)", makefile, re.MULTILINE)
    (others,) = re.findall(r"^VERSIONS := (.*)$", makefile, re.MULTILINE)
    assert [first.replace(", ", "."), *others.split()] == SUPPORTED
    assert last.replace(", ", ".") == SUPPORTED[-1]
    assert "make versions" in (ROOT / ".ci/run").read_text("utf-8")


def test_a_model_has_each_of_its_earlier_names() -> None:
    """The client exports a model under each name of `x-earlier-names`, as the support policy says."""
    found = 0
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for earlier in schema.get("x-earlier-names", []) if hasattr(models, name) else []:
            assert getattr(models, earlier) is getattr(models, name)
            found += 1
    assert found


def test_the_version_of_the_document_in_the_policy_is_the_current_one() -> None:
    """The example of a version in the support policy is the version of the document."""
    assert f"such as `{DOCUMENT['info']['version']}`" in POLICY


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_is_valid(path: Path) -> None:
    """Each issue form, and the file that configures them, is valid by the published schema of such files."""
    schema = "vendor.github-issue-config" if path.stem == "config" else "vendor.github-issue-forms"
    command = [str(PROGRAMS / "check-jsonschema"), "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_forms_about_programs_ask_for_request_id_and_version() -> None:
    """The forms for client and mock ask for `X-Request-Id`, and each form for the output of `--version`."""
    for path in FORMS:
        labels = [
            field["attributes"].get("label", "") for field in yaml.safe_load(path.read_text("utf-8")).get("body", [])
        ]
        assert any("--version`" in label for label in labels) or path.stem == "config"
        assert ("X-Request-Id" in labels) == (path.stem in ("client", "mock"))


@pytest.mark.parametrize("field", fields())
def test_the_commands_that_a_form_names_print_something(field: dict[str, Any]) -> None:
    """Each command in backticks in a field of a form exists, succeeds and prints a version."""
    attributes = field["attributes"]
    text = f"{attributes['label']} {attributes.get('description', '')}"
    for line in re.findall(r"`((?:workato-\w+|python) [^`]+)`", text):
        command, *words = shlex.split(line)
        done = subprocess.run([str(PROGRAMS / command), *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert DOCUMENT["info"]["version"] in done.stdout
