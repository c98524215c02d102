"""Reads the config of recipes in packages, and keeps what an export needs to write it again as it was."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json, JsonError, read_odd_json
from workato_embedded_mock.resources.packages.reference_form import is_id, is_reference
from workato_embedded_mock.resources.recipes.code import default_config


def read_config(sent: Json) -> tuple[list[Json], Json, list[str]]:
    """Return the lines of a config that name a connector, what an export needs to write it again, and what was lost.

    Args:
        sent: The config in the file of a recipe. Some programs write it as JSON text, as in requests of the API.
    """
    lost: list[str] = []
    if isinstance(sent, str):
        try:
            sent, replaced = read_odd_json(sent.encode("utf-8"))
        except JsonError as error:
            return [], {}, [f"/config: ignored, because it is not JSON: {error}"]
        lost += [f"/config: values were replaced: {replaced}"] if replaced else []
    if not isinstance(sent, list):
        return [], {"config": sent}, [] if sent is None else [*lost, "/config: ignored, because it is not a list"]
    lines: list[Json] = []
    kept: list[Json] = []
    for index, line in enumerate(sent):
        if not _names_connector(line):
            kept.append([index, False, line])
            if _is_odd(line):
                lost.append(f"/config/{index}: kept for exports, but ignored, because it names no connector")
            continue
        lines.append(_read_line(line))
        if lines[-1]["account_id"] is None and line.get("account_id") is not None:
            lost.append(f"/config/{index}/account_id: read as null, because it does not refer to a connection")
        changed = _changed(line, lines[-1])
        if changed:
            kept.append([index, True, changed])
    if not lines:
        return lines, {"config": sent}, lost
    return lines, ({"config_lines": kept, "config_count": len(lines)} if kept else {}), lost


def written_config(lines: list[Json], row: Json, kept: Json) -> Json:
    """Return the lines of a recipe in an export as the package had them, where they are still the same.

    Args:
        lines: The lines by their present values.
        row: The row of the recipe.
        kept: What `read_config` returned for the export.
    """
    if "config" in kept and row["config"] == default_config(row["applications"]):
        return kept["config"]
    written = list(lines)
    for index, is_line, values in kept.get("config_lines", ()):
        if not is_line:
            written.insert(index, values)
        elif len(lines) == kept["config_count"]:
            written[index] = {**written[index], **values}
    return written


def _names_connector(line: Json) -> bool:
    provider = line.get("provider") if isinstance(line, dict) else None
    return (isinstance(provider, str) and provider != "") or is_reference(provider)


def _is_odd(line: Json) -> bool:
    """Return whether a line differs from those without a connector that the platform may write."""
    return not isinstance(line, dict) or line.get("provider") is not None


def _read_line(line: Json) -> Json:
    account = line.get("account_id")
    read = {
        **line,
        "account_id": account if is_reference(account) or is_id(account) else None,
        "skip_validation": line.get("skip_validation") is True,
    }
    for name in ("keyword", "name"):
        if not isinstance(read.get(name, ""), str):
            del read[name]
    return read


def _changed(line: Json, read: Json) -> Json:
    """Return the values of a line that an export does not have by itself."""
    changed = {name: value for name, value in line.items() if name not in read or read[name] != value}
    changed.pop("account_id", None)
    # An export leaves out the name of a line if it is the key of the connector.
    return changed | ({"name": line["name"]} if "name" in read and read["name"] == line["provider"] else {})
