"""The rules of reviews of deployments; must not carry deployments out."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.deployments.builds import FAILED, PENDING, SUCCESS
from workato_embedded_mock.resources.deployments.deployments import (
    PENDING_REVIEW,
    change_state,
    deployment_form,
    find_deployment,
    proceed,
)
from workato_embedded_mock.resources.deployments.targets import environment_of, find_development
from workato_embedded_mock.resources.managed_users.members import list_members
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.deployments import deployment_reviews
from workato_embedded_mock.store.tables.managed_users import environments

APPROVED, REJECTED = "approved", "rejected"

_T, _E = deployment_reviews.c, environments.c
_OF_DEPLOYMENT = (_T.namespace == NAMESPACE_ID, _T.deployment_id == bindparam("deployment"))
_LIST = select(_T.reviewer_id, _T.status, _T.comment).where(*_OF_DEPLOYMENT).order_by(_T.reviewer_id)
_INSERT = insert(deployment_reviews).values(namespace=NAMESPACE_ID, status=PENDING, comment=None)
_DELETE = delete(deployment_reviews).where(*_OF_DEPLOYMENT, _T.reviewer_id == bindparam("reviewer"))
_RESET = update(deployment_reviews).where(*_OF_DEPLOYMENT).values(status=PENDING, comment=None)
_DECIDE = update(deployment_reviews).where(*_OF_DEPLOYMENT, _T.reviewer_id == bindparam("reviewer"))
_REQUIRE = update(environments).where(_E.namespace == NAMESPACE_ID, _E.id == bindparam("wanted"))


def list_eligible_reviewers(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # the document's name
    """List who may review a deployment: all collaborators except its author."""
    row = _find(context, managed_user_id, id)
    return {"items": list(_eligible(context, row).values())}


def assign_deployment_reviewers(
    context: Context,
    managed_user_id: str,
    id: int,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Set the reviewers. Those that stay keep their reviews."""
    row = _find_open(context, managed_user_id, id)
    _assign(context, row, body["reviewer_ids"])
    return _reviews(context, row)


def submit_deployment_for_review(
    context: Context,
    managed_user_id: str,
    id: int,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Submit a deployment for review. Its reviews become pending again."""
    row = _find_open(context, managed_user_id, id)
    sent = (body or {}).get("reviewer_ids")
    if sent is not None:
        _assign(context, row, sent)
    context.session.execute(_RESET, deployment=row["id"])
    return deployment_form(change_state(context, row, PENDING_REVIEW))


def deploy_approved_deployment(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # as above
    """Start a deployment that was approved."""
    row = _find(context, managed_user_id, id)
    if row["state"] != APPROVED:
        raise bad_request("/path/id", "state", f"the deployment {id} is not approved; its state is {row['state']}")
    return proceed(context, row)


def decide_review(context: Context, wanted: Json) -> Json:
    """Approve or reject a deployment as a reviewer; return the deployment.

    It is approved when all reviewers approve it, and rejected when one rejects it.

    Raises:
        NotFoundError: There is no such customer or deployment, or the person is not a reviewer.
        BadRequestError: The deployment is not under review.
    """
    row = _find(context, str(wanted["managed_user_id"]), wanted["deployment_id"])
    if row["state"] != PENDING_REVIEW:
        raise bad_request("/body/deployment_id", "state", f"the state of the deployment is {row['state']}")
    changes: Row = {"status": wanted["status"], "comment": wanted.get("comment")}
    if not context.session.execute(_DECIDE, deployment=row["id"], reviewer=wanted["reviewer_id"], **changes):
        raise not_found("/body/reviewer_id", f"{wanted['reviewer_id']} is not a reviewer of the deployment")
    given = {review["status"] for review in context.session.all(_LIST, deployment=row["id"])}
    if REJECTED in given:
        row = change_state(context, row, REJECTED)
    elif given == {APPROVED}:
        row = change_state(context, row, APPROVED)
    return deployment_form(row)


def require_review(context: Context, wanted: Json) -> Json:
    """Set whether deployments to an environment must be reviewed; return the setting."""
    owner = find_development(context, str(wanted["managed_user_id"]))
    target = environment_of(context, owner, wanted["environment_type"])
    context.session.execute(_REQUIRE, wanted=target["id"], requires_review=wanted["required"])
    return {"environment_type": wanted["environment_type"], "required": wanted["required"]}


def _find(context: Context, managed_user_id: str, deployment_id: int) -> Row:
    """Return the row of a deployment to an environment that requires reviews.

    Raises:
        NotFoundError: There is no such customer or deployment.
        BadRequestError: The target does not require reviews.
    """
    owner = find_development(context, managed_user_id)
    row = find_deployment(context, owner, deployment_id)
    if not environment_of(context, owner, row["environment_type"])["requires_review"]:
        text = f"deployments to {row['environment_type']} do not require a review; PUT /_mock/reviews changes that"
        raise bad_request("/path/id", "state", text)
    return row


def _find_open(context: Context, managed_user_id: str, deployment_id: int) -> Row:
    """Return the row of a deployment that was not started.

    Raises:
        BadRequestError: The deployment was started.
    """
    row = _find(context, managed_user_id, deployment_id)
    if row["state"] in {PENDING, SUCCESS, FAILED}:
        raise bad_request("/path/id", "state", f"the review has ended; the state of the deployment is {row['state']}")
    return row


def _eligible(context: Context, row: Row) -> dict[int, Row]:
    """Return the people who may review a deployment, by id."""
    people = list_members(context, str(row["managed_user_id"]))
    names = ("id", "name", "email")
    return {
        person["id"]: {name: person[name] for name in names}
        for person in people
        if person["name"] != row["performed_by_name"]
    }


def _assign(context: Context, row: Row, reviewer_ids: list[int]) -> None:
    people = _eligible(context, row)
    for index, reviewer_id in enumerate(reviewer_ids):
        if reviewer_id not in people:
            raise bad_request(f"/body/reviewer_ids/{index}", "exists", f"{reviewer_id} may not review the deployment")
    present = {review["reviewer_id"] for review in context.session.all(_LIST, deployment=row["id"])}
    for reviewer_id in present - set(reviewer_ids):
        context.session.execute(_DELETE, deployment=row["id"], reviewer=reviewer_id)
    new = [reviewer_id for reviewer_id in dict.fromkeys(reviewer_ids) if reviewer_id not in present]
    context.session.execute_many(_INSERT, [{"deployment_id": row["id"], "reviewer_id": one} for one in new])


def _reviews(context: Context, row: Row) -> Json:
    people = _eligible(context, row)
    found = context.session.all(_LIST, deployment=row["id"])
    return {
        "reviews": [
            {"reviewer": people.get(one["reviewer_id"]), "status": one["status"], "comment": one["comment"]}
            for one in found
        ],
        "authors": [{"id": None, "name": row["performed_by_name"], "email": None}],
    }
