"""The requests of the collection as data: the ids that each needs, and the ids that its response gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final

from generator.bundle import Bundle
from generator.dist.postman import overrides
from generator.facade import Facade
from generator.lint.operations import parameters_of
from generator.parser import parse
from generator.samples.calls import ExampleCall, example_call

_PARAMETER: Final = re.compile(r"/(?P<folder>\w+)/\{(?P<name>\w+)\}")
_VERSION: Final = re.compile(r"^/v\d+(?=/)")
_CUSTOMER: Final = "/managed_users/{managed_user_id}/"
_CREATED: Final = ("200", "201")


@dataclass(frozen=True)
class Use:
    """A variable that a request uses instead of a value of its example."""

    variable: str
    example: Any

    @property
    def text(self) -> str:
        """The variable as Postman writes it."""
        return f"{{{{{self.variable}}}}}"


@dataclass(frozen=True)
class Step:
    """A request of the collection.

    Attributes:
        call: The example call.
        title: The name of the request.
        resource: The resource of the operation.
        path: The variable of each parameter of the path.
        query: The values of the query, with variables.
        optional: The other parameters of the query, which are not sent.
        body: The JSON body, with variables.
        uses: All variables.
        stores: The place in the response's body of each variable that the response sets.
        deletes: The variable whose object the request deletes, or None.
    """

    call: ExampleCall
    title: str
    resource: str
    path: dict[str, Use]
    query: dict[str, Any]
    optional: list[dict[str, Any]]
    body: Any
    uses: tuple[Use, ...]
    stores: dict[str, str]
    deletes: str | None

    @property
    def name(self) -> str:
        """The operationId."""
        return self.call.method.operation_id


def steps(bundle: Bundle) -> list[Step]:
    """Return a step for each operation, in document order, and one that creates a project."""
    facade = Facade(bundle, parse(bundle))
    calls = {method.operation_id: example_call(bundle, method) for method in facade.methods}
    operations = {operation["operationId"]: (operation, item) for _, operation, item in bundle.operations()}
    stores = {name: _stores(bundle, operations[name][0], calls) for name in calls}
    known = {variable for own in stores.values() for variable in own} | overrides.PROJECT_STORES.keys()
    found = [_step(bundle, *operations[name], call, known, stores[name]) for name, call in calls.items()]
    name, title, body = overrides.PROJECT
    project = next(step for step in found if step.name == name)
    uses = tuple(project.path.values())
    return [replace(project, title=title, body=body, uses=uses, stores=overrides.PROJECT_STORES), *found]


def _step(
    bundle: Bundle,
    operation: dict[str, Any],
    item: dict[str, Any],
    call: ExampleCall,
    known: set[str],
    stores: dict[str, str],
) -> Step:
    name = call.method.operation_id
    variables = _variables(call)
    path = {parameter: Use(variables[parameter], value) for parameter, value in call.path.items()}
    fields = overrides.FIELDS.get(name, {})
    is_customers = f"{call.method.path}/".startswith(("/v2" + _CUSTOMER, _CUSTOMER))
    names = {**({each: each for each in known} if is_customers else {}), **fields}
    query = _with_uses({**call.query, **overrides.QUERIES.get(name, {})}, names)
    body = _with_uses(overrides.BODIES.get(name, call.body), names)
    optional = [
        parameter
        for parameter in parameters_of(bundle, operation, item)
        if parameter["in"] == "query" and parameter["name"] not in query
    ]
    uses = (*path.values(), *_uses(query), *_uses(body))
    is_delete = call.method.http_method == "DELETE" and call.method.path.endswith("}")
    deleted = list(variables.values())[-1] if is_delete else overrides.DELETES.get(name)
    resource = str(operation["x-client"]["resource"]).partition(".")[0]
    return Step(call, call.method.summary, resource, path, query, optional, body, uses, stores, deleted)


def _variables(call: ExampleCall) -> dict[str, str]:
    """Return the variable of each parameter of a path: its name, with that of the folder before a short one."""
    method = call.method
    found = {}
    for match in _PARAMETER.finditer(method.path):
        folder, name = match["folder"], match["name"]
        singular = f"{folder[:-3]}y" if folder.endswith("ies") else folder.removesuffix("s")
        found[name] = name if name.startswith(singular) else f"{singular}_{'id' if name.endswith('id') else name}"
    if any(part in method.path for part in overrides.WITH_HISTORY):
        found["recipe_id"] = overrides.RECIPE_WITH_HISTORY
    if method.operation_id in overrides.FOR_NEW_CUSTOMER or method.path == _CUSTOMER.rstrip("/"):
        found["managed_user_id"] = overrides.NEW_CUSTOMER
    return {**found, **overrides.PATHS.get(method.operation_id, {})}


def _stores(bundle: Bundle, operation: dict[str, Any], calls: Mapping[str, ExampleCall]) -> dict[str, str]:
    """Return what a response sets: the id of the object that it creates, or of the objects of its list."""
    name = operation["operationId"]
    if name in overrides.STORES:
        return overrides.STORES[name]
    method = calls[name].method
    if method.http_method not in ("GET", "POST"):
        return {}
    # The parameter after the path, in the paths of single objects.
    item = re.compile(re.escape(_VERSION.sub("", method.path)) + r"/\{(\w+)\}(/|$)")
    below = [(call, match[1]) for call in calls.values() if (match := item.match(_VERSION.sub("", call.method.path)))]
    is_created = any((call.method.http_method, call.method.path) == ("POST", method.path) for call in calls.values())
    if not below or (method.http_method == "GET" and is_created):
        return {}
    call, parameter = below[0]
    place = _place(bundle, operation, parameter, is_list=method.http_method == "GET")
    return {_variables(call)[parameter]: place} if place else {}


def _place(bundle: Bundle, operation: dict[str, Any], parameter: str, *, is_list: bool) -> str | None:
    """Return the place of the id in the body of the response, or None if its example has no id.

    Args:
        bundle: The spec.
        operation: The operation.
        parameter: The parameter of paths that takes the id.
        is_list: Whether the body has a list of objects, not one.
    """
    envelope = [part for part in str(operation.get("x-envelope") or "").split(".") if part]
    value = reduce(lambda part, key: part[key], envelope, _example(bundle, operation))
    if isinstance(value, list) != is_list:
        return None
    first = value[0] if is_list and value else value
    field = next((key for key in ("id", parameter) if isinstance(first, dict) and key in first), None)
    if field is None:
        return None
    return f"{'.'.join(envelope)}[].{field}" if is_list else ".".join([*envelope, field])


def _example(bundle: Bundle, operation: dict[str, Any]) -> Any:
    """Return the example of the body of a successful response."""
    responses = operation["responses"]
    status = next((status for status in _CREATED if status in responses), None)
    return bundle.resolve(responses.get(status, {})).get("content", {}).get("application/json", {}).get("example", {})


def _with_uses(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value in which the ids of other objects are variables."""
    if isinstance(value, list):
        return [_with_uses(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, each in value.items():
        variable = names.get(key) or names.get(key.removesuffix("s"))
        if variable and isinstance(each, list) and each and not isinstance(each[0], dict):
            found[key] = [Use(variable, each[0])]
        elif variable and isinstance(each, (int, str)):
            found[key] = Use(variable, each)
        else:
            found[key] = _with_uses(each, names)
    return found


def _uses(value: Any) -> Iterator[Use]:
    if isinstance(value, Use):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _uses(each)
