"""Two records of a process beside each other: inputs, geometry, checks, quotes, contractors."""

from uuid import UUID

import pytest

from service.verification import verify as verifying
from tests.support import meshes
from tests.support.orders import fire, ready
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def verify(market, id):
    assert fire(market.client, id, "verify").status_code == 202
    assert verifying.verify(UUID(id))


def compared(market, id, a="1", b="2"):
    answer = market.client.get(f"/processes/{id}/verifications/{a}/compare/{b}")
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture(scope="module")
def again(market):
    """A process that was verified twice, for 5 and for 50 pieces."""
    id = ready(market)
    verify(market, id)
    market.client.patch(f"/processes/{id}", {"quantity": 50})
    verify(market, id)
    return id


def test_a_record_differs_from_itself_in_nothing(market, again):
    comparison = compared(market, again, "2", "2")
    assert comparison["same"]
    assert not any(comparison[name] for name in ("inputs", "geometry", "checks", "quotes"))


def test_quotes_are_compared_line_by_line(market, again):
    comparison = compared(market, again)
    assert not comparison["same"]
    (changed,) = comparison["inputs"]
    assert (changed["what"], changed["before"], changed["after"]) == ("quantity", 5, 50)
    assert comparison["geometry"] == comparison["checks"] == []
    old, new = market.client.get(f"/processes/{again}/verifications").json["items"]
    before = {quote["contractor_id"]: quote for quote in old["quotes"]}
    after = {quote["contractor_id"]: quote for quote in new["quotes"]}
    assert comparison["quotes"]
    for quote in comparison["quotes"]:
        id = quote["contractor_id"]
        assert quote["total"] == {"before": before[id]["total"], "after": after[id]["total"]}
        lines = {line["name"]: line for line in quote["lines"]}
        amounts = {line["name"]: line["amount"] for line in before[id]["lines"]}
        assert lines
        assert all(line["before"] == amounts.get(name) for name, line in lines.items())
        assert "inputs" not in str(quote)


def test_backwards_before_and_after_change_places(market, again):
    there, back = compared(market, again), compared(market, again, "2", "1")
    assert there["inputs"][0]["before"] == back["inputs"][0]["after"]
    assert there["quotes"][0]["total"]["before"] in [q["total"]["after"] for q in back["quotes"]]
    assert (there["a"], there["b"]) == (back["b"], back["a"])


def test_who_can_no_longer_make_it_is_named_with_the_reason(market):
    id = ready(market)
    verify(market, id)
    (file,) = market.client.get(f"/processes/{id}").json["files"]
    market.client.patch(f"/files/{file['id']}", {"unit": "cm"})
    market.client.patch(f"/processes/{id}", {"quantity": 2_000})
    verify(market, id)
    comparison = compared(market, id)
    assert {"unit", "quantity"} <= {changed["what"] for changed in comparison["inputs"]}
    box = next(row for row in comparison["geometry"] if row["measure"] == "box_mm")
    assert (box["before"], box["after"]) == ([20.0] * 3, [200.0] * 3)
    assert comparison["newly_unsuitable"]
    assert all(lost["reasons"] for lost in comparison["newly_unsuitable"])
    back = compared(market, id, "2", "1")
    lost = {entry["contractor_id"] for entry in comparison["newly_unsuitable"]}
    assert lost == {entry["contractor_id"] for entry in back["newly_suitable"]}
    assert all(entry["reasons"] for entry in back["newly_suitable"])


def test_a_mended_file_shows_in_geometry_and_verdicts(market):
    vertices, faces = meshes.box()
    broken = meshes.stl((vertices, faces[2:]))
    id = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(id, broken, "part.stl", unit="mm")
    verify(market, id)
    market.client.delete(f"/files/{file.json['id']}")
    market.client.upload(id, meshes.cube_stl(), "part.stl", unit="mm")
    verify(market, id)
    comparison = compared(market, id)
    assert "'part.stl' was replaced" in [changed["detail"] for changed in comparison["inputs"]]
    assert ("closed", False, True) in [
        (row["measure"], row["before"], row["after"]) for row in comparison["geometry"]
    ]
    closed = next(row for row in comparison["checks"] if row["check"] == "closed")
    assert (closed["before"], closed["after"]) == ("fail", "pass")
    assert "open edges" in closed["reason_before"]
    assert (comparison["a"]["verdict"], comparison["b"]["verdict"]) == ("fail", "pass")
    assert comparison["newly_suitable"][0]["reasons"]


def test_only_the_clients_side_compares(market, again):
    id, (contractor, *_) = market.send(1)
    path = f"/processes/{id}/verifications/1/compare/1"
    assert market.client.get(path).status_code == 200
    assert refused(contractor.get(path), 404, "not-found")
    stranger = market.visitor()
    assert refused(stranger.get(path), 404, "not-found")
    unknown = market.client.get(f"/processes/{again}/verifications/1/compare/9")
    assert refused(unknown, 404, "not-found")
