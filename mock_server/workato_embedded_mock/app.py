"""Builds the mock: one ASGI app of the API, the control plane and the console over one store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.console.entry import Console
from workato_embedded_mock.console.mount import ConsoleMount
from workato_embedded_mock.control.plane import PREFIX, control_plane
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.embedding.entry import Embedding
from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.api import Instruments, build_api
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.closing import ClosingApp
from workato_embedded_mock.http.control_access import ControlAccess
from workato_embedded_mock.http.public_address import PublicAddress, locate, parse_public_address
from workato_embedded_mock.http.request_ids import RequestIdMiddleware
from workato_embedded_mock.http.request_log import FinishedRequest, RequestLog
from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.developer_tokens import DeveloperTokens
from workato_embedded_mock.instruments.download_signer import download_signer
from workato_embedded_mock.instruments.expiry import Expiry, parse_expiry
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.journal import Journal
from workato_embedded_mock.instruments.limits import Limits, Rate
from workato_embedded_mock.instruments.namespace_editions import NamespaceEditions
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.transitions import Transitions, parse_transitions
from workato_embedded_mock.openapi.document import Document, operations_of
from workato_embedded_mock.openapi.editions import Edition, EditionError, Editions
from workato_embedded_mock.openapi.prepared_document import PreparedDocument, published_document
from workato_embedded_mock.openapi.router import without_empty_segments
from workato_embedded_mock.rules.catalogue import rule_of
from workato_embedded_mock.rules.context import FindRule, Rule, Runner, ScheduledTask
from workato_embedded_mock.seeds.files import read_seed, requested_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.store.database import Database, open_database
from workato_embedded_mock.store.server_keys import server_key
from workato_embedded_mock.store.states import Rows
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

__all__ = ["BASE_PATH", "MockApp", "build_app", "create_app", "package_version"]

# The base URLs of the data centers end in it.
BASE_PATH = "/api"
_API = f"{BASE_PATH}/"


_MOST_CUSTOMERS = 3
# Orchestrators kill a server that does not respond to them.
_LIVENESS = (f"{PREFIX}/health", f"{PREFIX}/version")

# Called with each finished request.
OnRequest = Callable[[FinishedRequest], None]


class Customer(NamedTuple):
    """A customer of the seed.

    Attributes:
        id: Its id.
        external_id: Its id in the partner's system, if it has one.
        name: Its name.
    """

    id: int
    external_id: str | None
    name: str


class MockApp(ClosingApp):
    """The ASGI app of one mock server.

    The database is open from the beginning, because apps in process get no lifespan events. It is closed by `close`, at
    the end of a `with` block, or at the end of the lifespan.

    Attributes:
        customers: The first customers of the seed, as examples.
        transactions: The most transactions of the database at once; more than one if they may wait.
    """

    def __init__(
        self,
        api: ASGIApp,
        control: ASGIApp,
        console: Console,
        embedding: Embedding,
        database: Database,
        customers: Sequence[Customer] = (),
        address: PublicAddress | None = None,
    ) -> None:
        self._api = api
        self._control = control
        self._console = console
        self._embedding = embedding
        self._database = database
        self._address = address
        self.customers = customers
        self.transactions = database.connections

    def stays_on_loop(self, scope: Scope) -> bool:
        """Return whether a request never waits for the database itself. The console has threads of its own."""
        self._locate(scope)
        if _is_for_api(scope):
            return False
        return scope["path"] in _LIVENESS or self._console.app_for(scope) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the API, the console, direct links, or the control plane under `/_mock`."""
        if scope["type"] == "lifespan":
            await self._run_lifespan(receive, send)
            return
        self._locate(scope)
        app = self._api if _is_for_api(scope) else self._other_app(scope)
        await app(scope, receive, send)

    def _locate(self, scope: Scope) -> None:
        # Nearly all servers are reached at the address to which they are bound.
        if self._address is not None or scope.get("root_path"):
            locate(scope, self._address)

    def _other_app(self, scope: Scope) -> ASGIApp:
        app = self._console.app_for(scope)
        if app is not None:
            return app
        if _is_for_control(scope["path"]):
            return self._control
        return self._embedding if self._embedding.serves(scope) else self._api

    def close(self) -> None:
        """Close console and database. A second call does nothing."""
        self._console.close()
        self._database.close()


