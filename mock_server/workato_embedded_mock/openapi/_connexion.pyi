"""The types of what the mock uses of connexion, which brings none."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

ROUTING_CONTEXT: str

class InvalidSpecification(Exception):  # noqa: N818  # connexion's own name
    message: str

class Specification(Mapping[str, Any]):
    raw: dict[str, Any]
    def __getitem__(self, key: str) -> Any: ...
    def __iter__(self) -> Any: ...
    def __len__(self) -> int: ...
    def get_operation(self, path: str, method: str) -> dict[str, Any]: ...

class AbstractOperation:
    method: str
    path: str
    operation_id: str
    parameters: list[dict[str, Any]]
    request_body: dict[str, Any]
    is_request_body_defined: bool
    security: list[dict[str, list[str]]] | None
    security_schemes: dict[str, dict[str, Any]]
    function: Callable[..., Any] | None
    def example_response(self) -> tuple[Any, int]: ...

class Resolver:
    def __init__(self, function_resolver: Callable[[str], Callable[..., Any] | None]) -> None: ...

class SpecMiddleware:
    def add_api(self, specification: Specification, *, base_path: str, **kwargs: Any) -> Any: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

class RoutedAPI:
    specification: Specification
    next_app: ASGIApp
    def __init__(
        self, specification: Specification, *, next_app: ASGIApp, base_path: str, resolver: Resolver
    ) -> None: ...
    def add_paths(self) -> None: ...
    def make_operation(self, operation: AbstractOperation) -> ASGIApp: ...

class RoutedMiddleware(SpecMiddleware):
    api_cls: type[RoutedAPI]
    def __init__(self, app: ASGIApp) -> None: ...

class ConnexionMiddleware:
    app: ASGIApp
    middleware_stack: Any
    def _build_middleware_stack(self) -> tuple[ASGIApp, Any]: ...

class AsyncApp:
    middleware: ConnexionMiddleware
    def __init__(self, import_name: str, *, middlewares: list[Any]) -> None: ...
    def add_api(self, specification: dict[str, Any], *, base_path: str, resolver: Resolver, **kwargs: Any) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
