"""The command that saves a token and its address as a profile."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import click

from ..auth import check_secret
from ..settings import choose_base_url
from .keyring_tokens import KeyringFailedError, NoKeyringError, delete_token, save_token
from .profile_commands import chosen_name, customer_option, name_parameters, report_unused
from .profile_store import load_profiles, profiles_path, save_profiles
from .profiles import DEFAULT_NAME, NAME_RULE, STORAGES, Profile, Profiles, Storage
from .running import MakeClient, client_errors, place_options, prompt_for_token
from .streams import is_terminal, print_error, write
from .whoami_command import check_access

# No token is as long, so that a wrong file is not read as a whole.
_MAX_TOKEN_SIZE: Final = 64 * 1024
_HELP: Final = (
    "Save a token and its address as a profile, which becomes the current one.\n\n"
    "The command prompts for the token without showing it, and checks it by a list call. The token is kept in the"
    " keyring of the system (needs the extra `keyring`), or else in a file that only you can read. NAME is `default`"
    f" by default; {NAME_RULE.removeprefix('expected ')} are allowed."
)


def login_command(make_client: MakeClient, data_centers: Mapping[str, str], settings: dict[str, Any]) -> click.Command:
    """Return the command."""

    def run(name: str | None, profile: str | None, **given: Any) -> None:
        chosen = chosen_name(name, profile) or DEFAULT_NAME
        with client_errors():
            base_url = _address(data_centers, given)
            # Before the prompt, because a file that is not valid cannot be changed either.
            profiles = load_profiles()
            token = _token(with_token=given["with_token"])
        if given["check"]:
            _check(make_client, token, base_url)
        with client_errors():
            saved = _save(profiles, _profile(profiles, chosen, base_url, given["customer"]), token, given)
        place = "the keyring" if saved.storage == "keyring" else str(profiles_path())
        write(f"Profile {chosen} for {base_url} is saved and is now the current one; its token is in {place}.")
        report_unused(chosen)

    return click.Command(
        "login",
        callback=run,
        params=[*name_parameters(), *place_options(data_centers), *_options()],
        short_help="Save a token and its address as a profile.",
        help=_HELP,
        context_settings=settings,
    )


def _options() -> list[click.Option]:
    return [
        customer_option(),
        click.Option(["--with-token"], is_flag=True, help="Read the token from standard input."),
        click.Option(["--check/--no-check"], default=True, help="Whether to check the token by a list call."),
        click.Option(
            ["--token-storage"],
            type=click.Choice(STORAGES),
            help="Where to keep the token. Default: the keyring, or the file if there is none.",
        ),
    ]


def _address(data_centers: Mapping[str, str], given: Mapping[str, Any]) -> str:
    if given["data_center"] and given["base_url"]:
        raise click.UsageError("pass --data-center or --base-url, not both")
    return choose_base_url(data_centers, given["data_center"], given["base_url"], os.environ)


def _token(*, with_token: bool) -> str:
    """Return the token from standard input or a prompt. Raises ValueError if it is not valid."""
    if not with_token:
        if not is_terminal(sys.stdin):
            raise click.UsageError("missing API token: pass --with-token, and the token on standard input")
        return prompt_for_token()
    if sys.stdin is None:
        raise click.UsageError("missing API token: standard input is closed")
    content = sys.stdin.buffer.read(_MAX_TOKEN_SIZE)
    # Programs of Windows begin texts with a byte order mark. Other bytes that are not UTF-8 are not valid in a header.
    return check_secret(content.decode("utf-8-sig", "replace"), "API token on standard input")


def _check(make_client: MakeClient, token: str, base_url: str) -> None:
    try:
        with client_errors(), make_client(token, base_url=base_url) as client:
            check_access(client)
    except click.exceptions.Exit:
        print_error("Nothing was saved; --no-check saves the token without this check.")
        raise


def _profile(profiles: Profiles, name: str, base_url: str, customer: str | None) -> Profile:
    """Return the new profile. It keeps the default customer of the one that it replaces, if the address is the same."""
    old = profiles.by_name.get(name)
    kept = old.customer if old is not None and old.base_url == base_url else None
    return Profile(name, base_url, "file", customer=customer or kept)


def _save(profiles: Profiles, profile: Profile, token: str, given: Mapping[str, Any]) -> Profile:
    """Save a profile and its token, and delete the token of the profile that it replaces from the keyring."""
    storage: Storage | None = given["token_storage"]
    saved = _in_keyring(profile, token, storage) if storage != "file" else None
    saved = saved or replace(profile, storage="file", token=token)
    save_profiles(profiles.with_current(saved))
    old = profiles.by_name.get(profile.name)
    if old is not None and old.storage == "keyring" and (saved.storage, saved.base_url) != ("keyring", old.base_url):
        try:
            delete_token(old)
        except KeyringFailedError as error:
            print_error(f"Warning: the former token of profile {old.name} is still in the keyring: {error}.")
    return saved


def _in_keyring(profile: Profile, token: str, storage: Storage | None) -> Profile | None:
    """Save a token in the keyring and return its profile, or None if there is no keyring and none was asked for."""
    try:
        save_token(profile, token)
    except NoKeyringError as error:
        if storage == "keyring":
            raise
        print_error(f"Note: the token is saved in a file that only you can read, because {error}.")
        return None
    except KeyringFailedError as error:
        raise KeyringFailedError(f"{error}; --token-storage file saves it in a file") from error
    return replace(profile, storage="keyring")
