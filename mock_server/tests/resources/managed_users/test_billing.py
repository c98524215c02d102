"""Trials end and billing periods change when the clock of the namespace moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

NEW = {"name": "New", "notification_email": "new@example.com", "external_id": "new"}
CUSTOMER = "/managed_users/Enew"
CODE = (
    '{"number":0,"provider":"clock","name":"tick","keyword":"trigger",'
    '"block":[{"number":1,"provider":"logger","name":"log_message","keyword":"action"}]}'
)

Clock = Callable[..., None]


@pytest.fixture
def clock(client: httpx2.Client) -> Clock:
    """Return a function that moves the clock of the namespace, which is frozen on the last day of January."""
    url = f"{str(client.base_url).removesuffix('/api/')}/_mock/clock"

    def move(**change: Any) -> None:
        assert client.put(url, json=change).status_code == 200

    move(now="2026-01-31T18:00:00Z", frozen=True)
    return move


def read(client: httpx2.Client, *names: str) -> tuple[Any, ...]:
    """Return properties of the new customer, after checking that the list shows the same."""
    user = client.get(CUSTOMER).json()
    assert user in client.get("/managed_users").json()["result"]
    return tuple(user[name] for name in names)


def use_tasks(client: httpx2.Client, count: int) -> None:
    """Run a recipe of the new customer, which uses a number of tasks."""
    recipes = client.get(f"{CUSTOMER}/recipes").json()["result"]
    recipe = recipes[0]["id"] if recipes else client.post(f"{CUSTOMER}/recipes", json={"code": CODE}).json()["id"]
    client.put(f"{CUSTOMER}/recipes/{recipe}/start")
    url = f"{str(client.base_url).removesuffix('/api/')}/_mock/jobs"
    body = {"managed_user_id": "Enew", "recipe_id": recipe, "count": count}
    assert client.post(url, json=body).status_code == 200


def test_a_trial_ends_after_30_days(client: httpx2.Client, clock: Clock) -> None:
    """After 30 days the customer is on the free plan, and `in_trial` and `trial` are both false."""
    client.post("/managed_users", json=NEW)
    names = ("in_trial", "trial", "plan_id", "task_limit")
    clock(advance_seconds=30 * 86_400 - 1)
    assert read(client, *names) == (True, True, "partner_standard", 100)
    clock(advance_seconds=1)
    assert read(client, *names) == (False, False, "free", 100)
    assert client.put(CUSTOMER, json={"name": "Newer"}).json()["in_trial"] is False
    assert read(client, *names) == (False, False, "free", 100)


@pytest.mark.parametrize("way", ["upgrade", "update"])
def test_a_trial_that_was_ended_manually_does_not_expire(client: httpx2.Client, clock: Clock, way: str) -> None:
    """After a manual end of the trial the customer keeps its plan, and a later trial lasts 30 days again."""
    client.post("/managed_users", json=NEW)
    clock(advance_seconds=10 * 86_400)
    client.put(f"{CUSTOMER}/upgrade") if way == "upgrade" else client.put(CUSTOMER, json={"in_trial": False})
    clock(advance_seconds=25 * 86_400)
    assert read(client, "in_trial", "plan_id", "task_limit") == (False, "partner_standard", 10_000)
    client.put(CUSTOMER, json={"in_trial": True})
    clock(advance_seconds=29 * 86_400)
    assert read(client, "in_trial", "task_limit") == (True, 100)
    clock(advance_seconds=86_400)
    assert read(client, "in_trial", "plan_id") == (False, "free")


@pytest.mark.parametrize("change", ["upgrade", "downgrade"])
def test_upgrade_and_downgrade_apply_the_end_of_a_trial_first(client: httpx2.Client, clock: Clock, change: str) -> None:
    """An upgrade after the end of a trial moves the customer from the free plan to a paid one, with its task limit."""
    client.post("/managed_users", json=NEW)
    clock(advance_seconds=31 * 86_400)
    plan = "partner_standard" if change == "upgrade" else "free"
    assert client.put(f"{CUSTOMER}/{change}").json() == {"id": 512102, "plan_id": plan, "trial": False}
    assert read(client, "task_limit") == (10_000 if change == "upgrade" else 100,)


def test_billing_periods_are_consecutive_calendar_months(client: httpx2.Client, clock: Clock) -> None:
    """Each billing period is a calendar month from the customer's first day, or ends with a shorter month."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    names = ("current_billing_period_start", "current_billing_period_end")
    days = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    for start, end, middle in zip(days, days[1:], ["02-10", "03-10", "04-10"], strict=False):
        clock(now=f"2026-{middle}T12:00:00Z")
        assert [text[:19] for text in read(client, *names)] == [f"{start}T10:00:00", f"{end}T10:00:00"]
    clock(now="2027-02-28T18:00:00Z")
    assert [text[:10] for text in read(client, *names)] == ["2027-02-28", "2027-03-31"]


def test_a_new_billing_period_resets_the_task_count(client: httpx2.Client, clock: Clock) -> None:
    """A new billing period resets the task count and the adjustment, and keeps a custom limit."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    client.put(CUSTOMER, json={"task_limit_adjustment": "-50", "custom_task_limit": 70})
    use_tasks(client, 30)
    assert read(client, "task_count", "task_limit_adjustment", "task_limit") == (30, "-50", 70)
    assert client.put(CUSTOMER, json={"custom_task_limit": 30}).status_code == 400
    clock(now="2026-03-01T00:00:00Z")
    assert read(client, "task_count", "task_limit_adjustment", "task_limit") == (0, "0", 70)
    use_tasks(client, 5)
    assert read(client, "task_count") == (5,)
    assert client.put(CUSTOMER, json={"custom_task_limit": 30}).status_code == 200


def test_usage_counts_calendar_months_independent_of_billing_periods(client: httpx2.Client, clock: Clock) -> None:
    """Tasks are counted in the calendar month in which they ran, and disappear after twelve months."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    use_tasks(client, 3)
    clock(now="2026-02-15T12:00:00Z")
    use_tasks(client, 4)
    clock(now="2026-03-05T12:00:00Z")
    use_tasks(client, 5)

    def usage() -> dict[str, int]:
        months = client.get("/managed_users/usage").json()["result"]["512102"]
        return {month: tasks for month, tasks in months.items() if tasks}

    assert usage() == {"2026-01": 3, "2026-02": 4, "2026-03": 5}
    clock(now="2027-01-05T12:00:00Z")
    assert usage() == {"2026-02": 4, "2026-03": 5}


def test_customers_of_a_seed_do_not_change_with_the_clock(client: httpx2.Client, clock: Clock) -> None:
    """Customers of the seed keep their data of November 2023; a trial that a request starts ends for them, too."""
    before = client.get("/managed_users").json()
    clock(advance_seconds=400 * 86_400)
    assert client.get("/managed_users").json() == before
    client.put("/managed_users/512044", json={"in_trial": True})
    clock(advance_seconds=30 * 86_400)
    after = client.get("/managed_users/512044").json()
    assert (after["in_trial"], after["plan_id"], after["task_count"]) == (False, "free", 1203)
