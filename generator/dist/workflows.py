"""Writes the Arazzo workflows of `spec/workflows.arazzo.yaml` as a file to be published next to the document."""

from __future__ import annotations

import json
from typing import Any

import yaml

from generator.bundle import Bundle
from generator.dist.names import WORKFLOWS
from generator.findings import GeneratorError


def workflows(bundle: Bundle) -> str:
    """Return the YAML text of the workflows, with the version of the document.

    Raises:
        GeneratorError: The file cannot be read, or a step names an operation that the document does not have.
    """
    path = bundle.sources.folder / WORKFLOWS
    try:
        description: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise GeneratorError(f"{WORKFLOWS}: cannot read the workflows: {error}") from error
    known = {operation["operationId"] for _, operation, _ in bundle.operations()}
    for workflow in description["workflows"]:
        for step in workflow["steps"]:
            if "operationId" in step and step["operationId"] not in known:
                raise GeneratorError(f"{WORKFLOWS}: step {step['stepId']} names an unknown operation {step['operationId']}")
    description["info"]["version"] = bundle.document["info"]["version"]
    # Without the anchors of the source, which few tools show.
    plain = json.loads(json.dumps(description))
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)
