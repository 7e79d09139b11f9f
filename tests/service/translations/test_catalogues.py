"""Every catalogue says all that the sources say, and a further language is one more file."""

import ast
import re
import shutil
import tomllib
from fnmatch import fnmatch

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from service.documents.dossier_pdf import dossier_pdf
from service.translations import SOURCE, catalogues, choose_language, gettext, languages
from tasks.channels.request_mail import compose
from tests.support.dossiers import dossier
from tests.support.paths import ROOT
from tests.support.pdfs import text_of
from tests.support.servers.mail_servers import SENDER, dispatch

TRANSLATED = [language for language in languages() if language != SOURCE]


def messages_in(path, language=None):
    """The catalogue in that file, without its header."""
    with path.open("rb") as file:
        catalogue = read_po(file, language, abort_invalid=True)
    return catalogue, {(each.context, each.id): each for each in catalogue if each.id}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """All messages of the sources, as `make translations` finds them."""
    path = tmp_path_factory.mktemp("template") / "messages.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", "-q", "extract", "--output-file", str(path)])
    return path


def test_people_can_be_addressed_in_english_and_german():
    assert {"en", "de"} <= set(languages())
    assert [choose_language(wanted) for wanted in ("de", "en", "xx", "../de", "", None)] == [
        *("de", "en", "en", "en", "en", "en")
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_sources_is_translated_and_no_other(template, language):
    wanted = messages_in(template)[1]
    catalogue, translated = messages_in(path_of(catalogues.FOLDER, language), language)
    assert len(wanted) > 5
    assert set(wanted) - set(translated) == set()
    assert set(translated) - set(wanted) == set()
    assert not catalogue.obsolete
    assert [each.id for each in translated.values() if each.fuzzy or not all_forms(each)] == []


def test_no_sentence_is_looked_up_where_the_extraction_does_not_see_it(template):
    """As in an f-string, whose inside is text for it before Python 3.12."""
    known = {id for _, id in messages_in(template)[1]}
    calls = [
        node.args[0].value
        for package in ("service", "tasks")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext"
        if isinstance(node.args[0], ast.Constant)
    ]
    assert len(calls) > 100
    assert set(calls) - known == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_values_of_its_message(language):
    for message in messages_in(path_of(catalogues.FOLDER, language), language)[1].values():
        *singular, plural = message.id if message.pluralizable else (message.id,)
        *others, last = all_forms(message)
        assert fields(last) == fields(plural), message.id
        assert all(fields(form) <= fields(plural) for form in (*singular, *others)), message.id


def test_a_further_language_is_one_more_file(template, tmp_path, monkeypatch):
    shutil.copytree(catalogues.FOLDER, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "locale")
    write_in_brackets(template, path_of(tmp_path / "locale", "eo"))
    assert languages() == ("en", "de", "eo")
    esperanto = choose_language("eo")
    assert gettext("Unsubscribe", esperanto) == "[Unsubscribe]"
    assert gettext("not in the catalogue", esperanto) == "not in the catalogue"
    assert gettext("", esperanto) == ""
    printed = text_of(dossier_pdf(dossier(language=esperanto)))
    for expected in ("[Request for production]", "[9 days]", "25 Novembro 2026", "[Page 1 of {}]"):
        assert expected.format(printed.count("[Page")) in printed
    letter = compose(dispatch(dossier=dossier(language=esperanto)), SENDER)
    assert letter["Content-Language"] == "eo"
    assert "[Please answer by 25 Novembro 2026, 17:00 UTC.]" in body_of(letter)


def test_the_catalogues_are_installed_with_the_service():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = configuration["tool"]["setuptools"]["package-data"]["*"]
    for language in TRANSLATED:
        name = path_of(catalogues.FOLDER, language).name
        assert any(fnmatch(name, pattern) for pattern in patterns)


def write_in_brackets(template, path):
    """A catalogue of a language in which everything is said in brackets."""
    catalogue = Catalog("eo")
    for message in messages_in(template)[1].values():
        forms = message.id if message.pluralizable else (message.id,)
        bracketed = tuple(f"[{form}]" for form in forms)
        catalogue.add(
            message.id, bracketed if message.pluralizable else bracketed[0], context=message.context
        )
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def body_of(letter):
    return " ".join(letter.get_body(("plain",)).get_content().split())


def path_of(folder, language):
    return folder / language / "LC_MESSAGES" / "messages.po"


def all_forms(message):
    """Its translations, one for each plural form; empty if one is missing."""
    forms = message.string if message.pluralizable else (message.string,)
    return forms if all(forms) else ()


def fields(text):
    return set(re.findall(r"{\w*}", text))
