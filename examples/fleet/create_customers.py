"""Create customers from a CSV file. Run it again to create only those that are still missing.

The columns `name`, `notification_email` and `external_id` are required; `plan_id`, `origin_url` and `time_zone` are
optional. A customer whose external id exists is skipped.

    export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
    python -m examples.fleet.create_customers customers.csv --dry-run
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from workato_embedded import WorkatoEmbedded, WorkatoEmbeddedError

from .commands import DONE, IMPOSSIBLE, SOME_FAILED, print_error, run

REQUIRED: Final = ("name", "notification_email", "external_id")
OPTIONAL: Final = ("plan_id", "origin_url", "time_zone")


@dataclass(frozen=True)
class Row:
    """A customer to create, and its line in the file."""

    line: int
    values: dict[str, str]


@dataclass
class Sheet:
    """The content of a file: valid rows, and the errors of other lines."""

    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Read a file of customers.

    Raises:
        ValueError: The file is not CSV in UTF-8, or its columns are wrong.
        OSError: The file cannot be read.
    """
    sheet, seen = Sheet(), dict[str, int]()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            _check_columns(path, reader.fieldnames or [])
            for record in reader:
                line, values = reader.line_num, {key: (value or "") for key, value in record.items()}
                errors = list(_errors(values, seen))
                sheet.errors.extend(f"{path}:{line}: {error}" for error in errors)
                if not errors:
                    sheet.rows.append(Row(line, {key: value.strip() for key, value in values.items() if value.strip()}))
                if external_id := values["external_id"].strip():
                    seen.setdefault(external_id, line)
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not UTF-8") from None
        except csv.Error as error:
            raise ValueError(f"{path}:{reader.reader.line_num}: {error}") from None
    return sheet


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in (*REQUIRED, *OPTIONAL)]
    if missing:
        raise ValueError(f"{path}: missing columns: {', '.join(missing)}")
    if unknown or len(set(columns)) < len(columns):
        raise ValueError(f"{path}: expected the columns {', '.join((*REQUIRED, *OPTIONAL))}, each at most once")


def _errors(values: dict[str, str], seen: dict[str, int]) -> Iterator[str]:
    """Yield the errors of a line."""
    if None in values:
        yield "more values than columns"
    for name in REQUIRED:
        if not values[name].strip():
            yield f"{name} is empty"
    address = values["notification_email"].strip()
    if address and not all(address.partition("@")):
        yield f"notification_email is not an email address: {address}"
    external_id = values["external_id"].strip()
    if external_id in seen:
        yield f"external_id is already used in line {seen[external_id]}"


def create_missing(client: WorkatoEmbedded, rows: Sequence[Row], dry_run: bool) -> Iterator[tuple[Row, str, bool]]:
    """Create the customers that do not exist yet; yield each row with a message and whether it succeeded.

    Raises:
        WorkatoEmbeddedError: The customers could not be listed.
    """
    present = {customer.external_id: customer.id for customer in client.managed_users.list()}
    for row in rows:
        external_id = row.values["external_id"]
        if external_id in present:
            yield row, f"exists with id {present[external_id]}", True
        elif dry_run:
            yield row, "would be created", True
        else:
            try:
                made = client.managed_users.create(
                    name=row.values["name"],
                    notification_email=row.values["notification_email"],
                    external_id=external_id,
                    **{name: row.values[name] for name in OPTIONAL if name in row.values},  # type: ignore[arg-type]
                )
            except WorkatoEmbeddedError as error:
                yield row, str(error), False
            else:
                yield row, f"created with id {made.id}", True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="create_customers", description="Create customers from a CSV file.")
    parser.add_argument("file", type=Path, help="the CSV file; its first line names the columns")
    parser.add_argument("--dry-run", action="store_true", help="print what would be created, and create nothing")
    options = parser.parse_args(arguments)
    return run(lambda: _create(options.file, options.dry_run))


def _create(path: Path, dry_run: bool) -> int:
    sheet = read_sheet(path)
    if sheet.errors:
        for error in sheet.errors:
            print_error(error)
        print_error("Nothing was created; fix these lines first.")
        return IMPOSSIBLE
    code = DONE
    with WorkatoEmbedded(rate_limits="documented") as client:
        for row, message, succeeded in create_missing(client, sheet.rows, dry_run):
            (print if succeeded else print_error)(f"{path}:{row.line}: {row.values['external_id']}: {message}")
            code = code if succeeded else SOME_FAILED
    return code


if __name__ == "__main__":
    sys.exit(main())
