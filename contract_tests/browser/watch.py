"""Record what goes wrong while pages are open: errors in the console, failed requests, requests to other hosts."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response, WebError

# A page that is left ends its requests so.
_LEFT = "net::ERR_ABORTED"
_LOADING = "Failed to load resource"


class Watch:
    """Records the problems of all pages of a context. Chromium reports violations of a CSP as errors in the console.

    Attributes:
        problems: A sentence for each problem so far.
        expected: The status codes of error pages that a test opens on purpose.
    """

    def __init__(self, context: BrowserContext, *origins: str) -> None:
        self.problems: list[str] = []
        self.expected: set[int] = set()
        self._hosts = {urlsplit(origin).netloc for origin in origins}
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def check(self) -> None:
        """Raise an AssertionError that lists the problems, if there are any."""
        assert not self.problems, "\n".join(self.problems)

    def _console(self, message: ConsoleMessage) -> None:
        # The response is reported with its status.
        if message.type in ("error", "warning") and not message.text.startswith(_LOADING):
            self.problems.append(f"{message.type} in the console of {message.location.get('url')}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"exception in a script: {error.error}")

    def _dialog(self, dialog: Dialog) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("about", "blob", "data") and url.netloc not in self._hosts:
            self.problems.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT:
            self.problems.append(f"{request.method} {request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.request.method} {response.url}: {response.status}")
