"""Whatever file an order has, its verification ends in a verdict that says what is wrong."""

from uuid import UUID

import numpy as np
import pytest

from service.verification import verify
from tests.manufacturing.geometry.test_mesh_hostile_files import HOSTILE
from tests.support import meshes
from tests.support.orders import fire

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


#: Whose form the test client keeps in memory; reading the longer ones is proved with the others.
SMALL = [name for name, (content, _) in HOSTILE.items() if len(content) < 400_000]


def record_of(market, content, name):
    """What verification says of a part with that content, and how it ended."""
    id = market.client.draft(quantity=5, material_id="pa12")
    unit = {} if content.startswith(b"PK") else {"unit": "mm"}  # a package brings its own
    uploaded = market.client.upload(id, content, name, **unit)
    assert uploaded.status_code == 201, uploaded.text
    fired = fire(market.client, id, "verify")
    assert fired.status_code == 202, fired.text
    ended = verify.verify(UUID(id))
    return market.client.get(f"/processes/{id}/verification").json, ended


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_file_ends_in_a_failed_check_with_its_reason(market, name):
    content, code = HOSTILE[name]
    record, ended = record_of(market, content, "part.stl")
    assert ended == "fail_verification"
    readable = next(check for check in record["checks"] if check["check"] == "readable")
    assert (readable["verdict"], readable["value"]) == ("fail", code)
    assert readable["reason"].startswith("part.stl: ")
    assert record["geometry"][0]["error"]["code"] == code


def loose_triangles(count):
    """So many triangles, each a body of its own."""
    corners = np.arange(count)[:, None, None] * [3.0, 0.0, 0.0] + [
        [0.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 1.0],
    ]
    return corners.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3)


def test_bodies_without_number_end_in_a_verdict_too(market):
    record, ended = record_of(market, meshes.stl(loose_triangles(8_000)), "crumbs.stl")
    assert ended == "fail_verification"
    (geometry,) = record["geometry"]
    assert (geometry["bodies"], geometry["open_edges"]) == (8_000, 24_000)
    closed = next(check for check in record["checks"] if check["check"] == "closed")
    assert "24000 open edges" in closed["reason"]


def test_a_file_of_nothing_but_zero_area_ends_in_a_verdict(market):
    vertices, faces = meshes.box()
    record, ended = record_of(market, meshes.stl((np.zeros_like(vertices), faces)), "dot.stl")
    assert ended == "fail_verification"
    assert [check for check in record["checks"] if check["verdict"] == "fail"]


def test_the_name_of_a_file_says_nothing(market):
    record, ended = record_of(market, meshes.cube_stl(), "part.3mf")
    assert ended == "pass_verification"
    assert record["geometry"][0]["volume_mm3"] == pytest.approx(8000)
