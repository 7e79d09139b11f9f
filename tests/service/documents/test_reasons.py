"""Documents say why in the language of their reader, from codes and values."""

import re
from pathlib import Path

import pytest

import service.manufacturing.quoting.checks as checks
import service.manufacturing.quoting.matching as matching
from service.documents import reasons
from service.documents.reason_words import CHANGES, CHECKS, INPUTS, KINDS, UNITS
from service.manufacturing.quoting.catalogue import differences
from service.manufacturing.quoting.changes import Reason, of_inputs
from service.manufacturing.quoting.checks import check_candidate, check_parts
from service.manufacturing.quoting.checks.reading import NOTES
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.matching.candidates import candidates
from service.manufacturing.quoting.matching.changes import EASIEST_FIRST
from service.manufacturing.quoting.record import CALCULATED_WITH
from tests.support.contractors import CATALOGUE, PBF, block, contractor, cube, order

SOURCES = [
    path for package in (checks, matching) for path in Path(package.__file__).parent.glob("*.py")
]


def said(pattern):
    return {name for path in SOURCES for name in re.findall(pattern, path.read_text())}


def in_german(check):
    return reasons.reason(check, "de")


def test_every_check_has_its_sentence():
    codes = said(r'check="(\w+)"') | said(r'(?:Constraint|Check|at_least|_share)\(\s*"(\w+)"')
    assert len(codes) > 20
    assert codes - set(CHECKS) == set()


def test_every_note_of_a_reader_has_its_sentence():
    assert set(NOTES) <= set(CHECKS)
    assert {kind.unit for kind in NOTES.values()} <= set(UNITS)
    noted = cube(notes=(("surplus_bytes", 16),), name="a.stl")
    (*_, check) = check_parts(order(1, parts=[noted]))
    sentence = "weggelassen: 16 Bytes hinter den Dreiecken der STL-Datei (a.stl)"
    assert in_german(check.to_dict()) == sentence


def test_every_unit_change_input_and_kind_has_its_word():
    assert said(r'unit="(\w[\w ]*)"') - {"mm", "µm"} <= set(UNITS)
    assert set(EASIEST_FIRST) - {"files"} <= set(CHANGES) | {"certificate"}
    assert {*CALCULATED_WITH, "engine_version", "rules_version"} <= set(INPUTS)
    assert {"rates", "capacity", "limits", "machine", *differences.NAMED} <= set(KINDS)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"parts": [cube(250.5)]}, "Hüllquader 250,5 mm > 200 mm"),
        ({"parts": [block(50.0, 50.0, 0.2)]}, "dünnste Seite des Hüllquaders, 0,2 mm < 0,3 mm"),
        ({"color": "red"}, "gibt es nicht in red; vorhanden: white"),
        (
            {"post_processing_ids": ("hip",)},
            "nicht alles ist möglich: hip; angeboten: dyeing, painting",
        ),
    ],
)
def test_a_refusal_is_told_in_german(wish, expected):
    (refusal,) = match(order(5, **wish), [contractor()], CATALOGUE).unsuitable
    plain = refusal.to_dict()
    assert [in_german(each) for each in plain["constraints"]] == [expected]
    assert reasons.reason(plain["constraints"][0], "en") != expected


def test_what_would_help_is_told_in_german():
    asked = order(5, parts=[block(20.0, 20.0, 312.0)], color="red")
    (refusal,) = match(asked, [contractor()], CATALOGUE).unsuitable
    plain = refusal.to_dict()
    sentences = {reasons.change(each, plain["constraints"], "de") for each in plain["changes"]}
    assert sentences == {"white wählen", "den Hüllquader auf 20,00 × 20,00 × 300,00 mm bringen"}


def test_a_change_of_the_file_is_told_by_the_check_that_it_mends():
    change = {"field": "files", "to": None, "detail": "make the walls at least 0.4 mm thick"}
    constraints = [{"check": "color", "change": None}, {"check": "wall", "change": change}]
    assert reasons.change(change, constraints, "de") == "die Wände dicker machen"
    assert reasons.change(change, [], "de") == change["detail"]


def test_a_warning_says_where_in_german():
    check = {"check": "wall", "verdict": "warn", "value": 0.45, "limit": 0.7, "unit": "mm"}
    check |= {
        "reason": "the thinnest wall of 0.45 mm < 0.7 mm",
        "where": "a.stl at (1.0, 2.5, 3.0) mm",
    }
    assert in_german(check) == "es gibt Wände von 0,45 mm < 0,7 mm (a.stl bei (1,0; 2,5; 3,0) mm)"


def test_shares_are_told_in_per_cent():
    check = {"check": "supports", "verdict": "warn", "value": 0.4321, "limit": 0.5, "unit": ""}
    assert "43,21 % < 50 %" in in_german(check | {"reason": ""})


def test_a_check_without_words_is_told_in_its_own():
    check = {"check": "new", "verdict": "fail", "value": 1, "limit": 2, "unit": "", "reason": "so"}
    assert in_german(check) == "so"


def test_every_check_that_passes_is_told_somehow():
    (candidate,) = candidates(order(5), contractor({**PBF}), CATALOGUE)
    for check in check_candidate(candidate):
        assert in_german(check.to_dict())


def test_what_has_changed_is_told_in_german():
    (quantity,) = of_inputs({"quantity": 5}, {"quantity": 7})
    assert reasons.stale(quantity, "de") == "Stückzahl: 5 → 7"
    gone = Reason("files", "'a.stl' was taken away", "f" * 64, None)
    assert reasons.stale(gone, "de") == "a.stl wurde entfernt"
    rates = Reason("rates", "rates of Acme: margin", contractor="Acme", machine="M 1")
    assert reasons.stale(rates, "de") == "Acme: Preise geändert (M 1)"
    assert reasons.stale(rates, "en") == "rates of Acme: margin"
