"""Each window is defined once for requests and processes, and dated by what there is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from workflows import process, request, windows
from workflows.faults import BadDefinition
from workflows.process import ProcessState
from workflows.request import RequestState

DATES = {
    "process": frozenset({"quotes_valid_until", "start_by", "ship_by"}),
    "request": frozenset({"answer_by", "question_until", "valid_until"}),
}


def changed(rows, state, **values):
    """The rows with another deadline of one state."""
    return [
        replace(row, deadline=replace(row.deadline, **values)) if row.state is state else row
        for row in rows
    ]


def refused(processes=process.STATES, requests=request.STATES):
    with pytest.raises(BadDefinition) as bad:
        windows.check({"process": processes, "request": requests}, DATES)
    return bad.value.findings


def test_the_tables_of_the_service_share_their_windows():
    windows.check({"process": process.STATES, "request": request.STATES}, DATES)
    named = {row.deadline.name for row in request.STATES if row.deadline and row.deadline.name}
    assert named == {"answer_window", "question", "offer_validity"}


@pytest.mark.parametrize(
    "other",
    [
        {"after": timedelta(hours=50)},
        {"reminder": timedelta(hours=1)},
        {"least": timedelta(hours=2)},
        {"most": timedelta(days=50)},
        {"working_days": False},
    ],
)
def test_a_window_that_is_defined_twice_is_refused(other):
    wrong = changed(request.STATES, RequestState.ACKNOWLEDGED, **other)
    (finding,) = refused(requests=wrong)
    assert finding == "the window answer_window of a request that is acknowledged is another one"
    assert refused(processes=changed(process.STATES, ProcessState.SENT, **other))


def test_a_deadline_that_is_dated_by_what_is_not_there_is_refused():
    wrong = changed(process.STATES, ProcessState.OFFERED, dated_by="offers_valid_until")
    (finding,) = refused(processes=wrong)
    assert finding == "a process that is offered is dated by offers_valid_until, which it has not"
    wrong = changed(request.STATES, RequestState.OFFERED, dated_by="ship_by")
    assert refused(requests=wrong)
