"""The kinds of objects that a seed can have, and in which others they are nested."""

from __future__ import annotations

from workato_embedded_mock.seeds.form.catalogue_access import ACCESS
from workato_embedded_mock.seeds.form.catalogue_api_platform import API_CLIENTS, API_COLLECTIONS
from workato_embedded_mock.seeds.form.catalogue_customers import customers_kind
from workato_embedded_mock.seeds.form.catalogue_partner import PARTNER
from workato_embedded_mock.seeds.form.catalogue_recipes import RECIPES, USAGE
from workato_embedded_mock.seeds.form.catalogue_transfers import PARTNER_TRANSFERS, TRANSFERS
from workato_embedded_mock.seeds.form.catalogue_workspace import WORKSPACE
from workato_embedded_mock.seeds.form.declaring import declare
from workato_embedded_mock.seeds.form.kinds import Kind
from workato_embedded_mock.store.states import STATE_TABLES


def _tables(kind: Kind, seen: set[str]) -> set[str]:
    """Return the names of the tables of a kind and of those nested in it."""
    names = {kind.table.name} | ({kind.extra.table.name} if kind.extra is not None else set())
    if kind.name in seen and kind.table.name == "folders":
        return names
    return names.union(*(_tables(child, seen | {kind.name}) for child in kind.children))


_WORKSPACE = (*WORKSPACE, *ACCESS, RECIPES, USAGE, API_COLLECTIONS, API_CLIENTS, *TRANSFERS)
_KNOWN = set[str]().union(*(_tables(kind, set()) for kind in (customers_kind(_WORKSPACE), *PARTNER)))
# The tables that need no declaration: each column is a field.
_OTHER = [table for table in STATE_TABLES if table.name not in _KNOWN]
_PLAIN = tuple(declare(table.name, table.name, "object") for table in _OTHER if "managed_user_id" in table.c)

# The sections of a seed.
SECTIONS: tuple[Kind, ...] = (
    customers_kind((*_WORKSPACE, *_PLAIN)),
    *PARTNER,
    *PARTNER_TRANSFERS,
    *(declare(table.name, table.name, "object", None) for table in _OTHER if "managed_user_id" not in table.c),
)