def _is_for_api(scope: Scope) -> bool:
    """Return whether the path of a request alone says that it is for the API, as nearly all paths do."""
    return scope["path"].startswith(_API) and not scope.get("root_path")


def _is_for_control(path: str) -> bool:
    """Return whether a path is that of the control plane, or below it."""
    return PREFIX in path and f"{without_empty_segments(path)}/".startswith(f"{PREFIX}/")


def create_app(settings: Settings | None = None, on_request: OnRequest | None = None) -> MockApp:
    """Return a mock server as an ASGI app, for a server of your own or for `httpx2.ASGITransport`.

    Args:
        settings: The settings; by default the same as those of the command.
        on_request: Called with each finished request of the API, for a request log; by default nothing is logged.

    Raises:
        StartError: The document, the seed or the database cannot be used.
    """
    document = published_document()
    return _build(settings or Settings(), document, _find_rules(document), on_request)


def _find_rules(document: PreparedDocument) -> FindRule:
    """Return a function that finds the rules of the package, which record the events that they cause."""

    def find(operation_id: str) -> Rule | None:
        rule = rule_of(operation_id, document.declared[operation_id]["tags"][0])
        if rule is None:
            return None
        from workato_embedded_mock.activity.events import EVENTS
        from workato_embedded_mock.activity.recording import recorded

        return recorded(operation_id, rule, EVENTS)

    return find


def edition_of(settings: Settings) -> Edition | None:
    """Return the edition that a server of these settings serves; None for everything that is known.

    Raises:
        StartError: The document cannot be used, or no edition is known for the day.
    """
    return None if settings.as_of is None else _edition_on(published_document().editions, settings.as_of)


def build_app(settings: Settings, document: Document, rules: dict[str, Rule]) -> MockApp:
    """Return a mock server of a document and rules of your own, which are checked.

    Raises:
        StartError: The document, the rules, the seed, the database or the transitions cannot be used.
    """
    _check_ids(document, rules)
    return _build(settings, PreparedDocument(document, checked=False), rules.get)


def _build(
    settings: Settings, document: PreparedDocument, find_rule: FindRule, on_request: OnRequest | None = None
) -> MockApp:
    transitions = parse_transitions(settings.transitions)
    seed = load_seed(read_seed(settings.seed), document.compiler)
    database = open_database(settings.database)
    try:
        namespaces = Namespaces(database, seed, f"seed {Path(settings.seed).name}", expiry=_expiry(settings, database))
        tasks = _scheduled_tasks(transitions, settings.simulate_jobs)
        downloads = download_signer(database, settings.download_seconds)
        runner = Runner(namespaces, transitions, tasks, downloads=downloads, strict=settings.strict)
        instruments = _instruments(settings, document, namespaces, DeveloperTokens(database), on_request)
        api = build_api(document, BASE_PATH, find_rule, runner, instruments, strict=settings.strict)
        tools = Tools(
            version=package_version(),
            document=document.document,
            namespaces=namespaces,
            run_rule=runner,
            load_rows=lambda content: load_seed(requested_seed(content), document.compiler),
            faults=instruments.faults,
            limits=instruments.limits,
            journal=instruments.journal,
            editions=instruments.editions,
            views=instruments.views,
            downloads=downloads,
        )
        address = parse_public_address(settings.public_url, settings.root_path, BASE_PATH)
        access = ControlAccess(settings.control_token, settings.allow_hosts, address.origin if address else "")
        control = RequestIdMiddleware(control_plane(tools, access))
        key = partial(server_key, database, "console")
        mount = ConsoleMount(tools, api, control, BASE_PATH, access, key)
        console = Console(mount, tools, BASE_PATH, settings.as_of)
        embedding = Embedding(_embedding_parts(settings, document, runner, namespaces, instruments))
        open_api = _open_to_pages(api, settings.cors)
        return MockApp(open_api, control, console, embedding, database, _customers(seed), address)
    except BaseException:
        database.close()
        raise


