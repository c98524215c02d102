"""What the handlers of the control plane work with; must hold no rules."""

from dataclasses import dataclass

from workato_embedded_mock.document import Document
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.context import Rule, Runner


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

    def read(self, namespace: str, rule: Rule, **arguments: Json) -> Json:
        """Run a rule that changes nothing."""
        return self.run_rule(rule, namespace=namespace, write=False, arguments=arguments, notes=[])

    def write(self, namespace: str, rule: Rule, **arguments: Json) -> Json:
        """Run a rule that changes the state."""
        return self.run_rule(rule, namespace=namespace, write=True, arguments=arguments, notes=[])
