"""Makes lists of rows whose JSON is kept until they change; must not know what is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from workato_embedded_mock.instruments.clock import EPOCH
from workato_embedded_mock.plain_json import Json, json_array, write_json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.rendered_rows import RenderedRow

_MICROSECOND = timedelta(microseconds=1)


class Form(NamedTuple):
    """A row in the form of the API.

    Attributes:
        value: The form.
        until: When the form changes by the clock; None for never.
        kept: Whether to keep the form; only one that was the same at all times before.
    """

    value: Json
    until: datetime | None = None
    kept: bool = True


# Everything that the form of a row depends on, apart from the time.
Key = tuple[Any, ...]
# Returns the forms of the rows with these keys, in their order.
Load = Callable[[Sequence[Key]], Sequence[Form]]


def rendered_list(context: Context, kind: str, keys: Sequence[Key], load: Load) -> Json:
    """Return the forms of rows as a JSON list. Only forms that are not kept are loaded.

    Args:
        context: The context of the rule.
        kind: The kind of form.
        keys: A key for each row: the ids of its namespace and of itself, the `row_version` of each row that its form
            is made of, and all other values that are part of it.
        load: Loads forms.
    """
    if context.edition is not None:
        # An edition can lack some of the fields.
        return [form.value for form in load(keys)] if keys else []
    kept = context.session.rendered(kind)
    found = kept.get_all(keys)
    _drop_outdated(context, found)
    if None in found:
        missing = [index for index, row in enumerate(found) if row is None]
        for index, form in zip(missing, load([keys[index] for index in missing]), strict=True):
            row = found[index] = RenderedRow(write_json(form.value), _microseconds(form.until))
            if form.kept:
                kept.add(keys[index], row)
    return json_array([row.data for row in found if row is not None])


def _drop_outdated(context: Context, found: list[RenderedRow | None]) -> None:
    """Replace by None what the time has changed."""
    ends = [row.until for row in found if row is not None and row.until is not None]
    if not ends:
        return
    now = (context.clock.now() - EPOCH) // _MICROSECOND
    if min(ends) <= now:
        found[:] = [None if row is not None and row.until is not None and row.until <= now else row for row in found]


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // _MICROSECOND
