"""The generated source says what the spec says."""

from __future__ import annotations

import pytest

from generator import render
from generator.bundle import bundle
from generator.facade import Facade, python_name
from generator.findings import GeneratorError
from generator.parser import parse
from generator.tests.conftest import ROOT


def facade() -> Facade:
    """Return the client of the committed spec, as data."""
    made = bundle(ROOT / "spec")
    return Facade(made, parse(made))


def test_each_operation_becomes_one_method() -> None:
    """As many methods as operations, under the names that the spec gives, in its order."""
    made = bundle(ROOT / "spec")
    methods = Facade(made, parse(made)).methods
    assert [m.operation_id for m in methods] == [operation["operationId"] for _, operation, _ in made.operations()]
    assert [m.name for m in methods] == [operation["x-client"]["method"] for _, operation, _ in made.operations()]


def test_required_arguments_come_first() -> None:
    """Path parameters stand first, then what is required, so that signatures are valid and read well."""
    for method in facade().methods:
        ranks = [(argument.place != "path", not argument.required) for argument in method.arguments]
        assert ranks == sorted(ranks), method.operation_id


def test_every_argument_and_property_is_described() -> None:
    """No docstring has an argument without a meaning, and no model a property without one."""
    client = facade()
    assert all(argument.description for method in client.methods for argument in method.arguments)
    assert all(field.description for model in client.models for field in model.fields)


def test_models_lie_where_their_schemas_lie() -> None:
    """Who knows the file of a schema knows the module of its model."""
    for model in facade().models:
        text = (ROOT / f"spec/schemas/{model.module}.yaml").read_text(encoding="utf-8")
        assert f"\n{model.name}:\n" in f"\n{text}"


def test_envelopes_and_bodies_are_no_models() -> None:
    """What the client unwraps or spells out as arguments is not generated as a class."""
    names = {model.name for model in facade().models}
    assert not names & {
        "ManagedUserPage",
        "PropertyList",
        "CreateManagedUser",
        "CreateLookupTable",
        "Success",
        "RowData",
    }


def test_a_keyword_gets_an_underscore() -> None:
    """Only Python's keywords are renamed; `id`, `type` and `schema` stay."""
    assert [python_name(name) for name in ("from", "class", "id", "type", "schema")] == [
        "from_",
        "class_",
        "id",
        "type",
        "schema",
    ]


def test_a_resource_that_is_extended_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resource that the spec has renamed would lose its hand-written methods unseen."""
    assert render._extensions(facade())["Packages"] == {"module": "package_files", "name": "PackageFiles"}
    monkeypatch.setitem(render._EXTENSIONS, "parcels", ("package_files", "PackageFiles"))
    with pytest.raises(GeneratorError, match="the runtime extends what the spec does not have: parcels"):
        render._extensions(facade())
