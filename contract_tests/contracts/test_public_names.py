"""The public names of both packages are the committed ones."""

from __future__ import annotations

import copy
from importlib import import_module

import pytest
import workato_embedded
import yaml
from workato_embedded import models

from contract_tests.contracts.public_names import COMMITTED, MODULES, collect, differences, modules


def test_public_names_are_the_committed_ones() -> None:
    """Public names, arguments, options, variables and control plane operations are those of public_names.yaml."""
    found = differences(yaml.safe_load(COMMITTED.read_text("utf-8")), collect())
    assert not found, "\n".join(
        [
            "The public names differ from contract_tests/contracts/public_names.yaml:",
            *found,
            "If that is meant, run `python -m contract_tests.contracts.public_names` and describe it in changes/.",
        ]
    )


def test_removed_names_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is removed from the `__all__` of a module is reported, in each module that users import."""
    committed = yaml.safe_load(COMMITTED.read_text("utf-8"))
    removed = []
    for module in (import_module(name) for name in MODULES if not MODULES[name]):
        removed += [f"missing: modules: {module.__name__}: {module.__all__[-1]}"]
        monkeypatch.setattr(module, "__all__", module.__all__[:-1])
    found = differences({"modules": committed["modules"]}, modules())
    assert len(removed) == 7
    assert set(removed) <= set(found)


def test_differences_name_what_is_missing_new_and_changed() -> None:
    """A removed name, a new name and a changed signature are each one line that names its place."""
    before = yaml.safe_load(COMMITTED.read_text("utf-8"))
    after = copy.deepcopy(before)
    after["pytest_options"].remove("--workato-mock-url")
    after["headers"].append("X-Mock-New")
    after["modules"]["workato_embedded"]["spec_path"] = "(path)"
    assert differences(before, after) == [
        "changed: modules: workato_embedded: spec_path: (name=) became (path)",
        "missing: pytest_options: --workato-mock-url",
        "new: headers: X-Mock-New",
    ]
    assert differences(before, before) == []


def test_every_name_in_all_can_be_imported() -> None:
    """`workato_embedded.__all__` is sorted, and each name in it and in `models.__all__` can be imported."""
    assert workato_embedded.__all__ == sorted(workato_embedded.__all__)
    assert all(hasattr(workato_embedded, name) for name in workato_embedded.__all__)
    assert all(hasattr(models, name) for name in models.__all__)
