"""Jobs of recipes."""

from __future__ import annotations

import pytest
from workato_embedded import WorkatoEmbedded

CUSTOMER = 512044


def test_a_failed_job_is_found_by_status_and_shows_the_failed_step(client: WorkatoEmbedded) -> None:
    """The counts of a recipe are those of its jobs, and the lines of a failed job show which step failed."""
    recipe = client.recipes.get(CUSTOMER, 9001)
    jobs = list(client.jobs.list(CUSTOMER, recipe.id))
    failed = [job for job in jobs if job.is_error]
    assert (recipe.job_succeeded_count, recipe.job_failed_count) == (len(jobs) - len(failed), len(failed))
    assert failed == client.jobs.list(CUSTOMER, recipe.id, status="failed").items
    detail = client.jobs.get(CUSTOMER, recipe.id, failed[0].id)
    assert detail.error == failed[0].error
    assert [line.error for line in detail.lines if line.error] == ["summary is missing"]


@pytest.mark.round_trip("poll_recipe_now")
def test_a_poll_leads_to_a_job(client: WorkatoEmbedded) -> None:
    """The list of jobs begins with the job of a poll."""
    before = client.jobs.list(CUSTOMER, 9001).items
    assert client.recipes.poll_now(CUSTOMER, 9001).success
    after = client.jobs.list(CUSTOMER, 9001).items
    assert after[1:] == before
    assert after[0].status == "succeeded"


@pytest.mark.round_trip("repeat_jobs")
def test_a_repeated_job_becomes_a_new_job(client: WorkatoEmbedded) -> None:
    """A repeated job is found among the reruns with its original; a job that does not exist fails alone."""
    (failed,) = client.jobs.list(CUSTOMER, 9001, status="failed").items
    results = client.jobs.repeat(CUSTOMER, 9001, job_ids=[failed.id, "j-unknown"])
    assert [(result.job_id, result.status) for result in results] == [(failed.id, "enqueued"), ("j-unknown", "failed")]
    (rerun,) = client.jobs.list(CUSTOMER, 9001, rerun_only=True).items
    assert (rerun.master_job_id, rerun.status) == (failed.id, "pending")
    assert client.jobs.get(CUSTOMER, 9001, rerun.id).is_repeat
