"""Tests of the client model that the templates are rendered from."""

from __future__ import annotations

from functools import cache

import pytest

from generator import render
from generator.as_of import bundle_as_of
from generator.bundle import bundle
from generator.facade import Facade, python_name
from generator.findings import GeneratorError
from generator.parser import parse
from generator.tests.conftest import ROOT


@cache
def facade() -> Facade:
    """Return the client model of the committed spec, which no test changes."""
    made = bundle(ROOT / "spec")
    return Facade(made, parse(made))


def test_each_operation_has_one_method() -> None:
    """Methods correspond to operations one to one, with the names and order of the spec."""
    made, methods = bundle(ROOT / "spec"), facade().methods
    assert [m.operation_id for m in methods] == [operation["operationId"] for _, operation, _ in made.operations()]
    assert [m.name for m in methods] == [operation["x-client"]["method"] for _, operation, _ in made.operations()]


def test_required_arguments_come_first() -> None:
    """Arguments are ordered: path parameters, other required arguments, optional arguments."""
    for method in facade().methods:
        ranks = [(argument.location != "path", not argument.required) for argument in method.arguments]
        assert ranks == sorted(ranks), method.operation_id


def test_every_argument_and_property_is_described() -> None:
    """Every argument of a method and every property of a model has a description."""
    client = facade()
    assert all(argument.description for method in client.methods for argument in method.arguments)
    assert all(field.description for model in client.models for field in model.fields)


def test_models_are_in_the_module_of_their_schema_file() -> None:
    """The module of a model has the name of the file that defines its schema."""
    for model in facade().models:
        text = (ROOT / f"spec/schemas/{model.module}.yaml").read_text(encoding="utf-8")
        assert f"\n{model.name}:\n" in f"\n{text}"


def test_envelopes_and_request_bodies_have_no_models() -> None:
    """No model is generated for envelopes, which are unwrapped, and bodies, which become arguments."""
    names = {model.name for model in facade().models}
    assert not names & {
        "ManagedUserPage",
        "PropertyList",
        "CreateManagedUser",
        "CreateLookupTable",
        "Success",
        "RowData",
    }


@pytest.mark.parametrize(
    ("edition", "status"),
    [
        ("2025-10-14", None),
        ("2025-12-01", "deprecated and ends on 2026-07-01"),
        ("2026-07-01", "retired since 2026-07-01"),
    ],
)
def test_an_operation_is_retired_in_the_editions_after_its_end(edition: str, status: str | None) -> None:
    """The edition of the document, and not the clock, decides whether an operation has ended or will end."""
    made = bundle(ROOT / "spec")
    if edition != "2026-07-01":
        made = bundle_as_of(made, edition)
    method = next(m for m in Facade(made, parse(made)).methods if m.operation_id == "list_api_clients")
    assert (method.status if method.deprecated else None) == status


def test_python_keywords_get_an_underscore() -> None:
    """Only Python keywords are renamed; `id`, `type` and `schema` are not."""
    assert [python_name(name) for name in ("from", "class", "id", "type", "schema")] == [
        "from_",
        "class_",
        "id",
        "type",
        "schema",
    ]


def test_an_extended_resource_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extension of a resource that the spec does not have is an error, so that methods are not lost silently."""
    assert render._extensions(facade())["Packages"] == {"module": "package_files", "name": "PackageFiles"}
    monkeypatch.setitem(render._EXTENSIONS, "parcels", ("package_files", "PackageFiles"))
    with pytest.raises(GeneratorError, match="_EXTENSIONS names resources that the spec does not have: parcels"):
        render._extensions(facade())
