"""Cases of jobs."""

from __future__ import annotations

import json

from contract_tests.contracts.case import CUSTOMER, JOB, NO_OBJECT, RUNNING_RECIPE, Case

CASES = {
    "list_jobs": Case(
        lambda c: c.jobs.list(CUSTOMER, RUNNING_RECIPE, offset_job_id=JOB, prev=True, status="failed"),
        bad_queries=("status=done", "prev=2", "rerun_only=maybe", "offset_job_id=", "offset_run_id=none"),
    ),
    "get_job": Case(lambda c: c.jobs.get(CUSTOMER, RUNNING_RECIPE, JOB)),
    "repeat_jobs": Case(
        lambda c: c.jobs.repeat(CUSTOMER, RUNNING_RECIPE, job_ids=[JOB]),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"job_ids": []}',
            '{"job_ids": [{}]}',
            f'{{"job_ids": {json.dumps([JOB] * 26)}}}',
        ),
    ),
}
