"""Adds versions of recipes; must not check requests."""

from __future__ import annotations

from sqlalchemy import insert

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.author import CALLER
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.recipes import recipe_versions

_INSERT = insert(recipe_versions).values(namespace=NAMESPACE_ID)


def add_version(context: Context, recipe_id: int, version_no: int) -> None:
    """Add a version that the caller saves now, without a comment."""
    now = context.time()
    context.session.execute(
        _INSERT,
        id=context.session.next_id("recipe_versions"),
        recipe_id=recipe_id,
        version_no=version_no,
        comment=None,
        author_name=CALLER.name,
        author_email=CALLER.email,
        created_at=now,
        updated_at=now,
    )
