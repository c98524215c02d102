"""Finds the operation of a request in the document; must not refuse or send anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import Receive, Scope, Send

from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.paths import PathMiddleware
from workato_embedded_mock.openapi._connexion import ROUTING_CONTEXT
from workato_embedded_mock.openapi.document import Document, operations_of
from workato_embedded_mock.proxy.answer_contract import AnswerContract
from workato_embedded_mock.proxy.components import Components
from workato_embedded_mock.proxy.request_contract import RequestContract


class Contract:
    """One operation: what its requests and its answers must be."""

    def __init__(
        self, path: str, method: str, declared: Mapping[str, Any], components: Components, *, strict: bool
    ) -> None:
        self.operation_id: str = declared["operationId"]
        self.method = method
        self.path = path
        self.request = RequestContract(path, declared, components, strict=strict)
        self.answer = AnswerContract(self.operation_id, declared["responses"], components)


class Contracts:
    """The operations of one document, below one base path."""

    def __init__(self, document: Document, base_path: str, *, strict: bool) -> None:
        components = Components(document.content)
        self._operations = {
            declared["operationId"]: Contract(path, method, declared, components, strict=strict)
            for path, method, declared in operations_of(document.content)
        }
        self._paths = PathMiddleware(_stop)
        self._paths.add_api(document.content, base_path=base_path, strict=strict)

    async def find(self, scope: Scope, receive: Receive, send: Send) -> tuple[Contract | None, list[RequestError]]:
        """Answer the operation of a request, or why it has none; what is odd about its path becomes a note."""
        try:
            await self._paths(scope, receive, send)
        except RequestError as refusal:
            return None, [refusal]
        return self._operations[scope["extensions"][ROUTING_CONTEXT]["operation_id"]], []


async def _stop(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Stand where the operations of the mock stand: the path is found, and nobody is to answer."""
