"""Tests of options: how their values become a call."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.cli.commands import Command
from workato_embedded._runtime.cli.options import call_of, options_of
from workato_embedded._runtime.cli.values import Body, Seconds

from .samples import BREW, POUR


def given(command: Command, *arguments: str, stdin: str | None = None) -> tuple[Result, list[Call]]:
    """Run a command with some arguments, and return its output and its call."""
    made: list[Call] = []

    def note(**values: Any) -> None:
        made.append(call_of(command, values))

    return CliRunner().invoke(
        click.Command(command.name, params=[*options_of(command)], callback=note), arguments, input=stdin
    ), made


def call(*arguments: str, stdin: str | None = None) -> Call:
    """Return the call for valid arguments."""
    result, made = given(BREW, "--pot-id", "7", *arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    return made[0]


def error_message(*arguments: str, stdin: str | None = None) -> str:
    """Return the last line of the error message for invalid arguments."""
    result, made = given(BREW, *arguments, stdin=stdin)
    assert result.exit_code == 2
    assert not made
    return result.output.splitlines()[-1]


def test_missing_options_are_not_sent() -> None:
    """Only options on the command line become arguments."""
    assert call("--name", "Tea") == Call(path={"pot_id": "7"}, query={}, body={"name": "Tea"})


def test_brackets_of_a_name_become_hyphens() -> None:
    """The option of a parameter such as `page[number]` has a hyphen instead of brackets, and the call has the name."""
    assert call("--name", "Tea", "--page-number", "3").query == {"page[number]": 3}


def test_options_are_parsed_by_kind() -> None:
    """Options become numbers, booleans, objects and lists."""
    made = call(
        *("--name", "Tea", "--cups", "2", "--size", "12", "--no-dry-run", "--since", "2023-11-20T12:00:00Z"),
        *("--by", "a=1", "--by", "b=x=y", "--guests", "Kim", "--guests", "Lou", "--leaves", '[{"x": null}]'),
        *("--colour", "white"),
    )
    assert made.query == {"dry_run": False, "since": "2023-11-20T12:00:00Z", "by": {"a": "1", "b": "x=y"}}
    assert made.body == {
        "name": "Tea",
        "cups": 2,
        "size": 12,
        "guests": ["Kim", "Lou"],
        "leaves": [{"x": None}],
        "colour": "white",
    }


def test_an_object_option_accepts_pairs_json_and_files(tmp_path: Path) -> None:
    """Entries come from pairs, from JSON or from a file, in their order; `@@` is an escaped `@`."""
    file = tmp_path / "by.json"
    file.write_text('{"c": 3}', encoding="utf-8")
    pairs = ("a=1", '{"a": 2, "b": null}', f"@{file}", "b=x", "@@d=4")
    made = call("--name", "Tea", *(word for pair in pairs for word in ("--by", pair)))
    assert made.query == {"by": {"a": 2, "b": "x", "c": 3, "@d": "4"}}


def test_text_that_is_not_a_plain_integer_stays_text() -> None:
    """`007` is not sent as 7, and a word is not sent as a number."""
    assert [call("--name", "Tea", "--size", size).body for size in ("007", "-5", "large", "0")] == [
        {"name": "Tea", "size": size} for size in ("007", -5, "large", 0)
    ]


def test_the_body_option_accepts_json_and_files(tmp_path: Path) -> None:
    """The body comes from a file, standard input or the option; other options take precedence, and null can be sent."""
    marked = tmp_path / "marked.json"
    marked.write_text('\ufeff{"name": "Tea"}', encoding="utf-8")
    assert call("--body", f"@{marked}").body == {"name": "Tea"}
    file = tmp_path / "body.json"
    file.write_text('{"name": "Tea", "cups": null}', encoding="utf-8")
    body = {"name": "Tea", "cups": None}
    assert call("--body", f"@{file}").body == body
    assert call("--body", "-", stdin=file.read_text("utf-8")).body == body
    assert call("--body", file.read_text("utf-8"), "--cups", "3").body == {"name": "Tea", "cups": 3}


def test_the_body_option_accepts_the_wrapper() -> None:
    """A body with the wrapper of the API is accepted, so that examples can be pasted."""
    assert call("--body", '{"tea": {"name": "Tea"}}').body == {"name": "Tea"}


def test_a_text_option_accepts_a_file(tmp_path: Path) -> None:
    """`@FILE` reads the text of a file unchanged, and `@@` escapes a leading `@`."""
    file = tmp_path / "name.txt"
    file.write_bytes(b"Earl\r\nGrey\n")
    assert call("--name", f"@{file}").body == {"name": "Earl\r\nGrey\n"}
    assert call("--name", "@-", stdin="Tea\n").body == {"name": "Tea\n"}
    assert call("--name", "@@home").body == {"name": "@home"}


def test_a_binary_body_comes_from_a_file(tmp_path: Path) -> None:
    """A body that is not JSON is a file, which the client sends in chunks."""
    file = tmp_path / "picture"
    file.write_bytes(b"\x89PNG")
    made = given(POUR, "--picture", str(file))[1]
    assert [call.content.name for call in made] == [str(file)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Error: Missing argument 'POT_ID'."),
        (("--pot-id", "7"), "Error: --name is missing: pass it, or name in --body"),
        (("--cups", "two"), "Error: Invalid value for '--cups': 'two' is not a valid integer."),
        (
            ("--by", "code"),
            "Invalid value for '--by': 'code' is neither KEY=VALUE nor a JSON object",
        ),
        (("--by", '{"code"=1}'), "Error: Invalid value for '--by': invalid JSON: "),
        (("--by", "@/no/such"), "Error: Invalid value for '--by': /no/such cannot be read: No such file"),
        (("--since", "noon"), "'noon' is not a date-time such as 2023-11-20T12:00:00Z"),
        (("--body", "[]"), "Error: Invalid value for '--body': expected a JSON object"),
        (("--body", "{"), "Error: Invalid value for '--body': invalid JSON: "),
        (("--body", "./one.json"), "; write @./one.json to read the file"),
        (("--leaves", "@/no/such"), "Error: Invalid value for '--leaves': /no/such cannot be read: No such file"),
        (("--body", "-"), "Error: Invalid value for '--body': - is not UTF-8 text"),
    ],
)
def test_invalid_options_are_usage_errors(arguments: tuple[str, ...], message: str) -> None:
    """Each invalid value is reported in one sentence with its option, and nothing is sent."""
    stdin: Any = b"\xff"
    assert message in error_message(*arguments, stdin=stdin)


def test_a_closed_standard_input_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading from standard input fails in one sentence if the process has none."""
    monkeypatch.setattr("workato_embedded._runtime.cli.values.sys", SimpleNamespace(stdin=None))
    with pytest.raises(ValueError, match="standard input is closed"):
        Body().read("@-")


@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "1e300", "86401", "soon"])
def test_a_time_must_be_positive_and_finite(text: str) -> None:
    """A time that is not a positive, finite number is a usage error and does not reach the client."""
    assert Seconds().read("0.5") == 0.5
    assert Seconds().read("86400") == 86400
    with pytest.raises(ValueError, match=f"'{text}' is not a number of seconds above 0 and at most a day"):
        Seconds().read(text)


def test_documented_values_are_shown_and_completed() -> None:
    """The values of the document are in the help text and in shell completion."""
    result, _ = given(BREW, "--help")
    assert "[black|green|…]" in result.output
    option = next(option for option in options_of(BREW) if "--colour" in option.opts)
    command = click.Command("brew", params=[option])
    offered = option.shell_complete(click.Context(command), "g")
    assert [item.value for item in offered] == ["green"]
