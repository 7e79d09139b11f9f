"""The diagrams and the JSON of a lifecycle show every row, and nothing else."""

import json
import re
from xml.etree import ElementTree

import pytest

from workflows.actors import CLIENT
from workflows.definition import Move, StateRow
from workflows.drawing.layout import arrange
from workflows.engine import Actor
from workflows.process import PROCESS
from workflows.request import REQUEST

BOTH = pytest.mark.parametrize("workflow", [PROCESS, REQUEST], ids=lambda w: w.name)
SVG = "{http://www.w3.org/2000/svg}"


def plan_of(workflow):
    return arrange(workflow.initial, tuple(workflow.states.values()), workflow.moves)


@BOTH
def test_the_mermaid_diagram_has_one_arrow_per_trigger_and_source(workflow):
    arrows = re.findall(r"^    (\w+) --> (\w+) : (\w+)$", workflow.mermaid(), re.MULTILINE)
    assert len(arrows) == len(set(arrows))
    assert set(arrows) == {
        (source.value, move.dest.value, move.trigger)
        for move in workflow.moves
        for source in move.sources
    }


@BOTH
def test_the_mermaid_diagram_begins_and_ends_where_the_table_does(workflow):
    lines = workflow.mermaid().splitlines()
    assert lines[:2] == ["stateDiagram-v2", f"    [*] --> {workflow.initial.value}"]
    ends = {line.split()[0] for line in lines if line.endswith("--> [*]")}
    assert ends == {state.value for state, row in workflow.states.items() if row.final}
    coloured = [
        name for line in lines if line.startswith("    class ") for name in
        line.split()[1].split(",")
    ]  # fmt: skip
    assert sorted(coloured) == sorted(state.value for state in workflow.states)


@BOTH
def test_the_picture_names_every_state_and_every_trigger(workflow):
    root = ElementTree.fromstring(workflow.svg())
    names = [t.text for t in root.iter(f"{SVG}text") if t.get("class") == "name"]
    assert sorted(names) == sorted(state.value for state in workflow.states)
    words = re.findall(r"\w+", " ".join(t.text for t in root.iter(f"{SVG}text")))
    assert {move.trigger for move in workflow.moves} <= set(words)


@BOTH
def test_every_row_is_an_arrow_or_a_note_of_the_picture(workflow):
    plan = plan_of(workflow)
    drawn = {
        (arrow.source.row.state, arrow.dest.row.state, trigger)
        for arrow in plan.arrows
        for trigger in arrow.triggers
    }
    notes = {box.row.state: " ".join(box.notes) for box in plan.boxes}
    for move in workflow.moves:
        for source in move.sources:
            if (source, move.dest, move.trigger) not in drawn:
                assert move.trigger in notes[source]
                assert source is move.dest or move.trigger in notes[move.dest]


@BOTH
def test_no_two_boxes_of_the_picture_overlap(workflow):
    plan = plan_of(workflow)
    for box in plan.boxes:
        for other in plan.boxes:
            if other is not box and other.x == box.x:
                assert box.y + box.height < other.y or other.y + other.height < box.y
        assert 0 < box.x < plan.width
        assert box.y + box.height < plan.height


@BOTH
def test_no_two_lines_of_the_picture_share_a_lane(workflow):
    uprights = [
        (line.points[1][0], line.gutter, *line.span)
        for line in (arrow.line for arrow in plan_of(workflow).arrows)
        if len(line.points) == 4
    ]
    for number, (x, gutter, low, high) in enumerate(uprights):
        for other_x, other_gutter, other_low, other_high in uprights[:number]:
            if (x, gutter) == (other_x, other_gutter):
                assert high < other_low or other_high < low


@BOTH
def test_every_line_of_the_picture_joins_its_two_boxes(workflow):
    for arrow in plan_of(workflow).arrows:
        for box, (_, y) in ((arrow.source, arrow.line.points[0]),
                            (arrow.dest, arrow.line.points[-1])):  # fmt: skip
            assert box.y <= y <= box.y + box.height


@BOTH
def test_the_same_table_gives_the_same_picture(workflow):
    assert workflow.svg() == workflow.svg()


def test_the_usual_way_of_a_process_stands_in_the_middle():
    middle = [box.row.state.value for box in plan_of(PROCESS).boxes if box.column == 0]
    assert middle == [
        "draft", "verifying", "verified", "sending", "sent", "offered", "confirmed",
        "in_production", "produced", "in_delivery", "delivered", "completed",
    ]  # fmt: skip


@BOTH
def test_the_table_as_json_has_every_row_in_order(workflow):
    table = json.loads(json.dumps(workflow.as_dict()))
    assert table["name"] == workflow.name
    assert table["initial"] == workflow.initial.value
    assert [row["state"] for row in table["states"]] == [s.value for s in workflow.states]
    assert [(m["trigger"], m["from"], m["to"]) for m in table["moves"]] == [
        (move.trigger, [s.value for s in move.sources], move.dest.value) for move in workflow.moves
    ]


def test_the_json_tells_guards_fields_and_deadlines_in_words():
    table = PROCESS.as_dict()
    send = next(move for move in table["moves"] if move["trigger"] == "send")
    assert (
        "There is a verification, and nothing that it rests on has changed since." in send["guards"]
    )
    ship = next(move for move in table["moves"] if move["trigger"] == "ship")
    assert ship["takes"] == ["way", "carrier", "tracking_number", "pieces"]
    dispute = next(move for move in table["moves"] if move["trigger"] == "dispute")
    assert dispute["needs"] == ["reason"]
    sent = next(row for row in table["states"] if row["state"] == "sent")
    assert sent["waits_for"] == [Actor.CONTRACTOR.value]
    assert (sent["deadline"]["after_s"], sent["deadline"]["then"]) == (172800, "decline")


@BOTH
def test_every_row_says_what_it_means(workflow):
    for row in workflow.states.values():
        assert isinstance(row, StateRow)
        assert row.summary
    for move in workflow.moves:
        assert isinstance(move, Move)
        assert move.summary
        assert not move.summary.endswith(".")
    for row in workflow.as_dict()["moves"]:
        assert all(guard.endswith(".") for guard in row["guards"])


@BOTH
def test_what_only_the_system_may_do_is_internal_and_nothing_else(workflow):
    for move in workflow.moves:
        people = move.by & (CLIENT | frozenset({Actor.CONTRACTOR}))
        assert (move.via == "internal") == (not people and Actor.SYSTEM in move.by)
