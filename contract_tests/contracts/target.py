"""What checks take, and the error that they raise."""

from __future__ import annotations

from dataclasses import dataclass, field

from workato_embedded_mock import MockTransport

from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import DOCUMENT, Document, Validator


class ContractError(AssertionError):
    """Spec, client and mock do not agree; the message says where, in a sentence."""


@dataclass(frozen=True)
class Target:
    """A namespace of a mock, and the document against which it is checked.

    Attributes:
        base_url: The address of a mock that accepts any token.
        restricted_url: The address of a mock that accepts only its own tokens, which do not include `token`.
        token: The token of the namespace.
        validator: The independent validator.
        document: The document.
        transport: The transport to the first mock; None for a socket.
        restricted_transport: The transport to the second mock; None for a socket.
    """

    base_url: str
    restricted_url: str
    token: str = field(repr=False)
    validator: Validator
    document: Document = field(default_factory=lambda: DOCUMENT, repr=False)
    transport: MockTransport | None = None
    restricted_transport: MockTransport | None = None

    def recorder(self, name: str) -> Recorder:
        """Return a recorder in a namespace of its own."""
        return Recorder(self.base_url, f"{self.token}-{name}", self.transport)

    def with_unknown_token(self) -> Recorder:
        """Return a recorder whose token the mock does not accept."""
        return Recorder(self.restricted_url, f"{self.token}-unknown", self.restricted_transport)
