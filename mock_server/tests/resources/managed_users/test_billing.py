"""Trials end and billing periods follow each other by the clock of the namespace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

NEW = {"name": "New", "notification_email": "new@example.com", "external_id": "new"}
CUSTOMER = "/managed_users/Enew"
CODE = (
    '{"number":0,"provider":"clock","name":"tick","keyword":"trigger",'
    '"block":[{"number":1,"provider":"logger","name":"log_message","keyword":"action"}]}'
)

Clock = Callable[..., None]


@pytest.fixture
def clock(client: httpx.Client) -> Clock:
    """Answer what moves the clock of the test, which stands still on the last day of January."""
    place = f"{str(client.base_url).removesuffix('/api/')}/_mock/clock"

    def move(**change: Any) -> None:
        assert client.put(place, json=change).status_code == 200

    move(now="2026-01-31T18:00:00Z", frozen=True)
    return move


def read(client: httpx.Client, *names: str) -> tuple[Any, ...]:
    """Answer some properties of the new customer, which the list shows alike."""
    user = client.get(CUSTOMER).json()
    assert user in client.get("/managed_users").json()["result"]
    return tuple(user[name] for name in names)


def run(client: httpx.Client, count: int) -> None:
    """Let a recipe of the new customer do so many tasks."""
    recipes = client.get(f"{CUSTOMER}/recipes").json()["result"]
    recipe = recipes[0]["id"] if recipes else client.post(f"{CUSTOMER}/recipes", json={"code": CODE}).json()["id"]
    client.put(f"{CUSTOMER}/recipes/{recipe}/start")
    place = f"{str(client.base_url).removesuffix('/api/')}/_mock/jobs"
    wanted = {"managed_user_id": "Enew", "recipe_id": recipe, "count": count}
    assert client.post(place, json=wanted).status_code == 200


def test_a_trial_ends_after_thirty_days(client: httpx.Client, clock: Clock) -> None:
    """And leads to the free plan, to the second; both flags say so."""
    client.post("/managed_users", json=NEW)
    names = ("in_trial", "trial", "plan_id", "task_limit")
    clock(advance_seconds=30 * 86_400 - 1)
    assert read(client, *names) == (True, True, "partner_standard", 100)
    clock(advance_seconds=1)
    assert read(client, *names) == (False, False, "free", 100)
    assert client.put(CUSTOMER, json={"name": "Newer"}).json()["in_trial"] is False
    assert read(client, *names) == (False, False, "free", 100)


@pytest.mark.parametrize("way", ["upgrade", "update"])
def test_a_trial_that_was_ended_by_hand_does_not_expire(client: httpx.Client, clock: Clock, way: str) -> None:
    """The plan stays; a later trial of the same customer has thirty days of its own."""
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
def test_the_older_operations_see_the_end_of_a_trial_too(client: httpx.Client, clock: Clock, change: str) -> None:
    """An upgrade after the end leads from the free plan to a paid one, with its tasks."""
    client.post("/managed_users", json=NEW)
    clock(advance_seconds=31 * 86_400)
    plan = "partner_standard" if change == "upgrade" else "free"
    assert client.put(f"{CUSTOMER}/{change}").json() == {"id": 512102, "plan_id": plan, "trial": False}
    assert read(client, "task_limit") == (10_000 if change == "upgrade" else 100,)


def test_billing_periods_follow_each_other(client: httpx.Client, clock: Clock) -> None:
    """Each a calendar month from the day on which the customer began, the last day of a shorter month included."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    names = ("current_billing_period_start", "current_billing_period_end")
    days = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    for start, end, middle in zip(days, days[1:], ["02-10", "03-10", "04-10"], strict=False):
        clock(now=f"2026-{middle}T12:00:00Z")
        assert [text[:19] for text in read(client, *names)] == [f"{start}T10:00:00", f"{end}T10:00:00"]
    clock(now="2027-02-28T18:00:00Z")
    assert [text[:10] for text in read(client, *names)] == ["2027-02-28", "2027-03-31"]


def test_a_new_period_counts_anew(client: httpx.Client, clock: Clock) -> None:
    """Tasks from nothing, and the adjustment, which is for one period only, is gone; a custom limit stays."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    client.put(CUSTOMER, json={"task_limit_adjustment": "-50", "custom_task_limit": 70})
    run(client, 30)
    assert read(client, "task_count", "task_limit_adjustment", "task_limit") == (30, "-50", 70)
    assert client.put(CUSTOMER, json={"custom_task_limit": 30}).status_code == 400
    clock(now="2026-03-01T00:00:00Z")
    assert read(client, "task_count", "task_limit_adjustment", "task_limit") == (0, "0", 70)
    run(client, 5)
    assert read(client, "task_count") == (5,)
    assert client.put(CUSTOMER, json={"custom_task_limit": 30}).status_code == 200


def test_usage_counts_calendar_months_whatever_the_periods_are(client: httpx.Client, clock: Clock) -> None:
    """Tasks stay in the month in which they were done, and fall out of the twelve months in the end."""
    client.post("/managed_users", json=NEW | {"plan_id": "gold"})
    run(client, 3)
    clock(now="2026-02-15T12:00:00Z")
    run(client, 4)
    clock(now="2026-03-05T12:00:00Z")
    run(client, 5)

    def usage() -> dict[str, int]:
        months = client.get("/managed_users/usage").json()["result"]["512102"]
        return {month: tasks for month, tasks in months.items() if tasks}

    assert usage() == {"2026-01": 3, "2026-02": 4, "2026-03": 5}
    clock(now="2027-01-05T12:00:00Z")
    assert usage() == {"2026-02": 4, "2026-03": 5}


def test_the_customers_of_a_seed_stand_still(client: httpx.Client, clock: Clock) -> None:
    """They are a picture of November 2023; but a trial that a call begins ends, for them too."""
    before = client.get("/managed_users").json()
    clock(advance_seconds=400 * 86_400)
    assert client.get("/managed_users").json() == before
    client.put("/managed_users/512044", json={"in_trial": True})
    clock(advance_seconds=30 * 86_400)
    after = client.get("/managed_users/512044").json()
    assert (after["in_trial"], after["plan_id"], after["task_count"]) == (False, "free", 1203)
