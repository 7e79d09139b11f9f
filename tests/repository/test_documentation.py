"""The README and the documentation show what the code does."""

import itertools
import re
import tomllib
from importlib.metadata import entry_points

import pytest

from service.api.reference import problems
from service.cli import main
from service.files.storage import current_storage
from service.settings import Settings
from tests.support.paths import ROOT
from workflows.process import PROCESS

README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("clients/*/*.md")])
#: Lines that the README may have: it is a door, not the house.
LONGEST_README = 120


def test_the_readme_is_a_door_and_not_the_house():
    assert len(README.read_text().splitlines()) <= LONGEST_README


def test_the_picture_of_the_lifecycle_is_drawn_from_the_rows():
    assert "workflows/process.svg" in README.read_text()
    drawn = (ROOT / "workflows" / "process.svg").read_text().strip()
    assert drawn == PROCESS.svg().strip(), (
        "draw it again: werkbank workflow process --form svg > workflows/process.svg"
    )


def test_the_table_of_settings_has_every_setting_with_its_default_and_meaning():
    page = (DOCS / "settings.md").read_text()
    table = re.search("<!-- settings -->(.*)<!-- /settings -->", page, re.DOTALL)[1]
    rows = [line for line in table.strip().splitlines() if line.startswith("| `")]
    wanted = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        wanted.append(f"| `WERKBANK_{name.upper()}` | {default} | {field.description} |")
    assert rows == wanted


def test_the_table_of_commands_has_every_command_and_no_other():
    page = (DOCS / "operators.md").read_text()
    table = re.search(r"## Commands(.*?)\n## ", page, re.DOTALL)[1]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`werkbank ([\w-]+)", row)}
    there = {*main.commands, *entry_points(group="werkbank.commands").names}
    assert named == there - {"demo"}


def test_the_page_of_errors_has_each_type_with_its_status_its_cause_and_its_cure():
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\d+) \| (.+) \| (.+) \|$", (DOCS / "errors.md").read_text(), re.M
    )
    explained = [(entry.slug, str(entry.status)) for entry in problems.explained()]
    assert [(slug, status) for slug, status, _, _ in rows] == explained
    assert all(len(words) > 4 for _, _, *cells in rows for words in cells)


def floors_of_the_rooms():
    """The rooms that may not import each other, from the entry points down to the foundation."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = configuration["tool"]["importlinter"]["contracts"]
    (rooms,) = [contract for contract in contracts if contract.get("containers") == ["service"]]
    floors = [re.findall(r"\w+", layer) for layer in rooms["layers"]]
    return floors[next(n for n, floor in enumerate(floors) if "app" in floor) :]


def test_the_picture_of_the_rooms_shows_the_floors_that_the_imports_are_held_to():
    page = (DOCS / "architecture.md").read_text()
    diagram = re.search("```mermaid(.*?)```", page, re.DOTALL)[1]
    labels = {name: label for name, label in re.findall(r'(\w+)\["(.*)"\]', diagram)}
    arrows = [line.strip().split(" --> ") for line in diagram.splitlines() if "-->" in line]
    assert all(above[1] == below[0] for above, below in itertools.pairwise(arrows))
    drawn = [arrows[0][0], *(below for _, below in arrows)]
    assert [re.findall(r"\w+", labels.get(floor, floor)) for floor in drawn] == (
        floors_of_the_rooms()
    )
    described = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert described == [room for floor in floors_of_the_rooms()[1:-1] for room in floor]


def test_the_page_for_operators_names_the_folder_to_back_up():
    page = (DOCS / "operators.md").read_text()
    assert f"the folder `{current_storage().folder.name}`" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_and_link_of_the_documentation_leads_somewhere(page):
    text = page.read_text()
    rooms = "workflows|service|tasks|benchmarks|clients|docs|tests"
    named = re.findall(rf"`((?:{rooms})/[\w./]*)`", text)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [link for link in links if not leads_somewhere(page, *link.split("#"))]
    assert not missing


def leads_somewhere(page, path, anchor=None):
    """Whether a link of a page has a goal, and a heading there where it names one."""
    goal = page.parent / path if path else page
    if anchor is None or not goal.exists():
        return goal.exists()
    text = re.sub(r"^```.*?^```", "", goal.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def test_every_decision_is_listed_and_says_why():
    index = (DOCS / "decisions" / "README.md").read_text()
    for page in sorted((DOCS / "decisions").glob("*.md")):
        if page.name == "README.md":
            continue
        assert f"({page.name})" in index, f"{page.name} is not listed"
        text = page.read_text()
        for heading in ("Context", "Decision", "Consequences", "What else was tried"):
            assert f"\n## {heading}\n" in text, f"{page.name} lacks {heading}"
