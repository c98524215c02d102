"""What the handlers of the control plane work with; must hold no rules."""

from dataclasses import dataclass

from workato_embedded_mock.document import Document
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.resources.context import Runner


@dataclass(frozen=True, slots=True)
class Tools:
    """One server, as its control plane sees it.

    Attributes:
        version: Version of the program.
        document: The document of the API.
        namespaces: All namespaces.
        run_rule: Runs a function of the API's rules in one transaction of a namespace.
    """

    version: str
    document: Document
    namespaces: Namespaces
    run_rule: Runner
