"""One namespace of a mock server and its instruments, as objects for tests.

All calls go to the control plane. So they are the same for an app in this process and for a server elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx2

from workato_embedded_mock.startup.missing_libraries import missing_library
from workato_embedded_mock.testing.http_clients import async_http_client, http_client

if TYPE_CHECKING:
    from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded

    from workato_embedded_mock.testing.embedding import Embedding
    from workato_embedded_mock.testing.transports import MockTransport

Json = Any


class ControlError(Exception):
    """The control plane rejects a request; the text says why."""


class WorkatoMock:
    """One namespace: its API, and the instruments with which tests control it.

    Args:
        root_url: URL of the server, without `/api`.
        token: The bearer token, which names the namespace.
        transport: The transport to an app in this process; None for a server elsewhere.
        control_token: The control token of the server, if it has one.
    """

    def __init__(
        self, root_url: str, token: str, transport: MockTransport | None = None, control_token: str = ""
    ) -> None:
        self.root_url = root_url.rstrip("/").removesuffix("/api")
        self.token = token
        self.transport = transport
        headers = {"X-Mock-Namespace": token} | ({"X-Mock-Control-Token": control_token} if control_token else {})
        self._control = http_client(transport, self.root_url, base_url=f"{self.root_url}/_mock/", headers=headers)
        self._http = http_client(transport, self.root_url)
        self._async_http = async_http_client(transport, self.root_url)
        self.faults = Faults(self)
        self.clock = Clock(self)
        self.limits = Limits(self)
        self.journal = Journal(self)

    @property
    def url(self) -> str:
        """The base URL of the API, ending in `/api`."""
        return f"{self.root_url}/api"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that a plain HTTP client needs."""
        return {"Authorization": f"Bearer {self.token}"}

    @cached_property
    def client(self) -> WorkatoEmbedded:
        """A client of the namespace. Instead of sleeping, before a retry or a poll, it advances the clock."""
        try:
            from workato_embedded import WorkatoEmbedded
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(missing_library(error), name=error.name) from None
        # The client does not close an `http_client` that it was given; `close` does.
        return WorkatoEmbedded(
            api_token=self.token, base_url=self.url, http_client=self._http, sleep=self.clock.advance
        )

    @cached_property
    def async_client(self) -> AsyncWorkatoEmbedded:
        """An asynchronous client of the namespace, for any number of event loops. It sleeps as `client` does."""
        try:
            from workato_embedded import AsyncWorkatoEmbedded
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(missing_library(error), name=error.name) from None
        return AsyncWorkatoEmbedded(
            api_token=self.token, base_url=self.url, http_client=self._async_http, sleep=self._advance_clock
        )

    @cached_property
    def embedding(self) -> Embedding:
        """Direct links of the namespace, and the pages that they open, without a browser."""
        from workato_embedded_mock.testing.embedding import Embedding

        return Embedding(self.root_url, self._http, self.call)

    def http(self, **options: Any) -> httpx2.Client:
        """Return a plain httpx2 client with base URL and token; the caller closes it."""
        return http_client(self.transport, self.url, base_url=self.url, headers=self.headers, **options)

    def reset(self) -> None:
        """Reset the namespace; snapshots are kept."""
        self.call("POST", "reset")

    def seed(self, seed: str | Mapping[str, Json]) -> None:
        """Reset the namespace with another seed: `default`, `empty`, or the content of a seed file or a state.

        Raises:
            ControlError: An object in it does not fit its schema, or its parent is missing.
        """
        self.call("POST", "reset", {"seed": seed})

    def state(self) -> Json:
        """Return the state of the namespace; `seed` accepts it."""
        return self.call("GET", "state")

    def as_of(self, day: str | None) -> Json:
        """Serve the namespace the API as it was on a day, such as `2024-06-30`; None is the edition of the server.

        Return the edition that held on the day: its date, whether it is exact, and its title.

        Raises:
            ControlError: The day is not written as YYYY-MM-DD, or no edition is known for it.
        """
        served = self.call("DELETE", "edition") if day is None else self.call("PUT", "edition", {"as_of": day})
        return served["edition"]

    def snapshot(self, name: str = "default") -> None:
        """Save the state of the namespace as a snapshot."""
        self.call("PUT", f"snapshots/{name}")

    def restore(self, name: str = "default") -> None:
        """Restore the state of the namespace from a snapshot.

        Raises:
            ControlError: There is no such snapshot.
        """
        self.call("POST", f"snapshots/{name}/restore")

    def run_recipe(self, managed_user_id: int | str, recipe_id: int, **more: Json) -> list[Json]:
        """Run a recipe, and return the jobs; `more` is as in `POST /_mock/jobs`: status, count, error, lines."""
        body = {"managed_user_id": managed_user_id, "recipe_id": recipe_id, **more}
        jobs: list[Json] = self.call("POST", "jobs", body)["jobs"]
        return jobs

    def accept_invitation(self, managed_user_id: int | str, email: str) -> Json:
        """Accept an invitation, and return the new member."""
        body = {"managed_user_id": managed_user_id, "email": email}
        return self.call("POST", "invitations/accept", body)["member"]

    def call(self, method: str, path: str, body: Json = None, query: Mapping[str, Json] | None = None) -> Json:
        """Call an operation of the control plane, and return its JSON.

        Raises:
            ControlError: The request is rejected.
        """
        sent = {} if body is None else {"json": body}
        return _content(self._control.request(method, path, params=query, **sent))

    async def _advance_clock(self, seconds: float) -> None:
        """Advance the clock without blocking the event loop."""
        url, headers = self._control.base_url.join("clock"), self._control.headers
        _content(await self._async_http.put(url, headers=headers, json={"advance_seconds": seconds}))

    def close(self) -> None:
        """Delete the namespace, and close the clients."""
        try:
            self.call("DELETE", "state")
        finally:
            self._control.close()
            self._http.close()


