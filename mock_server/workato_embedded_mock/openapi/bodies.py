"""Checks and parses the body of a request: JSON, or bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The most bytes of a JSON body, unless the document says `x-largest-bytes` of it.
LARGEST_BODY = 10 * 2**20
# The most bytes of a file: the documented limit of a package.
LARGEST_FILE = 100 * 2**20

_JSON = "application/json"

Headers = Iterable[tuple[bytes, bytes]]


def body_of(declared: dict[str, Any], compiler: SchemaCompiler, wrapper: str | None = None) -> JsonBody | BytesBody:
    """Prepare the body of an operation from its declaration: JSON, else bytes.

    `wrapper` names the only property of a JSON body, which contains everything else.
    """
    return JsonBody(declared, compiler, wrapper) if _JSON in declared["content"] else BytesBody(declared)


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

    def parse(self, data: bytes, _headers: Headers, _notes: list[Reason], *, strict: bool) -> bytes:  # noqa: ARG002
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

    def __init__(self, declared: dict[str, Any], compiler: SchemaCompiler, wrapper: str | None = None) -> None:
        self.largest: int = declared.get("x-largest-bytes", LARGEST_BODY)
        self.schema: dict[str, Any] = declared["content"][_JSON]["schema"]
        self._wrapper = wrapper
        self._required = declared.get("required", False)
        self._check: Check = compiler.compile(self.schema, "/body")

    def parse(self, data: bytes, headers: Headers, notes: list[Reason], *, strict: bool) -> Json:
        """Return the value of a body, or None for an optional body that is empty; `notes` gets what was tolerated.

        Raises:
            BadRequestError: It is missing, too large, not JSON, or does not fit the operation.
        """
        if len(data) > self.largest:
            raise too_large(self.largest)
        if not data:
            if self._required:
                raise missing_body()
            return None
        reason = _content_type_reason(headers)
        if reason is not None:
            if strict:
                raise BadRequestError(reason)
            notes.append(reason)
        try:
            value = read_json(data)
        except JsonError as error:
            raise bad_request(f"/body{error.pointer}", "json", str(error)) from error
        faults = self._check(value)
        if faults and not strict and self._is_bare(value):
            text = f"read as the content of {self._wrapper}, which is missing around it"
            notes.append(Reason(f"/body/{self._wrapper}", "required", text))
            return {self._wrapper: value}
        if faults:
            raise BadRequestError(*faults)
        return value

    def _is_bare(self, value: Json) -> bool:
        """Return whether a body lacks only its wrapper: tables of the documentation list the fields without it."""
        if self._wrapper is None or not isinstance(value, dict) or not value or self._wrapper in value:
            return False
        return not self._check({self._wrapper: value})


def missing_body() -> BadRequestError:
    """Make the error of a body that is missing."""
    return bad_request("/body", "required", "the body is missing")


def _content_type_reason(headers: Headers) -> Reason | None:
    """Return what is unusual about the content type of a body that is read as JSON."""
    pointer = "/header/content-type"
    for name, value in headers:
        if name == b"content-type":
            media_type = value.decode("latin-1").partition(";")[0].strip().lower()
            if media_type == _JSON:
                return None
            return Reason(pointer, "enum", f"read as JSON although the content type is {media_type or 'empty'}")
    return Reason(pointer, "required", "read as JSON although there is no content type")
