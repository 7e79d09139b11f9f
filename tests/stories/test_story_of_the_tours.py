"""The tour of the README, walked word for word."""

import os
import re
import shutil
import subprocess

import pytest

from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text()


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="the tour needs bash and curl"
)
def test_the_tour_of_the_readme_leads_to_an_order_that_is_sent(werkbank, tmp_path):
    (tour,) = re.findall(r"```sh\n(API=.*?)```", README, re.DOTALL)
    here = tour.replace("http://127.0.0.1:8000", werkbank.url)
    assert here != tour
    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", here],
        cwd=tmp_path,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    triggers = [line.split(",")[2] for line in walked.stdout.splitlines() if line[:1].isdigit()]
    assert triggers[-1] == "dispatched"
    assert walked.stdout.count('"suitable":true') > 1
