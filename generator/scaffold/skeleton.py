"""Writes the skeletons of new operations: spec, rule of the mock, case of the contract tests, tests of the rule.

Skeletons pass the rules of the lint that a build needs. Every part that a person must write has the word TODO, which
`python -m generator check` and ruff report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.bundle import METHODS, Bundle
from generator.mock_source import REGISTRY, RESOURCES, read_registry
from generator.scaffold.edits import FileEdits
from generator.scaffold.naming import Names, normalize_path
from generator.scaffold.python_source import add_to_dict, import_names, register_module

ROOT = "spec/openapi.yaml"
PAGINGS = ("none", "page", "page-number", "cursor")

_TEMPLATES = Path(__file__).parent.parent / "templates" / "scaffold"
_CASES = "contract_tests/contracts/cases"
_CASE = "contract_tests.contracts.case"
_TESTS = "mock_server/tests/resources"
_EVENTS = "mock_server/workato_embedded_mock/activity/events"
_EVENT = "workato_embedded_mock.activity.event"
_SUBJECT = "workspace"
# A customer of the default seed.
_CUSTOMER = 512044


@dataclass(frozen=True)
class NewOperation:
    """What is known of a new operation.

    Attributes:
        names: Its names.
        module: Module of its rule below `resources/`, or None for the default.
        paging: How its list is paged: `none`, `page`, `page-number` or `cursor`.
        since: Date of the first edition that has it, or None if the index of November 2023 has it.
        sources: Ids of the sources that describe it.
        rows: Its rows in the vendor's index.
        note: What is inferred.
    """

    names: Names
    module: str | None = None
    paging: str = "none"
    since: str | None = None
    sources: Sequence[str] = ()
    rows: Sequence[str] = ()
    note: str = "TODO state what is inferred, and from what"


@dataclass(frozen=True)
class _PathParameter:
    """A path parameter, with the name of its shared definition, if any, and an example."""

    name: str
    shared: str | None
    example: Any

    @property
    def is_customer(self) -> bool:
        return self.name == "managed_user_id"


class Skeletons:
    """Adds operations to the pending edits of a repository.

    Attributes:
        edits: The pending edits.
        resources: Resource of each path of the spec, including new ones.
        operations: All operationIds, including new ones.
        routes: Method and normalized path of all operations, including new ones.
        client_names: Resources and methods of the client, including new ones.
    """

    def __init__(self, bundle: Bundle, edits: FileEdits) -> None:
        self.edits, self._bundle = edits, bundle
        paths = edits.data(ROOT)["paths"]
        self.resources = {path: Path(item["$ref"].partition("#")[0]).stem for path, item in paths.items()}
        self.operations = {str(operation.get("operationId")) for _, operation, _ in bundle.operations()}
        self.routes = {(method, normalize_path(path)) for method, path, _, _ in bundle.routes()}
        clients = [operation["x-client"] for _, operation, _ in bundle.operations()]
        self.client_names = {client["resource"] for client in clients}
        self.client_names |= {f"{client['resource']}.{client['method']}" for client in clients}
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=False,  # noqa: S701 - YAML and Python are written, not HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )

    def add(self, new: NewOperation) -> None:
        """Add the skeletons of one operation."""
        names = new.names
        values = {"new": new, "names": names, **self._schemas(new)}
        self._describe_client(names)
        self._add_operation(names, values)
        self.append(f"spec/schemas/{names.resource}.yaml", "schemas.yaml.jinja", values)
        if values["fixture_is_new"]:
            self.append(f"spec/fixtures/{names.resource}.yaml", "fixture.yaml.jinja", values)
        self._add_rule(names, new.module or self._module(names), values)
        self._add_event(names, values)
        self._add_case(names, values)
        self.operations.add(names.operation)
        self.routes.add((names.method, normalize_path(names.path)))
        self.client_names |= {names.client_resource, names.client}

    def _schemas(self, new: NewOperation) -> dict[str, Any]:
        """Return which schemas and fixtures the operation uses, and which of them are new."""
        names = new.names
        file = f"spec/schemas/{names.resource}.yaml"
        own = self.edits.data(file)
        elsewhere = self._bundle.document["components"]["schemas"].keys() - own.keys()
        name = f"{names.object}Object" if names.object in elsewhere else names.object
        fixtures = self.edits.data(f"spec/fixtures/{names.resource}.yaml")
        returns_object = names.verb != "delete"
        return {
            "object": name,
            "object_is_new": returns_object and name not in own,
            "list": f"{name}List",
            "list_is_new": names.verb == "list" and f"{name}List" not in own,
            "fixture": next(iter(fixtures.get(name, {})), "example"),
            "fixture_is_new": returns_object and name not in fixtures,
            "customer": _CUSTOMER if "managed_user_id" in names.parameters else None,
        }

    def _describe_client(self, names: Names) -> None:
        tags = {tag["name"] for tag in self.edits.data(ROOT)["tags"]}
        if names.resource not in tags:
            self.edits.add_to_block(ROOT, "tags", self._fill("tag.yaml.jinja", {"names": names}))
            tags.add(names.resource)
        path = names.client_resource.split(".")
        described = tags | self.edits.data(ROOT).get("x-resources", {}).keys()
        for name in (".".join(path[: depth + 1]) for depth in range(len(path))):
            if name not in described:
                self.edits.add_to_block(ROOT, "x-resources", f"  {name}: TODO describe the objects of {name}\n")

    def _add_operation(self, names: Names, values: dict[str, Any]) -> None:
        operation = self._fill("operation.yaml.jinja", values)
        reference = self.edits.data(ROOT)["paths"].get(names.path, {}).get("$ref")
        if reference:
            file, _, item = reference.partition("#/")
            self.edits.add_to_block(f"spec/{file}", item, operation)
            return
        file = f"paths/{names.resource}.yaml"
        taken = self.edits.data(f"spec/{file}")
        item = names.item if names.item not in taken else f"{names.item}_{len(taken)}"
        head = self._fill("path_item.yaml.jinja", {"item": item, "parameters": self._parameters(names)})
        self.edits.append(f"spec/{file}", head + operation)
        self.edits.add_to_block(ROOT, "paths", f"  {names.path}:\n    $ref: {file}#/{item}\n")
        self.resources[names.path] = names.resource

    def _parameters(self, names: Names) -> list[_PathParameter]:
        """Return the path parameters, each with the shared definition that similar paths use for it."""
        return [
            self._parameter(names.path[: names.path.index(f"{{{name}}}") + len(name) + 2], name)
            for name in names.parameters
        ]

    def _parameter(self, begin: str, name: str) -> _PathParameter:
        for path, item in self._bundle.document["paths"].items():
            if path == begin or path.startswith(f"{begin}/"):
                parts = [item, *(item[method] for method in METHODS if method in item)]
                for parameter in (p for part in parts for p in part.get("parameters", [])):
                    definition = self._bundle.resolve(parameter)
                    if "$ref" in parameter and definition["name"] == name:
                        shared = str(parameter["$ref"]).rpartition("/")[2]
                        return _PathParameter(name, shared, definition.get("example", 1))
        return _PathParameter(name, None, 1)

    def owner(self, module: str | None) -> str | None:
        """Return the resource that a module of rules belongs to, or None for a new module."""
        return next((r.name for r in read_registry(self.edits.get(REGISTRY)) if module in r.rules), None)

    def _module(self, names: Names) -> str:
        """Return the module for the rule: an existing one of that name, or a new one in the folder of the resource."""
        registered = next((r.rules for r in read_registry(self.edits.get(REGISTRY)) if r.name == names.resource), ())
        last = {module.rpartition(".")[2]: module for module in registered}
        if names.collection in last:
            return last[names.collection]
        subject = registered[0].rpartition(".")[0] if registered else _SUBJECT
        return f"{subject}.{names.collection}"

    def _add_rule(self, names: Names, module: str, values: dict[str, Any]) -> None:
        path = f"{RESOURCES}/{module.replace('.', '/')}.py"
        package = f"{Path(path).parent.as_posix()}/__init__.py"
        if not self.edits.get(package):
            self.edits.set(package, f'"""The rules of {Path(path).parent.name.replace("_", " ")}."""\n')
        if not self.edits.get(path):
            self.append(path, "rules.py.jinja", values)
        self.append(path, "rule.py.jinja", values)
        self.edits.set(REGISTRY, register_module(self.edits.get(REGISTRY), names.resource, module))
        tests = f"{_TESTS}/{module.replace('.', '/test_')}.py"
        arguments = {**values, "url": self._url(names)}
        if not self.edits.get(tests):
            self.append(tests, "tests.py.jinja", arguments)
        self.append(tests, "test.py.jinja", arguments)

    def _url(self, names: Names) -> str:
        url = names.path
        for parameter in self._parameters(names):
            value = _CUSTOMER if parameter.is_customer else parameter.example
            url = url.replace(f"{{{parameter.name}}}", str(value))
        return url

    def _add_event(self, names: Names, values: dict[str, Any]) -> None:
        """Add an event to the activity log of the mock, for an operation that writes below a customer."""
        if names.method == "GET" or "managed_user_id" not in names.parameters:
            return
        path = f"{_EVENTS}/{names.resource}.py"
        if not self.edits.get(path):
            self.append(path, "events.py.jinja", values)
        own = [parameter for parameter in names.parameters if parameter != "managed_user_id"]
        resource_id = "response.id" if names.verb == "create" else next(iter(own[::-1]), "")
        entry = self._fill("event.py.jinja", {**values, "resource_id": resource_id})
        self.edits.set(path, import_names(add_to_dict(self.edits.get(path), "EVENTS", entry), _EVENT, {"Event"}))

    def _add_case(self, names: Names, values: dict[str, Any]) -> None:
        path = f"{_CASES}/{names.resource}.py"
        if not self.edits.get(path):
            self.append(path, "cases.py.jinja", values)
        parameters = self._parameters(names)
        arguments = ", ".join("CUSTOMER" if p.is_customer else repr(p.example) for p in parameters)
        entry = self._fill("case.py.jinja", {**values, "arguments": arguments})
        imported = {"Case", *("CUSTOMER" for p in parameters if p.is_customer)}
        self.edits.set(path, import_names(add_to_dict(self.edits.get(path), "CASES", entry), _CASE, imported))

    def append(self, path: str, template: str, values: dict[str, Any]) -> None:
        """Append a filled template to a file, unless it is empty."""
        if text := self._fill(template, values):
            self.edits.append(path, text)

    def _fill(self, template: str, values: dict[str, Any]) -> str:
        return self._environment.get_template(template).render(**values)
