"""Decides which writes are sent, and what a person is asked before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httpx2
from pydantic import BaseModel, Field

from ..base_client import SyncClient
from ..call import Call
from ..escaping import safe
from ..masks import masked, masked_text
from ..plain_json import to_json
from ..requests import build_path
from .document import Access, Document, Documented
from .results import as_text
from .schemas import secret_marks
from .searching import Search

# The maximum length of the arguments in a question. A longer call is rejected, so that a person sees all of it.
_LONGEST_QUESTION: Final = 8_000

DECLINED: Final = "not sent: the person did not confirm it"


class Confirmation(BaseModel):
    """What a person says about a call."""

    confirm: bool = Field(description="Send this request?")


@dataclass(frozen=True)
class Session:
    """What the tools of a server share.

    Attributes:
        document: The document.
        search: Finds its operations.
        client: Sends the calls.
        allow_writes: Whether clients that cannot ask a person may write.
    """

    document: Document
    search: Search
    client: SyncClient
    allow_writes: bool


def needs_person(session: Session, documented: Documented, *, can_ask: bool) -> bool:
    """Return whether a person has to confirm a write. Raises ValueError if one has to, and the client cannot ask."""
    if can_ask:
        return True
    name = documented.operation.id
    if documented.access is Access.DELETE:
        raise ValueError(
            f"{name} deletes, which a person has to confirm, and this client cannot ask: it has no elicitation"
        )
    if session.allow_writes:
        return False
    raise ValueError(
        f"{name} changes data, which a person has to confirm, and this client cannot ask: it has no elicitation;"
        " start the server with --allow-writes to allow it"
    )


def question(session: Session, documented: Documented, call: Call) -> str:
    """Return what a person is asked: the host, the operation and its arguments, without secrets.

    Raises:
        ValueError: An argument cannot be sent, or the arguments are too long to be read.
    """
    host = httpx2.URL(session.client.base_url).netloc.decode()
    path = masked_text(build_path(documented.operation, call))
    lines = [
        f"Send this request to {host}?",
        f"{documented.operation.method} {path}",
        f"{documented.operation.id}: {documented.raw['summary']}",
    ]
    if call.query:
        lines.append(f"Query: {as_text(masked(to_json(call.query)))}")
    if call.body is not None:
        lines.append(f"Body: {as_text(masked(to_json(call.body), marks=secret_marks(documented.body or {})))}")
    if documented.access is Access.DELETE:
        lines.append("It deletes data.")
    if documented.operation.secrets and any(documented.operation.secrets.values()):
        lines.append("Secrets in its result will be masked.")
    text = "\n".join(safe(line) for line in lines)
    if len(text) > _LONGEST_QUESTION:
        raise ValueError(
            f"{documented.operation.id} has arguments that are too long for a person to confirm:"
            " use the client or the command workato-embedded"
        )
    return text
