"""Contract tests of the real API: `pytest -m verified contract_tests/tools/verified`.

They need `WORKATO_EMBEDDED_API_TOKEN` and `WORKATO_EMBEDDED_BASE_URL`, and only read unless `--verified-writes` is
given.
"""
