"""What the command acts for: the profile, and the customer that needs no option."""

from __future__ import annotations

from typing import Final

import click

# The keys of `click.Context.meta` with the name of the profile, and with the default customer. Both are optional.
PROFILE_KEY: Final = "workato_embedded.profile"
CUSTOMER_KEY: Final = "workato_embedded.customer"


def profile_name() -> str | None:
    """Return the name of the profile whose settings the command uses, or None if it uses none."""
    name: str | None = click.get_current_context().meta.get(PROFILE_KEY)
    return name


def default_customer() -> str | None:
    """Return the customer of commands that are not given one, or None. It is never the object of a command."""
    customer: str | None = click.get_current_context().meta.get(CUSTOMER_KEY)
    return customer
