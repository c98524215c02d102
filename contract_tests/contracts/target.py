"""What gates judge, and what they raise."""

from __future__ import annotations

from dataclasses import dataclass, field

from workato_embedded_mock import MockTransport

from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import DOCUMENT, Document, Judge


class BrokenError(AssertionError):
    """A promise between the parts is broken; the text says which, in a sentence."""


@dataclass(frozen=True)
class World:
    """A mock, in a namespace of it, and the document to which it is held.

    Attributes:
        base_url: The address of a mock that lets everybody in.
        guarded_url: The address of one that knows its tokens; `token` is none of them.
        token: The token of the namespace.
        judge: Who judges exchanges.
        document: The document.
        transport: What leads to the first mock; a socket when left out.
        guarded_transport: What leads to the second one.
    """

    base_url: str
    guarded_url: str
    token: str = field(repr=False)
    judge: Judge
    document: Document = field(default_factory=lambda: DOCUMENT, repr=False)
    transport: MockTransport | None = None
    guarded_transport: MockTransport | None = None

    def recorder(self, name: str) -> Recorder:
        """Return a recorder in a namespace of its own."""
        return Recorder(self.base_url, f"{self.token}-{name}", self.transport)

    def stranger(self) -> Recorder:
        """Return a recorder whose token is not known."""
        return Recorder(self.guarded_url, f"{self.token}-stranger", self.guarded_transport)
