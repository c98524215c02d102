"""The option and the arguments that take the name of a profile, with completion."""

from __future__ import annotations

from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from .profile_store import load_profiles
from .profiles import check_customer, check_name
from .values import Type


class ProfileName(Type):
    """The name of a profile, which may be a new one."""

    name = "profile"

    def read(self, text: str) -> str:
        """Check the name."""
        return check_name(text)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        param: click.Parameter,  # noqa: ARG002 - click's
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the profiles with their addresses, for shell completion; none if the file is not valid."""
        with suppress(ValueError, OSError):
            by_name = load_profiles(warn=False).by_name
            return [
                CompletionItem(name, help=by_name[name].base_url) for name in by_name if name.startswith(incomplete)
            ]
        return []


class Customer(Type):
    """A customer, by its id, or `E` and its external id."""

    name = "id"

    def read(self, text: str) -> str:
        """Check the id."""
        return check_customer(text)


def profile_option() -> click.Option:
    """Return the option that chooses a profile."""
    text = "The profile of `login` to use. Default: WORKATO_EMBEDDED_PROFILE, or the current one."
    return click.Option(["--profile"], type=ProfileName(), metavar="NAME", help=text)
