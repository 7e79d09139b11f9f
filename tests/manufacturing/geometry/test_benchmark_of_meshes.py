"""The benchmark of the full analysis forgives what the analysis says it leaves out, no more."""

import pytest

from benchmarks.mesh_full import Report, _differences

THEIRS = Report(figures={"volume": 100.0, "hull_volume": 200.0, "bodies": 1})


@pytest.mark.parametrize(
    ("hull", "left_out", "differs"),
    [(200.0, 0.0, False), (199.0, 0.0, True), (199.0, 1.1, False), (198.0, 1.1, True)],
)
def test_a_hull_may_be_too_small_by_what_is_said_of_it(hull, left_out, differs):
    figures = {"volume": 100.0, "bodies": 1, "hull_volume": hull, "hull_volume_left_out": left_out}
    difference = _differences({10: (Report(figures=figures), THEIRS)})
    assert difference == ([f"hull_volume at 10: {hull} and 200.0"] if differs else [])


def test_an_analysis_that_was_not_done_is_no_agreement():
    (difference,) = _differences({10: (Report(complete=False), THEIRS)})
    assert "Werkbank at 10" in difference
