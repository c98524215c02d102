"""Jobs of recipes."""

from __future__ import annotations

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
