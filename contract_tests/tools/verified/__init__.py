"""The contract tests on the real API, where somebody gives a token: `pytest -m verified contract_tests/tools/verified`.

It needs `WORKATO_EMBEDDED_API_TOKEN` and `WORKATO_EMBEDDED_BASE_URL`, and only reads, unless `--verified-writes` is
given.
"""
