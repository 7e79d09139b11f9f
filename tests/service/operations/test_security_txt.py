"""Who finds a vulnerability is told whom to tell."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from service import clock
from service.settings import Settings, settings
from tests.support.callers import Caller, site

pytestmark = pytest.mark.one_database
PATH = "//.well-known/security.txt"


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    values = {
        "security_contact": "mailto:security@werkbank.example, https://werkbank.example/report",
        "public_url": "https://werkbank.example",
    }
    with site(database_url, monkeypatch, tmp_path, **values) as application:
        yield application


def test_the_contacts_stand_where_rfc_9116_has_them(application):
    answer = Caller(application).get(PATH)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    lines = [line.partition(": ")[::2] for line in answer.text.splitlines()]
    assert [words for name, words in lines if name == "Contact"] == [
        "mailto:security@werkbank.example",
        "https://werkbank.example/report",
    ]
    fields = dict(lines)
    assert fields["Canonical"] == "https://werkbank.example/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, de"
    (expires,) = [words for name, words in lines if name == "Expires"]
    left = datetime.fromisoformat(expires) - clock.now()
    assert timedelta(days=178) < left < timedelta(days=365)


def test_without_a_contact_there_is_nothing(application, monkeypatch):
    monkeypatch.setenv("WERKBANK_SECURITY_CONTACT", "")
    settings.cache_clear()
    assert Caller(application).get(PATH).status_code == 404


@pytest.mark.parametrize("contact", ["ada@shop.example", "http://werkbank.example", "mailto:a\nb"])
def test_a_contact_that_the_rfc_does_not_allow_is_refused(contact, tmp_path):
    with pytest.raises(ValidationError, match="mailto:, tel: or https:"):
        Settings(var_dir=tmp_path, security_contact=contact)
