"""Checks the responses of one operation against the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.headers import Header, header
from workato_embedded_mock.openapi.schemas import Check
from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.proxy.components import Components
from workato_embedded_mock.proxy.headers import media_type
from workato_embedded_mock.proxy.kinds import one_of_each

_JSON = "application/json"
_AT = "/response"
_BODY = "/response/body"


class ResponseContract:
    """What the responses of one operation must be. Pointers of reasons begin with `/response`."""

    def __init__(self, operation_id: str, responses: Mapping[str, dict[str, Any]], components: Components) -> None:
        self._operation_id = operation_id
        self._responses = responses
        self._components = components
        self._checks: dict[str, Check] = {}

    def check(self, status: int, headers: list[Header], body: bytes | None, *, bodiless: bool = False) -> list[Reason]:
        """Return every difference between a response and the document.

        The body is not checked with `bodiless`, which is set for responses that have no body. A body that was not
        kept (None) is a reason itself.
        """
        key = next((key for key in (str(status), f"{status // 100}XX", "default") if key in self._responses), None)
        if key is None:
            text = f"{self._operation_id} has no status {status} in the document, only {', '.join(self._responses)}"
            return [Reason(f"{_AT}/status", "enum", text)]
        content = self._components.resolve(self._responses[key]).get("content", {})
        if not content or bodiless:
            return []
        kind = media_type(header(headers, b"content-type"))
        if kind not in content:
            text = f"the document has {' or '.join(content)}, not {kind or 'a response without a content type'}"
            return [Reason(f"{_AT}/header/content-type", "enum", text)]
        return self._check_json(key, content[_JSON]["schema"], body) if kind == _JSON else []

    def _check_json(self, key: str, schema: dict[str, Any], body: bytes | None) -> list[Reason]:
        if body is None:
            return [
                Reason(_BODY, "maxLength", "the body cannot be checked: it is too large, or its encoding is unknown")
            ]
        try:
            value = read_json(body)
        except JsonError as error:
            return [Reason(f"{_BODY}{error.pointer}", "json", str(error))]
        if key not in self._checks:
            # Compiled on first use: most operations of a document are not called through one proxy.
            self._checks[key] = self._components.compiler.compile(schema, _BODY)
        unknown = self._components.unknown_fields.find(schema, value, _BODY)
        return [
            *one_of_each(self._checks[key](value)),
            *(
                Reason(pointer, "additionalProperties", "the document does not define this field")
                for pointer in unknown
            ),
        ]
