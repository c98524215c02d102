"""Options become the call that their texts say."""

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
    """Give a command some arguments; return what was printed and the call that was made."""
    made: list[Call] = []

    def note(**values: Any) -> None:
        made.append(call_of(command, values))

    return CliRunner().invoke(
        click.Command(command.name, params=[*options_of(command)], callback=note), arguments, input=stdin
    ), made


def call(*arguments: str, stdin: str | None = None) -> Call:
    """Return the call of some arguments, which must be right."""
    result, made = given(BREW, "--pot-id", "7", *arguments, stdin=stdin)
    assert result.exit_code == 0, result.output
    return made[0]


def refusal(*arguments: str, stdin: str | None = None) -> str:
    """Return the last line that is said of wrong arguments."""
    result, made = given(BREW, *arguments, stdin=stdin)
    assert result.exit_code == 2
    assert not made
    return result.output.splitlines()[-1]


def test_what_is_not_given_is_not_sent() -> None:
    """Only the options that were written become arguments."""
    assert call("--name", "Tea") == Call(path={"pot_id": "7"}, query={}, body={"name": "Tea"})


def test_each_kind_is_read() -> None:
    """Numbers are numbers, switches are booleans, pairs an object, repeated options a list."""
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


def test_an_object_can_be_given_as_json_too(tmp_path: Path) -> None:
    """Entries come one by one, as JSON or from a file, and in the order in which they are written; `@@` is an `@`."""
    file = tmp_path / "by.json"
    file.write_text('{"c": 3}', encoding="utf-8")
    pairs = ("a=1", '{"a": 2, "b": null}', f"@{file}", "b=x", "@@d=4")
    made = call("--name", "Tea", *(word for pair in pairs for word in ("--by", pair)))
    assert made.query == {"by": {"a": 2, "b": "x", "c": 3, "@d": "4"}}


def test_a_number_that_would_change_stays_a_text() -> None:
    """`007` is not sent as 7, nor a size in words as anything else."""
    assert [call("--name", "Tea", "--size", size).body for size in ("007", "-5", "large", "0")] == [
        {"name": "Tea", "size": size} for size in ("007", -5, "large", 0)
    ]


def test_the_body_comes_as_json(tmp_path: Path) -> None:
    """From a file, from standard input or as it is; options go before it, and null can be said."""
    file = tmp_path / "body.json"
    file.write_text('{"name": "Tea", "cups": null}', encoding="utf-8")
    body = {"name": "Tea", "cups": None}
    assert call("--body", f"@{file}").body == body
    assert call("--body", "-", stdin=file.read_text("utf-8")).body == body
    assert call("--body", file.read_text("utf-8"), "--cups", "3").body == {"name": "Tea", "cups": 3}


def test_the_body_may_be_in_its_wrapper() -> None:
    """What the API's documentation shows can be pasted, wrapper and all."""
    assert call("--body", '{"tea": {"name": "Tea"}}').body == {"name": "Tea"}


def test_a_long_text_comes_from_a_file(tmp_path: Path) -> None:
    """A field of the body takes @FILE, every letter of it; @@ stands for a text that begins so."""
    file = tmp_path / "name.txt"
    file.write_bytes(b"Earl\r\nGrey\n")
    assert call("--name", f"@{file}").body == {"name": "Earl\r\nGrey\n"}
    assert call("--name", "@-", stdin="Tea\n").body == {"name": "Tea\n"}
    assert call("--name", "@@home").body == {"name": "@home"}


def test_bytes_come_from_a_file(tmp_path: Path) -> None:
    """A body that is no JSON is a file, which the client sends piece by piece."""
    file = tmp_path / "picture"
    file.write_bytes(b"\x89PNG")
    made = given(POUR, "--picture", str(file))[1]
    assert [call.content.name for call in made] == [str(file)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Error: Missing option '--pot-id'."),
        (("--pot-id", "7"), "Error: --name is missing: pass it, or name in --body."),
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
        (("--leaves", "@/no/such"), "Error: Invalid value for '--leaves': /no/such cannot be read: No such file"),
        (("--body", "-"), "Error: Invalid value for '--body': - is not UTF-8 text"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    """Each kind of mistake is named with its option, and nothing is sent."""
    stdin: Any = b"\xff"
    assert said in refusal(*arguments, stdin=stdin)


def test_a_closed_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without standard input has nothing to read."""
    monkeypatch.setattr("workato_embedded._runtime.cli.values.sys", SimpleNamespace(stdin=None))
    with pytest.raises(ValueError, match="standard input is closed"):
        Body().read("@-")


@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "1e300", "86401", "soon"])
def test_a_time_to_wait_is_a_number_that_a_clock_can_count(text: str) -> None:
    """Nothing else goes to the client, which could not wait for it."""
    assert Seconds().read("0.5") == 0.5
    assert Seconds().read("86400") == 86400
    with pytest.raises(ValueError, match=f"'{text}' is not a number of seconds above 0 and at most a day"):
        Seconds().read(text)


def test_named_values_are_offered() -> None:
    """The values that the document names show in the help and complete in a shell."""
    result, _ = given(BREW, "--help")
    assert "[black|green|…]" in result.output
    option = next(option for option in options_of(BREW) if "--colour" in option.opts)
    command = click.Command("brew", params=[option])
    offered = option.shell_complete(click.Context(command), "g")
    assert [item.value for item in offered] == ["green"]
