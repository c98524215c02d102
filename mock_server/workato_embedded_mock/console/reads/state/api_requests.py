"""Finds the operation of the API that responds with an object, and the values of its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workato_embedded_mock.console.reads.operations import OperationParameter, read_operation
from workato_embedded_mock.console.reads.state.kinds import OWNER, Kind
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.document import operations_of
from workato_embedded_mock.openapi.edition_dates import UNTIL


def request_for(tools: Tools, kind: Kind, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return the operation that reads an object, and its parameters in the path; None if no operation reads it by id.

    The path of the operation ends with the name of the table and a parameter with the id.
    """
    for operation_id in _candidates(tools, kind) if kind.has_id else ():
        details = read_operation(tools, operation_id)
        parameters = [each for each in details.parameters if each.place == "path"] if details is not None else []
        *outer, last = parameters
        values = {each.name: row.get(each.name) for each in outer} | {last.name: row["id"]}
        # What belongs to a customer is not read as the partner's own.
        is_partners = OWNER not in {each.name for each in outer}
        if None not in values.values() and _takes_ids(last) and is_partners == (row.get(OWNER) is None):
            return operation_id, values
    return None


def _candidates(tools: Tools, kind: Kind) -> Iterator[str]:
    for path, method, operation in operations_of(tools.document.content):
        collection, _, parameter = path.rpartition("/")
        found = collection.endswith(f"/{kind.name}") and parameter.startswith("{")
        if found and method == "GET" and UNTIL not in operation:
            yield operation["operationId"]


def _takes_ids(parameter: OperationParameter) -> bool:
    """Return whether a parameter takes the id of a row: some ids of the API are texts of their own."""
    return parameter.name == OWNER or parameter.kind == "integer"
