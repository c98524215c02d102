"""A program about cars, and a function that runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx2
from click.testing import CliRunner, Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.cli.commands import Command, CommandGroup, Deprecation, Parameter
from workato_embedded._runtime.cli.program import ProgramData, make_program
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.rate_limiting import choose_limiter
from workato_embedded._runtime.settings import TOKEN_VARIABLE
from workato_embedded.embedding import connection_widget_url, direct_link

from ..samples import BY_CURSOR, COUNTED, GET, SCRAP, SETTINGS, respond_with, sync_client
from .samples import BREW, POUR

ID = Parameter("id", "path", "text", "Id.", True)
PRICES = Operation[dict[str, Any]](id="prices", method="GET", path="/prices", read=readers.mapping)
CARS = CommandGroup(
    "cars",
    "Cars and everything they need, in a description that is long enough to be wrapped to two lines in the help.",
    commands=(
        Command(
            COUNTED, "list", "List cars", "All of them.", "Documented.", (Parameter("page", "query", "integer", "P."),)
        ),
        Command(BY_CURSOR, "list_by_cursor", "List cars", "From one on.", "Inferred."),
        Command(
            SCRAP,
            "scrap",
            "Scrap a car",
            "Ends it.",
            "Inferred.",
            (ID,),
            Deprecation("retired since 2020-02-29", ("cars", "tea_bar", "pour")),
        ),
        Command(SCRAP, "crush", "Crush a car", "Ends it.", "Inferred.", (ID,), Deprecation("deprecated")),
        Command(PRICES, "prices", "List prices", "By name.", "Inferred."),
        Command(GET, "get", "Get a car", "One of them.", "Inferred.", (ID,)),
    ),
    groups=(CommandGroup("tea_bar", "Tea.", commands=(BREW, POUR)),),
)
GROUPS = {"cars": CARS}
DATA_CENTERS = {"us": "https://us.example.com/api", "eu": "https://eu.example.com/api"}
Handler = Callable[[httpx2.Request], httpx2.Response]


class Clients:
    """Creates clients with a request handler, and records their arguments."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.made: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, token: str, **options: Any) -> SyncClient:
        """Make a client, as the generated class does."""
        self.made.append((token, options))
        if options.get("data_center") == "eu":
            raise ValueError("there is no such place")
        return sync_client(self._handler, replace(SETTINGS, limiter=choose_limiter(options.get("rate_limits"))))


def ask(
    *words: str,
    handler: Handler | None = None,
    token: str | None = "t",
    clients: Clients | None = None,
    groups: Mapping[str, CommandGroup] = GROUPS,
    **options: Any,
) -> Result:
    """Run the command with some words; the options are those of click's runner."""
    make_client = clients or Clients(handler or respond_with(json={"id": 7, "name": "Ada"}))
    resources = {name: group.help for name, group in groups.items()}
    links = (direct_link, connection_widget_url)
    parts = ProgramData(
        "1.2.3",
        "2024.05.06",
        resources,
        groups.__getitem__,
        make_client,
        DATA_CENTERS,
        *links,
        lambda: (GET, COUNTED, BY_CURSOR),
    )
    return CliRunner().invoke(make_program(parts), words, env={TOKEN_VARIABLE: token}, terminal_width=100, **options)
