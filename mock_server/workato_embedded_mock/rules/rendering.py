"""Makes lists of rows whose JSON is kept until they change; must not know what is listed.

A row that is listed for the second time is written as JSON of its own, which is kept. So a list that is read once costs
little more than without this.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from workato_embedded_mock.plain_json import Json, as_json, write_json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.rendered_rows import SEEN, RenderedRow

# A row in the form of the API; when the form changes by the clock, in seconds since 1970; and whether to keep the form,
# which needs that it was the same at all times before. A plain tuple, because a page makes many.
Form = tuple[Json, float, bool]
# Everything that the form of a row depends on, apart from the time.
Key = tuple[Any, ...]
# Returns the forms of the rows with these keys, in their order.
Load = Callable[[Sequence[Key]], Sequence[Form]]


def rendered_list(context: Context, kind: str, keys: Sequence[Key], load: Load) -> Json:
    """Return the forms of rows as a list that `write_json` can write. Only forms that are not kept are loaded.

    Args:
        context: The context of the rule.
        kind: The kind of form.
        keys: A key for each row: the ids of its namespace and of itself, the `row_version` of each row that its form
            is made of, and all other values that are part of it.
        load: Loads forms.
    """
    if context.edition is not None:
        # An edition can lack some of the fields.
        return [value for value, _until, _keep in load(keys)] if keys else []
    kept = context.session.rendered(kind)
    found = kept.get_all(keys)
    _drop_outdated(context, found)
    missing = [index for index, row in enumerate(found) if row is None or row is SEEN]
    parts = [None if row is None else row[0] for row in found]
    if missing:
        forms = load([keys[index] for index in missing])
        for index, (value, until, keep) in zip(missing, forms, strict=True):
            parts[index] = value
            if keep and found[index] is None:
                kept.add(keys[index], SEEN)
            elif keep:
                data = write_json(value)
                parts[index] = as_json(data)
                kept.add(keys[index], (parts[index], until, len(data)))
    return parts


def _drop_outdated(context: Context, found: list[RenderedRow | None]) -> None:
    """Replace by None what the time has changed."""
    first = min([row[1] for row in found if row is not None], default=math.inf)
    if first < math.inf and first <= (now := context.clock.now().timestamp()):
        found[:] = [None if row is None or row[1] <= now else row for row in found]
