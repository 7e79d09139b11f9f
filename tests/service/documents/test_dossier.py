"""The dossier of a request: everything a shop needs, in its language, safe against its contents."""

import dataclasses
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from service.database.models import FileRole
from service.documents import dossier_zip as dossier_zips
from service.documents.dossier import DossierLine, EnclosedFile
from service.documents.dossier_pdf import dossier_pdf
from service.documents.dossier_zip import LONGEST_NAME, order_json, safe_name
from service.documents.layout import drawn_once, reportlab_internals, sheet
from service.documents.layout.sheet import Party
from service.translations.formats import money, number
from tests.support.dossiers import BRACKET, DOSSIER, dossier, png
from tests.support.paths import ROOT
from tests.support.pdfs import images_of, pages_of, text_of


def test_the_pdf_says_who_what_until_when_and_for_how_much():
    words = text_of(dossier_pdf(DOSSIER))
    for expected in (
        *("WB-2026-000123", "25 November 2026", "17:00 UTC", "Jürgen Größmann", "Schichtwerk Süd"),
        *("5 × bracket in PA12", "Polyamide 12", "± 0.3 mm", "bracket.stl", "9f86d081884c7d659a2"),
        *("127.00 × 63.50 × 34.93 mm", "190,544.41 mm³", "34,728.20 mm²", "3,476", "173.9 kB"),
        *("€1,200.00", "€34.50", "€1,234.50", "9 days", "3 December 2026", "7 December 2026"),
        "https://werkbank.example/requests/0199f2ac",
    ):
        assert expected in words
    assert DOSSIER.verification_id not in words


def test_the_pdf_tells_times_in_the_zone_of_the_contractor():
    words = text_of(dossier_pdf(dossier(zone=ZoneInfo("Asia/Tokyo"))))
    for expected in ("Issued 23 November 2026, 18:30 UTC+9", "26 November 2026 02:00 UTC+9"):
        assert expected in words


def test_a_german_contractor_reads_german():
    words = text_of(dossier_pdf(dossier(language="de")))
    for expected in (
        *("Fertigungsanfrage", "Bitte antworten bis", "25. November 2026", "Hüllquader"),
        *("190.544,41 mm³", "1.234,50 €", "Summe", "3. Dezember 2026", "Seite 1 von"),
    ):
        assert expected in words
    assert "Request" not in words


def test_polish_greek_and_cyrillic_names_are_legible():
    client = Party("Zażółć gęślą jaźń", "Ελληνικά Μέταλλα", "улица Щукина 5")
    words = text_of(dossier_pdf(dossier(client=client)))
    assert "Zażółć gęślą jaźń" in words
    assert "Ελληνικά Μέταλλα" in words
    assert "улица Щукина 5" in words


def test_every_page_carries_its_number_the_number_of_pages_and_the_digest():
    pdf = dossier_pdf(dossier(parts=(BRACKET,) * 9))
    pages = pages_of(pdf)
    assert len(pages) >= 3
    for count, page in enumerate(pages, start=1):
        assert f"Page {count} of {len(pages)}" in page
        assert DOSSIER.inputs_digest in page
        assert DOSSIER.number in page


def test_the_picture_of_each_part_is_in_the_document():
    images = images_of(dossier_pdf(DOSSIER))
    assert [image.image.size for image in images] == [(64, 48)]


_GREY = Image.radial_gradient("L").resize((40, 30))
_COLOURED = Image.merge("RGB", (_GREY, _GREY.transpose(Image.Transpose.ROTATE_180), _GREY))


@pytest.mark.parametrize(
    "drawn",
    [
        *(_GREY, _GREY.point(lambda value: value > 99, "1"), _GREY.convert("I;16")),
        *(_COLOURED, _COLOURED.convert("RGBA")),
        *(_COLOURED.quantize(16), _COLOURED.quantize(200)),
    ],
    ids=["grey", "black and white", "16 bits", "RGB", "RGBA", "16 colours", "200 colours"],
)
def test_each_kind_of_picture_is_in_the_document_with_its_pixels(drawn):
    packed = io.BytesIO()
    drawn.save(packed, "PNG")
    part = dataclasses.replace(BRACKET, picture=packed.getvalue())
    shown = images_of(dossier_pdf(dossier(parts=(part, part))))[0].image.convert("RGB")
    assert not ImageChops.difference(shown, drawn.convert("RGB")).getbbox()