def _open_to_pages(api: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Return the API as pages of other origins may call it; it is the same app if there are none."""
    if not origins:
        return api
    from workato_embedded_mock.http.cross_origin import CrossOriginApp

    return CrossOriginApp(api, BASE_PATH, origins)


def _embedding_parts(
    settings: Settings, document: PreparedDocument, runner: Runner, namespaces: Namespaces, instruments: Instruments
) -> EmbeddingParts:
    return EmbeddingParts(
        namespaces=namespaces,
        runner=runner,
        auth=instruments.auth,
        active=instruments.active,
        faults=instruments.faults,
        journal=instruments.journal,
        editions=instruments.editions,
        document=document,
        log=instruments.log,
        strict=settings.strict,
    )


def _expiry(settings: Settings, database: Database) -> Expiry | None:
    """Return what decides which namespaces expire.

    Raises:
        StartError: The setting is invalid, or cannot be applied to the database.
    """
    seconds = parse_expiry(settings.expire_accounts)
    if seconds is not None and database.shared and not settings.journal:
        text = "expire_accounts needs a journal if other processes can use the database: their requests are only there"
        raise StartError(text)
    return None if seconds is None else Expiry(seconds)


def _customers(seed: Rows) -> list[Customer]:
    """Return the first customers of a seed."""
    others = {row["id"] for row in seed.get(environments, ())}
    rows = (row for row in seed.get(managed_users, ()) if row["id"] not in others)
    return [Customer(row["id"], row["external_id"], row["name"]) for row in islice(rows, _MOST_CUSTOMERS)]


def _instruments(
    settings: Settings,
    document: PreparedDocument,
    namespaces: Namespaces,
    developer_tokens: DeveloperTokens,
    on_request: OnRequest | None,
) -> Instruments:
    active = ActiveInstruments(namespaces)
    if settings.as_of is not None:
        _edition_on(document.editions, settings.as_of)
    documented = {
        operation_id: _rate(declared["x-rate-limit"])
        for operation_id, declared in document.declared.items()
        if "x-rate-limit" in declared
    }
    return Instruments(
        BearerAuth(settings.tokens, developer_tokens),
        active,
        Limits(namespaces, active, settings.rate_limits, documented),
        Faults(namespaces, active),
        Journal(namespaces, settings.journal, settings.journal_body, settings.journal_memory * 2**20),
        NamespaceEditions(namespaces, active, settings.as_of),
        document.views(BASE_PATH, strict=settings.strict),
        None if on_request is None else RequestLog(document.names.secrets, on_request),
    )


def _rate(declared: dict[str, Any]) -> Rate:
    return Rate(declared["requests"], declared["seconds"], declared.get("x-since", ""))


def _edition_on(editions: Editions, day: str) -> Edition:
    """Return the edition that held on the day of a server.

    Raises:
        StartError: No edition is known for it.
    """
    try:
        return editions.on(day)
    except EditionError as error:
        raise StartError(f"invalid setting as_of: {error}") from error


def _scheduled_tasks(transitions: Transitions, simulate_jobs: int) -> list[ScheduledTask]:
    """Return the tasks that apply changes due by the clock."""
    tasks: list[ScheduledTask] = []
    if transitions.by_clock:
        from workato_embedded_mock.resources.deployments.builds import finish_due_builds
        from workato_embedded_mock.resources.deployments.deployments import finish_due_deployments
        from workato_embedded_mock.resources.packages.packages import finish_due_packages

        tasks += [finish_due_packages, finish_due_builds, finish_due_deployments]
    if simulate_jobs:
        from workato_embedded_mock.resources.jobs.simulated import simulated_jobs

        tasks.append(simulated_jobs(simulate_jobs))
    return tasks


def package_version() -> str:
    """Return the version of the distribution."""
    try:
        return version("workato-embedded-mock")
    except PackageNotFoundError:
        return "unknown"


def _check_ids(document: Document, rules: dict[str, Rule]) -> None:
    """Check that a document names its operations, and has one for each rule.

    Raises:
        StartError: An operation has no operationId, or a rule has no operation.
    """
    operations = {f"{method} {path}": operation for path, method, operation in operations_of(document.content)}
    for name, operation in operations.items():
        if "operationId" not in operation:
            raise StartError(f"the document {document.path} has no operationId for {name}")
    unknown = rules.keys() - {operation["operationId"] for operation in operations.values()}
    if unknown:
        raise StartError(f"the document {document.path} has no operation {', '.join(sorted(unknown))}")
