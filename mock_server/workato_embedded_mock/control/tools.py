"""The parts of the mock that the handlers of the control plane use."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.browser_operations import BROWSER_OPERATIONS
from workato_embedded_mock.instruments.download_signer import DownloadSigner
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.journal import Journal
from workato_embedded_mock.instruments.limits import Limits
from workato_embedded_mock.instruments.namespace_editions import NamespaceEditions
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.openapi.document import Document, ids_of
from workato_embedded_mock.openapi.edition_views import EditionViews
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Rule
from workato_embedded_mock.store.states import Rows


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts of one server.

    Attributes:
        version: Version of the program.
        document: The document of the API.
        namespaces: All namespaces.
        run_rule: Runs a function in one transaction of a namespace.
        load_rows: Returns the rows of the seed `default`, `empty`, or of the content of a seed file.
        faults: The faults of all namespaces.
        limits: Their rate limits.
        journal: Their journals.
        editions: The editions that they have.
        views: The document in these editions.
        downloads: Signs the URLs of zip files.
    """

    version: str
    document: Document
    namespaces: Namespaces
    run_rule: Callable[..., Json]
    load_rows: Callable[[Json], Rows]
    faults: Faults
    limits: Limits
    journal: Journal
    editions: NamespaceEditions
    views: EditionViews
    downloads: DownloadSigner

    def with_results(self, results: dict[Hashable, Any]) -> Tools:
        """Return the same parts for one request, which can prepare results for rules outside the transaction."""
        return replace(self, run_rule=partial(self.run_rule, results=results))

    def check_operation(self, operation_id: str, pointer: str) -> None:
        """Check that the API, or what browsers do besides it, has an operation.

        Raises:
            BadRequestError: It does not; the text has the most similar operations.
        """
        known = ids_of(self.document.content) | BROWSER_OPERATIONS.keys()
        if operation_id not in known:
            similar = ", ".join(get_close_matches(operation_id, sorted(known), n=3))
            hint = f"similar are {similar}; " if similar else ""
            text = f"the document has no operation {operation_id!r}: {hint}GET /_mock/operations lists all"
            raise bad_request(pointer, "enum", text)

    def read(self, namespace: str, rule: Rule, **arguments: Json) -> Json:
        """Run a function that only reads."""
        return self.run_rule(rule, namespace=namespace, write=False, arguments=arguments, notes=[])

    def rehearse(self, namespace: str, rule: Rule, **arguments: Json) -> Json:
        """Run a function, undo all that it wrote, and return its result."""
        return self.run_rule(rule, namespace=namespace, write=True, arguments=arguments, notes=[], keep=False)

    def write(self, namespace: str, rule: Rule, **arguments: Json) -> Json:
        """Run a function that may write."""
        return self.run_rule(rule, namespace=namespace, write=True, arguments=arguments, notes=[])
