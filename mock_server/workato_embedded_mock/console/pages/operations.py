"""The operations of the API: since when, with which evidence, rule and example."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.current import read
from workato_embedded_mock.console.reads.operations import (
    CONFIDENCES,
    OperationDetails,
    list_operations,
    list_resources,
    read_operation,
)

pages = Blueprint("operations", __name__, url_prefix="/operations")

FILTERS = ("text", "resource", "confidence")


@pages.get("/")
def index() -> ResponseReturnValue:
    """List the operations. The query parameter `account` keeps the account that was chosen."""
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    return render_template(
        "operations/index.html",
        operations=read(list_operations, *chosen.values()),
        resources=read(list_resources),
        confidences=CONFIDENCES,
        chosen=chosen,
    )


@pages.get("/<operation_id>/")
def operation(operation_id: str) -> ResponseReturnValue:
    """Show one operation."""
    return render_template("operations/operation.html", operation=operation_or_404(operation_id))


def operation_or_404(operation_id: str) -> OperationDetails:
    """Return an operation by its operationId, or respond with 404."""
    found: OperationDetails | None = read(read_operation, operation_id)
    if found is None:
        abort(404, f"the API has no operation {operation_id}")
    return found