def test_a_picture_in_another_format_is_in_the_document():
    packed = io.BytesIO()
    _COLOURED.save(packed, "JPEG")
    part = dataclasses.replace(BRACKET, picture=packed.getvalue())
    assert [image.image.size for image in images_of(dossier_pdf(dossier(parts=(part,))))] == [
        (40, 30)
    ]


def test_the_picture_of_a_part_is_in_the_document_as_it_was_stored_and_once():
    picture = png(640, 480)
    part = dataclasses.replace(BRACKET, picture=picture)
    (pixels,) = re.findall(rb"IDAT(.*?).{4}\0{4}IEND", picture, re.DOTALL)
    assert dossier_pdf(dossier(parts=(part,) * 3)).count(pixels) == 1


def test_letters_are_cut_out_of_a_font_once_for_documents_that_need_the_same():
    dossier_pdf(dossier(number="WB-2026-000001"))
    before = reportlab_internals.compressed.cache_info()
    words = text_of(dossier_pdf(dossier(number="WB-2026-999998")))
    after = reportlab_internals.compressed.cache_info()
    assert "WB-2026-999998" in words
    assert (after.hits - before.hits, after.misses) == (
        4,
        before.misses,
    )  # regular and bold, and what each letter stands for


def test_documents_of_other_letters_in_between_leave_no_trace():
    first = dossier_pdf(DOSSIER)
    greek = dossier(project_title="Ελληνικά", process_title="Μέταλλα")
    assert "Ελληνικά" in text_of(dossier_pdf(greek))
    assert dossier_pdf(DOSSIER) == first


#: What is on a page before, beside and within what is drawn once.
VARIED = [
    dossier(),
    dossier(number="WB-2026-000124", answer_by=datetime(2026, 11, 26, 8, 0, tzinfo=UTC)),
    dossier(number="Größe"),  # other letters come first
    dossier(language="de"),
    dossier(parts=(BRACKET, dataclasses.replace(BRACKET, picture=png(8, 8))), notes="word " * 900),
    dossier(parts=(dataclasses.replace(BRACKET, picture=None, name="Ελληνικά.stl"),)),
    dossier(project_title="हिन्दी", client=Party("مرحبا", "中文 🙂")),
    dossier(configuration=tuple((f"row {n}", "word " * 40) for n in range(40))),
]


def test_a_document_is_the_same_whatever_was_drawn_before_it():
    afresh = []
    for each in VARIED:
        drawn_once._block.cache_clear()
        afresh.append(dossier_pdf(each))
    for _ in range(2):
        assert [dossier_pdf(each) for each in VARIED] == afresh
        assert [dossier_pdf(each) for each in reversed(VARIED)] == afresh[::-1]


def test_what_depends_on_the_part_alone_is_drawn_once(monkeypatch):
    drawn = []

    def table(rows, *sizes):
        drawn.append(rows)
        return sheet.facts(rows, *sizes)

    drawn_once._block.cache_clear()
    monkeypatch.setattr("service.documents.dossier_pdf.facts", table)
    for count in range(3):
        dossier_pdf(dossier(number=f"WB-2026-00000{count}"))
    of_part = [rows for rows in drawn if ("SHA-256", BRACKET.sha256) in rows]
    assert len(of_part) == 1
    assert len(drawn) == 1 + 1 + 1 + 3  # and configuration and dates of the order; links thrice


@pytest.mark.parametrize(
    "picture", [None, b"", b"\x89PNG\r\n\x1a\nnonsense", b"<svg/>", png()[:60]]
)
def test_a_part_without_a_usable_picture_is_described_all_the_same(picture):
    part = dataclasses.replace(BRACKET, picture=picture)
    assert "190,544.41 mm³" in text_of(dossier_pdf(dossier(parts=(part,))))


def test_the_same_dossier_gives_the_same_bytes_in_another_process():
    command = (
        "import hashlib; from tests.support.dossiers import DOSSIER;"
        "from service.documents.dossier_pdf import dossier_pdf;"
        "print(hashlib.sha256(dossier_pdf(DOSSIER)).hexdigest())"
    )
    root = ROOT
    fresh = subprocess.run(
        [sys.executable, "-c", command],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert fresh.stdout.strip() == hashlib.sha256(dossier_pdf(DOSSIER)).hexdigest()


def test_markup_in_names_is_shown_and_not_obeyed():
    evil = "<b>bold</b> & <img src='file:///etc/passwd'/> </para>"
    pdf = dossier_pdf(
        dossier(
            process_title=evil,
            notes=evil,
            number=evil,
            configuration=((evil, evil),),
            client=Party(evil, evil, evil),
            quote=(DossierLine(evil, Decimal(1)),),
            parts=(dataclasses.replace(BRACKET, name=evil, unit=evil),),
        )
    )
    assert "<img src='file:///etc/passwd'/>" in text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages[0].images) <= 1


