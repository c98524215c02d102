"""Many known texts are removed as a few are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.openapi.text_removal import TextRemover

TEXTS = st.text("ab", min_size=2, max_size=6)


@given(st.sets(TEXTS, min_size=1), st.text("abc", max_size=60))
def test_the_longest_known_text_is_removed_at_each_place(known: set[str], text: str) -> None:
    """The result is that of a regular expression with all texts, longest first."""
    pattern = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    assert TextRemover(known, 2, "-")(text) == re.sub(pattern, "-", text)


def test_thousands_of_secrets_are_redacted() -> None:
    """Each of 20,000 secrets in a body is redacted, also where it is repeated, as it is or percent-encoded."""
    pairs = [{"name": "password", "value": f"hush hush-{number:012}"} for number in range(20_000)]
    body = {"input": pairs, "note": "see hush hush-000000000007", "url": "https://example.com/hush%20hush-000000000007"}
    redactor = Redactor(Secrets(load_document().content))
    redacted = redactor.scrub(redactor.fields(body))
    assert "hush" not in str(redacted)
    assert (redacted["note"], redacted["url"]) == ("see REDACTED", "https://example.com/REDACTED")
