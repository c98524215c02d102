"""Write a revision of the mock's tables: `python -m contract_tests.tools.new_revision "Add weather reports"`.

Alembic compares the tables with those of the last revision. Review what it writes: it cannot see renamed columns.
"""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from workato_embedded_mock.store import schema, tables

from contract_tests.support.validator import ROOT


def write_revision(title: str) -> Path | None:
    """Write a revision and make it the current one. Return its file, or None if the tables have not changed."""
    number = f"{int(schema.HEAD) + 1:04}"
    with create_engine("sqlite://").begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.set_main_option("file_template", "revision_%%(rev)s")
        command.upgrade(config, "head")
        context = MigrationContext.configure(connection, opts={"version_table": tables.schema_version.name})
        if not compare_metadata(context, tables.metadata):
            return None
        with redirect_stdout(io.StringIO()):
            command.revision(config, message=title, autogenerate=True, rev_id=number)
    written = schema.MIGRATIONS / "versions" / f"revision_{number}.py"
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", written], check=True)  # fixed words
    source = Path(schema.__file__)
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(f'HEAD = "{schema.HEAD}"', f'HEAD = "{number}"'), encoding="utf-8")
    return written


@click.command()
@click.argument("title")
def main(title: str) -> None:
    """Write a revision of the mock's tables with TITLE, a short sentence that begins with a verb."""
    written = write_revision(title)
    if written is None:
        raise click.ClickException("the tables are those of the last revision")
    click.echo(f"wrote {written.relative_to(ROOT)}; review it")


if __name__ == "__main__":
    main()
