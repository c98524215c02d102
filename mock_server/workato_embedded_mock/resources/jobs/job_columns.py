"""The columns of jobs in responses; must not read jobs."""

from __future__ import annotations

from sqlalchemy import bindparam, case, null

from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.jobs import jobs

_T = jobs.c
OWN = (_T.namespace == NAMESPACE_ID, _T.recipe_id == bindparam("recipe"))
# A job that the API enqueued is pending until it ends.
PENDING = "pending"
RUNS_STILL = _T.ends_at > bindparam("now")
_COMPLETED_AT = case((RUNS_STILL, null()), else_=_T.completed_at).label("completed_at")
STATUS = case((RUNS_STILL, PENDING), else_=_T.status).label("status")
RESULT = (_COMPLETED_AT, _T.started_at, _T.title, _T.is_poll_error, _T.error, _T.error_parts, _T.is_error)
KIND = (_T.is_repeat, _T.is_test, _T.is_test_case_job)
CHAIN = (_T.calling_recipe_id, _T.calling_job_id, _T.root_recipe_id, _T.root_job_id)
COLUMNS = (_T.id, _T.handle, _T.recipe_id, *RESULT, *KIND, STATUS, _T.master_job_id, *CHAIN)
