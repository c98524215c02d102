"""Checks and parses the body of a request: JSON, or bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.openapi.leniency import Leniency
from workato_embedded_mock.openapi.older_names import moved_to_body, renamed_in_body
from workato_embedded_mock.openapi.parameters import UNKNOWN, query_fields
from workato_embedded_mock.openapi.repairs import BodyRepairs
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.plain_json import (
    MOST_VALUES,
    Json,
    JsonError,
    TooManyValuesError,
    odd_text,
    pointer_token,
    read_json,
)

# The most bytes of a JSON body, unless the document says `x-largest-bytes` of it, as it says `x-most-values`.
LARGEST_BODY = 10 * 2**20
# The most bytes of a file. The documented limit of a package is higher, but the mock has the file in memory, several
# times; of the largest package that is known, the assets have 15 MB together.
LARGEST_FILE = 20 * 2**20

# The most fields of a form.
_MOST_FIELDS = 10_000

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_FORMS = {_FORM, "multipart/form-data"}

Headers = Iterable[tuple[bytes, bytes]]


def body_of(declared: dict[str, Any], compiler: SchemaCompiler, leniency: Leniency) -> JsonBody | BytesBody:
    """Prepare the body of an operation from its declaration: JSON, else bytes."""
    return JsonBody(declared, compiler, leniency) if _JSON in declared["content"] else BytesBody(declared)


def too_large(largest: int) -> BadRequestError:
    """Make the error of a body that has more bytes than it may have."""
    return bad_request("/body", "maxLength", f"the body is larger than {largest} bytes")


class BytesBody:
    """A body that is not JSON: its bytes, whatever its content type is.

    Attributes:
        largest: The most bytes that it may have.
        required: Whether it must not be empty.
        media_types: The content types that the document names.
    """

    def __init__(self, declared: dict[str, Any]) -> None:
        self.largest = LARGEST_FILE
        self.required: bool = declared.get("required", False)
        self.media_types: list[str] = list(declared["content"])

    def parse(
        self,
        data: bytes,
        _headers: Headers,
        _notes: list[Reason],
        *,
        strict: bool,  # noqa: ARG002
        query: bytes = b"",  # noqa: ARG002
    ) -> bytes:
        """Return the bytes.

        Raises:
            BadRequestError: The body is required and empty.
        """
        if not data and self.required:
            raise missing_body()
        return data


class JsonBody:
    """A JSON body.

    Attributes:
        largest: The most bytes that it may have.
        schema: Its schema, as the document has it.
    """

    def __init__(self, declared: dict[str, Any], compiler: SchemaCompiler, leniency: Leniency) -> None:
        self.largest: int = declared.get("x-largest-bytes", LARGEST_BODY)
        self._most_values: int = declared.get("x-most-values", MOST_VALUES)
        self.schema: dict[str, Any] = declared["content"][_JSON]["schema"]
        self._leniency = leniency
        self._required = declared.get("required", False)
        self._check: Check = compiler.compile(self.schema, "/body")
        self._repairs = BodyRepairs(compiler.schemas, self.schema, leniency.nulls)

    def parse(self, data: bytes, headers: Headers, notes: list[Reason], *, strict: bool, query: bytes = b"") -> Json:
        """Return the value of a body, or None for an optional body that is empty; `notes` gets what was tolerated.

        Args:
            data: The body.
            headers: The headers of the request.
            notes: Gets a reason for each tolerated deviation.
            strict: Whether to reject what is tolerated otherwise.
            query: The query, which has fields of the body in some editions.

        Raises:
            BadRequestError: The body is missing, too large, not JSON, has too many values, or does not fit the
                operation.
        """
        if len(data) > self.largest:
            raise too_large(self.largest)
        value = self._read(data, headers, notes, strict=strict) if data else None
        if not strict:
            value = self._renamed(value, query, self._leniency, notes)
        if value is None and not data:
            if self._required:
                raise missing_body()
            return None
        value = self._in_wrapper(value, self._leniency, notes, strict=strict)
        violations = self._violations(value)
        if violations and self._leniency.repairs and not strict:
            # What is still wrong afterwards is the cause of the rejection.
            value = self._repairs.apply(value, notes)
            violations = self._violations(value)
        if violations:
            raise BadRequestError(*violations, message=self._repairs.message(value, violations))
        self._note_read_only(value, self._leniency, notes)
        return value

    def _renamed(self, value: Json, query: bytes, leniency: Leniency, notes: list[Reason]) -> Json:
        """Return a body with the names of the document instead of those of other editions."""
        older = leniency.older
        if older.in_body and isinstance(value, dict):
            value = renamed_in_body(value, older.in_body, notes)
        if older.to_body and query and (value is None or isinstance(value, dict)):
            value = moved_to_body(value or {}, query_fields(query), older.to_body, notes) or value
        return value

    def _read(self, data: bytes, headers: Headers, notes: list[Reason], *, strict: bool) -> Json:
        """Return the JSON of a body, or the fields of a form."""
        reason = _content_type_reason(headers)
        try:
            value = read_json(data, self._most_values)
        except TooManyValuesError as error:
            raise bad_request("/body", "maxItems", f"the body has {error}") from error
        except JsonError as error:
            fields = None if reason is None else form_fields(data, headers)
            if fields is None:
                if _media_type(headers) in _FORMS:
                    text = "the operation takes JSON; a form is read only if it has simple fields in UTF-8"
                    raise bad_request("/header/content-type", "enum", text) from error
                _tolerate(reason, notes, strict=strict)
                raise bad_request(f"/body{error.pointer}", "json", str(error)) from error
            text = "the fields of a form were read; the operation takes JSON"
            _tolerate(Reason("/header/content-type", "enum", text), notes, strict=strict)
            return fields
        _tolerate(reason, notes, strict=strict)
        return value

    def _in_wrapper(self, value: Json, leniency: Leniency, notes: list[Reason], *, strict: bool) -> Json:
        """Return a body inside the wrapper of the operation, or without one where the operation has none."""
        wrapper = leniency.wrapper
        if not isinstance(value, dict) or wrapper in value:
            return value
        known = leniency.known_fields if wrapper else self._repairs.field_names
        name, content = next(iter(value.items()), ("", None))
        if len(value) == 1 and name not in known and isinstance(content, dict):
            if (known | leniency.readable).isdisjoint(content):
                return value
            text = f"read without {name}, which the operation does not have around the fields"
            _tolerate(Reason(f"/body/{pointer_token(name)}", UNKNOWN, text), notes, strict=strict)
            return content if wrapper is None else {wrapper: content}
        if wrapper is None or known.isdisjoint(value):
            return value
        text = f"read as the content of {wrapper}, which is missing around it"
        notes.append(Reason(f"/body/{wrapper}", "required", text))
        return {wrapper: value}

    def _violations(self, value: Json) -> list[Reason]:
        messages = self._repairs.type_errors(value)
        return [*self._check(value), *(Reason(pointer, "type", text) for pointer, text in messages.items())]

    def _note_read_only(self, value: Json, leniency: Leniency, notes: list[Reason]) -> None:
        """Note, once, the fields of an object that was read and that a write cannot change."""
        at = "/body"
        if leniency.wrapper is not None and isinstance(value, dict):
            value, at = value.get(leniency.wrapper), f"/body/{leniency.wrapper}"
        if not isinstance(value, dict):
            return
        known = leniency.known_fields or self._repairs.field_names | self._repairs.source_names
        names = [name for name in value if name in leniency.readable and name not in known]
        if names:
            notes.append(Reason(at, "readOnly", f"read-only fields were ignored: {', '.join(names)}"))


def form_fields(data: bytes, headers: Headers) -> dict[str, Json] | None:
    """Return the fields of a form-encoded body; None for other bodies.

    `name[field]` is a field of an object, and each `name[]` an item of a list.
    """
    if _media_type(headers) != _FORM:
        return None
    try:
        text = data.decode("utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return None
    fields: dict[str, Json] = {}
    for key, text in pairs:
        name, bracket, field = key.partition("[")
        if odd_text(key) or odd_text(text):
            return None
        if not bracket:
            fields[name] = text
        elif field == "]" and isinstance(fields.setdefault(name, []), list):
            fields[name].append(text)
        elif field.endswith("]") and isinstance(fields.setdefault(name, {}), dict):
            fields[name][field[:-1]] = text
        else:
            return None
    return fields


def _tolerate(reason: Reason | None, notes: list[Reason], *, strict: bool) -> None:
    """Note a deviation, or reject it.

    Raises:
        BadRequestError: There is one, and `strict` is set.
    """
    if reason is None:
        return
    if strict:
        raise BadRequestError(reason)
    notes.append(reason)


def missing_body() -> BadRequestError:
    """Make the error of a body that is missing."""
    return bad_request("/body", "required", "the body is missing")


def _media_type(headers: Headers) -> str | None:
    """Return the media type of a body; None without a content type."""
    for name, value in headers:
        if name == b"content-type":
            return value.decode("latin-1").partition(";")[0].strip().lower()
    return None


def _content_type_reason(headers: Headers) -> Reason | None:
    """Return what is unusual about the content type of a body that is read as JSON."""
    pointer, media_type = "/header/content-type", _media_type(headers)
    if media_type is None:
        return Reason(pointer, "required", "read as JSON although there is no content type")
    if media_type == _JSON:
        return None
    return Reason(pointer, "enum", f"read as JSON although the content type is {media_type or 'empty'}")