def test_the_link_to_the_portal_can_be_followed_only_if_it_is_one():
    def targets(url):
        pages = PdfReader(io.BytesIO(dossier_pdf(dossier(portal_url=url)))).pages
        notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
        return [note["/A"]["/URI"] for note in notes]

    assert targets("https://werkbank.example/r/1?a=1&b=2") == [
        "https://werkbank.example/r/1?a=1&b=2"
    ]
    assert targets("javascript:alert(1)") == []


LONG = "word " * 2_000
ENDLESS = "x" * 4_000


@pytest.mark.parametrize("text", [LONG, ENDLESS, "ü\n" * 500, "中文 🙂 \x00\x1b\ud800 ة"])
def test_texts_of_any_length_and_script_fit_the_pages(text):
    pdf = dossier_pdf(
        dossier(
            project_title=text,
            process_title=text,
            notes=text,
            configuration=((text[:50], text),),
            client=Party(text[:3000], text[:3000], text[:3000]),
            quote=(DossierLine(text, Decimal("-5")),),
            parts=(dataclasses.replace(BRACKET, name=text, unit=text),),
            material=text,
        )
    )
    assert "€1,234.50" in text_of(pdf)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_letters_break_the_document(one, other):
    pdf = dossier_pdf(dossier(process_title=one, notes=other, client=Party(other, one, other)))
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("1234.5", "EUR", "€1,234.50", "1.234,50 €"),
        ("0", "EUR", "€0.00", "0,00 €"),
        ("-12.345", "EUR", "−€12.35", "−12,35 €"),
        ("-0.001", "EUR", "€0.00", "0,00 €"),
        ("1234567.005", "CHF", "CHF 1,234,567.01", "1.234.567,01 CHF"),
        ("99", "PLN", "PLN 99.00", "99,00 PLN"),
        ("10", "EUR", "€10.00", "10,00 €"),
        ("1500", "JPY", "JPY 1,500", "1.500 JPY"),
        ("1234.500000", "JPY", "JPY 1,235", "1.235 JPY"),
        ("1234.000000", "JPY", "JPY 1,234", "1.234 JPY"),
        ("1E+3", "ISK", "ISK 1,000", "1.000 ISK"),
        ("1234.500000", "KWD", "KWD 1,234.500", "1.234,500 KWD"),
        ("1234.567800", "KWD", "KWD 1,234.568", "1.234,568 KWD"),
        ("0", "KWD", "KWD 0.000", "0,000 KWD"),
    ],
)
def test_money_is_written_in_whole_units_as_each_language_does(amount, currency, english, german):
    assert money(Decimal(amount), currency, "en").replace("\N{NO-BREAK SPACE}", " ") == english
    assert money(Decimal(amount), currency, "de").replace("\N{NO-BREAK SPACE}", " ") == german


def test_numbers_are_rounded_half_up_as_they_are_printed():
    assert number(2.675, 2, "en") == "2.68"
    assert number(1e21, 0, "de") == "1.000.000.000.000.000.000.000"


@pytest.fixture
def models(tmp_path):
    (tmp_path / "a").write_bytes(b"solid a")
    (tmp_path / "b").write_bytes(b"solid b" * 300_000)
    return tmp_path / "a", tmp_path / "b"


def dossier_zip(*arguments):
    """The zip in memory."""
    target = io.BytesIO()
    dossier_zips.dossier_zip(*arguments, target)
    return target


def parts(*files):
    """Files that are made, as they are packed."""
    return [(FileRole.PART, *file) for file in files]


def test_the_zip_holds_the_pdf_the_order_and_the_files(tmp_path, models):
    files = parts(("bracket.stl", models[0]), ("base.stl", models[1]))
    packed = dossier_zip(DOSSIER, b"%PDF-1.4", files)
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            *("dossier.pdf", "order.json", "files/bracket.stl", "files/base.stl")
        ]
        assert archive.read("dossier.pdf") == b"%PDF-1.4"
        assert archive.read("files/base.stl") == b"solid b" * 300_000
        assert archive.read("order.json") == order_json(DOSSIER)


