"""The commands that list, choose and remove profiles. They send nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click

from .connection import PROFILE_VARIABLE, set_variables
from .keyring_tokens import delete_token
from .output_options import output_options, view_of
from .profile_store import load_profiles, save_profiles
from .profile_types import Customer, ProfileName, profile_option
from .results import Result
from .running import client_errors, show_result
from .streams import print_error, write


def profile_commands(settings: dict[str, Any]) -> list[click.Command]:
    """Return the commands `logout`, `profiles` and `use`."""
    return [_logout_command(settings), _profiles_command(settings), _use_command(settings)]


def name_parameters() -> list[click.Parameter]:
    """Return the argument and the option for the name of a profile, for `chosen_name`."""
    return [click.Argument(["name"], required=False, type=ProfileName(), metavar="[NAME]"), profile_option()]


def chosen_name(name: str | None, profile: str | None) -> str | None:
    """Return the name of the argument, the option or the variable, or None. Raises click.UsageError for two names."""
    if name and profile:
        raise click.UsageError("pass NAME or --profile, not both")
    return name or profile or os.environ.get(PROFILE_VARIABLE) or None


def report_unused(name: str) -> None:
    """Write to standard error if commands do not use a profile although it is the current one."""
    other = os.environ.get(PROFILE_VARIABLE)
    if variables := set_variables():
        verb = "are" if len(variables) > 1 else "is"
        print_error(f"Note: commands use no profile while {' and '.join(variables)} {verb} set.")
    elif other and other != name:
        print_error(f"Note: commands use profile {other} while {PROFILE_VARIABLE} is set.")


def _logout_command(settings: dict[str, Any]) -> click.Command:
    def run(name: str | None, profile: str | None) -> None:
        with client_errors():
            profiles = load_profiles()
            chosen = chosen_name(name, profile) or profiles.current
            if chosen is None:
                raise click.UsageError("there is no current profile: pass the NAME of the profile")
            removed = profiles.get(chosen)
            if removed.storage == "keyring":
                delete_token(removed)
            save_profiles(profiles.without(chosen))
        write(f"Profile {chosen} and its token are removed.")

    return click.Command(
        "logout",
        callback=run,
        params=name_parameters(),
        short_help="Remove a profile and its token.",
        help="Remove a profile, and its token from the keyring or the file.\n\n"
        "The API still accepts the token. NAME is the current profile by default.",
        context_settings=settings,
    )


def _profiles_command(settings: dict[str, Any]) -> click.Command:
    def run(**given: Any) -> None:
        with client_errors():
            profiles = load_profiles()
        rows = [
            {
                "name": profile.name,
                "current": profile.name == profiles.current,
                "base_url": profile.base_url,
                "token_storage": profile.storage,
                "customer": profile.customer,
            }
            for profile in profiles.by_name.values()
        ]
        show_result(Result(rows, rows), replace(view_of(given), show_secrets=True))

    return click.Command(
        "profiles",
        callback=run,
        params=[*output_options()],
        short_help="List the profiles, without their tokens.",
        help="List the profiles, without their tokens. `login` adds one.",
        context_settings=settings,
    )


def _use_command(settings: dict[str, Any]) -> click.Command:
    def run(name: str, customer: str | None, no_customer: bool) -> None:
        if customer and no_customer:
            raise click.UsageError("pass --customer or --no-customer, not both")
        with client_errors():
            profiles = load_profiles()
            profile = profiles.get(name)
            if customer or no_customer:
                profile = replace(profile, customer=customer)
            save_profiles(profiles.with_current(profile))
        default = f", with customer {profile.customer} by default" if profile.customer else ""
        write(f"Profile {name} is now the current one{default}.")
        report_unused(name)

    return click.Command(
        "use",
        callback=run,
        params=[
            click.Argument(["name"], type=ProfileName(), metavar="NAME"),
            customer_option(),
            click.Option(["--no-customer"], is_flag=True, help="Remove the default customer of the profile."),
        ],
        short_help="Choose the profile that commands use.",
        help="Make a profile the current one, which commands use by default.",
        context_settings=settings,
    )


def customer_option() -> click.Option:
    """Return the option for the default customer of a profile."""
    text = "The customer in whose workspace commands work by default, by id, or E and the external id."
    return click.Option(["-m", "--customer"], type=Customer(), metavar="ID", help=text)