class Faults:
    """The faults of a namespace; see `PUT /_mock/faults` for the fields of a rule."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock
        self._rules: list[dict[str, Json]] = []

    def add(self, operation_id: str | None = None, **rule: Json) -> None:
        """Add a fault: `mock.faults.add("create_managed_user", phase="after", status=500, times=1)`.

        Raises:
            ControlError: There is no such operation, or the rule is invalid.
        """
        made = rule if operation_id is None else {"operation_id": operation_id, **rule}
        self._mock.call("PUT", "faults", {"rules": [*self._rules, made]})
        self._rules.append(made)

    def clear(self) -> None:
        """Remove all faults."""
        self._rules.clear()
        self._mock.call("DELETE", "faults")

    @property
    def rules(self) -> list[Json]:
        """The rules, each with the number of requests that it matched (`matched`) and that it hit (`fired`)."""
        rules: list[Json] = self._mock.call("GET", "faults")["rules"]
        return rules


class Clock:
    """The clock of a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    @property
    def now(self) -> datetime:
        """The current time."""
        return datetime.fromisoformat(self._mock.call("GET", "clock")["now"])

    def freeze(self, at: datetime | str | None = None) -> None:
        """Stop the clock, at a time or now."""
        self._mock.call("PUT", "clock", {"frozen": True} | ({} if at is None else {"now": _text(at)}))

    def set(self, now: datetime | str) -> None:
        """Set the clock; it stays stopped or running."""
        self._mock.call("PUT", "clock", {"now": _text(now)})

    def advance(self, by: float | timedelta) -> None:
        """Advance the clock by a number of seconds."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        self._mock.call("PUT", "clock", {"advance_seconds": seconds})

    def resume(self) -> None:
        """Let the clock run again from its current time."""
        self._mock.call("PUT", "clock", {"frozen": False})

    def reset(self) -> None:
        """Reset the clock to the time of the machine."""
        self._mock.call("DELETE", "clock")


class Limits:
    """The rate limits of a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    def set(self, setting: str) -> None:
        """Set the limits: `documented`, `off`, or `N/min` for each operation; the counts restart."""
        self._mock.call("PUT", "limits", {"rate_limits": setting})

    def reset(self) -> None:
        """Reset the limits to those of the server."""
        self._mock.call("DELETE", "limits")

    @property
    def counted(self) -> dict[str, int]:
        """The number of requests of each operation in its current window."""
        counted: dict[str, int] = self._mock.call("GET", "limits")["counted"]
        return counted


class Journal:
    """The requests and responses of a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    def entries(self, operation: str | None = None, **filters: Json) -> list[Json]:
        """Return the entries that match all filters.

        The filters are operation, status, method, path, unmatched, rejected, wrote and limit.

        Raises:
            ControlError: A filter or an operation is unknown; the text lists the filters, or similar operations.
        """
        entries: list[Json] = self._search(operation, filters)["entries"]
        return entries

    def count(self, operation: str | None = None, **filters: Json) -> int:
        """Return the number of entries that match all filters."""
        return int(self._search(operation, {**filters, "limit": 0})["count"])

    def clear(self) -> None:
        """Remove all entries."""
        self._mock.call("DELETE", "journal")

    def _search(self, operation: str | None, filters: Mapping[str, Json]) -> Json:
        query = {"operation": operation, **filters}
        given = {name: _word(value) for name, value in query.items() if value is not None}
        return self._mock.call("GET", "journal", query=given)


def _content(response: httpx2.Response) -> Json:
    """Return the JSON of a response of the control plane.

    Raises:
        ControlError: The request was rejected.
    """
    content = response.json()
    if not response.is_success:
        reasons = [f"{each['pointer']}: {each['text']}" for each in content.get("reasons") or ()]
        raise ControlError("; ".join(reasons) or content.get("message", response.text))
    return content


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(moment: datetime | str) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()
