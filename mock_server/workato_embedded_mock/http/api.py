"""Builds the connexion app that serves the operations of the document.

The middlewares are our own: connexion's route on the decoded path, and prepare validators for each request again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from starlette.routing import Router
from starlette.types import ASGIApp, Message

from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.caller_views import CallerViews
from workato_embedded_mock.http.coroutines import run_without_loop
from workato_embedded_mock.http.error_responses import ErrorMiddleware
from workato_embedded_mock.http.instruments import InstrumentMiddleware
from workato_embedded_mock.http.journal import JournalMiddleware
from workato_embedded_mock.http.operations import OperationMiddleware
from workato_embedded_mock.http.request_ids import RequestIdMiddleware
from workato_embedded_mock.http.request_log import RequestLog
from workato_embedded_mock.http.routing import RoutingMiddleware
from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.journal import Journal
from workato_embedded_mock.instruments.limits import Limits
from workato_embedded_mock.instruments.namespace_editions import NamespaceEditions
from workato_embedded_mock.openapi._connexion import API, ConnexionMiddleware, LifespanMiddleware, Resolver
from workato_embedded_mock.openapi.edition_views import EditionViews
from workato_embedded_mock.openapi.prepared_document import PreparedDocument
from workato_embedded_mock.rules.context import FindRule, Runner


@dataclass(frozen=True, slots=True)
class Instruments:
    """What the middlewares of one server apply to requests.

    Attributes:
        auth: Authenticates the callers.
        active: Says which instruments the namespaces use.
        limits: The rate limits.
        faults: The faults.
        journal: The journal.
        editions: The editions that the namespaces have.
        views: The document in these editions.
        log: The request log, if there is one.
    """

    auth: BearerAuth
    active: ActiveInstruments
    limits: Limits
    faults: Faults
    journal: Journal
    editions: NamespaceEditions
    views: EditionViews
    log: RequestLog | None = None


def build_api(
    document: PreparedDocument,
    base_path: str,
    find_rule: FindRule,
    runner: Runner,
    instruments: Instruments,
    *,
    strict: bool,
) -> ASGIApp:
    """Return the app that serves the operations of a document below a base path.

    Raises:
        StartError: The document was not checked, and a rule does not fit its operation.
    """
    router = document.router(base_path, strict=strict)
    callers = CallerViews(instruments.auth, instruments.editions, instruments.views)
    middlewares = [
        LifespanMiddleware,
        partial(
            JournalMiddleware,
            names=document.names,
            auth=instruments.auth,
            journal=instruments.journal,
            log=instruments.log,
        ),
        RequestIdMiddleware,
        ErrorMiddleware,
        partial(RoutingMiddleware, router=router, base_path=base_path, callers=callers),
        partial(
            InstrumentMiddleware,
            document=document,
            base_path=base_path,
            auth=instruments.auth,
            active=instruments.active,
            limits=instruments.limits,
            faults=instruments.faults,
            callers=callers,
            strict=strict,
        ),
        partial(OperationMiddleware, document=document, runner=runner, strict=strict),
    ]
    # The middlewares serve each request; none gets to the router.
    app = ConnexionMiddleware(Router(), import_name=__name__, middlewares=middlewares, lifespan=_lifespan)
    # What `add_api` does, without loading the specification again.
    app.apis.append(API(document.specification, base_path=base_path, resolver=Resolver(find_rule)))
    _start(app)
    return app


@asynccontextmanager
async def _lifespan(_app: object) -> AsyncIterator[None]:
    """Do nothing: the store is open as long as the whole app is, whether a server sends lifespan events or not."""
    yield


def _start(app: ASGIApp) -> None:
    """Send the lifespan events to an app, as a server would; connexion builds the middlewares with the first event."""
    events: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Message:
        return events.pop(0)

    async def send(_message: Message) -> None:
        pass

    running = app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
    run_without_loop(cast("Coroutine[Any, Any, None]", running))
