"""Handlers that create jobs for tests."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.runs import create_jobs


def post_jobs(tools: Tools, namespace: str, body: Json) -> Json:
    """Run a recipe."""
    return tools.write(namespace, create_jobs, options=body)
