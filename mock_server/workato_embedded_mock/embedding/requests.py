"""What a request asks for: a link, a page or an action of a session, or a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from starlette.types import Scope

from workato_embedded_mock.embedding.link_paths import TOKEN_PARAMETER, kind_of, parameter
from workato_embedded_mock.embedding.messages import EDITOR, RECIPE_WIDGET, WIDGET
from workato_embedded_mock.embedding.paths import CLIENT, LINK, PAGES
from workato_embedded_mock.http.public_address import root_path_of
from workato_embedded_mock.http.request_log import raw_path
from workato_embedded_mock.rules.embedding import parse_origin

# The operation of a link with its path in the URL, by what it opens.
_WITH_PATH = {
    WIDGET: "open_connection_widget",
    RECIPE_WIDGET: "open_recipe_widget",
    EDITOR: "open_direct_link_path",
}
_ACTIONS = "/actions/"


class Kind(Enum):
    """What a request is for."""

    LINK = auto()
    PAGE = auto()
    ACTION = auto()
    CLIENT_SCRIPT = auto()
    # A script or style of a page, or no file at all.
    OWN_SCRIPT = auto()


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """A request of a browser.

    Attributes:
        kind: What it is for.
        operation_id: Its operation; None for scripts of the pages.
        method: The method.
        path: The path below the root path, percent-encoded.
        query: The query.
        root_path: The path of the server.
        session_id: The id of the session; empty for a link or a script.
        rest: The path of the page in the session.
        headers: The headers by their lower-case names.
    """

    kind: Kind
    operation_id: str | None
    method: str
    path: str
    query: str
    root_path: str
    session_id: str
    rest: str
    headers: Mapping[str, str]

    @property
    def token(self) -> str:
        """The token of a link; empty if it has none."""
        return parameter(self.query, TOKEN_PARAMETER)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that journal and log must not contain."""
        return tuple(value for value in (self.session_id, self.token) if value)

    @property
    def page(self) -> str:
        """The path of a page of a session, with its query."""
        return f"{self.rest}?{self.query}" if self.query else self.rest

    @property
    def accepts_json(self) -> bool:
        """Whether a script sent the request, which reads JSON and no HTML."""
        accept = self.headers.get("accept", "")
        return "application/json" in accept and "text/html" not in accept

    @property
    def framed_by(self) -> str | None:
        """The origin of the page that frames this one, if the browser sends it."""
        if self.headers.get("sec-fetch-dest") not in ("iframe", "frame"):
            return None
        return parse_origin(self.headers.get("referer", ""))


def read_request(scope: Scope) -> EmbeddingRequest:
    """Return what a request asks for."""
    path = raw_path(scope)
    session_id = rest = ""
    if path.startswith(f"{PAGES}/"):
        session_id, _, rest = path.removeprefix(f"{PAGES}/").partition("/")
        rest = f"/{rest}"
    kind, operation_id = _operation(path, rest)
    return EmbeddingRequest(
        kind=kind,
        operation_id=operation_id,
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        root_path=root_path_of(scope),
        session_id=session_id,
        rest=rest,
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
    )


def _operation(path: str, rest: str) -> tuple[Kind, str | None]:
    """Return what a path is for, and its operation."""
    if rest.startswith(_ACTIONS):
        return Kind.ACTION, rest.removeprefix(_ACTIONS)
    if rest:
        return Kind.PAGE, "open_embedded_page"
    if path.startswith(CLIENT):
        return Kind.CLIENT_SCRIPT, "get_embedding_client"
    if path.startswith(LINK):
        wanted = path.removeprefix(LINK).strip("/")
        return Kind.LINK, _WITH_PATH[kind_of(f"/{wanted}")] if wanted else "open_direct_link"
    return Kind.OWN_SCRIPT, None
