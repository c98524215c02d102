"""Sessions, used tokens and lists of recipes are bounded to the latest ones."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from workato_embedded_mock.embedding import sessions, tokens
from workato_embedded_mock.embedding.latest_rows import LatestRows
from workato_embedded_mock.embedding.pages import recipes as pages
from workato_embedded_mock.store.tables import embedding_sessions, used_tokens


def test_the_oldest_sessions_end(partner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new session ends the oldest one if the account has too many, although the clock of the account is frozen."""
    monkeypatch.setattr(sessions, "_SESSIONS", LatestRows(embedding_sessions.c.created_at, 3))
    partner.control("PUT", "/clock", {"frozen": True})
    opened = [partner.open("/recipes").location for _ in range(5)]
    assert [partner.get(path).status for path in opened] == [401, 401, 200, 200, 200]


def test_the_oldest_used_tokens_are_forgotten(partner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A used token is forgotten after a number of others, although the clock of the account is frozen."""
    monkeypatch.setattr(tokens, "_USED_TOKENS", LatestRows(used_tokens.c.used_at, 2))
    partner.control("PUT", "/clock", {"frozen": True})
    signed = [partner.sign() for _ in range(3)]
    assert [partner.open(token=token).status for token in signed] == [302, 302, 302]
    assert partner.open(token=signed[2]).rejection == (401, "jti_used")
    assert partner.open(token=signed[1]).rejection == (401, "jti_used")
    assert partner.open(token=signed[0]).status == 302


@pytest.mark.parametrize("in_folder", [False, True])
def test_a_page_shows_the_latest_recipes(partner: Any, monkeypatch: pytest.MonkeyPatch, *, in_folder: bool) -> None:
    """A long list of recipes begins with the latest ones, and says how many more there are."""
    latest = partner.api.get("/api/managed_users/512044/recipes").json()["result"][0]
    body = {"recipe": {"name": "Newest", "code": latest["code"], "folder_id": str(latest["folder_id"])}}
    assert partner.api.post("/api/managed_users/512044/recipes", json=body).status_code == 200
    path = f"/recipes?fid={latest['folder_id']}" if in_folder else "/recipes"
    whole = _shown(partner, path)
    monkeypatch.setattr(pages, "_MOST", 1)
    part = _shown(partner, path)
    assert [each.get_text() for each in part.select("#assets li a")] == ["Newest"]
    assert f"{len(whole.select('#assets li')) - 1} more recipes are not shown" in part.get_text()


def _shown(partner: Any, path: str) -> BeautifulSoup:
    return BeautifulSoup(partner.get(partner.open(path).location).response.text, "html.parser")
