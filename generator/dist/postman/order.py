"""Orders the requests: what gives an id before what uses it, and what deletes an object at the end."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from generator.dist.postman.steps import Step
from generator.dist.postman.overrides import AFTER
from generator.findings import GeneratorError


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Return the steps in an order in which they run. The last steps delete objects, the newest first.

    Raises:
        GeneratorError: There is no such order.
    """
    kept = [step for step in steps if not step.deletes]
    sorter = TopologicalSorter({number: _before(step, kept) for number, step in enumerate(kept)})
    try:
        sorter.prepare()
    except CycleError as error:
        names = ", ".join(kept[number].name for number in error.args[1])
        raise GeneratorError(f"requests of the Postman collection wait for each other: {names}") from error
    found: list[Step] = []
    ready: set[int] = set()
    while sorter.is_active():
        ready.update(sorter.get_ready())
        # Requests of the resource of the last one come first, then those that the document has first.
        number = min(ready, key=lambda each: (bool(found) and found[-1].resource != kept[each].resource, each))
        ready.remove(number)
        found.append(kept[number])
        sorter.done(number)
    created = {variable: number for number, step in enumerate(found) for variable in step.stores}
    deleting = [step for step in steps if step.deletes]
    return [*found, *sorted(deleting, key=lambda step: -created.get(str(step.deletes), 0))]


def _before(step: Step, steps: Sequence[Step]) -> set[int]:
    """Return the numbers of the steps that come before a step."""
    used = {use.variable for use in step.uses}
    return {
        number
        for number, other in enumerate(steps)
        if other is not step and (used & other.stores.keys() or other.name in AFTER.get(step.name, ()))
    }
