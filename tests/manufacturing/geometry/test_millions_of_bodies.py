"""Bodies by the million end in a verdict, within the memory and time that an analysis may take.

`WERKBANK_TEST_FULL=1` takes two million; without it, forty thousand.
"""

import os

import numpy as np

from service.files.analysis_child import TOO_MUCH_WORK, Bounds, analyse_apart
from service.manufacturing.geometry.meshes import Limits
from service.settings import Settings
from tests.support.odd_files import many_bodies

FULL = bool(os.environ.get("WERKBANK_TEST_FULL"))
BODIES = 2_000_000 if FULL else 40_000


def test_bodies_by_the_million_end_in_a_verdict(tmp_path):
    content = many_bodies(BODIES)
    path = tmp_path / "crumbs.stl"
    path.write_bytes(content)
    fields = Settings.model_fields
    bounds = Bounds(fields["analysis_memory_bytes"].default, fields["analysis_timeout_s"].default)
    stages = []
    verdict = analyse_apart(path, Limits(), bounds, stages.append)
    if "error" in verdict:
        assert FULL, verdict
        assert verdict["error"]["code"] == TOO_MUCH_WORK
        assert "40 s" in verdict["error"]["detail"], f"{verdict} after {stages}"
        return
    geometry = verdict["geometry"]
    assert (geometry["bodies"], geometry["open_edges"]) == (BODIES, 3 * BODIES)
    assert geometry["shape"]["bodies"]["count"] == BODIES
    assert 1 <= geometry["shape"]["bodies"]["nested"] <= 500
    assert np.isfinite(geometry["shape"]["hull_volume"])
