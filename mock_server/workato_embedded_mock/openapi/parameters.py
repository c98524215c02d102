"""Reads the parameters of one operation from path and query. It prepares at load what does not depend on a request."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from workato_embedded_mock.errors import BadRequestError, NotFoundError, Reason, StartError, not_found
from workato_embedded_mock.openapi.older_names import OlderNames, renamed
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.plain_json import Json, odd_text, pointer_token

# The keyword of the reasons for parameters and fields that the document does not define.
UNKNOWN = "additionalProperties"

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
# Spellings of booleans that clients send, and that no source documents.
_OTHER_BOOLEANS = {"True": True, "False": False, "yes": True, "no": False}
# Parts of a schema that need no validator: reading a parameter checks them.
_TYPED = {"type", "format", "description", "default", "example", "additionalProperties"}


@dataclass(frozen=True, slots=True)
class _Parameter:
    """One parameter.

    Attributes:
        name: Its name.
        argument: The name of its argument; see `argument_name`.
        pointer: What the reasons about it point to.
        kind: Its type, or that of its entries: string, integer or boolean.
        required: Whether it must be sent.
        default: Its value where it is not sent.
        largest: The value to which larger values are lowered, if they are.
        deep: Whether it is an object, sent as `name[field]=value`.
        many: Whether it is a list, whose name is sent once for each entry.
        check: Checks its value, or each entry, where the type alone does not.
    """

    name: str
    argument: str
    pointer: str
    kind: str
    required: bool
    default: Json
    largest: int | None
    deep: bool
    many: bool
    check: Check | None

    def read(self, text: str) -> Json:
        """Return the value of a string in a URL.

        Raises:
            ValueError: The string is not of the parameter's type.
        """
        if self.kind == "integer":
            if not _INTEGER.fullmatch(text):
                raise ValueError("not an integer of 64 bits")
            return int(text)
        if self.kind == "boolean":
            if text not in _BOOLEANS:
                raise ValueError("expected true, false, 1 or 0")
            return _BOOLEANS[text]
        return text


class Query(NamedTuple):
    """The query of a request.

    Attributes:
        text: The query as it was sent.
        fields: Its names and values.
    """

    text: bytes
    fields: list[tuple[str, str]]


class Parameters:
    """The parameters of one operation.

    Args:
        declared: Their declarations, without references.
        path_order: The names of the path parameters.
        paging: The declaration `x-pagination` of the operation.
        compiler: Compiles their schemas.
        older: The names that parameters have in other editions; they are served too.

    Attributes:
        names: The names of the arguments of all parameters; see `argument_name`.
        defaults: The values of the query parameters that are not sent, by argument.
        in_query: The names of the query parameters that are not objects, and whether each is a list.
    """

    def __init__(
        self,
        declared: list[dict[str, Any]],
        path_order: list[str],
        paging: Mapping[str, Any],
        compiler: SchemaCompiler,
        older: OlderNames | None = None,
    ) -> None:
        self._older = older or OlderNames()
        size = paging.get("per_page")
        made = {item["name"]: _prepare(item, compiler, clamped=item["name"] == size) for item in declared}
        self._path = [(name, made[name]) for name in path_order]
        self._query = {item["name"]: made[item["name"]] for item in declared if item["in"] == "query"}
        self.defaults = {parameter.argument: parameter.default for parameter in self._query.values()}
        self._required = [parameter for parameter in self._query.values() if parameter.required]
        self.names = frozenset(parameter.argument for parameter in made.values())
        self.in_query = {name: parameter.many for name, parameter in self._query.items() if not parameter.deep}

    def read(
        self,
        path_values: Mapping[str, str],
        query: Query,
        notes: list[Reason],
        *,
        strict: bool,
        others: Sequence[tuple[str, str]] = (),
    ) -> dict[str, Json]:
        """Return all parameters of a request; see `read_path` and `read_query`.

        Raises:
            NotFoundError: A value in the path is invalid.
            BadRequestError: A value in the query is invalid, or a required parameter is missing.
        """
        arguments = self.read_path(path_values, notes, strict=strict)
        arguments |= self.read_query(query, notes, strict=strict, others=others)
        return arguments

    def read_path(self, values: Mapping[str, str], notes: list[Reason], *, strict: bool) -> dict[str, Json]:
        """Return the path parameters of a request; `notes` gets what was tolerated.

        Raises:
            NotFoundError: A value cannot be one of its parameter.
        """
        arguments: dict[str, Json] = {}
        for name, parameter in self._path:
            text = values[name]
            problem = odd_text(text)
            if problem:
                raise not_found(parameter.pointer, problem)
            violations = _read_value(arguments, parameter, text, notes, strict=strict)
            if violations:
                raise NotFoundError(*violations)
        return arguments

    def read_query(
        self, query: Query, notes: list[Reason], *, strict: bool, others: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Json]:
        """Return the query parameters of a request, with defaults for those that were not sent.

        Args:
            query: The query.
            notes: Gets what was tolerated.
            strict: Whether to reject a value that would be lowered otherwise.
            others: Names and values that were sent elsewhere; the query overrides them.

        Raises:
            BadRequestError: A value cannot be one of its parameter, or a required parameter is missing.
        """
        arguments = dict(self.defaults)
        if self._query and (query.text or self._required or others):
            fields = query.fields
            if others:
                sent = {name for name, _ in fields}
                fields = [*(field for field in others if field[0] not in sent), *fields]
            if self._older.in_query and not strict:
                fields = renamed(fields, self._older.in_query, notes)
            if b"%5B%5D" in query.text or b"[]" in query.text:
                fields = fields if strict else self._joined(fields, notes)
            violations = self._read_fields(arguments, fields, notes, strict=strict)
            if violations:
                raise BadRequestError(*violations)
        return arguments

    def _is_list(self, name: str) -> bool:
        """Return whether a name is that of a list or a text parameter with `[]`, as frameworks write lists."""
        parameter = self._query.get(name.removesuffix("[]"))
        if parameter is None or parameter.deep:
            return False
        return name.endswith("[]") and (parameter.many or parameter.kind == "string")

    def _joined(self, fields: list[tuple[str, str]], notes: list[Reason]) -> list[tuple[str, str]]:
        """Return fields in which each `name[]` is an entry of a list, or one value of a comma-separated parameter."""
        lists: dict[str, list[str]] = {}
        for name, text in fields:
            if self._is_list(name) and name not in self._query:
                lists.setdefault(name.removesuffix("[]"), []).append(text)
        found = [(name, text) for name, text in fields if name.removesuffix("[]") not in lists or name in self._query]
        for name, texts in lists.items():
            many = self._query[name].many
            how = "whose name is repeated" if many else "with commas between the values"
            notes.append(Reason(f"/query/{name}[]", "style", f"read as {name}, {how}"))
            found = [*((name, text) for text in (texts if many else [",".join(texts)])), *found]
        return found

    def unknown(self, query: Query, *, strict: bool = True) -> list[Reason]:
        """Return a reason for each name in a query that is not a parameter; `strict` counts older names, too."""
        names = dict.fromkeys([name for name, _ in query.fields])
        return [
            Reason(f"/query/{pointer_token(name)}", UNKNOWN, "the document does not define this query parameter")
            for name in names
            if name not in self._query
            and not self._is_deep(name.partition("[")[0])
            and (strict or not self._is_tolerated(name))
        ]

    def _is_tolerated(self, name: str) -> bool:
        older = name in self._older.in_query or name in self._older.to_body
        return older or self._is_list(name) or f"{name}[]" in self._query

    def _is_deep(self, name: str) -> bool:
        return name in self._query and self._query[name].deep

    def _read_fields(
        self, arguments: dict[str, Json], fields: list[tuple[str, str]], notes: list[Reason], *, strict: bool
    ) -> list[Reason]:
        violations: list[Reason] = []
        sent = set()
        for key, text in fields:
            parameter = self._query.get(key) or (None if strict else self._list_named(key, notes))
            if parameter is not None and not parameter.deep:
                violations += _read_value(arguments, parameter, text, notes, strict=strict)
            else:
                parameter = self._read_deep(arguments, key, text, violations)
            if parameter is not None:
                sent.add(parameter.name)
        violations += [
            Reason(parameter.pointer, "required", f"the query parameter {parameter.name} is required")
            for parameter in self._required
            if parameter.name not in sent
        ]
        return violations

    def _list_named(self, key: str, notes: list[Reason]) -> _Parameter | None:
        """Return the list that a caller names without the brackets at its end."""
        parameter = self._query.get(f"{key}[]")
        if parameter is not None:
            notes.append(Reason(f"/query/{key}", "style", f"read as {parameter.name}"))
        return parameter

    def _read_deep(
        self, arguments: dict[str, Json], key: str, text: str, violations: list[Reason]
    ) -> _Parameter | None:
        """Read one field of an object, sent as `name[field]=text`; ignore a field that belongs to no parameter."""
        name, bracket, field = key.partition("[")
        parameter = self._query.get(name)
        if parameter is None or not parameter.deep:
            return None
        if not bracket or not field.endswith("]"):
            violations.append(Reason(parameter.pointer, "style", f"write {parameter.name}[field]=value"))
        else:
            if arguments[parameter.argument] is None:
                arguments[parameter.argument] = {}
            # The name of the field may have any characters, brackets too.
            arguments[parameter.argument][field[:-1]] = text
        return parameter


def argument_name(name: str) -> str:
    """Return the name of the argument that a rule has for a parameter.

    It is `page_number` for `page[number]`, `users_ids` for the list `users_ids[]`, and `from_` for the keyword `from`.
    """
    plain = name.removesuffix("[]").replace("[", "_").replace("]", "")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def parse_query(text: bytes) -> Query:
    """Parse a query; see `query_fields`."""
    return Query(text, query_fields(text) if text else [])


def query_fields(query: bytes) -> list[tuple[str, str]]:
    """Split a query into names and values. Characters that cannot be stored are replaced, so they match nothing."""
    text = query.decode("utf-8", "replace").replace("\x00", "\ufffd").replace("%00", "%EF%BF%BD")
    # The same as `parse_qsl`, which takes several times as long for a short query.
    pairs = [part.partition("=") for part in text.split("&") if part]
    return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]


def _unquoted(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def _read_value(
    arguments: dict[str, Json], parameter: _Parameter, text: str, notes: list[Reason], *, strict: bool
) -> list[Reason]:
    """Read one value into the arguments; return what is wrong with it."""
    if parameter.kind == "boolean" and text in _OTHER_BOOLEANS and not strict:
        standard = "true" if _OTHER_BOOLEANS[text] else "false"
        notes.append(Reason(parameter.pointer, "type", f"{text} was read as {standard}"))
        text = standard
    try:
        value = parameter.read(text)
    except ValueError as error:
        return [Reason(parameter.pointer, "type", str(error))]
    if parameter.largest is not None and value > parameter.largest and not strict:
        text = f"{value} is above the maximum; served with {parameter.largest}"
        notes.append(Reason(parameter.pointer, "maximum", text))
        value = parameter.largest
    if parameter.many:
        arguments[parameter.argument] = [*(arguments[parameter.argument] or ()), value]
    else:
        arguments[parameter.argument] = value
    return parameter.check(value) if parameter.check is not None else []


def _prepare(declared: dict[str, Any], compiler: SchemaCompiler, *, clamped: bool) -> _Parameter:
    schema = declared["schema"]
    pointer = f"/{declared['in']}/{declared['name']}"
    deep = declared.get("style") == "deepObject"
    many = schema.get("type") == "array"
    schema = schema["items"] if many else schema
    kind = schema.get("type", "string")
    if kind not in {"string", "integer", "boolean"} and not deep:
        raise StartError(f"the mock cannot read the parameter {declared['name']}, whose type is {kind}")
    bounded = kind == "integer" or not schema.keys() <= _TYPED
    return _Parameter(
        name=declared["name"],
        argument=argument_name(declared["name"]),
        pointer=pointer,
        kind=kind,
        required=declared.get("required", False),
        default=None if deep else schema.get("default"),
        largest=schema.get("maximum") if clamped else None,
        deep=deep,
        many=many,
        check=compiler.compile(schema, pointer) if bounded else None,
    )
