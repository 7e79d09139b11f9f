"""The README shows what the code does."""

import re
from importlib.metadata import entry_points

import pytest

from service.cli import main
from service.settings import Settings
from tests.support.paths import ROOT
from workflows.process import PROCESS

pytestmark = pytest.mark.no_database

README = (ROOT / "README.md").read_text()


def test_the_picture_of_the_lifecycle_is_drawn_from_the_rows():
    assert "workflows/process.svg" in README
    drawn = (ROOT / "workflows" / "process.svg").read_text().strip()
    assert drawn == PROCESS.svg().strip(), (
        "draw it again: werkbank workflow process --form svg > workflows/process.svg"
    )


def test_the_table_of_settings_has_every_setting_with_its_default_and_meaning():
    table = re.search("<!-- settings -->(.*)<!-- /settings -->", README, re.DOTALL)[1]
    rows = [line for line in table.strip().splitlines() if line.startswith("| `")]
    wanted = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        wanted.append(f"| `WERKBANK_{name.upper()}` | {default} | {field.description} |")
    assert rows == wanted


def test_the_readme_names_every_command_and_no_other():
    named = set(re.findall(r"`werkbank (\w+)", README))
    there = {*main.commands, *entry_points(group="werkbank.commands").names}
    assert named == there - {"demo"}


def test_every_path_that_the_readme_names_exists():
    named = re.findall(r"`((?:workflows|service|tasks|benchmarks)/[\w./]*)`", README)
    assert named
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing
