"""Every catalogue says all that the sources say, and a further language is one more file."""

import re
import shutil

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from service.translations import SOURCE, catalogues, choose_language, gettext, languages
from tests.support.paths import ROOT

pytestmark = pytest.mark.no_database

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


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_values_of_its_message(language):
    for message in messages_in(path_of(catalogues.FOLDER, language), language)[1].values():
        *singular, plural = message.id if message.pluralizable else (message.id,)
        *others, last = all_forms(message)
        assert fields(last) == fields(plural), message.id
        assert all(fields(form) <= fields(plural) for form in (*singular, *others)), message.id


def test_a_further_language_is_one_more_file(template, tmp_path, monkeypatch):
    shutil.copytree(catalogues.FOLDER, tmp_path / "locale")
    path = path_of(tmp_path / "locale", "eo")
    path.parent.mkdir(parents=True)
    path.write_text(template.read_text().replace('"Unsubscribe"\nmsgstr ""', MADE_UP))
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "locale")
    assert languages() == ("en", "de", "eo")
    esperanto = choose_language("eo")
    assert gettext("Unsubscribe", esperanto) == "Malaboni"
    assert gettext("not translated yet", esperanto) == "not translated yet"


MADE_UP = '"Unsubscribe"\nmsgstr "Malaboni"'


def path_of(folder, language):
    return folder / language / "LC_MESSAGES" / "messages.po"


def all_forms(message):
    """Its translations, one for each plural form; empty if one is missing."""
    forms = message.string if message.pluralizable else (message.string,)
    return forms if all(forms) else ()


def fields(text):
    return set(re.findall(r"{\w*}", text))
