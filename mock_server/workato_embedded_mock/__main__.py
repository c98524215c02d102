"""Runs the command line: `workato-mock`, and `python -m workato_embedded_mock`."""

from __future__ import annotations

from workato_embedded_mock.startup.missing_libraries import missing_library


def run() -> None:
    """Run the command with the arguments of the process. A missing library is one sentence."""
    try:
        from workato_embedded_mock.cli import main

        main(prog_name="workato-mock")
    except ModuleNotFoundError as error:
        raise SystemExit(missing_library(error)) from error


if __name__ == "__main__":
    run()
