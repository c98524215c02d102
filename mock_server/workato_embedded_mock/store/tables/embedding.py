"""Direct links: settings, sessions, used tokens, and what the clock was before each of its changes.

The settings are part of a namespace's state; the others are not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import INSTRUMENT, TEXT, metadata, owning_namespace, required

# The ways in which a failed connection is posted.
FAILURES = ("status", "error", "both")

# The settings of a namespace without a row, and of a seed that leaves some out.
DEFAULT_SETTINGS: dict[str, Any] = {
    "origins": [],
    "url_prefix": "",
    "checks": True,
    "failure": "status",
    "undocumented_messages": True,
    "styling": {},
}

embedding = Table(
    # A namespace without a row has the default settings.
    "embedding",
    metadata,
    owning_namespace(),
    # The origins that may frame pages of any customer. The first is the default target of messages.
    required("origins", JSON),
    # The path of the partner's pages that show pages of Workato, such as `/integration`.
    required("url_prefix", TEXT),
    # Whether signature, age, use and origin of tokens are checked.
    required("checks", Boolean),
    # How a failed connection is posted: `status`, `error` or `both`.
    required("failure", TEXT),
    # Whether messages are posted that no source documents for their page.
    required("undocumented_messages", Boolean),
    # The values of styles by name, such as `brand-color`.
    required("styling", JSON),
)

embedding_sessions = Table(
    "embedding_sessions",
    metadata,
    owning_namespace(),
    # Random, so that it cannot be guessed.
    Column("id", TEXT, primary_key=True),
    # The workspace: a customer, or one of its environments.
    required("managed_user_id", BigInteger),
    # The member that the token names, if it does.
    Column("member_id", BigInteger),
    # The origin that gets the messages; empty for none.
    required("origin", TEXT),
    # The origins that may frame the pages.
    required("allowed", JSON),
    # What the link opened: `widget`, `recipe_widget` or `editor`.
    required("kind", TEXT),
    # The page that the link opened, with its query and its fragment.
    required("path", TEXT),
    # The account's time, in UTC and ISO form.
    required("created_at", TEXT),
    Index("embedding_sessions_id", "id"),
    info={INSTRUMENT: True},
)

used_tokens = Table(
    "used_tokens",
    metadata,
    owning_namespace(),
    Column("jti_sha256", TEXT, primary_key=True),
    # The account's time, in UTC and ISO form.
    required("used_at", TEXT),
    info={INSTRUMENT: True},
)

clock_changes = Table(
    # What the clock of the namespace was until a moment of the system's clock.
    "clock_changes",
    metadata,
    owning_namespace(),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    # The moment of the change, in UTC and ISO form.
    required("changed_at", TEXT),
    # The clock before the change, as in `clocks`.
    required("offset_microseconds", BigInteger),
    Column("frozen_at", TEXT),
    info={INSTRUMENT: True},
)
