"""Builds the client as data for the templates: resources, methods and models. Writes nothing.

openapi-python-client provides names, types and required flags. The bundle provides what it drops: extensions and paths.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from openapi_python_client.parser.bodies import BodyType
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ListProperty, LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from generator.bundle import EARLIER_NAMES, TWINS, Bundle
from generator.document import Pointer
from generator.lint.extensions import success_schema, unwrapped_schema
from generator.lint.operations import parameters_of
from generator.parser import Parsed
from generator.python_types import Shape, Types
from generator.retirement import retirement
from generator.secret_fields import secret_marks


@dataclass(frozen=True)
class Argument:
    """An argument of a method."""

    name: str
    python_name: str
    location: str
    annotation: str
    required: bool
    description: str
    shape: Shape


@dataclass(frozen=True)
class Method:
    """A method of the client, for one operation.

    Attributes:
        since: The date of the first edition that has the operation; None for the first edition.
        twins: Other HTTP methods that do the same. The client sends `http_method`.
        status: What a deprecated operation is: `deprecated`, or `retired since 2026-07-01`.
        successor: The method to use instead, such as `roles.list`, or None.
        reports_failure: Whether the spec documents `success: false` with a success status.
    """

    operation_id: str
    constant: str
    name: str
    http_method: str
    twins: list[str]
    path: str
    summary: str
    description: str
    arguments: list[Argument]
    has_body: bool
    wrapper: str | None
    content_type: str | None
    envelope: str | None
    result: str
    reader: str
    paging: dict[str, Any] | None
    rate_limit: dict[str, Any] | None
    non_idempotent_fields: list[str]
    secrets: dict[str, bool]
    deprecated: bool
    since: str | None
    status: str
    successor: str | None
    reports_failure: bool
    statuses: list[int]
    confidence: str
    notes: list[str]
    models: frozenset[str]

    @property
    def retirement(self) -> str:
        """What a deprecated operation is, and what to use instead."""
        return f"{self.status}; use client.{self.successor}" if self.successor else self.status

    @property
    def standing(self) -> str:
        """What a deprecated operation is, in one word: `retired` or `deprecated`."""
        return self.status.partition(" ")[0]

    @property
    def item(self) -> str:
        """The annotation of one entry of a list: the part in the brackets of `result`."""
        return self.result.partition("[")[2].removesuffix("]")

    def arguments_in(self, location: str) -> list[Argument]:
        """Return the arguments that go to `path`, `query` or `body`."""
        return [argument for argument in self.arguments if argument.location == location]


@dataclass
class Resource:
    """A resource attribute of the client, with its methods and child resources."""

    name: str
    class_name: str
    description: str
    methods: list[Method] = field(default_factory=list)
    children: list[Resource] = field(default_factory=list)

    def family(self) -> Iterable[Resource]:
        """Yield the child resources, deepest first, and then this one."""
        for child in self.children:
            yield from child.family()
        yield self


@dataclass(frozen=True)
class ModelField:
    """A property of a model."""

    python_name: str
    annotation: str
    required: bool
    description: str
    reader: str | None


@dataclass(frozen=True)
class ModelClass:
    """A model: a named object schema of a request or a response."""

    name: str
    module: str
    description: str
    fields: list[ModelField]
    uses: frozenset[str]
    secrets: dict[str, bool]
    earlier_names: list[str]

    @property
    def names(self) -> list[str]:
        """The names that programs can import: its own, then earlier ones."""
        return [self.name, *self.earlier_names]


def python_name(name: str) -> str:
    """Return the Python name of an argument or property.

    `page[number]` becomes `page_number`, and the list `users_ids[]` becomes `users_ids`. A keyword gets an underscore
    at its end. Any other name is unchanged.
    """
    plain = name.removesuffix("[]").replace("[", "_").replace("]", "")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


class Facade:
    """The whole client as data: `resources` is a tree, `models` a list sorted by name."""

    def __init__(self, bundle: Bundle, parsed: Parsed) -> None:
        self._bundle = bundle
        self._parsed = parsed
        self._types = Types(parsed.models)
        self._client_names = {
            operation["operationId"]: f"{operation['x-client']['resource']}.{operation['x-client']['method']}"
            for _, operation, _ in bundle.operations()
        }
        self.resources = self._resources()
        self.models = sorted(self._models(), key=lambda model: model.name)

    @property
    def methods(self) -> list[Method]:
        """All methods of all resources, in the order of the spec."""
        methods = {m.operation_id: m for top in self.resources for member in top.family() for m in member.methods}
        return [methods[operation["operationId"]] for _, operation, _ in self._bundle.operations()]

    @property
    def resource_of(self) -> dict[str, str]:
        """The client attribute that has the method of each operation, with dots for nesting."""
        operations = (operation for _, operation, _ in self._bundle.operations())
        return {operation["operationId"]: operation["x-client"]["resource"] for operation in operations}

    def path_of(self, resource: Resource) -> str:
        """Return the client attribute of a resource, with dots for nesting."""
        return next((self.resource_of[method.operation_id] for method in resource.methods), resource.name)

    def _resources(self) -> list[Resource]:
        described = {tag["name"]: tag["description"] for tag in self._bundle.document["tags"]}
        described |= self._bundle.document.get("x-resources", {})
        known: dict[str, Resource] = {}
        for _, operation, _ in self._bundle.operations():
            path = operation["x-client"]["resource"].split(".")
            for depth in range(len(path)):
                name = ".".join(path[: depth + 1])
                if name not in known:
                    known[name] = Resource(path[depth], _pascal(name), described[name])
                    if depth:
                        known[".".join(path[:depth])].children.append(known[name])
        for pointer, operation, item in self._bundle.operations():
            resource = known[operation["x-client"]["resource"]]
            resource.methods.append(self._method(pointer, operation, item))
        return [resource for name, resource in known.items() if "." not in name]

    def _method(self, pointer: Pointer, operation: dict[str, Any], item: dict[str, Any]) -> Method:
        endpoint = self._parsed.endpoints[operation["operationId"]]
        client = operation["x-client"]
        binary = next((_text(b.content_type) for b in endpoint.bodies if b.body_type == BodyType.CONTENT), None)
        body = None if binary else self._body(endpoint, client.get("body"))
        described = {p["name"]: p["description"] for p in parameters_of(self._bundle, operation, item)}
        located = self._located_properties(endpoint, body)
        arguments = [self._argument(location, prop, described) for location, prop in located]
        arguments += [self._content(operation, binary)] if binary else []
        result = self._result(operation, endpoint)
        no_result = not success_schema(self._bundle, operation) or self._is_success_flag(result)
        used = [self._types.models_in(prop) for prop in (*(() if no_result else (result,)), *(p for _, p in located))]
        return Method(
            operation_id=operation["operationId"],
            constant=operation["operationId"].upper(),
            name=client["method"],
            http_method=str(pointer[2]).upper(),
            twins=[str(method).upper() for method in operation.get(TWINS, ())],
            path=str(pointer[1]),
            summary=operation["summary"],
            description=operation["description"].strip(),
            arguments=sorted(arguments, key=lambda argument: (argument.location != "path", not argument.required)),
            has_body=body is not None,
            wrapper=None if binary else client.get("body"),
            content_type=binary,
            envelope=operation.get("x-envelope"),
            result="None" if no_result else self._types.result(result),
            reader="readers.nothing" if no_result else self._types.reader(result) or "readers.anything",
            paging=self._paging(operation, endpoint, isinstance(result, ListProperty)),
            rate_limit=operation.get("x-rate-limit"),
            non_idempotent_fields=[] if body is None else self._non_idempotent_fields(operation, client.get("body")),
            secrets={} if no_result else secret_marks(self._bundle, unwrapped_schema(self._bundle, operation) or {}),
            deprecated=operation.get("deprecated", False),
            since=operation.get("x-since"),
            status=retirement(operation, self._bundle.document),
            successor=self._client_names.get(operation.get("x-replaced-by", "")),
            reports_failure=self._can_report_failure(operation),
            statuses=[int(status) for status in operation["responses"] if not str(status).startswith("2")],
            confidence=operation["x-provenance"]["confidence"],
            notes=operation["x-provenance"]["notes"],
            models=frozenset().union(*used),
        )

    def _can_report_failure(self, operation: dict[str, Any]) -> bool:
        example = success_schema(self._bundle, operation).get("example")
        return isinstance(example, dict) and example.get("success") is False

    def _non_idempotent_fields(self, operation: dict[str, Any], wrapper: str | None) -> list[str]:
        """List the fields of a body that take effect each time they are sent."""
        body = self._bundle.resolve(operation["requestBody"]["content"]["application/json"]["schema"])
        inside = body if wrapper is None else self._bundle.resolve(body["properties"][wrapper])
        fields = inside.get("properties", {})
        return [name for name, schema in fields.items() if "x-counts-each-time" in self._bundle.resolve(schema)]

    def _body(self, endpoint: Endpoint, wrapper: str | None) -> ModelProperty | None:
        """Return the model whose properties are arguments: the body, or the property inside its wrapper."""
        if not endpoint.bodies:
            return None
        body = self._types.model(endpoint.bodies[0].prop)
        if wrapper is None:
            return body
        return self._types.model(next(p for p in self._types.properties(body) if _text(p.name) == wrapper))

    def _located_properties(self, endpoint: Endpoint, body: ModelProperty | None) -> list[tuple[str, PropertyProtocol]]:
        """List the parts of a request that become arguments, each with its location."""
        located: list[tuple[str, PropertyProtocol]] = [("path", prop) for prop in endpoint.path_parameters]
        located += [("query", prop) for prop in endpoint.query_parameters]
        located += [("body", prop) for prop in self._types.properties(body)] if body else []
        return located

    def _argument(self, location: str, prop: PropertyProtocol, described: dict[str, str]) -> Argument:
        return Argument(
            name=_text(prop.name),
            python_name=python_name(_text(prop.name)),
            location=location,
            annotation=self._types.argument(prop) if location == "body" else self._types.identifier(prop),
            required=prop.required,
            # openapi-python-client drops the description of a parameter.
            description=described.get(_text(prop.name)) or self._description(prop),
            shape=self._types.shape(prop),
        )

    def _content(self, operation: dict[str, Any], content_type: str) -> Argument:
        """Return the argument of a body that is not JSON. `x-client.body` names it."""
        schema = self._bundle.resolve(operation["requestBody"]["content"][content_type]["schema"])
        name = operation["x-client"]["body"]
        text, shape = schema["description"].strip(), Shape("bytes")
        return Argument(name, python_name(name), "content", "FileContent", True, text, shape)

    def _description(self, prop: PropertyProtocol) -> str:
        return _text(prop.description or self._types.description(prop))

    def _result(self, operation: dict[str, Any], endpoint: Endpoint) -> PropertyProtocol:
        """Return the type of the success response, without its envelope."""
        success = next(p for p in endpoint.responses.patterns if p.status_code.pattern.startswith("2"))
        result: PropertyProtocol = success.prop
        for name in operation["x-envelope"].split(".") if "x-envelope" in operation else ():
            inside = self._types.properties(self._types.model(result))
            result = next(prop for prop in inside if _text(prop.name) == name)
        return result

    def _is_success_flag(self, result: PropertyProtocol) -> bool:
        """Return whether a response only confirms success: a success flag, or a constant text."""
        if isinstance(result, LiteralEnumProperty):
            return len(result.values) == 1
        return isinstance(result, ModelProperty) and result.class_info.name == "Success"

    def _paging(self, operation: dict[str, Any], endpoint: Endpoint, is_list: bool) -> dict[str, Any] | None:
        """Return the paging of a list; every list has one, also without pages. None for anything but a list."""
        rule: dict[str, Any] | None = operation.get("x-pagination")
        if rule is None:
            whole = is_list and operation["x-client"]["method"] == "list"
            return {"kind": "OnePage", "arguments": {}} if whole else None
        if rule["style"] == "cursor":
            arguments = {key: rule[key] for key in ("cursor", "item", "page") if key in rule}
            return {"kind": "Cursor", "arguments": arguments}
        per_page = next(p for p in endpoint.query_parameters if _text(p.name) == rule["per_page"])
        size = int(per_page.default.raw_value) if per_page.default else rule["max"]
        named = {key: rule[key] for key in ("page", "per_page", "first", "max", "total") if key in rule}
        return {"kind": "PageNumbers", "arguments": {**named, "size": size}}

    def _models(self) -> Iterable[ModelClass]:
        todo = {name for method in self.methods for name in method.models}
        done: set[str] = set()
        while todo:
            name = todo.pop()
            done.add(name)
            model = self._model(self._parsed.models[name])
            todo |= model.uses - done
            yield model

    def _model(self, model: ModelProperty) -> ModelClass:
        file, _ = self._bundle.origins["components", "schemas", str(model.class_info.name)]
        properties = self._types.properties(model)
        schema = self._bundle.document["components"]["schemas"][str(model.class_info.name)]
        marks = secret_marks(self._bundle, schema)
        fields = [
            ModelField(
                python_name=python_name(_text(prop.name)),
                annotation=self._types.field(prop),
                required=prop.required,
                description=self._description(prop),
                reader=self._types.reader(prop),
            )
            for prop in properties
        ]
        return ModelClass(
            name=str(model.class_info.name),
            module=PurePosixPath(file.path.as_posix()).stem if file.path.parent.name == "schemas" else "shared",
            description=_text(model.description),
            fields=sorted(fields, key=lambda item: not item.required),
            uses=frozenset().union(*(self._types.models_in(prop) for prop in properties)),
            secrets={path: mark for path, mark in marks.items() if "." not in path},
            earlier_names=schema.get(EARLIER_NAMES, []),
        )


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.replace(".", "_").split("_"))


def _text(value: Any) -> str:
    """Return the plain text of what openapi-python-client marks as untrusted. Templates escape it."""
    return "" if value is None else str(getattr(value, "get_untrusted_value", lambda: value)()).strip()
