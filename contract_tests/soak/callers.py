"""Sends the requests of the load: with the project's client, and with raw HTTP, which sees responses that are cut."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from workato_embedded import APIConnectionError, APIResponseError, APIStatusError, WorkatoEmbedded

CUSTOMER = "Esoak"
EMAIL = "soak@example.com"
COLUMN = "marker"


class Reply(NamedTuple):
    """The result of a request.

    Attributes:
        status: The status of a whole response; None if there is none.
        body: Its parsed body; None with the client.
        id: The id of the object that was created; None if there is none.
        reason: The header `X-Mock-Reason`.
    """

    status: int | None
    body: Any = None
    id: int | None = None
    reason: str = ""


class Caller(Protocol):
    """Sends requests of one account."""

    def create_customer(self, name: str) -> Reply:
        """Create a customer; the API allows equal names."""
        ...

    def delete_customer(self, identifier: int) -> Reply:
        """Delete a customer."""
        ...

    def add_row(self, table: int, marker: str) -> Reply:
        """Add a row to the lookup table of the account."""
        ...

    def update_row(self, table: int, identifier: int, marker: str) -> Reply:
        """Change a row."""
        ...

    def delete_row(self, table: int, identifier: int) -> Reply:
        """Delete a row."""
        ...

    def list_customers(self) -> Reply:
        """List the first customers."""
        ...

    def list_rows(self, table: int) -> Reply:
        """List the first rows."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class RawCaller:
    """Sends requests over one connection, without retries.

    Args:
        port: The port of the server.
        token: The token of the account.
        timeout: Seconds to wait for a response.
    """

    def __init__(self, port: int, token: str, timeout: float) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def create_customer(self, name: str) -> Reply:
        """Create a customer."""
        return self.send("POST", "/api/managed_users", {"name": name, "notification_email": EMAIL})

    def delete_customer(self, identifier: int) -> Reply:
        """Delete a customer."""
        return self.send("DELETE", f"/api/managed_users/{identifier}")

    def add_row(self, table: int, marker: str) -> Reply:
        """Add a row."""
        return self.send("POST", f"{_rows(table)}", {"data": {COLUMN: marker}})

    def update_row(self, table: int, identifier: int, marker: str) -> Reply:
        """Change a row."""
        return self.send("PUT", f"{_rows(table)}/{identifier}", {"data": {COLUMN: marker}})

    def delete_row(self, table: int, identifier: int) -> Reply:
        """Delete a row."""
        return self.send("DELETE", f"{_rows(table)}/{identifier}")

    def list_customers(self) -> Reply:
        """List the first customers."""
        return self.send("GET", "/api/managed_users?per_page=20")

    def list_rows(self, table: int) -> Reply:
        """List the first rows."""
        return self.send("GET", f"{_rows(table)}?per_page=20")

    def send(self, method: str, path: str, body: Any = None) -> Reply:
        """Send a request, and return the result.

        Args:
            method: The method.
            path: The path.
            body: The JSON body, as bytes or as what it contains.
        """
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self._connection.request(method, path, data, self._headers)
            response = self._connection.getresponse()
            content = response.read()
            parsed = json.loads(content) if content else None
        # The server was not there, or closed the connection before its response was whole.
        except (OSError, http.client.HTTPException, ValueError):
            self._connection.close()
            return Reply(None)
        result = parsed.get("result", parsed) if isinstance(parsed, dict) else None
        identifier = result.get("id") if isinstance(result, dict) else None
        return Reply(response.status, parsed, identifier, response.headers.get("X-Mock-Reason", ""))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class ClientCaller:
    """Sends requests with the client, which retries reads, and a POST after a 429 only.

    Args:
        port: The port of the server.
        token: The token of the account.
        timeout: Seconds to wait for a response.
    """

    def __init__(self, port: int, token: str, timeout: float) -> None:
        self._client = WorkatoEmbedded(token, base_url=f"http://127.0.0.1:{port}/api", timeout=timeout, max_retries=1)

    def create_customer(self, name: str) -> Reply:
        """Create a customer."""
        return _call(lambda: self._client.managed_users.create(name=name, notification_email=EMAIL))

    def delete_customer(self, identifier: int) -> Reply:
        """Delete a customer."""
        return _call(lambda: self._client.managed_users.delete(identifier))

    def add_row(self, table: int, marker: str) -> Reply:
        """Add a row."""
        return _call(lambda: self._client.lookup_tables.rows.add(CUSTOMER, table, data={COLUMN: marker}))

    def update_row(self, table: int, identifier: int, marker: str) -> Reply:
        """Change a row."""
        return _call(lambda: self._client.lookup_tables.rows.update(CUSTOMER, table, identifier, data={COLUMN: marker}))

    def delete_row(self, table: int, identifier: int) -> Reply:
        """Delete a row."""
        return _call(lambda: self._client.lookup_tables.rows.delete(CUSTOMER, table, identifier))

    def list_customers(self) -> Reply:
        """List the first customers."""
        return _call(lambda: self._client.managed_users.list(per_page=20))

    def list_rows(self, table: int) -> Reply:
        """List the first rows."""
        return _call(lambda: self._client.lookup_tables.rows.list(CUSTOMER, table, per_page=20))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _rows(table: int) -> str:
    return f"/api/managed_users/{CUSTOMER}/lookup_tables/{table}/rows"


def _call(send: Callable[[], Any]) -> Reply:
    try:
        made = send()
    except APIStatusError as error:
        return Reply(error.status_code, reason=" ".join(map(str, error.reasons)))
    except (APIConnectionError, APIResponseError):
        return Reply(None)
    return Reply(200, id=getattr(made, "id", None))
