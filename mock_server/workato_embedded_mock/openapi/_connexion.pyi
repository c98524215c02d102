"""Types for the parts of connexion that the mock uses; connexion has none."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
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
    @classmethod
    def load(cls, spec: dict[str, Any]) -> Specification: ...
    def get_operation(self, path: str, method: str) -> dict[str, Any]: ...

class CheckedSpecification(Specification):
    def __init__(self, content: dict[str, Any]) -> None: ...

class AbstractOperation:
    method: str
    path: str
    operation_id: str
    security: list[dict[str, list[str]]] | None
    security_schemes: dict[str, dict[str, Any]]
    function: Callable[..., Any] | None
    responses: Mapping[str, Any]

class Resolver:
    def __init__(self, function_resolver: Callable[[str], Callable[..., Any] | None]) -> None: ...

class LifespanMiddleware:
    def __init__(self, next_app: ASGIApp, *, lifespan: Callable[[Any], AbstractAsyncContextManager[None]]) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

class RoutedAPI:
    specification: Specification
    next_app: ASGIApp
    base_path: str
    operations: dict[str, ASGIApp]
    def __init__(
        self, specification: Specification, *, next_app: ASGIApp, base_path: str, resolver: Resolver
    ) -> None: ...
    def add_paths(self) -> None: ...
    def add_operation(self, path: str, method: str) -> None: ...
    def make_operation(self, operation: AbstractOperation) -> ASGIApp: ...

class RoutedMiddleware:
    app: ASGIApp
    apis: dict[str, list[RoutedAPI]]
    def __init__(self, app: ASGIApp) -> None: ...
    def add_api(self, specification: Specification, **kwargs: Any) -> RoutedAPI: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

class API:
    def __init__(self, specification: Specification, *, base_path: str, resolver: Resolver) -> None: ...

class ConnexionMiddleware:
    apis: list[API]
    def __init__(
        self,
        app: ASGIApp,
        *,
        import_name: str,
        middlewares: list[Any],
        lifespan: Callable[[Any], AbstractAsyncContextManager[None]],
    ) -> None: ...
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
