"""What the client says of its arguments is said in the words of the command line."""

from __future__ import annotations

import click
import pytest
from workato_embedded._runtime.cli.usage_errors import in_options
from workato_embedded._runtime.settings import BASE_URL_VARIABLE, DATA_CENTER_VARIABLE

COMMAND = click.Command(
    "get", params=[click.Option([name]) for name in ("--managed-user-id", "--base-url", "--data-center")]
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("invalid managed_user_id: ''", "invalid --managed-user-id: ''"),
        ("base_url must look like this", "--base-url must look like this"),
        ("invalid data_center: expected one of us", f"invalid {DATA_CENTER_VARIABLE}: expected one of us"),
        ("the API token must not be empty", "the API token must not be empty"),
        ("recipe_id must not be ''", "recipe_id must not be ''"),
    ],
)
def test_an_argument_is_named_as_it_was_given(said: str, shown: str) -> None:
    """By its option, or by the variable where no option was written; what is no option stays as it is."""
    with click.Context(COMMAND) as context:
        context.params = {"managed_user_id": "", "base_url": "ftp://x", "data_center": None}
        assert in_options(said) == shown


def test_a_setting_without_an_option_is_one_of_the_environment() -> None:
    """Who wrote no address is told where the wrong one stands."""
    with click.Context(COMMAND):
        assert in_options("base_url is no address") == f"{BASE_URL_VARIABLE} is no address"
