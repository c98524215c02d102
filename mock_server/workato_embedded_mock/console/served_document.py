"""Serves the API's OpenAPI document as `/openapi.json` and `/openapi.yaml`; must not import Flask."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.console.threads import in_thread
from workato_embedded_mock.http.public_address import root_url_of
from workato_embedded_mock.plain_json import write_json

JSON_PATH, YAML_PATH = "/openapi.json", "/openapi.yaml"


class ServedDocument:
    """The document of the server's edition, whose server is this one.

    Args:
        load: Returns the document.
        base_path: The path of the API.
    """

    def __init__(self, load: Callable[[], dict[str, Any]], base_path: str) -> None:
        self._load = load
        self._base_path = base_path

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document, without this server."""
        return self._load()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the document in the form that the path names."""
        servers = [{"url": f"{root_url_of(scope)}{self._base_path}"}]
        if scope["path"].endswith(JSON_PATH):
            body, kind = write_json({**self.content, "servers": servers}), "application/json"
        else:
            # It takes about a second, in which other requests are served.
            rest = await in_thread(lambda: self._yaml)
            head = _dumped({"openapi": self.content["openapi"], "servers": servers})
            body, kind = (head + rest).encode(), "application/yaml"
        await Response(body, media_type=kind, headers={"cache-control": "no-cache"})(scope, receive, send)

    @cached_property
    def _yaml(self) -> str:
        return _dumped({name: value for name, value in self.content.items() if name not in ("openapi", "servers")})


def _dumped(content: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.dump(
        content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False, allow_unicode=True
    )
    return text
