"""Tests of how client errors name options and variables."""

from __future__ import annotations

import click
import pytest
from workato_embedded._runtime.cli.usage_errors import in_options
from workato_embedded._runtime.settings import BASE_URL_VARIABLE, DATA_CENTER_VARIABLE

COMMAND = click.Command(
    "get", params=[click.Option([name]) for name in ("--managed-user-id", "--base-url", "--data-center")]
)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("invalid managed_user_id: ''", "invalid --managed-user-id: ''"),
        ("base_url must look like this", "--base-url must look like this"),
        ("invalid data_center: expected one of us", f"invalid {DATA_CENTER_VARIABLE}: expected one of us"),
        ("the API token must not be empty", "the API token must not be empty"),
        ("recipe_id must not be ''", "recipe_id must not be ''"),
    ],
)
def test_messages_name_the_option_or_the_variable(message: str, shown: str) -> None:
    """A message names the option, or the environment variable if the option was not given."""
    with click.Context(COMMAND) as context:
        context.params = {"managed_user_id": "", "base_url": "ftp://x", "data_center": None}
        assert in_options(message) == shown


def test_an_invalid_environment_variable_is_named() -> None:
    """The message about an invalid base URL names the environment variable that has it."""
    with click.Context(COMMAND):
        assert in_options("base_url is invalid") == f"{BASE_URL_VARIABLE} is invalid"
