"""Papers show every script: letters that are there, joined, and in the order of reading."""

import io
import re

import pytest
from pypdf import PdfReader
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

from service.documents.dossier_pdf import dossier_pdf
from service.documents.layout import scripts
from service.documents.layout.page import STYLES, paragraph
from service.documents.layout.sheet import Party
from tests.support.dossiers import dossier
from tests.support.pdfs import pages_of, text_of

#: A word of each script, and the fonts that its letters come from.
WORDS = {
    "零件标题": {"EastAsian"},
    "部品のタイトル": {"EastAsian"},
    "부품 제목": {"EastAsian"},
    "ชิ้นส่วน": {"SansThai"},
    "भाग क्षत्रिय": {"SansDevanagari"},
    "অংশের": {"SansBengali"},
    "ਭਾਗ": {"SansGurmukhi"},
    "ભાગ": {"SansGujarati"},
    "ଭାଗ": {"SansOriya"},
    "பகுதி": {"SansTamil"},
    "భాగం": {"SansTelugu"},
    "ಭಾಗ": {"SansKannada"},
    "ഭാഗം": {"SansMalayalam"},
    "කොටස": {"SansSinhala"},
    "ສ່ວນ": {"SansLao"},
    "အစိတ်": {"SansMyanmar"},
    "ክፍል": {"SansEthiopic"},
    "ផ្នែក": {"SansKhmer"},
    "القطعة": {scripts.MAIN},
    "חלק": {scripts.MAIN},
    "Κομμάτι Деталь მას ბ Größe Łódź ế": {scripts.MAIN},
    "🚀✅": {"Emoji"},
}


def printed(*paragraphs, width=595):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=(width, 842), invariant=1).build(list(paragraphs))
    return out.getvalue()


@pytest.mark.parametrize(("word", "fonts"), WORDS.items())
def test_every_letter_of_every_script_is_in_the_font_it_is_set_in(word, fonts):
    runs = list(scripts._runs(scripts.plain(word), scripts.MAIN))
    letters = [(name, sign) for name, run in runs for sign in run if sign != " "]
    assert {name for name, _ in letters} == fonts
    assert all(ord(sign) in scripts.font(name).face.charToGlyph for name, sign in letters)
    for style in STYLES:
        assert scripts.REPLACEMENT not in text_of(printed(paragraph(word, style)))


def test_a_long_text_that_is_read_from_the_right_goes_on_on_the_next_page():
    words = [f"חלק{number}" for number in range(900)]
    text = paragraph(" ".join(words), "text")
    for flowable in (text, Table([[paragraph("x", "text"), text]], [60, 390], splitInRow=1)):
        pages = pages_of(printed(flowable))
        assert len(pages) > 1
        assert [int(n) for page in pages for n in sorted(re.findall(r"\d+", page), key=int)] == [
            *range(900)
        ]


@pytest.mark.parametrize("text", [" ".join(WORDS) * 5, "Größe 零件🚀 " * 150, "Größe " * 300])
def test_a_text_looks_the_same_however_often_and_how_wide_it_was_set_before(text):
    def in_all_ways(made):
        narrow_and_wide = Table([[made(), made()]], [90, 360], splitInRow=1)
        yield printed(narrow_and_wide)
        for width in (595, 295):
            yield printed(made(), width=width)
            over_two_pages = printed(Spacer(0, 580), made(), width=width)
            assert len(pages_of(over_two_pages)) > 1
            yield over_two_pages

    style = STYLES["text"]
    fresh = [*in_all_ways(lambda: scripts._set.__wrapped__(text, style))]
    for _ in range(2):
        assert [*in_all_ways(lambda: paragraph(text, "text"))] == fresh


def test_a_dossier_of_chinese_japanese_korean_and_thai_names_is_legible():
    client = Party("山田太郎", "부품 상사", "東京都千代田区1-1")
    pdf = dossier_pdf(dossier(client=client, process_title="歯車 零件", notes="ไทย 请用白色"))
    printed_text = text_of(pdf)
    for expected in ("山田太郎", "부품 상사", "東京都千代田区", "歯車 零件", "ไทย", "请用白色"):
        assert expected in printed_text
    assert len(pdf) < 200_000  # of each font only what is used


def test_long_text_without_blanks_stays_within_its_column():
    flowable = paragraph("请用白色聚酰胺制造" * 40, "text")
    width, height = flowable.wrap(200, 10_000)
    assert width <= 200
    assert height > 10 * STYLES["text"].leading


def seen_lines(text, width=400):
    """What stands on each line, from left to right."""
    flowable = paragraph(text, "text")
    flowable.wrap(width, 10_000)
    return [
        "".join(frag.text for frag in line.words) if hasattr(line, "words") else " ".join(line[1])
        for line in flowable.blPara.lines
    ]


def test_hebrew_is_set_from_the_right_with_its_numbers_and_brackets():
    assert seen_lines("חלק 17 (PA12) לבן") == ["ןבל (PA12) 17 קלח"]


def test_a_foreign_word_from_the_right_stays_in_its_place_in_a_latin_line():
    assert seen_lines("Part חלק (PA12)") == ["Part קלח (PA12)"]


@pytest.mark.parametrize(("style", "alignment"), [("prose", TA_RIGHT), ("text", TA_LEFT)])
def test_what_somebody_has_written_begins_at_the_right_and_names_stay_in_line(style, alignment):
    assert paragraph("חלק 17", style).style.alignment == alignment
    assert paragraph("Part 17", style).style.alignment == TA_LEFT


def test_letters_of_arabic_are_joined():
    (line,) = seen_lines("قطعة")
    assert [hex(ord(sign)) for sign in line] == ["0xfe94", "0xfecc", "0xfec4", "0xfed7"]


def test_a_text_from_the_right_begins_on_its_first_line():
    words = [f"מילה{letter}" for letter in "אבגדהוזחטי"] * 3
    lines = seen_lines(" ".join(words), width=150)
    assert len(lines) > 3
    assert [word[::-1] for line in lines for word in reversed(line.split())] == words


@pytest.mark.parametrize("text", ["ᚠ", "\ue000", "𠮷", "\u0f40"])
def test_a_letter_that_no_font_has_is_visibly_replaced(text):
    assert f"a{scripts.REPLACEMENT}b" in text_of(printed(paragraph(f"a{text}b", "text")))


def test_signs_that_turn_text_around_do_nothing():
    assert "axle gnp.exe" in text_of(printed(paragraph("axle \u202egnp.exe\u2066", "text")))


def test_foreign_markup_is_text_in_every_script():
    printed_text = text_of(printed(paragraph("歯<b>車</b> &amp; ไทย<i>", "text")))
    assert "<b>" in printed_text
    assert "&amp;" in printed_text
    pages = PdfReader(io.BytesIO(printed(paragraph("חלק <b>לבן</b>", "text")))).pages
    assert len(pages) == 1
