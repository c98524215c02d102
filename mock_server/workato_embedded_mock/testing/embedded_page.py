"""A framed page without a browser: which messages it posts, and what a person does on it.

It follows the script of the pages, `page.js`: the server decides what is shown and posted, and this adds only what the
script adds. Nothing measures the height, so `heightChange` has None there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2

from workato_embedded_mock.testing.embedded_html import read_html
from workato_embedded_mock.testing.embedded_requests import FrameRequests, Reason, origin_of

Json = Any
Message = dict[str, Json]

_WENT_WRONG = "Something went wrong. Try again, or load the frame again."


class EmbeddedPage:
    """A page in a frame, as `workato_mock.embedding.open` returns it.

    Its methods do what a person, or the page around the frame, does. They return the messages that are posted then, as
    the client script hands them to listeners: `{"type": ..., "payload": ...}`, without `wk`.

    Attributes:
        kind: `widget`, `recipe_widget` or `editor`; `not_found`; `sign_in` after the end of the session; `rejected` for
            such a link; `blank`, if the browser shows nothing; or `error` for any other response.
        url: The path of the page in Workato, with query and fragment; empty if there is none.
        status: The status code of the response; 0 if there was none.
        code: The code for which the link is rejected; empty for other pages.
        reasons: Why, and what was tolerated: objects with `pointer`, `keyword` and `text`, as in `X-Mock-Reason`.
        origin: The origin that gets the messages; empty if none does.
        text: The text that the page shows.
        notice: What the page says about the last action; empty for nothing.
        messages: All messages that were posted, oldest first.
    """

    kind: str
    url: str
    status: int
    code: str
    reasons: list[Reason]
    origin: str
    text: str
    notice: str
    messages: list[Message]

    # What the server has sent for the script of the page, the actions of its buttons, and the path of an open window.
    _data: Mapping[str, Json]
    _actions: set[str]
    _window: str

    def __init__(self, http: httpx2.Client, url: httpx2.URL, parent: str | None = None) -> None:
        self._requests = FrameRequests(http, parent)
        self._parent = parent
        self.messages = []
        self._load(url)

    def payloads(self, message_type: str) -> list[Json]:
        """Return the payloads of the messages of a type, oldest first; None for a message without one."""
        return [message.get("payload") for message in self.messages if message["type"] == message_type]

    def connect(self, input: Mapping[str, Json] | None = None, *, allow: bool = True) -> list[Message]:  # noqa: A002
        """Connect, and return the messages.

        Args:
            input: The values of the form; None for a form that is filled in correctly.
            allow: Whether to allow the access in the window that an OAuth application opens. Otherwise the window stays
                open: `allow`, `fail` or `cancel` ends it.

        Raises:
            RuntimeError: The page has no button for it, such as a page of a connection that is connected.
        """
        before = len(self.messages)
        self._act("connect_in_widget", {} if input is None else {"input": input})
        if self._window and allow:
            self.allow()
        return self.messages[before:]

    def allow(self) -> list[Message]:
        """Allow the access in the window of an OAuth application, and return the messages.

        Raises:
            RuntimeError: No window is open.
        """
        if not self._window:
            raise RuntimeError("no window of an application is open: call connect(allow=False) first")
        return self._end_window({})

    def fail(self, error: str = "Authorization failed") -> list[Message]:
        """Let the application reject the connection, and return the messages.

        Args:
            error: Why, in words for people.

        Raises:
            RuntimeError: The page is not that of a connection.
        """
        if self._window:
            return self._end_window({"error": error})
        return self._act("authorize_in_application", {"error": error})

    def cancel(self) -> list[Message]:
        """Cancel what was begun, and return the messages.

        Raises:
            RuntimeError: The page has no button for it.
        """
        return self._act("cancel_in_widget", {})

    def disconnect(self) -> list[Message]:
        """Disconnect, and return the messages.

        Raises:
            RuntimeError: The page has no button for it, such as a page of a connection that is not connected.
        """
        return self._act("disconnect_in_widget", {})

    def start_recipe(self) -> list[Message]:
        """Start the recipe of the page, and return the messages.

        Raises:
            RuntimeError: The page has no button for it.
        """
        return self._act("start_in_editor", {})

    def stop_recipe(self) -> list[Message]:
        """Stop the recipe of the page, and return the messages.

        Raises:
            RuntimeError: The page has no button for it.
        """
        return self._act("stop_in_editor", {})

    def click(self) -> list[Message]:
        """Click somewhere in the page, and return the messages."""
        return self._post([{"type": "click"}] if self._knows("click") else [])

    def follow(self, path: str) -> list[Message]:
        """Follow a link to a page of Workato, such as `/recipes/7#jobs`, and return the messages."""
        before = len(self.messages)
        self.click()
        self._move(path, replaced=False)
        return self.messages[before:]

    def navigate(self, url: str) -> list[Message]:
        """Post `navigation` to the frame, as the page around it does, and return the messages.

        A URL of another host is ignored, and so is a message of a page that does not get the messages.
        """
        before = len(self.messages)
        path = self._path_of(url)
        if path is not None and self._knows("navigation") and self._is_heard():
            self._move(path, replaced=True)
        return self.messages[before:]

    def reload(self) -> list[Message]:
        """Load the page again, and return the messages."""
        before = len(self.messages)
        self._unload()
        self._load(self._location)
        return self.messages[before:]

    def close(self) -> list[Message]:
        """Remove the frame, and return the messages."""
        before = len(self.messages)
        self._unload()
        self._clear()
        return self.messages[before:]

    def _load(self, url: httpx2.URL) -> None:
        """Show the document of a link or of an address, and post its messages."""
        self._clear()
        loaded = self._requests.load(url)
        self._location, self.reasons, response = loaded.url, loaded.reasons, loaded.response
        if response is None:
            return
        found = read_html(response.text)
        self.status, self.code, self.text = response.status_code, found.code, found.text
        if found.data is not None:
            self._show(found.data)
            self._actions = found.actions
            self._post(found.data["messages"])
        elif found.code:
            self.kind = "rejected"
        else:
            ended = any(reason["keyword"] == "session" for reason in self.reasons)
            self.kind = "sign_in" if ended else "error"

    def _clear(self) -> None:
        """Show nothing."""
        self._data, self._actions, self._window = {}, set(), ""
        self.kind, self.status = "blank", 0
        self.url = self.code = self.origin = self.text = self.notice = ""

    def _show(self, data: Mapping[str, Json]) -> None:
        """Show what the server has sent: with a document, or instead of what is shown."""
        self._data, self._window = data, ""
        self.kind, self.origin, self.status = data["kind"], data["origin"], data["status"]
        self.url = f"{data['url']}{self._hash}"
        self.notice = (data.get("notice") or {}).get("text", "")
        if "main" in data:
            found = read_html(data["main"])
            self.text, self._actions = found.text, found.actions

    def _knows(self, message_type: str) -> bool:
        return message_type in self._data.get("types", ())

    def _is_heard(self) -> bool:
        """Return whether the page around the frame is the one that gets the messages."""
        return bool(self.origin) and self._parent in (None, self.origin)

    def _post(self, messages: Sequence[Mapping[str, Json]], *, replaced: bool = False) -> list[Message]:
        """Post messages, with what the script of a page adds to them, and return them."""
        posted = [_filled(one, self._hash, replaced=replaced) for one in messages] if self._is_heard() else []
        self.messages += posted
        return posted

    def _unload(self) -> None:
        if self._knows("unloaded"):
            self._post([{"type": "unloaded"}])

    def _move(self, path: str, *, replaced: bool) -> None:
        """Show another page without a document of its own; with one if the server has none of this session."""
        url = self._location.join(f"{self._base}{path}")
        result = self._requests.page(url)
        if result is None:
            self._unload()
            self._load(url)
            return
        self._location = url
        self._show(result["page"])
        self._post(result["messages"], replaced=replaced)

    def _act(self, action: str, values: Mapping[str, Json]) -> list[Message]:
        """Do what a button does, and what the server says is next, and return the messages."""
        if action not in self._actions:
            raise RuntimeError(f"the page has no button for {action}: {self._described()}")
        before = len(self.messages)
        self.click()
        body = {"path": self._data["url"], **self._data["subject"], **values}
        result = self._send(action, body)
        following = None if result is None else result["next"].get("action")
        self._finish(self._send(following, body) if following else result)
        return self.messages[before:]

    def _end_window(self, values: Mapping[str, Json]) -> list[Message]:
        """Do what a button in the window of an application does, which then closes, and return the messages."""
        found = self._requests.load(self._location.join(self._window))
        data = None if found.response is None else read_html(found.response.text).data
        if data is None:
            raise RuntimeError(f"the window of the application does not open: {_texts(found.reasons)}")
        before = len(self.messages)
        self._finish(self._send("authorize_in_application", {**data["subject"], **values}))
        return self.messages[before:]

    def _send(self, action: str, body: Mapping[str, Json]) -> Json:
        result, self.reasons = self._requests.act(self._location.join(f"{self._base}/actions/{action}"), body)
        return result

    def _finish(self, result: Json) -> None:
        """Show the result of an action, and post its messages; those of a failure if there is none."""
        if result is None:
            self.notice = _WENT_WRONG
            self._post(self._data["failed"])
            return
        self._show(result["page"])
        self._post(result["messages"])
        self._window = result["next"].get("window", "")

    @property
    def _base(self) -> str:
        return str(self._data.get("base", ""))

    @property
    def _hash(self) -> str:
        return f"#{self._location.fragment}" if self._location.fragment else ""

    def _path_of(self, url: str) -> str | None:
        """Return the path of Workato that a URL means; None for URLs of other hosts, and for what is not a URL."""
        own = origin_of(self._location)
        try:
            parts = urlsplit(urljoin(f"{own}/", url))
        except ValueError:
            return None
        if f"{parts.scheme}://{parts.netloc}" != own:
            return None
        path = parts.path.removeprefix(self._base) if parts.path.startswith(f"{self._base}/") else parts.path
        return parts._replace(scheme="", netloc="", path=path).geturl()

    def _described(self) -> str:
        why = _texts(self.reasons)
        return f"{self.kind}{f' of {self.url}' if self.url else ''}{f' ({why})' if why else ''}"

    def __repr__(self) -> str:
        return f"<EmbeddedPage {self._described()}>"


def _texts(reasons: Sequence[Reason]) -> str:
    return "; ".join(reason["text"] for reason in reasons)


def _filled(message: Mapping[str, Json], fragment: str, *, replaced: bool) -> Message:
    """Return a message as it is posted: with the fragment of the page, and how the history was changed."""
    if message.get("payload") is None:
        return dict(message)
    payload = {**message["payload"]}
    if message["type"] == "navigated":
        payload["replaced"] = replaced
    if message["type"] in ("navigated", "loaded"):
        payload["url"] += fragment
    return {**message, "payload": payload}
