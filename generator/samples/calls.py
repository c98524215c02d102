"""The example call of an operation, from the examples of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.bundle import Bundle
from generator.facade import Argument, Method
from generator.lint.operations import parameters_of

JSON = "application/json"


@dataclass(frozen=True)
class ExampleCall:
    """A call of an operation with the documented examples.

    Attributes:
        method: The method of the client.
        path: The values of the path's parameters, by name.
        query: The values of the required parameters of the query, by name.
        body: The JSON body, or None.
        content_type: The media type of the body, or None without a body. Other types than JSON come from a file.
    """

    method: Method
    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    content_type: str | None

    @property
    def is_upload(self) -> bool:
        """Whether the body is a file."""
        return self.content_type not in (None, JSON)

    @property
    def arguments(self) -> list[tuple[Argument, Any]]:
        """The arguments of the client's method, with their values; the value of a file is None."""
        body = self.body[self.method.wrapper] if self.body is not None and self.method.wrapper else self.body
        given = {"path": self.path, "query": self.query, "body": body or {}}
        return [
            (argument, given.get(argument.location, {}).get(argument.name))
            for argument in self.method.arguments
            if argument.location == "content" or argument.name in given[argument.location]
        ]


def example_call(bundle: Bundle, method: Method) -> ExampleCall:
    """Return the example call of a method."""
    _, operation, item = next(found for found in bundle.operations() if found[1]["operationId"] == method.operation_id)
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
    for parameter in parameters_of(bundle, operation, item):
        if parameter.get("required") and parameter["in"] in values:
            values[parameter["in"]][parameter["name"]] = parameter["example"]
    content = bundle.resolve(operation.get("requestBody", {})).get("content", {})
    # Of several media types, the first is sent.
    content_type = next(iter(content), None)
    body = content[JSON]["example"] if content_type == JSON else None
    return ExampleCall(method, values["path"], values["query"], body, content_type)
