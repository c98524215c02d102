"""Reads the parameters of one operation from path and query; everything that can be prepared is prepared at load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from workato_embedded_mock.errors import BadRequestError, NotFoundError, Reason, StartError, not_found
from workato_embedded_mock.http.exchange import Exchange
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.plain_json import Json, odd_text, pointer_token

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)
UNKNOWN = "additionalProperties"
"""The keyword of the reason for what the document does not know."""

_BOOLEANS = {"true": True, "false": False}
_TYPED = {"type", "format", "description", "default", "example", "additionalProperties"}
"""Parts of a schema that reading a parameter already looks after."""


@dataclass(frozen=True, slots=True)
class _Parameter:
    """How to read one parameter; `largest` is set where a larger value is lowered to it."""

    name: str
    pointer: str
    kind: str
    required: bool
    default: Json
    largest: int | None
    deep: bool
    check: Check | None

    def read(self, text: str) -> Json:
        """Turn the text of a value into the value.

        Raises:
            ValueError: The text is none of the parameter's type.
        """
        if self.kind == "integer":
            if not _INTEGER.fullmatch(text):
                raise ValueError("not an integer of 64 bits")
            return int(text)
        if self.kind == "boolean":
            if text not in _BOOLEANS:
                raise ValueError("neither true nor false")
            return _BOOLEANS[text]
        return text


class Parameters:
    """The parameters of one operation."""

    def __init__(
        self, declared: list[dict[str, Any]], path_order: list[str], paging: Mapping[str, Any], compiler: SchemaCompiler
    ) -> None:
        size = paging.get("per_page")
        made = {item["name"]: _prepare(item, compiler, clamped=item["name"] == size) for item in declared}
        self._path = [made[name] for name in path_order]
        self._query = {item["name"]: made[item["name"]] for item in declared if item["in"] == "query"}
        self._defaults = {name: parameter.default for name, parameter in self._query.items()}
        self._required = [parameter for parameter in self._query.values() if parameter.required]
        self.names = frozenset(made)
        self.in_query = tuple(name for name, parameter in self._query.items() if not parameter.deep)

    def read(
        self, query: bytes, exchange: Exchange, *, strict: bool, beside: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Json]:
        """Read all parameters of a request; the ones that were not sent have their defaults.

        `beside` are names and values that came by another way than the query, which has the last word.

        Raises:
            NotFoundError: A value in the path cannot be one.
            BadRequestError: A value in the query cannot be one, or a required one is missing.
        """
        arguments = dict(self._defaults)
        for parameter, text in zip(self._path, exchange.path_values, strict=True):
            fault = odd_text(text)
            if fault:
                raise not_found(parameter.pointer, fault)
            faults = _take(arguments, parameter, text, exchange, strict=strict)
            if faults:
                raise NotFoundError(*faults)
        if self._query and (query or self._required or beside):
            faults = self._read_query(arguments, [*beside, *query_fields(query)], exchange, strict=strict)
            if faults:
                raise BadRequestError(*faults)
        return arguments

    def unknown(self, query: bytes) -> list[Reason]:
        """Answer a reason for each name in a query that is no parameter."""
        names = dict.fromkeys(name for name, _ in query_fields(query))
        return [
            Reason(f"/query/{pointer_token(name)}", UNKNOWN, "the document does not know this query parameter")
            for name in names
            if name not in self._query and not self._is_deep(name.partition("[")[0])
        ]

    def _is_deep(self, name: str) -> bool:
        return name in self._query and self._query[name].deep

    def _read_query(
        self, arguments: dict[str, Json], fields: list[tuple[str, str]], exchange: Exchange, *, strict: bool
    ) -> list[Reason]:
        faults: list[Reason] = []
        sent = set()
        for key, text in fields:
            parameter = self._query.get(key)
            if parameter is not None and not parameter.deep:
                faults += _take(arguments, parameter, text, exchange, strict=strict)
            else:
                parameter = self._take_deep(arguments, key, text, faults)
            if parameter is not None:
                sent.add(parameter.name)
        faults += [
            Reason(parameter.pointer, "required", f"the query parameter {parameter.name} is required")
            for parameter in self._required
            if parameter.name not in sent
        ]
        return faults

    def _take_deep(self, arguments: dict[str, Json], key: str, text: str, faults: list[Reason]) -> _Parameter | None:
        """Take one field of an object, sent as `name[field]=text`; pass over a field that belongs to no parameter."""
        name, bracket, field = key.partition("[")
        parameter = self._query.get(name)
        if parameter is None or not parameter.deep:
            return None
        if not bracket or not field.endswith("]"):
            faults.append(Reason(parameter.pointer, "style", f"write {parameter.name}[field]=value"))
        else:
            if arguments[parameter.name] is None:
                arguments[parameter.name] = {}
            # Everything up to the last bracket is the field's name, whatever it is made of.
            arguments[parameter.name][field[:-1]] = text
        return parameter


def query_fields(query: bytes) -> list[tuple[str, str]]:
    """Cut a query into names and values. What no stored text can have in it is replaced, and so matches nothing."""
    text = query.decode("utf-8", "replace").replace("\x00", "\ufffd").replace("%00", "%EF%BF%BD")
    return parse_qsl(text, keep_blank_values=True)


def _take(
    arguments: dict[str, Json], parameter: _Parameter, text: str, exchange: Exchange, *, strict: bool
) -> list[Reason]:
    """Read one value into the arguments; answer what is wrong with it."""
    try:
        value = parameter.read(text)
    except ValueError as error:
        return [Reason(parameter.pointer, "type", str(error))]
    if parameter.largest is not None and value > parameter.largest and not strict:
        text = f"{value} is above the maximum; served with {parameter.largest}"
        exchange.notes.append(Reason(parameter.pointer, "maximum", text))
        value = parameter.largest
    arguments[parameter.name] = value
    return parameter.check(value) if parameter.check is not None else []


def _prepare(declared: dict[str, Any], compiler: SchemaCompiler, *, clamped: bool) -> _Parameter:
    schema = declared["schema"]
    pointer = f"/{declared['in']}/{declared['name']}"
    deep = declared.get("style") == "deepObject"
    kind = schema.get("type", "string")
    if kind not in {"string", "integer", "boolean"} and not deep:
        raise StartError(f"The mock cannot read the parameter {declared['name']}, whose type is {kind}.")
    bounded = kind == "integer" or not schema.keys() <= _TYPED
    return _Parameter(
        name=declared["name"],
        pointer=pointer,
        kind=kind,
        required=declared.get("required", False),
        default=None if deep else schema.get("default"),
        largest=schema.get("maximum") if clamped else None,
        deep=deep,
        check=compiler.compile(schema, pointer) if bounded else None,
    )
