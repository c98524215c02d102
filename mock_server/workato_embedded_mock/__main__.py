"""Runs the command line for `python -m workato_embedded_mock`."""

from __future__ import annotations

from workato_embedded_mock.cli import main

if __name__ == "__main__":
    main(prog_name="workato-mock")