def test_what_is_compressed_already_is_stored_as_it_is(tmp_path, models):
    files = parts(("a.STL", models[1]), ("b.3MF", models[1]), ("c.pdf", models[1]))
    packed = dossier_zip(DOSSIER, b"%PDF-1.4", files)
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
    stored = {entry.filename for entry in entries if entry.compress_type == zipfile.ZIP_STORED}
    assert stored == {"dossier.pdf", "files/b.3MF", "files/c.pdf"}


def test_the_order_is_plain_json_with_exact_amounts_and_no_pictures():
    order = json.loads(order_json(DOSSIER))
    assert order["total"] == "1234.50"
    assert order["answer_by"] == "2026-11-25T17:00:00+00:00"
    assert order["ship_date"] == "2026-12-03"
    assert order["client"]["name"] == "Jürgen Größmann"
    assert order["parts"][0]["box_mm"] == [127.0, 63.5, 34.925]
    assert "picture" not in order["parts"][0]
    assert json.loads(order_json(dossier(zone=ZoneInfo("Asia/Tokyo"))))["zone"] == "Asia/Tokyo"
    assert json.loads(order_json(dossier(notes="a\ud800b")))["notes"] == "a\ud800b"


def test_what_is_not_made_lies_apart_in_the_zip_and_is_named_so_in_the_document(tmp_path, models):
    files = [
        (FileRole.PAPER, "a.pdf", models[1]),
        (FileRole.REFERENCE, "a.stl", models[1]),
        *parts(("a.stl", models[0])),
    ]
    packed = dossier_zip(DOSSIER, b"%PDF-1.4", files)
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist()[2:] == ["files/a.stl", "references/a.stl", "papers/a.pdf"]
        assert archive.read("files/a.stl") == b"solid a"
    enclosed = (
        EnclosedFile("housing.stl", "reference", "ab" * 32, 2_000),
        EnclosedFile("drawing.pdf", "paper", "cd" * 32, 3_000),
    )
    words = text_of(dossier_pdf(dossier(enclosed=enclosed)))
    for expected in ("Reference, not to be made", "housing.stl", "2.0 kB", "Paper", "drawing.pdf"):
        assert expected in words
    assert "References and papers" not in text_of(dossier_pdf(DOSSIER))
    assert json.loads(order_json(dossier(enclosed=enclosed)))["enclosed"][0]["role"] == "reference"


def test_equal_orders_give_equal_zips(tmp_path, models):
    files = parts(("a.stl", models[0]))
    one = dossier_zip(DOSSIER, b"pdf", files).getvalue()
    os.utime(models[0], (0, 0))
    other = dossier_zip(DOSSIER, b"pdf", files).getvalue()
    assert one == other


def test_names_that_would_leave_the_folder_stay_in_it(tmp_path, models):
    evil = [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\Windows\\x.stl",
        "a\x00b.stl",
        "..",
        "",
        "con.stl",
    ]
    files = parts(*((name, models[0]) for name in evil))
    packed = dossier_zip(DOSSIER, b"pdf", files)
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()[2:]
    assert names == [
        *("files/passwd", "files/passwd (2)", "files/x.stl", "files/a_b.stl"),
        *("files/file", "files/file (2)", "files/_con.stl"),
    ]


def test_files_of_one_name_are_all_kept_whatever_the_case(tmp_path, models):
    files = parts(("Part.stl", models[0]), ("part.STL", models[1]), ("part (2).stl", models[0]))
    packed = dossier_zip(DOSSIER, b"pdf", files)
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
    assert len({name.casefold() for name in names}) == len(names) == 5


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_safe_name_is_one_component_that_every_system_takes(name):
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert len(safe) <= LONGEST_NAME
    assert not set(safe) & set('/\\:*?"<>|\x00\n\r')
    assert safe == safe.strip(" .")
    assert safe_name(safe) == safe


def test_a_missing_file_is_no_zip(tmp_path):
    with pytest.raises(FileNotFoundError):
        dossier_zip(DOSSIER, b"pdf", parts(("a", tmp_path / "gone")))


def test_an_order_from_before_zips_existed_can_be_packed():
    old = dossier(issued_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert zipfile.is_zipfile(dossier_zip(old, b"pdf", []))
