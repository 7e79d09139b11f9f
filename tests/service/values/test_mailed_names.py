"""Which names are links to mail programs, and which only look a little like it."""

import pytest

from service.values.mailed_names import LEFT_OUT, LONGEST_NAME, can_be_followed, harmless


@pytest.mark.parametrize(
    "name",
    [
        *("Win at https://eve.example now", "HTTP://EVE", "www.3d", "WWW.eve.example"),
        *("eve.example", "Bracket (eve.example)", "buy:eve.co.uk", "münchen.example"),
        *("eve.xn--p1ai", "ева.рф", "eve。example", "eve．example", "eve\u200b.example"),
        *("bracket.stl.eve.example", "bracket.step-eve.example", "bracket.zip"),
        *("bracket.stlx", "eve.step-up", "www.eve"),
        *("write to eve@shop", "mailto:eve@shop", "192.0.2.1", "192.0.2.1/win"),
    ],
)
def test_what_mail_programs_make_a_link_of_can_be_followed(name):
    assert can_be_followed(name)
    assert harmless(name) == LEFT_OUT


@pytest.mark.parametrize(
    "name",
    [
        *("Müller & Söhne GmbH & Co. KG", "Dr. Eva B. Lang", "St. Georgen", "Ada Lovelace", ""),
        *("bracket.stl", "Bracket v1.2", "2.5mm plate", "3.14.15", "part 1/2", "left/right"),
        *("housing.STEP, lid.step", "M6 x 1.0", "e.g. this", "No.7", "wwwidget", "…"),
    ],
)
def test_other_names_stay_as_they_are(name):
    assert not can_be_followed(name)
    assert harmless(name) == name


def test_long_names_are_cut():
    assert harmless("x" * 200) == "x" * LONGEST_NAME
