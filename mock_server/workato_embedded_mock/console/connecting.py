"""Code with which callers connect to an account of this server. The token is a variable of the environment."""

from __future__ import annotations

TOKEN_VARIABLE = "WORKATO_EMBEDDED_API_TOKEN"  # noqa: S105  # the name of a variable


def snippets(base_url: str) -> list[tuple[str, str]]:
    """Return titles and code that use the API at a base URL."""
    return [
        (
            "Environment",
            f"export WORKATO_EMBEDDED_BASE_URL={base_url}\nexport {TOKEN_VARIABLE}=…  # the token of the account\n",
        ),
        ("curl", f'curl -H "Authorization: Bearer ${TOKEN_VARIABLE}" {base_url}/managed_users\n'),
        (
            "Python",
            "from workato_embedded import WorkatoEmbedded\n\n"
            "# Reads the variables of the environment above.\n"
            "with WorkatoEmbedded() as client:\n"
            "    for customer in client.managed_users.list():\n"
            "        print(customer.id, customer.name)\n",
        ),
        (
            "pytest",
            "# The plugin runs a mock of its own, with a new account for each test.\n"
            "def test_customers(workato_mock):\n"
            "    client = workato_mock.client\n"
            "    assert client.managed_users.get(512044).name\n",
        ),
    ]
