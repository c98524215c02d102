"""The command `request`, which calls a path of the API and prints the JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

import click

from ..call import Call
from ..operations import Operation, PagedOperation, any_operation, is_paged
from .jq_filter import Filter
from .output import View
from .output_options import jq_option
from .results import Result, fetch_all, fetch_json
from .running import MakeClient, client_errors, client_options, open_client, show_result
from .streams import can_write
from .values import Header, JsonObject, Pairs
from .writes import announce, confirm, place

# Returns all operations of the document.
Operations = Callable[[], Sequence[Operation[Any]]]

_HELP: Final = (
    "Call a path of the API and print the JSON.\n\n"
    "For what has no command. PATH is the path below the base URL, such as /managed_users/7/recipes, percent-encoded."
    " The token, the retries and the exit codes are those of all commands. With --all, the document has to describe the"
    " list, and the output is an array of its entries."
)


def request_command(
    make_client: MakeClient, data_centers: Iterable[str], operations: Operations, settings: dict[str, Any]
) -> click.Command:
    """Return the command."""

    def run(method: str, path: str, **given: Any) -> None:
        with client_errors():
            operation = any_operation(method, path)
        call = Call(query=_query(given["query"]), body=given["body"], options=_headers(given["header"]))
        whole = list_operation(operations(), operation) if given["all_"] else None
        with open_client(make_client, given) as client, client_errors():
            if operation.method == "DELETE" and not given["yes"]:
                confirm(f"DELETE {path} at {place(client)}")
            elif operation.method not in ("GET", "DELETE"):
                announce(f"{operation.method} {path} at {place(client)}")
            if whole is None:
                body = fetch_json(client, operation, call)
                result = Result(body, body)
            else:
                result = fetch_all(client, whole, call._replace(path=path_values(whole, path)))
        show_result(result, _view(given["jq"]))

    return click.Command(
        "request",
        callback=run,
        params=[*_parameters(), *client_options(data_centers)],
        short_help="Call a path of the API and print the JSON.",
        help=_HELP,
        context_settings=settings,
    )


def _parameters() -> list[click.Parameter]:
    return [
        click.Argument(["method"]),
        click.Argument(["path"]),
        click.Option(["--query"], type=Pairs(), multiple=True, help="Query parameters. Can be repeated."),
        click.Option(["--body"], type=JsonObject(), help="The whole body, with its wrapper: @FILE, - or JSON."),
        click.Option(
            ["--header"], type=Header(), multiple=True, metavar="NAME: VALUE", help="A header. Can be repeated."
        ),
        click.Option(["--all", "all_"], is_flag=True, help="Fetch all pages within the documented rate limits."),
        click.Option(["-y", "--yes"], is_flag=True, help="Do not ask before a DELETE."),
        jq_option(),
    ]


def _view(jq: Filter | None) -> View:
    return View("json", jq=jq, can_write=can_write)


def _query(given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the query; a name that is given several times has a list."""
    values: dict[str, list[Any]] = {}
    for entries in given:
        for name, value in entries.items():
            values.setdefault(name, []).append(value)
    return {name: several if len(several) > 1 else several[0] for name, several in values.items()}


def _headers(given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"extra_headers": dict(given)} if given else {}


def list_operation(operations: Sequence[Operation[Any]], operation: Operation[Any]) -> PagedOperation[Any]:
    """Return the list of the document that has this path. Raises click.UsageError if there is none."""
    fitting: list[PagedOperation[Any]] = [
        each
        for each in operations
        if is_paged(each) and each.method == operation.method and _fits(each.path, operation.path)
    ]
    if not fitting:
        raise click.UsageError(f"--all needs a list of the document: {operation.method} {operation.path} is not one")
    # A path without a parameter takes precedence, such as /integrations/all.
    return min(fitting, key=lambda each: each.path.count("{"))


def _fits(template: str, path: str) -> bool:
    pairs = list(zip(template.split("/"), path.split("/"), strict=False))
    return template.count("/") == path.count("/") and all(one == two or one.startswith("{") for one, two in pairs)


def path_values(operation: Operation[Any], path: str) -> dict[str, Any]:
    """Return the values of the parameters of an operation in a path that fits it."""
    pairs = zip(operation.path.split("/"), path.split("/"), strict=True)
    return {name[1:-1]: unquote(value) for name, value in pairs if name.startswith("{")}
