"""Tools that check the project itself. Each is run with `python -m contract_tests.tools.NAME`."""
