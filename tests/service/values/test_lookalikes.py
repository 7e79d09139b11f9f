"""Names that people cannot tell apart have one skeleton, and others have their own."""

import pytest

from service.values.lookalikes import LONGEST, skeleton


@pytest.mark.parametrize(
    ("name", "lookalike"),
    [
        ("Präzision Nord", "PRÄZISION NORD"),
        ("Prazision", "Рrаzisiоn"),  # Cyrillic
        ("Industrie", "lndustrie"),
        ("LASERWERK", "IASERWERK"),
        ("Modern", "Modem"),
        ("Werk 30", "Werk 3O"),
        ("Müller", "Mu\u0308ller"),
        ("Werk 3D", "Ｗerk\u30003D"),
        ("Nordguss", "Nord\u200bguss"),
        ("Nord-Guss", "Nord Guss"),
        ("Acme", "A.C.M.E. Ltd."),
        ("Acme GmbH & Co. KG", "acme"),
        ("Acme GmbH", "Acme GmbΗ"),  # Greek
    ],
)
def test_names_that_look_alike_have_one_skeleton(name, lookalike):
    assert name != lookalike
    assert skeleton(name) == skeleton(lookalike)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Nordguss", "Südguss"),
        ("Müller", "Moller"),
        ("Müller", "Muller"),
        ("Acme Berlin GmbH", "Acme Hamburg GmbH"),
        ("Werk 3D", "Werk 4D"),
        ("GmbH", "AG"),
        ("昭和製作所", "大和製作所"),
    ],
)
def test_names_that_can_be_told_apart_have_their_own(name, other):
    assert skeleton(name) != skeleton(other)


def test_a_skeleton_has_an_end():
    assert len(skeleton("m" * 1000)) == LONGEST
