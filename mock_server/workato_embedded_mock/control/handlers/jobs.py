"""Handlers: jobs that tests make; must not know how a job looks."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.runs import create_jobs


def post_jobs(tools: Tools, namespace: str, body: Json) -> Json:
    """Let a recipe run."""
    return tools.write(namespace, create_jobs, options=body)
