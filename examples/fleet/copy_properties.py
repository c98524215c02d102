"""Copy properties of one customer to others. Values are not printed, since they may be secrets.

export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
python -m examples.fleet.copy_properties Ecust-0042 Ecust-0043 --prefix erp. --dry-run
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from workato_embedded import UNSET, Unset, WorkatoEmbedded, WorkatoEmbeddedError

from .commands import DONE, SOME_FAILED, print_error, run


@dataclass(frozen=True)
class Changes:
    """What a copy changes for a customer, as names of properties."""

    new: list[str]
    changed: list[str]
    same: list[str]

    def __str__(self) -> str:
        words = [f"{len(self.new)} new", f"{len(self.changed)} changed", f"{len(self.same)} the same"]
        names = [f"+{name}" for name in self.new] + [f"~{name}" for name in self.changed]
        return ", ".join(words) + (f" ({' '.join(names)})" if names else "")


def compare(wanted: dict[str, str], present: dict[str, str]) -> Changes:
    """Return the changes that turn the properties `present` into those that are wanted."""
    new = sorted(wanted.keys() - present.keys())
    changed = sorted(name for name in wanted.keys() & present.keys() if wanted[name] != present[name])
    return Changes(new, changed, sorted(wanted.keys() - {*new, *changed}))


def copy_to(
    client: WorkatoEmbedded,
    wanted: dict[str, str],
    target: str,
    prefix: str,
    project_id: str | Unset = UNSET,
    dry_run: bool = False,
) -> Changes:
    """Write new and changed properties to a customer, unless this is a dry run. Raises WorkatoEmbeddedError."""
    changes = compare(wanted, client.properties.list(target, prefix=prefix, project_id=project_id))
    different = {name: wanted[name] for name in (*changes.new, *changes.changed)}
    if different and not dry_run:
        client.properties.upsert(target, properties=different, project_id=project_id)
    return changes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="copy_properties", description="Copy properties of one customer to others.")
    parser.add_argument("source", help="the customer to read from: an id, or E and the external id")
    parser.add_argument("targets", nargs="+", help="the customers to write to")
    parser.add_argument("--prefix", default="", help="copy only properties whose names start with this (default: all)")
    parser.add_argument(
        "--source-project", default=UNSET, help="id of a project of the source (default: its environment)"
    )
    parser.add_argument(
        "--target-project", default=UNSET, help="id of a project of the target (default: its environment)"
    )
    parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")
    options = parser.parse_intermixed_args(arguments)
    if options.target_project is not UNSET and len(options.targets) > 1:
        parser.error("--target-project belongs to one customer; give one target")
    return run(lambda: _copy(options))


def _copy(options: argparse.Namespace) -> int:
    code = DONE
    with WorkatoEmbedded(rate_limits="documented") as client:
        wanted = client.properties.list(options.source, prefix=options.prefix, project_id=options.source_project)
        for target in options.targets:
            try:
                changes = copy_to(client, wanted, target, options.prefix, options.target_project, options.dry_run)
            except WorkatoEmbeddedError as error:
                print_error(f"{target}: {error}")
                code = SOME_FAILED
            else:
                print(f"{target}: {changes}")
    return code


if __name__ == "__main__":
    sys.exit(main())
