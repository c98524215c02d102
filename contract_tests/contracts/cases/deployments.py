"""Cases of builds and deployments."""

from __future__ import annotations

from contract_tests.contracts.case import (
    APPROVED_DEPLOYMENT,
    CUSTOMER,
    DEPLOYMENT,
    EMPTY_CUSTOMER,
    MEMBER,
    NO_OBJECT,
    NO_OBJECT_OR_NONE,
    PROJECT,
    PROJECT_BUILD,
    Case,
)

CASES = {
    "list_deployments": Case(
        lambda c: c.deployments.list(CUSTOMER, environment_type="test", state="success", folder_id="f5512"),
        bad_queries=("environment_type=dev", "state=done", "from=yesterday"),
        bad_calls=(lambda c: c.deployments.list(EMPTY_CUSTOMER),),
    ),
    "get_deployment": Case(
        lambda c: c.deployments.get(CUSTOMER, DEPLOYMENT),
        bad_calls=(lambda c: c.deployments.get(EMPTY_CUSTOMER, DEPLOYMENT),),
    ),
    "get_project_build": Case(
        lambda c: c.project_builds.get(CUSTOMER, PROJECT_BUILD),
        bad_calls=(lambda c: c.project_builds.get(EMPTY_CUSTOMER, PROJECT_BUILD),),
    ),
    "deploy_project_build": Case(
        lambda c: c.project_builds.deploy(CUSTOMER, PROJECT_BUILD, environment_type="test", title="Release 13"),
        bad_bodies=(*NO_OBJECT, "{}", '{"environment_type": 7}', '{"environment_type": "test", "title": 7}'),
        bad_calls=(lambda c: c.project_builds.deploy(EMPTY_CUSTOMER, PROJECT_BUILD, environment_type="test"),),
    ),
    "build_project": Case(
        lambda c: c.projects.build(CUSTOMER, str(PROJECT), description="Release 13"),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"description": 7}'),
        bad_calls=(lambda c: c.projects.build(EMPTY_CUSTOMER, str(PROJECT)),),
    ),
    "deploy_project": Case(
        lambda c: c.projects.deploy(CUSTOMER, "f5512", environment_type="test", description="Release 13"),
        bad_bodies=(*NO_OBJECT, "{}", '{"environment_type": 7}'),
        bad_calls=(lambda c: c.projects.deploy(EMPTY_CUSTOMER, str(PROJECT), environment_type="test"),),
    ),
    "list_eligible_reviewers": Case(
        lambda c: c.deployments.list_eligible_reviewers(CUSTOMER, APPROVED_DEPLOYMENT),
        bad_calls=(lambda c: c.deployments.list_eligible_reviewers(CUSTOMER, DEPLOYMENT),),
    ),
    "assign_deployment_reviewers": Case(
        lambda c: c.deployments.assign_reviewers(CUSTOMER, APPROVED_DEPLOYMENT, reviewer_ids=[MEMBER]),
        bad_bodies=(*NO_OBJECT, "{}", '{"reviewer_ids": ["a"]}', '{"reviewer_ids": [1]}'),
        bad_calls=(lambda c: c.deployments.assign_reviewers(CUSTOMER, DEPLOYMENT, reviewer_ids=[MEMBER]),),
    ),
    "submit_deployment_for_review": Case(
        lambda c: c.deployments.submit_for_review(CUSTOMER, APPROVED_DEPLOYMENT),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"reviewer_ids": 7}', '{"reviewer_ids": [1]}'),
        bad_calls=(lambda c: c.deployments.submit_for_review(CUSTOMER, DEPLOYMENT),),
    ),
    "deploy_approved_deployment": Case(
        lambda c: c.deployments.deploy(CUSTOMER, APPROVED_DEPLOYMENT),
        bad_calls=(lambda c: c.deployments.deploy(CUSTOMER, DEPLOYMENT),),
    ),
}
