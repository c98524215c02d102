"""Handlers for the reviews of deployments, from the side of the reviewers."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.deployments.reviews import decide_review, require_review


def put_review_setting(tools: Tools, namespace: str, body: Json) -> Json:
    """Set whether deployments to an environment must be reviewed."""
    return tools.write(namespace, require_review, wanted=body)


def post_review(tools: Tools, namespace: str, body: Json) -> Json:
    """Approve or reject a deployment."""
    return tools.write(namespace, decide_review, wanted=body)
