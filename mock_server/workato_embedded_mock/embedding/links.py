"""Accepts direct links: checks the token of one, uses it up, and begins a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from workato_embedded_mock.embedding.link_paths import kind_of
from workato_embedded_mock.embedding.origins import allows, parse_sources
from workato_embedded_mock.embedding.rejections import LinkRejectedError
from workato_embedded_mock.embedding.sessions import Session, begin_session
from workato_embedded_mock.embedding.tokens import Subject, Token, check_age, check_signature, use_up
from workato_embedded_mock.errors import NotFoundError, Reason
from workato_embedded_mock.instruments.namespace_clock import NamespaceClock
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import account_of, find_customer, parse_id
from workato_embedded_mock.rules.embedding import EmbeddingSettings, parse_origin, read_key, read_settings
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import managed_users, members

_ORIGINS = select(managed_users.c.origin_url, managed_users.c.frame_ancestors).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("wanted")
)
_MEMBERS = select(members.c.id).where(
    members.c.namespace == NAMESPACE_ID, members.c.managed_user_id == bindparam("account")
)
_MEMBER_BY_ID = _MEMBERS.where(members.c.id == bindparam("wanted"))
_MEMBER_BY_EXTERNAL_ID = _MEMBERS.where(members.c.external_id == bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of a customer.

    Attributes:
        allowed: Those that may frame its pages.
        default: The one that gets the messages unless the token names another; empty for none.
    """

    allowed: tuple[str, ...]
    default: str


def open_link(context: Context, token: Token, path: str, framed_by: str | None) -> Session:
    """Begin the session of a link, and use up its token.

    Args:
        context: The context, with the clock of the account.
        token: The token.
        path: The page that the link asks for.
        framed_by: The origin of the page that frames the link, if the browser sends it.

    Raises:
        LinkRejectedError: The token does not allow it; nothing was written.
    """
    settings = read_settings(context.session)
    clock = context.clock
    if settings.checks:
        check_signature(token, read_key(context.session))
        if isinstance(clock, NamespaceClock):
            check_age(token.claims, clock)
    customer = _customer(context, token.subject)
    account = account_of(context, customer)
    origins = origins_of(context, account, settings)
    try:
        member = _member(context, account, token.subject)
        target = _target(token.claims.get("origin"), origins, settings)
        if settings.checks:
            use_up(context.session, token.claims, clock.now())
    except LinkRejectedError as error:
        error.allowed = origins.allowed
        raise
    allowed = origins.allowed
    if target and not allows(allowed, target):
        allowed = (*allowed, target)
    context.notes += _notes(allowed, target, framed_by)
    return begin_session(
        context,
        managed_user_id=customer,
        member_id=member,
        origin=target,
        allowed=allowed,
        kind=kind_of(path),
        path=path,
    )


def origins_of(context: Context, account_id: int, settings: EmbeddingSettings) -> Origins:
    """Return the origins of a customer: its own, and those of the settings."""
    row = context.session.first(_ORIGINS, wanted=account_id) or {"origin_url": None, "frame_ancestors": None}
    own = parse_origin(row["origin_url"] or "")
    ours = [origin for text in settings.origins if (origin := parse_origin(text))]
    allowed = dict.fromkeys([*([own] if own else []), *parse_sources(row["frame_ancestors"]), *ours])
    return Origins(tuple(allowed), own or next(iter(ours), ""))


def _customer(context: Context, subject: Subject) -> int:
    try:
        return find_customer(context, subject.customer)
    except NotFoundError as error:
        raise LinkRejectedError("customer_unknown", f"the claim sub: {error}") from error


def _member(context: Context, account_id: int, subject: Subject) -> int | None:
    """Return the id of the member that a token names; None if it names none."""
    user = subject.user
    if user is None:
        return None
    if user.startswith("E"):
        found = context.session.scalar(_MEMBER_BY_EXTERNAL_ID, account=account_id, wanted=user[1:])
    else:
        found = context.session.scalar(_MEMBER_BY_ID, account=account_id, wanted=parse_id(user))
    if found is None:
        text = f"the claim sub: the customer {account_id} has no collaborator {user}"
        raise LinkRejectedError("user_unknown", text)
    return int(found)


def _target(claim: Any, origins: Origins, settings: EmbeddingSettings) -> str:
    """Return the origin that gets the messages; empty for none."""
    if claim is None:
        return origins.default
    origin = parse_origin(claim) if isinstance(claim, str) else None
    if origin is None:
        raise LinkRejectedError("origin_invalid", f"the claim origin is {claim!r}: expected https://host")
    if settings.checks and not allows(origins.allowed, origin):
        shown = ", ".join(origins.allowed) or "none; set origin_url or frame_ancestors of the customer"
        raise LinkRejectedError("origin_not_allowed", f"the claim origin is {origin}: allowed are {shown}")
    return origin


def _notes(allowed: Sequence[str], target: str, framed_by: str | None) -> list[Reason]:
    """Return why a frame stays blank, or why its parent gets no message."""
    notes = []
    if framed_by is not None and not allows(allowed, framed_by):
        shown = ", ".join(allowed) or "no origin"
        text = f"the browser shows a blank frame in a page of {framed_by}: {shown} may frame this customer"
        notes.append(Reason("/header/referer", "frameAncestors", text))
    elif not allowed:
        text = "no page of another origin can frame this customer: set its origin_url or frame_ancestors"
        notes.append(Reason("", "frameAncestors", text))
    if not target:
        text = "no message is posted: neither the token nor the customer nor the settings have an origin"
        notes.append(Reason("", "targetOrigin", text))
    elif framed_by is not None and framed_by != target:
        text = f"a page of {framed_by} gets no message: messages are posted to {target}"
        notes.append(Reason("", "targetOrigin", text))
    return notes
