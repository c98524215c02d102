"""Chooses the address, the token and the default customer of a command: from options, variables, or a profile."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import click

from ..auth import check_secret
from ..settings import BASE_URL_VARIABLE, DATA_CENTER_VARIABLE, TOKEN_VARIABLE
from .keyring_tokens import load_token
from .profile_store import load_profiles, profiles_path
from .profiles import Profile, check_customer, check_name
from .target import CUSTOMER_KEY, PROFILE_KEY

PROFILE_VARIABLE: Final = "WORKATO_EMBEDDED_PROFILE"
CUSTOMER_VARIABLE: Final = "WORKATO_EMBEDDED_MANAGED_USER_ID"
# The key of `click.Context.meta` with the connection of the command.
_CONNECTION_KEY: Final = "workato_embedded.connection"
_ADDRESS_OPTIONS: Final = ("data_center", "base_url")
_VARIABLES: Final = (TOKEN_VARIABLE, DATA_CENTER_VARIABLE, BASE_URL_VARIABLE)


@dataclass(frozen=True)
class Connection:
    """Where a command sends its requests, and as which account.

    Attributes:
        address: The address, as arguments of the client; empty if the client chooses it.
        profile: The profile, or None.
        customer: The customer in whose workspace a command works by default, or None.
        token_source: Where the token comes from, for messages; None without a token.
        instead_of_profile: The option or variable that is used instead of a profile, or None.
    """

    address: Mapping[str, str]
    profile: Profile | None = None
    customer: str | None = None
    token_source: str | None = None
    instead_of_profile: str | None = None
    _load_token: Callable[[], str] = field(repr=False, default=str)

    def token(self) -> str:
        """Return the token, without white space around it.

        Raises:
            ValueError: The token is not valid in a header, or cannot be read. The message has its source.
        """
        return check_secret(self._load_token(), f"API token in {self.token_source}")


def choose_connection(given: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Connection:
    """Return the connection for the options of a command: `data_center`, `base_url` and `profile`.

    If an option or a variable gives the token or the address, no profile is used: a token is sent to no other address
    than that for which it was saved.

    Raises:
        ValueError: The profile does not exist, or the file of the profiles is not valid.
        OSError: The file of the profiles cannot be read.
        click.UsageError: A profile was asked for together with a token or an address.
    """
    address = {name: given[name] for name in _ADDRESS_OPTIONS if given.get(name) is not None}
    customer = environment.get(CUSTOMER_VARIABLE) or None
    sources = [*(f"--{name.replace('_', '-')}" for name in address), *set_variables(environment)]
    if not sources:
        connection = _of_profile(given.get("profile") or environment.get(PROFILE_VARIABLE), environment)
    elif given.get("profile"):
        raise click.UsageError(f"--profile cannot be used with {sources[0]}: a profile has its own token and address")
    else:
        token = environment.get(TOKEN_VARIABLE) or ""
        source = TOKEN_VARIABLE if token else None
        connection = Connection(address, token_source=source, instead_of_profile=sources[0], _load_token=lambda: token)
    return replace(connection, customer=check_customer(customer)) if customer else connection


def use_connection(given: Mapping[str, Any]) -> Connection:
    """Return the connection for the options of the current command, which then knows its profile and default customer.

    It is chosen once for a command. Raises the errors of `choose_connection`.
    """
    meta = click.get_current_context().meta
    if isinstance(chosen := meta.get(_CONNECTION_KEY), Connection):
        return chosen
    meta[_CONNECTION_KEY] = connection = choose_connection(given)
    meta[PROFILE_KEY] = connection.profile and connection.profile.name
    meta[CUSTOMER_KEY] = connection.customer
    return connection


def set_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the names of the variables that give the token or the address, so that no profile is used."""
    return [name for name in _VARIABLES if environment.get(name)]


def _of_profile(name: str | None, environment: Mapping[str, str]) -> Connection:
    """Return the connection of a profile, or of the current one; one without a token if there is none."""
    profiles = load_profiles(environment)
    chosen = check_name(name) if name else profiles.current
    if chosen is None:
        if profiles.by_name:
            known = ", ".join(profiles.by_name)
            raise ValueError(f"no profile is chosen: pass --profile, or run workato-embedded use with one of {known}")
        return Connection({})
    profile = profiles.get(chosen)
    in_keyring = profile.storage == "keyring"
    place = "the keyring" if in_keyring else str(profiles_path(environment))
    return Connection(
        {"base_url": profile.base_url},
        profile,
        profile.customer,
        f"{place}, profile {chosen}",
        _load_token=lambda: load_token(profile) if in_keyring else profile.token,
    )
