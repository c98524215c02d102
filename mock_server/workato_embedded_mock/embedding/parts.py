"""The parts of the mock that direct links and their pages use."""

from __future__ import annotations

from dataclasses import dataclass

from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.request_log import RequestLog
from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.journal import Journal
from workato_embedded_mock.instruments.namespace_editions import NamespaceEditions
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.openapi.prepared_document import PreparedDocument
from workato_embedded_mock.rules.context import Runner


@dataclass(frozen=True, slots=True)
class EmbeddingParts:
    """The parts of one server.

    Attributes:
        namespaces: All namespaces.
        runner: Runs functions in one transaction of a namespace.
        auth: Finds the namespace of requests without a token of a link or a session.
        active: Says which instruments the namespaces use.
        faults: Their faults.
        journal: Their journals.
        editions: The editions that they have.
        document: The document of the API.
        log: The request log, if there is one.
        strict: Whether to reject what is tolerated otherwise.
    """

    namespaces: Namespaces
    runner: Runner
    auth: BearerAuth
    active: ActiveInstruments
    faults: Faults
    journal: Journal
    editions: NamespaceEditions
    document: PreparedDocument
    log: RequestLog | None
    strict: bool
