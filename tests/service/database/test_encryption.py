"""Stored secrets: what a copy of the database shows of them, and how their keys are changed."""

import orjson
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from pydantic import ValidationError

from service import clock
from service.database import transactions
from service.database.encryption import CannotDecrypt, EncryptedText, decrypted, encrypted
from service.database.models import WebhookEndpoint
from service.database.models.record import JsonColumn
from service.operations.secret_commands import secrets
from service.settings import Settings, settings
from service.webhooks import endpoints
from tests.support.callers import site, user

OLD, NEW = "o" * 32, "n" * 32
STORED = sa.text("SELECT CAST(secrets AS TEXT) FROM webhooks")


@pytest.fixture
def with_keys(monkeypatch):
    """Have the settings name these keys from now on."""

    def change(keys):
        monkeypatch.setenv("WERKBANK_ENCRYPTION_KEYS", keys)
        settings.cache_clear()

    yield change
    settings.cache_clear()


@pytest.fixture
def webhook(database_url, monkeypatch, tmp_path, with_keys):
    """A webhook as its owner got it, made while OLD was the only key."""
    with site(database_url, monkeypatch, tmp_path, encryption_keys=OLD) as application:
        ada = user(application, "Ada")
        yield ada.post("/webhooks", {"url": "https://erp.example/hooks"}).json


def stored():
    with transactions.reading() as db:
        return db.scalar(STORED)


def signs_with(webhook):
    with transactions.reading() as db:
        row = db.scalars(sa.select(WebhookEndpoint)).one()
        return endpoints.keys(row, clock.now()) == [webhook["secret"]]


def rotate(database_url):
    done = CliRunner().invoke(secrets, ["rotate"])
    transactions.connect(database_url)
    return done


def test_a_copy_of_the_database_does_not_show_what_signs(webhook):
    assert webhook["secret"].removeprefix("whsec_") not in stored()
    assert signs_with(webhook)


def test_the_same_secret_is_never_stored_alike():
    assert encrypted("secret") != encrypted("secret")
    assert decrypted(encrypted("secret")) == "secret"


def test_after_a_rotation_the_old_key_is_needed_no_more(webhook, with_keys, database_url):
    with_keys(f"{NEW},{OLD}")
    assert signs_with(webhook)
    done = rotate(database_url)
    assert (done.exit_code, done.output) == (
        0,
        "authenticators.secret: 0 encrypted with the newest key.\n"
        "webhooks.secrets: 1 encrypted with the newest key.\n",
    )
    with_keys(NEW)
    assert signs_with(webhook)


def test_a_secret_of_a_former_version_works_and_is_encrypted_by_the_rotation(webhook, database_url):
    plain = orjson.loads(stored())
    plain[0]["secret"] = webhook["secret"]
    with transactions.writing() as db:
        webhooks = sa.table("webhooks", sa.column("secrets", JsonColumn()))
        db.execute(sa.update(webhooks).values(secrets=plain))
    assert signs_with(webhook)
    assert rotate(database_url).exit_code == 0
    assert webhook["secret"] not in stored()
    assert signs_with(webhook)


def test_without_its_key_a_secret_is_refused_in_a_sentence(webhook, with_keys, database_url):
    with_keys(NEW)
    with pytest.raises(CannotDecrypt, match="none of the WERKBANK_ENCRYPTION_KEYS opens"):
        signs_with(webhook)
    before = stored()
    done = rotate(database_url)
    assert done.exit_code == 1
    assert done.output.endswith("No key of the list opens 1 secrets; add the key that they need.\n")
    assert stored() == before


@pytest.mark.parametrize("keys", ["short", f"{NEW},short", ","])
def test_keys_that_can_be_guessed_are_refused_and_not_printed(keys, tmp_path):
    with pytest.raises(ValidationError, match="keys of at least 32 letters") as refused:
        Settings(var_dir=tmp_path, embedded=True, encryption_keys=keys)
    assert "short" not in refused.value.errors()[0]["msg"]


def test_the_embedded_service_makes_a_key_of_its_own_once(tmp_path):
    first, second = (Settings(var_dir=tmp_path, embedded=True) for _ in range(2))
    assert first.encryption_keys == second.encryption_keys != first.secret_key


def test_a_text_column_is_plain_for_the_program_and_encrypted_in_the_database(database_url):
    table = sa.Table("t", sa.MetaData(), sa.Column("secret", EncryptedText()))
    with transactions.connected(database_url), transactions.writing() as db:
        table.create(db.connection())
        db.execute(table.insert().values(secret="JBSWY3DPEHPK3PXP"))
        assert db.scalar(sa.text("SELECT secret FROM t")).startswith("fernet:")
        assert db.scalar(sa.select(table.c.secret)) == "JBSWY3DPEHPK3PXP"
        table.drop(db.connection())
