"""A verification on paper: what it says, in which language, and to whom."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from service.verification import verify as verifying
from tests.support import meshes
from tests.support.orders import fire, ready
from tests.support.pdfs import images_of, text_of
from tests.support.worlds.marketplace import moved_to, refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def verify(market, id):
    assert fire(market.client, id, "verify").status_code == 202
    assert verifying.verify(UUID(id))


def document(market, id, query="", name="1"):
    """The text of the document, and its bytes; kept where somebody wants to look at it."""
    answer = market.client.get(f"/processes/{id}/verifications/{name}.pdf{query}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    if folder := os.environ.get("LOOK_AT"):
        Path(folder, f"{id}{query[-2:]}.pdf").write_bytes(answer.data)
    return text_of(answer.data), answer.data


def test_the_document_says_all_that_the_record_does(market):
    id = ready(market, title="Halter für Sensor", tolerance_mm="0.5")
    verify(market, id)
    text, data = document(market, id, "?language=en")
    record = market.client.get(f"/processes/{id}/verification").json
    best = record["quotes"][0]
    for expected in (
        "Halter für Sensor",
        "passed",
        "cube.stl",
        "20.00 × 20.00 × 20.00 mm",
        "8,000.00 mm³",
        "every edge is shared by exactly two triangles",
        best["name"],
        best["lines"][0]["name"],
        record["unsuitable"][0]["name"],
        "surface texture",
        record["id"],
        record["digest"][:40],
        "0.5 mm",
    ):
        assert expected in text, expected
    assert "machine_hour" not in text
    images = images_of(data)
    assert len(images) == 1
    assert document(market, id, "?language=en")[1] == data


def test_it_speaks_the_language_of_its_owner_or_the_one_asked_for(market):
    id = ready(market, infill="0.2")
    verify(market, id)
    assert "Wer es nicht fertigen kann" in document(market, id)[0]
    assert "Maßtoleranzen" in document(market, id)[0]
    assert "Who cannot make it" in document(market, id, "?language=en")[0]
    assert "8.000,00 mm³" in document(market, id, "?language=de")[0]
    wrong = market.client.get(f"/processes/{id}/verifications/1.pdf?language=fr")
    assert wrong.status_code == 422


def test_a_failed_verification_says_why_and_what_has_changed_since(market):
    vertices, faces = meshes.box()
    id = market.client.draft(quantity=5, material_id="pa12", title="Open box")
    market.client.upload(id, meshes.stl((vertices, faces[2:])), "open.stl", unit="mm")
    verify(market, id)
    market.client.patch(f"/processes/{id}", {"quantity": 7})
    text, data = document(market, id, "?language=en")
    assert len(images_of(data)) == 2
    assert "failed" in text
    assert "not closed: 6 edges open" in text
    assert "quantity: 5 → 7" in text


def test_a_file_that_cannot_be_read_does_not_hinder_the_document(market):
    id = market.client.draft(quantity=5, material_id="pa12")
    market.client.upload(id, meshes.cube_stl()[:-20], "broken.stl", unit="mm")
    verify(market, id)
    assert "broken.stl" in document(market, id)[0]


def test_without_the_content_the_document_has_no_picture_but_all_figures(
    market, monkeypatch, tmp_path
):
    id = ready(market, title="Moved")
    verify(market, id)
    moved_to(tmp_path, monkeypatch)
    text, data = document(market, id, "?language=en")
    assert "8,000.00 mm³" in text
    assert not images_of(data)


def test_a_contractor_gets_no_document_of_a_comparison(market):
    id, (contractor, *_) = market.send(1)
    answer = contractor.get(f"/processes/{id}/verifications/1.pdf")
    assert refused(answer, 404, "not-found")
