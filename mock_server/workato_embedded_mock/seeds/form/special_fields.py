"""Fields whose values in a seed differ from those of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.kinds import TIME_PATTERN, Entry, Field, JsonText
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Milliseconds(Field):
    """A field whose column has milliseconds since 1970. A seed has the time as text."""

    def decode(self, value: Json) -> Any:
        """Return the milliseconds."""
        try:
            return (datetime.fromisoformat(value) - _BEGIN) // timedelta(milliseconds=1)
        except (TypeError, ValueError) as error:
            raise ValueError("expected a time with an offset, such as 2023-11-20T12:00:00Z") from error

    def encode(self, entry: Entry) -> Json:
        """Return the time in UTC."""
        moment = _BEGIN + timedelta(milliseconds=entry.row[self.column.name])
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of times."""
        return {"type": "string", "pattern": TIME_PATTERN}


@dataclass(frozen=True, slots=True)
class TableColumns(JsonText):
    """The columns of a lookup table: a list of labels, or the schema as the API has it."""

    def decode(self, value: Json) -> Any:
        """Return the schema as text."""
        if isinstance(value, list):
            value = [_column(number, each) if isinstance(each, str) else each for number, each in enumerate(value, 1)]
        text = super(TableColumns, self).decode(value)
        parse_schema(text)
        return text

    def encode(self, entry: Entry) -> Json:
        """Return the labels if they say all, and otherwise the schema."""
        text = entry.row[self.column.name]
        labels = list(parse_schema(text))
        return labels if self.decode(labels) == text else super(TableColumns, self).encode(entry)

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of lists, and of the text of a schema."""
        return {"type": ["array", "string"], "items": {"type": ["string", "object"]}}


def _column(number: int, label: str) -> dict[str, Json]:
    return {"control_type": "text", "label": label, "name": f"col{number}", "type": "string", "sticky": True}


@dataclass(frozen=True, slots=True)
class RowData(Field):
    """The values of a row of a lookup table, by the labels of the columns."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns with values."""
        return LOOKUP_COLUMNS

    def store(self, entry: Entry, value: Json) -> None:
        """Set the columns with values; those without a label in the seed are empty."""
        labels = _labels(entry)
        for label in value:
            if label not in labels:
                raise ValueError(f"the lookup table has no column {label!r}; expected one of: {', '.join(labels)}")
        entry.row |= dict.fromkeys(LOOKUP_COLUMNS) | {labels[label]: text for label, text in value.items()}

    def encode(self, entry: Entry) -> Json:
        """Return the values by label."""
        values = {label: entry.row[name] for label, name in _labels(entry).items()}
        return {label: text for label, text in values.items() if text is not None}

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of texts by label."""
        return {"type": "object", "additionalProperties": {"type": ["string", "null"]}}


def _labels(entry: Entry) -> dict[str, str]:
    try:
        return dict(parse_schema(entry.owner.row["schema"])) if entry.owner is not None else {}
    except KeyError:
        # The columns of the table are invalid, which is a problem of its own.
        return {name: name for name in LOOKUP_COLUMNS}
