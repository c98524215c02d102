"""Keeps the tokens of profiles in the keyring of the system. Imports keyring only when a profile uses it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from .profiles import Profile


class KeyringFailedError(ValueError):
    """The keyring cannot be used: it is missing, or it failed, for example because it is locked."""


class NoKeyringError(KeyringFailedError):
    """There is no keyring: the library is missing, or it has no backend that keeps passwords."""


def load_token(profile: Profile) -> str:
    """Return the token of a profile. Raises KeyringFailedError, also if the keyring has no such token."""
    if (token := _find(profile)) is not None:
        return token
    login = f"run workato-embedded login {profile.name}"
    raise KeyringFailedError(f"the keyring has no token of profile {profile.name!r} for {profile.base_url}: {login}")


def save_token(profile: Profile, token: str) -> None:
    """Save the token of a profile.

    Raises:
        NoKeyringError: There is no keyring, or it keeps nothing.
        KeyringFailedError: The keyring cannot be changed.
    """
    with _keyring(profile) as keyring:
        keyring.set_password(*_key(profile), token)
        kept = keyring.get_password(*_key(profile))
    if kept != token:
        # The backend `null` accepts everything and keeps nothing.
        raise NoKeyringError("there is no keyring that keeps tokens")


def delete_token(profile: Profile) -> None:
    """Delete the token of a profile if the keyring has it. Raises KeyringFailedError."""
    if _find(profile) is not None:
        with _keyring(profile) as keyring:
            keyring.delete_password(*_key(profile))


def _find(profile: Profile) -> str | None:
    with _keyring(profile) as keyring:
        token: str | None = keyring.get_password(*_key(profile))
    return token


def _key(profile: Profile) -> tuple[str, str]:
    """Return service and user. With the address, so that no other address gets the token if the file is changed."""
    return f"workato-embedded {profile.base_url}", profile.name


@contextmanager
def _keyring(profile: Profile) -> Generator[Any, None, None]:
    """Yield the library, and convert its errors and those of its backends, which are of many kinds."""
    what = f"for the token of profile {profile.name!r}"
    try:
        import keyring
        from keyring import errors
    except ModuleNotFoundError as error:
        hint = f"{error.name} is missing: pip install 'workato-embedded[keyring]'"
        raise NoKeyringError(f"there is no keyring {what}: {hint}") from error
    try:
        yield keyring
    except (errors.NoKeyringError, errors.InitError) as error:
        raise NoKeyringError(f"there is no keyring {what}: this system has none that works") from error
    except Exception as error:
        detail = str(error) or type(error).__name__
        raise KeyringFailedError(f"the keyring {what} cannot be used: {detail}") from error
