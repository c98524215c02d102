"""Commands of packages that wait for imports and exports, and fetch files, as the methods of these names do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from ..model import Model
from ..polling import DEFAULT_POLL, DEFAULT_TIMEOUT_SECONDS
from .commands import CompositeCommand, ShowProgress
from .values import Seconds

_GOES_ON: Final = (
    "Exit code 6 says that it has failed, 7 that it is still in progress after the time that was to be waited; it then"
    " goes on, and can be waited for again."
)


def _waiting() -> list[click.Option]:
    return [
        _seconds(
            "--wait",
            DEFAULT_TIMEOUT_SECONDS,
            f"How long to wait at the most; {DEFAULT_TIMEOUT_SECONDS:g} if it is not said.",
        ),
        _seconds(
            "--poll",
            DEFAULT_POLL,
            f"Time between the first two polls; it grows to 15. Default: {DEFAULT_POLL:g}.",
        ),
    ]


def _seconds(name: str, default: float, text: str) -> click.Option:
    return click.Option([name], type=Seconds(), default=default, metavar="SECONDS", help=text)


def _fetching() -> list[click.Option]:
    return [
        click.Option(
            ["--to"],
            type=click.Path(dir_okay=False, writable=True),
            required=True,
            metavar="FILE",
            help="Where to write the zip file. It is there whole, or stays as it was.",
        ),
        *_waiting(),
    ]


def _poll_arguments(given: Mapping[str, Any], show_progress: ShowProgress) -> dict[str, Any]:
    def on_progress(seen: Any) -> None:
        show_progress(seen.status)

    return {"timeout": given["wait"], "poll": given["poll"], "on_progress": on_progress}


def _method(name: str) -> Callable[..., Any]:
    """Return what calls a method of the client's packages, and gives what it returns as JSON."""

    def run(client: Any, path: Mapping[str, Any], given: Mapping[str, Any], show_progress: ShowProgress) -> Any:
        more = {"to": given["to"]} if "to" in given else {}
        seen: Model = getattr(client.packages, name)(*path.values(), **more, **_poll_arguments(given, show_progress))
        return seen.to_dict()

    return run


def _download(client: Any, path: Mapping[str, Any], given: Mapping[str, Any], show_progress: ShowProgress) -> Any:
    export = client.packages.wait_for_export(*path.values(), **_poll_arguments(given, show_progress))
    client.packages.download(export, to=given["to"])
    return export.to_dict()


PACKAGE_COMMANDS: Final = (
    CompositeCommand(
        "wait_for_import",
        "get_import",
        "Wait until an import is completed",
        f"Looks at an import until it is completed, and shows it. {_GOES_ON}",
        _waiting,
        _method("wait_for_import"),
    ),
    CompositeCommand(
        "wait_for_export",
        "get_export",
        "Wait until an export is completed",
        f"Looks at an export until it is completed, and shows it. {_GOES_ON}",
        _waiting,
        _method("wait_for_export"),
    ),
    CompositeCommand(
        "download",
        "get_export",
        "Write the file of an export",
        f"Waits until an export is completed and writes its zip file, which is fetched without the token. {_GOES_ON}",
        _fetching,
        _download,
    ),
    CompositeCommand(
        "export_and_download",
        "export_package",
        "Export a package and write its file",
        f"Starts an export of what a manifest lists, waits for it, and writes its zip file. {_GOES_ON}",
        _fetching,
        _method("export_and_download"),
    ),
)
"""What the generated commands of packages have from here."""
