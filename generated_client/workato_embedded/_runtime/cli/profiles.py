"""Profiles as data: addresses of the API with a token and a default customer, and their form as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from ..plain_json import is_object
from ..settings import resolve_base_url

# Where the token of a profile is.
Storage = Literal["keyring", "file"]
STORAGES: Final[tuple[Storage, ...]] = ("keyring", "file")

DEFAULT_NAME: Final = "default"
NAME_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NAME_RULE: Final = "expected 1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or a digit"


@dataclass(frozen=True)
class Profile:
    """A named address of the API with its credentials.

    Attributes:
        name: The name, which matches `NAME_PATTERN`.
        base_url: The address before the paths.
        storage: Where the token is.
        token: The token, if it is in the file.
        customer: The default customer, or None.
    """

    name: str
    base_url: str
    storage: Storage
    token: str = field(default="", repr=False)
    customer: str | None = None


@dataclass(frozen=True)
class Profiles:
    """All profiles.

    Attributes:
        current: The name of the profile that commands use by default, or None.
        by_name: The profiles by their names.
    """

    current: str | None = None
    by_name: Mapping[str, Profile] = field(default_factory=dict[str, Profile])

    def get(self, name: str) -> Profile:
        """Return a profile. Raises ValueError with the names that exist."""
        if name not in self.by_name:
            known = (
                f"the profiles are {', '.join(self.by_name)}" if self.by_name else f"run workato-embedded login {name}"
            )
            raise ValueError(f"there is no profile {name!r}: {known}")
        return self.by_name[name]

    def with_current(self, profile: Profile) -> Profiles:
        """Return the profiles with one added or replaced, which becomes the current one."""
        return Profiles(profile.name, {**self.by_name, profile.name: profile})

    def without(self, name: str) -> Profiles:
        """Return the profiles without one. If it was the current one, there is none."""
        others = {other: profile for other, profile in self.by_name.items() if other != name}
        return replace(self, current=None if self.current == name else self.current, by_name=others)


def check_name(name: str) -> str:
    """Return the name of a profile. Raises ValueError if it does not match the pattern."""
    if not NAME_PATTERN.fullmatch(name):
        raise ValueError(f"invalid profile {name!r}: {NAME_RULE}")
    return name


def check_customer(customer: str) -> str:
    """Return the id of a customer, or `E` and its external id. Raises ValueError if it is empty or unprintable."""
    if not customer or not customer.isprintable():
        raise ValueError(f"invalid customer {customer!r}: expected an id, or E and the external id")
    return customer


def profiles_as_json(profiles: Profiles) -> str:
    """Return the profiles as the text of a file."""
    entries = {profile.name: _entry(profile) for profile in profiles.by_name.values()}
    return json.dumps({"current": profiles.current, "profiles": entries}, indent=2) + "\n"


def _entry(profile: Profile) -> dict[str, str]:
    entry = {"base_url": profile.base_url, "token_storage": profile.storage}
    if profile.storage == "file":
        entry["token"] = profile.token
    if profile.customer is not None:
        entry["customer"] = profile.customer
    return entry


def parse_profiles(text: str) -> Profiles:
    """Return the profiles of a file's text. Raises ValueError, without values of the file, if it is not valid."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        # Not the error's own text of a RecursionError, which is about this program.
        raise ValueError(f"it is not valid JSON{f': {error}' if isinstance(error, ValueError) else ''}") from error
    entries = content.get("profiles", {}) if is_object(content) else None
    if not is_object(content) or not is_object(entries):
        raise ValueError("expected an object with profiles by their names")
    current = content.get("current")
    if not isinstance(current, str | None):
        raise ValueError("expected the name of a profile in current")
    return Profiles(current, {name: _profile(name, entry) for name, entry in entries.items()})


def _profile(name: str, entry: Any) -> Profile:
    check_name(name)
    if not is_object(entry):
        raise ValueError(f"expected an object in profiles.{name}")
    given = {key: entry.get(key) for key in ("base_url", "token_storage", "token", "customer")}
    for key, value in given.items():
        if not isinstance(value, str | None) or (value is None and key in ("base_url", "token_storage")):
            raise ValueError(f"expected a string in profiles.{name}.{key}")
    kept = given["token_storage"]
    storage: Storage | None = next((each for each in STORAGES if each == kept), None)
    if storage is None:
        raise ValueError(f"expected {' or '.join(STORAGES)} in profiles.{name}.token_storage")
    try:
        address = resolve_base_url({}, "", given["base_url"])
        customer = None if given["customer"] is None else check_customer(given["customer"])
    except ValueError as error:
        raise ValueError(f"{error} (profiles.{name})") from error
    return Profile(name, address, storage, given["token"] or "", customer)
