"""Tests of `--jq`."""

from __future__ import annotations

import sys

import pytest
from workato_embedded._runtime.cli.jq_filter import JqExpression
from workato_embedded._runtime.cli.output import View, show
from workato_embedded._runtime.cli.results import Result

from ..samples import fleet, respond_with
from .cars import ask


def jq(expression: str, *words: str) -> str:
    """Return the output of an expression on a list of cars."""
    result = ask("cars", "list", "--jq", expression, *words, handler=fleet(2, counted=True))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_results_are_lines() -> None:
    """Each result is a line: a string as it is, any other value as JSON."""
    assert jq(".[].id") == "0\n1\n"
    assert jq('"a\\tb", {id: .[0].id}, null, "é"') == 'a\tb\n{"id": 0}\nnull\né\n'
    assert jq(".[] | select(.id > 7)") == ""
    view = View("json", jq=JqExpression().read('["é"]'), can_write=lambda _: False)
    assert show(Result({}, {}), view).text == '["\\u00e9"]'


def test_an_expression_can_use_the_envelope() -> None:
    """With `--envelope` an expression gets the unchanged response."""
    assert jq(".count", "--envelope", "-o", "json") == "2\n"


def test_an_invalid_expression_is_a_usage_error() -> None:
    """An invalid expression is reported before anything is sent; a table cannot be filtered."""
    result = ask("cars", "get", "7", "--jq", ".[", handler=respond_with(500))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: Invalid value for '--jq': '.[' is not an expression of jq: syntax error, ")
    assert len(result.stderr.splitlines()) == 1
    result = ask("cars", "get", "7", "--jq", ".", "-o", "table")
    assert (result.exit_code, "--jq prints JSON: pass -o json" in result.stderr) == (2, True)


def test_an_expression_that_does_not_suit_the_response_is_an_error() -> None:
    """A value that an expression cannot use is one sentence with exit code 1."""
    result = ask("cars", "get", "7", "--jq", ".id[]")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: --jq: Cannot iterate over number (7)\n"


def test_the_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package jq the command names the extra to install."""
    monkeypatch.setitem(sys.modules, "jq", None)
    result = ask("cars", "get", "7", "--jq", ".")
    assert (result.exit_code, result.stderr) == (1, "Error: jq is missing: pip install 'workato-embedded[jq]'\n")
