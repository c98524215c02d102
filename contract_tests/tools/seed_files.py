"""Write the JSON Schema of seeds and the examples in the guide: `python -m contract_tests.tools.seed_files`.

`make generate` calls it. With `--check`, it fails if a file differs and writes nothing.
"""

from __future__ import annotations

import sys

from click.testing import CliRunner
from workato_embedded_mock.cli.command import main as mock_command

from contract_tests.support.validator import ROOT

SCHEMA = ROOT / "docs/seed.schema.json"
GUIDE = ROOT / "docs/guides/seeds.md"
_EXAMPLES = "### "
_DEFAULT = "default"


def seed_files() -> dict[str, str]:
    """Return what the files should contain, by their path in the repository."""
    listed = [line.split()[0] for line in run("seed", "example").splitlines()]
    examples = "\n".join(_section(name) for name in listed if name != _DEFAULT)
    head = GUIDE.read_text(encoding="utf-8").partition(f"\n{_EXAMPLES}")[0]
    return {
        str(SCHEMA.relative_to(ROOT)): run("seed", "schema"),
        str(GUIDE.relative_to(ROOT)): f"{head}\n{examples}",
    }


def run(*arguments: str) -> str:
    """Run the mock's command and return its output."""
    result = CliRunner().invoke(mock_command, arguments, catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(result.stderr)
    return result.stdout


def _section(name: str) -> str:
    # The line for editors is the same in all examples.
    text = run("seed", "example", name).partition("\n")[2]
    return f"{_EXAMPLES}{name}\n\n```yaml\n{text}```\n"


def main(*, check: bool) -> int:
    """Write the files, or compare them; return the exit code."""
    different = [path for path, text in seed_files().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    for path in different:
        if check:
            print(f"{path} is out of date; run `make generate`", file=sys.stderr)  # noqa: T201  # the output
        else:
            (ROOT / path).write_text(seed_files()[path], encoding="utf-8")
    return int(check and bool(different))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
