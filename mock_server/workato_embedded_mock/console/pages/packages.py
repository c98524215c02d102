"""Packages of an account, and what an import of a file would create."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.current import LARGEST_ID, bridge, current_account, query_number, read
from workato_embedded_mock.console.reads.packages import PAGE, list_packages, package_file, read_package
from workato_embedded_mock.errors import NotFoundError

pages = Blueprint("packages", __name__, url_prefix="/accounts/<int:number>/packages")

_FIELDS = ("managed_user_id", "folder_id", "restart_recipes")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """List exports and imports, newest first, and offer to inspect a file."""
    before = query_number("before", LARGEST_ID)
    found = read(list_packages, current_account(), before)
    following = url_for("packages.index", number=number, before=found[PAGE - 1]["id"]) if len(found) > PAGE else None
    return render_template(
        "packages/index.html",
        number=number,
        packages=found[:PAGE],
        first=url_for("packages.index", number=number) if before != LARGEST_ID else None,
        following=following,
    )


@pages.get("/<int:package_id>/")
def package(number: int, package_id: int) -> ResponseReturnValue:
    """Show one export or import."""
    found = read(read_package, current_account(), package_id) if package_id <= LARGEST_ID else None
    if found is None:
        abort(404, f"the account has no package {package_id}")
    return render_template("packages/package.html", number=number, package=found)


@pages.post("/<int:package_id>/file/")
def download(number: int, package_id: int) -> ResponseReturnValue:  # noqa: ARG001  # the account of the path
    """Send the zip file of a package. An export of the seed gets its file by that, so it is not a link."""
    try:
        data = read(package_file, current_account(), package_id)
    except NotFoundError as error:
        abort(404, str(error.reasons[0].text if error.reasons else error))
    headers = {"Content-Disposition": f'attachment; filename="package_{package_id}.zip"'}
    return Response(data, mimetype="application/zip", headers=headers)


@pages.post("/inspect/")
def inspect(number: int) -> ResponseReturnValue:
    """Show what an import of a file would create and update, and the problems of its files."""
    uploaded = request.files.get("file")
    given = {name: request.form.get(name, "").strip() for name in _FIELDS}
    data = uploaded.read() if uploaded is not None else b""
    inspected = None
    if not data:
        flash("choose a zip file", "error")
    else:
        query = {name: value for name, value in given.items() if value}
        response = bridge().control("POST", "/packages/inspect", data, current_account(), query=query)
        if response.ok:
            inspected = response.content
        else:
            flash(response.error, "error")
    name = uploaded.filename if uploaded is not None else ""
    return render_template("packages/inspected.html", number=number, inspected=inspected, name=name, given=given)
