"""One namespace of a mock server with all its instruments, as objects for a test; must not need pytest.

Everything goes through the control plane, so that it is the same for an app in this process and for a server elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded

    from workato_embedded_mock.testing.transports import MockTransport

Json = Any


class ControlError(Exception):
    """The control plane refuses; the text says why."""


class WorkatoMock:
    """One namespace: the API as a test sees it, and what the test sets and reads beside it.

    Args:
        root_url: Where the server is, without `/api`.
        token: The token of the calls, which names the namespace.
        transport: What carries requests to an app in this process; None for a server elsewhere.
        control_token: What the control plane asks for, if anything.
    """

    def __init__(
        self, root_url: str, token: str, transport: MockTransport | None = None, control_token: str = ""
    ) -> None:
        self.root_url = root_url.rstrip("/").removesuffix("/api")
        self.token = token
        self.transport = transport
        headers = {"X-Mock-Namespace": token} | ({"X-Mock-Control-Token": control_token} if control_token else {})
        self._control = httpx.Client(base_url=f"{self.root_url}/_mock/", headers=headers, transport=transport)
        self._http = httpx.Client(transport=transport)
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
        """What a plain HTTP client has to send."""
        return {"Authorization": f"Bearer {self.token}"}

    @cached_property
    def client(self) -> WorkatoEmbedded:
        """A client of the namespace."""
        from workato_embedded import WorkatoEmbedded

        # A client leaves what it was given open; `close` ends it.
        return WorkatoEmbedded(api_token=self.token, base_url=self.url, http_client=self._http)

    @cached_property
    def async_client(self) -> AsyncWorkatoEmbedded:
        """An asynchronous client of the namespace, to be used in one event loop, and closed there."""
        from workato_embedded import AsyncWorkatoEmbedded

        return AsyncWorkatoEmbedded(
            api_token=self.token, base_url=self.url, http_client=httpx.AsyncClient(transport=self.transport)
        )

    def http(self, **options: Any) -> httpx.Client:
        """Make a plain httpx client with base URL and token; the caller closes it."""
        return httpx.Client(base_url=self.url, headers=self.headers, transport=self.transport, **options)

    def reset(self) -> None:
        """Make the namespace as new; snapshots stay."""
        self.call("POST", "reset")

    def seed(self, seed: str | Mapping[str, Json]) -> None:
        """Make the namespace as new with another seed: `default`, `empty`, or the content of a seed file or a state.

        Raises:
            ControlError: An object in it does not fit its schema, or has no place.
        """
        self.call("POST", "reset", {"seed": seed})

    def state(self) -> Json:
        """Answer everything that the namespace holds; `seed` takes it."""
        return self.call("GET", "state")

    def snapshot(self, name: str = "default") -> None:
        """Save the namespace under a name."""
        self.call("PUT", f"snapshots/{name}")

    def restore(self, name: str = "default") -> None:
        """Put the namespace back to what was saved under a name.

        Raises:
            ControlError: Nothing was.
        """
        self.call("POST", f"snapshots/{name}/restore")

    def run_recipe(self, managed_user_id: int | str, recipe_id: int, **more: Json) -> list[Json]:
        """Let a recipe run, and answer the jobs; `more` as in `POST /_mock/jobs`: status, count, error, lines."""
        body = {"managed_user_id": managed_user_id, "recipe_id": recipe_id, **more}
        jobs: list[Json] = self.call("POST", "jobs", body)["jobs"]
        return jobs

    def accept_invitation(self, managed_user_id: int | str, email: str) -> Json:
        """Let an invited person join, and answer the member."""
        body = {"managed_user_id": managed_user_id, "email": email}
        return self.call("POST", "invitations/accept", body)["member"]

    def call(self, method: str, path: str, body: Json = None, query: Mapping[str, Json] | None = None) -> Json:
        """Ask the control plane.

        Raises:
            ControlError: It refuses.
        """
        sent = {} if body is None else {"json": body}
        answer = self._control.request(method, path, params=query, **sent)
        content = answer.json()
        if not answer.is_success:
            raise ControlError(content.get("message", answer.text))
        return content

    def close(self) -> None:
        """Forget the namespace, and close what was opened for it."""
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
        """Arm one more fault: `mock.faults.add("create_managed_user", phase="after", status=500, times=1)`.

        Raises:
            ControlError: There is no such operation, or the rule makes no sense.
        """
        made = rule if operation_id is None else {"operation_id": operation_id, **rule}
        self._mock.call("PUT", "faults", {"rules": [*self._rules, made]})
        self._rules.append(made)

    def clear(self) -> None:
        """Disarm all."""
        self._rules.clear()
        self._mock.call("DELETE", "faults")

    @property
    def rules(self) -> list[Json]:
        """The rules that are armed, each with how many exchanges it `matched` and how many it hit (`fired`)."""
        rules: list[Json] = self._mock.call("GET", "faults")["rules"]
        return rules


class Clock:
    """The clock of a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    @property
    def now(self) -> datetime:
        """The time that it shows."""
        return datetime.fromisoformat(self._mock.call("GET", "clock")["now"])

    def freeze(self, at: datetime | str | None = None) -> None:
        """Stop it, at a moment or where it is."""
        self._mock.call("PUT", "clock", {"frozen": True} | ({} if at is None else {"now": _text(at)}))

    def set(self, now: datetime | str) -> None:
        """Set it to a moment; it stands or goes as before."""
        self._mock.call("PUT", "clock", {"now": _text(now)})

    def advance(self, by: float | timedelta) -> None:
        """Move it on by so many seconds."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        self._mock.call("PUT", "clock", {"advance_seconds": seconds})

    def resume(self) -> None:
        """Let it go on from where it stands."""
        self._mock.call("PUT", "clock", {"frozen": False})

    def reset(self) -> None:
        """Give it the time of the machine."""
        self._mock.call("DELETE", "clock")


class Limits:
    """The rate limits of a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    def set(self, setting: str) -> None:
        """Set them: `documented`, `off`, or `N/min` for each operation; the counts begin anew."""
        self._mock.call("PUT", "limits", {"rate_limits": setting})

    def reset(self) -> None:
        """Give the namespace the limits of the server again."""
        self._mock.call("DELETE", "limits")

    @property
    def counted(self) -> dict[str, int]:
        """The requests of each operation in its present window."""
        counted: dict[str, int] = self._mock.call("GET", "limits")["counted"]
        return counted


class Journal:
    """What was asked and answered in a namespace."""

    def __init__(self, mock: WorkatoMock) -> None:
        self._mock = mock

    def entries(self, operation: str | None = None, **filters: Json) -> list[Json]:
        """Answer the exchanges that fit all filters: operation, status, method, path, unmatched, limit."""
        entries: list[Json] = self._ask(operation, filters)["entries"]
        return entries

    def count(self, operation: str | None = None, **filters: Json) -> int:
        """Answer how many exchanges fit all filters."""
        return int(self._ask(operation, {**filters, "limit": 0})["count"])

    def clear(self) -> None:
        """Drop all entries."""
        self._mock.call("DELETE", "journal")

    def _ask(self, operation: str | None, filters: Mapping[str, Json]) -> Json:
        query = {"operation": operation, **filters}
        given = {name: _word(value) for name, value in query.items() if value is not None}
        return self._mock.call("GET", "journal", query=given)


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(moment: datetime | str) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()
