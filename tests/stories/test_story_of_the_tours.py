"""The commands of the documentation, walked word for word."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        not (shutil.which("curl") and shutil.which("bash")), reason="the tours need bash and curl"
    ),
]


def test_the_tour_of_the_first_order_leads_to_an_order_that_is_sent(werkbank, tmp_path):
    printed = _walk(ROOT / "docs" / "first-order.md", werkbank.url, tmp_path)
    triggers = [line.split(",")[2] for line in printed.splitlines() if line[:1].isdigit()]
    assert triggers[-1] == "dispatched"
    assert printed.count('"suitable":true') > 1


def test_the_tour_of_the_readme_prints_unit_prices_that_fall_with_the_quantity(werkbank, tmp_path):
    lines = _walk(ROOT / "README.md", werkbank.url, tmp_path).splitlines()
    assert lines
    for line in lines:
        one, ten, hundred = map(float, line.split()[-3:])
        assert one > ten > hundred > 0, line


def _walk(page: Path, url: str, folder: Path) -> str:
    """Run the one tour of a page against `url` and return what it prints."""
    (tour,) = re.findall(r"```sh\n(API=.*?)```", page.read_text(), re.DOTALL)
    here = tour.replace("http://127.0.0.1:8000", url)
    assert here != tour
    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", here],
        cwd=folder,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    return walked.stdout
