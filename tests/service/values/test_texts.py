"""Texts are equal where people see them as equal, in whichever letters they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.values.texts import LONGEST_KEY, folded, sort_key

SAME = [
    ("Übergabe", "übergabe", "ÜBERGABE", unicodedata.normalize("NFD", "Übergabe")),
    ("ΜΆΪΟΣ", "μάϊος", "Μάϊοσ", unicodedata.normalize("NFD", "μάϊος")),
    ("Деталь", "деталь", "ДЕТАЛЬ"),
    ("Straße", "STRASSE", "strasse", "STRAẞE"),
    ("İstanbul", "istanbul", "ISTANBUL", "ıstanbul"),
    ("Ｐａｒｔ１", "part1", "PART１"),
    ("ﬁnish", "FINISH"),
    ("ﾊﾟｰﾂ", "パーツ"),
    ("Tür\u00adgriff", "Türgriff", "Tür\u200bgriff"),
]


@pytest.mark.parametrize("words", SAME)
def test_words_that_people_take_for_one_are_one(words):
    assert len({folded(word) for word in words}) == 1
    assert len({sort_key(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("schon", "schön"), ("e", "é"), ("и", "й")])
def test_letters_with_and_without_their_marks_are_found_apart_and_sorted_together(one, other):
    assert folded(one) != folded(other)
    assert sort_key(one) == sort_key(other)


def test_titles_are_sorted_as_people_look_for_them():
    titles = ["Zahnrad", "äußere Hülse", "Buchse", "Ölwanne", "achse", "Öse", "Oberteil", "ÉTAI"]
    expected = ["achse", "äußere Hülse", "Buchse", "ÉTAI", "Oberteil", "Ölwanne", "Öse", "Zahnrad"]
    assert sorted(titles, key=sort_key) == expected


@given(some.text(max_size=300))
def test_folding_twice_is_folding_once_and_keys_stay_short(text):
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    assert len(sort_key(text)) <= LONGEST_KEY
