"""Writes a Postman collection that calls each operation, in an order in which each request has the ids that it needs."""

from __future__ import annotations

import io
import json
import zipfile
from itertools import groupby
from typing import Any, Final

from generator.bundle import Bundle
from generator.dist.postman.items import collection_scripts, item
from generator.dist.postman.order import in_order
from generator.dist.postman.steps import Step, steps
from generator.dist.postman.overrides import VARIABLES
from generator.dist.names import PACKAGE

_SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_CLEAN_UP: Final = "Clean up"
_RECIPE: Final = {
    "name": "Greet",
    "code": {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event"},
}
_DESCRIPTION: Final = """\
Every operation of the API with an example, in an order that runs to the end: each request stores the ids that later
requests need in variables of the collection. The last folder deletes what the others created.

Set the variables `base_url` and `token` first. The initial values of the others are objects of the default seed of the
mock server. For another account, set `managed_user_id` to a customer for tests: the requests change it.

`{package}` is the file that `import_package` sends. Put it into the working directory of Postman.
"""


def postman_collection(bundle: Bundle) -> dict[str, Any]:
    """Return the collection in Postman's format 2.1.

    Raises:
        GeneratorError: The requests have no order in which each has its ids.
    """
    found = in_order(steps(bundle))
    variables = dict(VARIABLES)
    for step in found:
        variables |= {use.variable: use.example for use in step.uses if use.variable not in variables}
    return {
        "info": {
            "name": bundle.document["info"]["title"],
            "description": _DESCRIPTION.format(package=PACKAGE),
            "schema": _SCHEMA,
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "event": collection_scripts(),
        "variable": [{"key": name, "value": str(value), "type": "string"} for name, value in variables.items()],
        "item": [
            {"name": name, "item": [item(step) for step in own]} for name, own in groupby(found, key=_folder)
        ],
    }


def package() -> bytes:
    """Return a package with one recipe, as a zip file that is the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("greet.recipe.json"), json.dumps(_RECIPE))
    return buffer.getvalue()


def _folder(step: Step) -> str:
    return _CLEAN_UP if step.deletes else step.resource.replace("_", " ").capitalize()
