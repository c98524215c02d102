"""Run the commands of a release: `python -m distribution`."""

from __future__ import annotations

from distribution.cli import main

if __name__ == "__main__":
    main()
