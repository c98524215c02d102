"""The composite commands of packages: they wait for imports and exports, and download files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import click

from ..download_targets import temporary_file
from ..model import Model
from ..polling import DEFAULT_POLL, DEFAULT_TIMEOUT_SECONDS
from ..response_limits import DEFAULT_DOWNLOAD_SIZE
from .commands import Command, CompositeCommand, ShowProgress
from .streams import copy_to_stdout, is_terminal
from .values import Seconds

_EXIT_CODE_HELP: Final = (
    "Exit code 6 means that it failed, 7 that it is still in progress after --wait; it goes on, and you can wait again."
)


def _polling_options() -> list[click.Option]:
    return [
        _seconds(
            "--wait",
            DEFAULT_TIMEOUT_SECONDS,
            f"Maximum time to wait. Default: {DEFAULT_TIMEOUT_SECONDS:g}.",
        ),
        _seconds(
            "--poll",
            DEFAULT_POLL,
            f"Time between the first two polls; it grows to 15. Default: {DEFAULT_POLL:g}.",
        ),
    ]


def _seconds(name: str, default: float, text: str) -> click.Option:
    return click.Option([name], type=Seconds(), default=default, metavar="SECONDS", help=text)


def _download_options() -> list[click.Option]:
    return [
        click.Option(
            ["--to"],
            type=click.Path(dir_okay=False, writable=True, allow_dash=True),
            required=True,
            metavar="FILE",
            help="The zip file to write, or - for standard output. A file is replaced once the new one is complete.",
        ),
        click.Option(
            ["--max-download-size"],
            type=click.IntRange(min=1),
            metavar="BYTES",
            help=f"Maximum size of the file. Default: {DEFAULT_DOWNLOAD_SIZE}.",
        ),
        *_polling_options(),
    ]


def _poll_arguments(given: Mapping[str, Any], show_progress: ShowProgress) -> dict[str, Any]:
    def on_progress(seen: Any) -> None:
        show_progress(seen.status)

    return {"timeout": given["wait"], "poll": given["poll"], "on_progress": on_progress}


def _saved(given: Mapping[str, Any], save: Callable[[str], Model]) -> Any:
    """Save a file and return the result as JSON; None if the file goes to standard output, which has nothing else then.

    Raises:
        ValueError: Standard output is a terminal.
    """
    if given["to"] != "-":
        return save(given["to"]).to_dict()
    if is_terminal(sys.stdout):
        raise ValueError("invalid to: a terminal cannot show a zip file; use a pipe or the name of a file")
    with temporary_file() as path:
        save(str(path))
        with path.open("rb") as file:
            copy_to_stdout(file)
    return None


def _method(name: str) -> Callable[..., Any]:
    """Return a function that calls a method of the client's packages and returns the result as JSON."""

    def run(
        client: Any, _: Command, path: Mapping[str, Any], given: Mapping[str, Any], show_progress: ShowProgress
    ) -> Any:
        method: Callable[..., Model] = partial(
            getattr(client.packages, name), *path.values(), **_poll_arguments(given, show_progress)
        )
        return _saved(given, lambda to: method(to=to)) if "to" in given else method().to_dict()

    return run


def _download(wait: str) -> Callable[..., Any]:
    """Return a function that waits for an export or import with a method of the client, and downloads its file."""

    def run(
        client: Any, _: Command, path: Mapping[str, Any], given: Mapping[str, Any], show_progress: ShowProgress
    ) -> Any:
        def save(to: str) -> Model:
            package: Model = getattr(client.packages, wait)(*path.values(), **_poll_arguments(given, show_progress))
            client.packages.download(package, to=to)
            return package

        return _saved(given, save)

    return run


# The composite commands of packages.
PACKAGE_COMMANDS: Final = (
    CompositeCommand(
        "wait_for_import",
        "get_import",
        "Wait until an import is completed",
        f"Polls an import until it is completed, and shows it. {_EXIT_CODE_HELP}",
        _polling_options,
        _method("wait_for_import"),
    ),
    CompositeCommand(
        "wait_for_export",
        "get_export",
        "Wait until an export is completed",
        f"Polls an export until it is completed, and shows it. {_EXIT_CODE_HELP}",
        _polling_options,
        _method("wait_for_export"),
    ),
    CompositeCommand(
        "download",
        "get_export",
        "Download the file of an export",
        f"Waits until an export is completed and downloads its zip file, without sending the token. {_EXIT_CODE_HELP}",
        _download_options,
        _download("wait_for_export"),
    ),
    CompositeCommand(
        "download_import",
        "get_import",
        "Download the file of an import",
        f"Waits until an import is completed and downloads its zip file, without sending the token. {_EXIT_CODE_HELP}",
        _download_options,
        _download("wait_for_import"),
    ),
    CompositeCommand(
        "export_and_download",
        "export_package",
        "Export a package and download its file",
        f"Exports the assets of a manifest, waits for the export, and downloads its zip file. {_EXIT_CODE_HELP}",
        _download_options,
        _method("export_and_download"),
    ),
)
