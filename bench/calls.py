"""The requests that the benchmarks send."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from bench.servers import ROOT

HEADERS = {"Authorization": "Bearer bench"}
NEW = {"name": "Bench", "notification_email": "bench@example.com"}
WARM_UP = 50
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Call:
    """A request that is measured."""

    name: str
    method: str
    path: str
    body: Any = None

    def send(self, client: httpx2.Client) -> bytes:
        """Send the request and return the body of a successful response."""
        response = client.request(self.method, self.path.removeprefix("/"), json=self.body)
        if not response.is_success:
            raise SystemExit(f"{self.name} failed with {response.status_code}: {response.text}")
        return response.content


CALLS = (
    Call("get one customer", "GET", "/managed_users/512044"),
    Call("list 100 customers", "GET", "/managed_users?per_page=100"),
    Call("look up by column", "GET", "/managed_users/512044/lookup_tables/4101/lookup?by%5Bcode%5D=TH"),
    # Last, because it makes the list longer.
    Call("create a customer", "POST", "/managed_users", NEW),
)

# The seed has two customers; with these there are 100.
FILLERS = [Call("fill", "POST", "/managed_users", {**NEW, "external_id": f"bench-{number}"}) for number in range(98)]


def operation_requests() -> list[tuple[str, str, Any]]:
    """Return a request to each operation of the document; most responses are errors, because ids are arbitrary."""
    document = json.loads((ROOT / "spec/dist/openapi.json").read_text("utf-8"))
    shared = document["components"]["parameters"]
    return [
        (method.upper(), _path(path, [*item.get("parameters", ()), *each.get("parameters", ())], shared), _body(each))
        for path, item in document["paths"].items()
        for method, each in item.items()
        if method in _METHODS
    ]


def _path(template: str, parameters: list[Mapping[str, Any]], shared: Mapping[str, Any]) -> str:
    known = [shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in parameters]
    examples = {each["name"]: each.get("example", 1) for each in known if each["in"] == "path"}
    return re.sub(r"{(\w+)}", lambda match: str(examples.get(match[1], 1)), template)


def _body(operation: Mapping[str, Any]) -> Any:
    return {} if "requestBody" in operation else None
