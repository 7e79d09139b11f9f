"""The commands of the documentation, walked word for word."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        not (shutil.which("curl") and shutil.which("bash")), reason="the tours need bash and curl"
    ),
]


FIRST_ORDER = ROOT / "docs" / "first-order.md"


def test_the_tour_of_the_first_order_leads_to_an_order_that_is_sent(werkbank, tmp_path):
    printed = walked(werkbank, tmp_path, FIRST_ORDER, "sh")
    triggers = [line.split(",")[2] for line in printed.splitlines() if line[:1].isdigit()]
    assert triggers[-1] == "dispatched"
    assert printed.count('"suitable":true') > 1


def test_the_same_tour_in_python_leads_to_an_order_that_is_sent(werkbank, tmp_path):
    lines = walked(werkbank, tmp_path, FIRST_ORDER, "python").splitlines()
    assert lines[-1].split()[-1] == "dispatched"
    assert float(lines[0].split()[-1]) > 0


def test_the_tour_of_the_readme_prints_unit_prices_that_fall_with_the_quantity(werkbank, tmp_path):
    lines = walked(werkbank, tmp_path, ROOT / "README.md", "python").splitlines()
    assert lines
    for line in lines:
        one, ten, hundred = map(float, line.split()[-3:])
        assert one > ten > hundred > 0, line


def walked(werkbank, folder, page, language):
    """What the one tour of a page in a language prints that is run against the service."""
    start = {"sh": "API=", "python": ""}[language]
    (tour,) = re.findall(rf"```{language}\n({start}.*?)```", page.read_text(), re.DOTALL)
    here = tour.replace("http://127.0.0.1:8000", werkbank.url)
    assert here != tour
    shell = {"sh": ["bash", "-euo", "pipefail"], "python": [sys.executable]}[language]
    done = subprocess.run(
        [*shell, "-c", here],
        cwd=folder,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
