"""Create customers from a CSV file; run it again to create those that are missing still.

The columns `name`, `notification_email` and `external_id` are needed; `plan_id`, `origin_url` and `time_zone` may be
there. The external id tells which customers there are already.

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

from .commands import DONE, IMPOSSIBLE, SOME_FAILED, complain, run

NEEDED: Final = ("name", "notification_email", "external_id")
OPTIONAL: Final = ("plan_id", "origin_url", "time_zone")


@dataclass(frozen=True)
class Row:
    """A customer to create, and the line of the file where it stands."""

    line: int
    values: dict[str, str]


@dataclass
class Sheet:
    """What a file says: customers, and what is wrong with other lines."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Read a file of customers.

    Raises:
        ValueError: the file is no CSV in UTF-8, or has not the right columns.
        OSError: the file cannot be read.
    """
    sheet, seen = Sheet(), dict[str, int]()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            _check_columns(path, reader.fieldnames or [])
            for record in reader:
                line, values = reader.line_num, {key: (value or "") for key, value in record.items()}
                faults = list(_faults(values, seen))
                sheet.faults.extend(f"{path}:{line}: {fault}" for fault in faults)
                if not faults:
                    sheet.rows.append(Row(line, {key: value.strip() for key, value in values.items() if value.strip()}))
                if external_id := values["external_id"].strip():
                    seen.setdefault(external_id, line)
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not in UTF-8") from None
        except csv.Error as error:
            raise ValueError(f"{path}:{reader.reader.line_num}: {error}") from None
    return sheet


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in (*NEEDED, *OPTIONAL)]
    if missing:
        raise ValueError(f"{path}: the columns {', '.join(missing)} are missing")
    if unknown or len(set(columns)) < len(columns):
        raise ValueError(f"{path}: there may be the columns {', '.join((*NEEDED, *OPTIONAL))}, each once")


def _faults(values: dict[str, str], seen: dict[str, int]) -> Iterator[str]:
    """Say what is wrong with a line."""
    if None in values:
        yield "there are more values than columns"
    for name in NEEDED:
        if not values[name].strip():
            yield f"{name} is empty"
    address = values["notification_email"].strip()
    if address and not all(address.partition("@")):
        yield f"notification_email is no address: {address}"
    external_id = values["external_id"].strip()
    if external_id in seen:
        yield f"external_id is that of line {seen[external_id]}"


def create_missing(client: WorkatoEmbedded, rows: Sequence[Row], dry_run: bool) -> Iterator[tuple[Row, str, bool]]:
    """Create the customers that there are not yet; yield each row with what became of it, and whether that is good.

    Raises:
        WorkatoEmbeddedError: it cannot be known which customers there are.
    """
    present = {customer.external_id: customer.id for customer in client.managed_users.list()}
    for row in rows:
        external_id = row.values["external_id"]
        if external_id in present:
            yield row, f"there already, as {present[external_id]}", True
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
                yield row, f"created as {made.id}", True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code."""
    parser = argparse.ArgumentParser(prog="create_customers", description="Create customers from a CSV file.")
    parser.add_argument("file", type=Path, help="the CSV file, with a line of columns")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and create nothing")
    options = parser.parse_args(arguments)
    return run(lambda: _create(options.file, options.dry_run))


def _create(path: Path, dry_run: bool) -> int:
    sheet = read_sheet(path)
    if sheet.faults:
        for fault in sheet.faults:
            complain(fault)
        complain("Nothing was created; mend these lines first.")
        return IMPOSSIBLE
    code = DONE
    with WorkatoEmbedded(rate_limits="documented") as client:
        for row, words, good in create_missing(client, sheet.rows, dry_run):
            (print if good else complain)(f"{path}:{row.line}: {row.values['external_id']}: {words}")
            code = code if good else SOME_FAILED
    return code


if __name__ == "__main__":
    sys.exit(main())
