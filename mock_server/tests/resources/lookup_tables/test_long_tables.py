"""Pages of a long lookup table are right while rows change."""

from __future__ import annotations

from typing import Any

import httpx2

ROWS = "/managed_users/512044/lookup_tables/4101/rows"
COUNT = 3_000


def fill(client: httpx2.Client) -> list[int]:
    """Replace the rows of the table by many, with a second value in every hundredth row; return their ids."""
    state_url = f"{str(client.base_url).removesuffix('/api/')}/_mock/state"
    client.get(ROWS).raise_for_status()
    state: Any = client.get(state_url).json()
    template = state["tables"]["lookup_table_rows"][0]
    rows = [
        {**template, "id": 10_000 + 3 * number, "lookup_table_id": 4101, "col1": "DK" if number % 100 == 7 else "SE"}
        for number in range(COUNT)
    ]
    state["tables"]["lookup_table_rows"] = rows
    assert client.put(state_url, json=state).status_code == 200
    return [row["id"] for row in rows]


def page(client: httpx2.Client, number: int, **values: str) -> list[int]:
    """Return the ids of a page of 50 rows."""
    by = {f"by[{label}]": value for label, value in values.items()}
    response = client.get(ROWS, params={"page": number, "per_page": 50, **by}).raise_for_status()
    return [row["id"] for row in response.json()["result"]]


def test_pages_of_a_long_table_are_those_of_its_rows(client: httpx2.Client) -> None:
    """Each page, with and without a filter, has the rows that the table has at that time, also far from its start."""
    ids = fill(client)
    label = next(iter(client.get(f"{ROWS}/{ids[0]}").json()["result"]["data"]))
    danish = ids[7::100]
    for number in (1, 2, 30, 59, 60, 61):
        assert page(client, number) == ids[50 * (number - 1) : 50 * number]
        client.delete(f"{ROWS}/{ids.pop(number)}").raise_for_status()
        ids.append(client.post(ROWS, json={"data": {label: "SE"}}).raise_for_status().json()["id"])
        danish = [each for each in danish if each in ids]
        assert page(client, 1, **{label: "DK"}) == danish
    assert page(client, 59) == ids[2_900:2_950]
    changed = danish.pop()
    client.put(f"{ROWS}/{changed}", json={"data": {label: "SE"}}).raise_for_status()
    assert page(client, 1, **{label: "DK"}) == danish
