"""Proves that production does not start while anything about it is unsafe, and says all of it."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from service import app, signed_tokens
from service.cli import main
from service.database import transactions
from service.operations.example import people
from service.settings import Settings, settings
from service.values.environment import FORMER_NAMES
from service.values.production import CHECKS, UnfitForProduction, production_warnings
from service.values.secret_keys import is_guessable
from tests.support.production import PRODUCTION

PROVIDER = {"name": "works", "title": "Works", "client_id": "werkbank", "client_secret": "c0pper"}
#: Ways to somewhere that are encrypted, or so short that nobody listens.
CLOSED = (
    {"database_url": "postgresql://werkbank@db.example/werkbank?sslmode=require"},
    {"database_url": "postgresql://werkbank@db.example/werkbank?sslmode=verify-full"},
    {"database_url": "postgresql://werkbank@db/werkbank"},
    {"database_url": "postgresql://werkbank@127.0.0.1/werkbank?sslmode=disable"},
    {"database_url": "postgresql:///werkbank?host=/run/postgresql&sslmode=disable"},
    {"redis_url": "redis://:c0pper@redis:6379/0"},
    {"redis_url": "redis://127.0.0.1:6379/0"},
    {"redis_url": "redis://127.8.0.1:6379/0"},
    {"redis_url": "redis://[::1]:6379/0"},
    {"redis_url": "unix:///run/valkey.sock"},
    {"redis_url": "rediss://:c0pper@redis.example:6379/0?ssl_cert_reqs=CERT_REQUIRED"},
    {"redis_url": "rediss://:c0pper@redis.example:6379/0?ssl_check_hostname=yes"},
    {"smtp_url": "smtps://name:c0pper@mail.example"},
    {"smtp_url": "smtp://localhost?starttls=off"},
    {"storage_endpoint": "http://minio:9000"},
    {"scan_clamd": "clamd:3310"},
    {"scan_clamd": "unix:/run/clamd.sock"},
    {"oidc_providers": json.dumps([PROVIDER | {"issuer": "https://login.example"}])},
    {"webhook_allowed_networks": "10.0.0.0/8,fc00::/7"},
)
#: Each alone keeps production from starting, with these words.
UNSAFE = {
    "no key": ({"secret_key": ""}, "WERKBANK_SECRET_KEY must be set"),
    "a short key": ({"secret_key": "1f" * 31}, "WERKBANK_SECRET_KEY can be guessed"),
    "a key of one letter": ({"secret_key": "k" * 100}, "WERKBANK_SECRET_KEY can be guessed"),
    "a word again and again": ({"secret_key": "werkbank" * 12}, "WERKBANK_SECRET_KEY can be"),
    "a former key": ({"former_secret_keys": "k" * 64}, "WERKBANK_FORMER_SECRET_KEYS can be"),
    "no key to encrypt": ({"encryption_keys": ""}, "WERKBANK_ENCRYPTION_KEYS must be set"),
    "a short key to encrypt": ({"encryption_keys": "0123456789abcdef" * 2}, "KEYS can be guessed"),
    "no key of histories": ({"history_keys": ""}, "WERKBANK_HISTORY_KEYS must be set"),
    "a second one": (
        {"encryption_keys": f"{PRODUCTION['encryption_keys']},{'e' * 64}"},
        "WERKBANK_ENCRYPTION_KEYS can be guessed",
    ),
    "Flower for everybody": ({"flower_basic_auth": ""}, "WERKBANK_FLOWER_BASIC_AUTH must be set"),
    "Flower by a:a": ({"flower_basic_auth": "a:a"}, "a password of at least 12 signs"),
    "Flower by its name": ({"flower_basic_auth": "administrator:administrator"}, "at least 12"),
    "Flower by a second name": (
        {"flower_basic_auth": f"{PRODUCTION['flower_basic_auth']},guest:guest"},
        "at least 12",
    ),
    "Flower by no name": ({"flower_basic_auth": ":copper lantern drifts"}, "needs a name"),
    "figures by a short token": (
        {"operations_token": "metrics"},
        "WERKBANK_OPERATIONS_TOKEN can be guessed",
    ),
    "a name in the public address": (
        {"public_url": "https://user:password@werkbank.example"},
        "WERKBANK_PUBLIC_URL must be",
    ),
    "a query in it": (
        {"public_url": "https://werkbank.example/?x="},
        "WERKBANK_PUBLIC_URL must be",
    ),
    "a blank in it": ({"public_url": "https://werk bank.example"}, "WERKBANK_PUBLIC_URL must be"),
    "no public address": ({"public_url": ""}, "WERKBANK_PUBLIC_URL must be the https:// address"),
    "no TLS": ({"public_url": "http://werkbank.example"}, "WERKBANK_PUBLIC_URL must be"),
    "no host": ({"public_url": "https://"}, "WERKBANK_PUBLIC_URL must be the https:// address"),
    "a usual password of the database": (
        {"database_url": "postgresql://werkbank:postgres@db/werkbank"},
        "the password in WERKBANK_DATABASE_URL is a usual one",
    ),
    "its name as password": (
        {"database_url": "postgresql://wilhelmine:Wilhelmine@db/werkbank"},
        "the password in WERKBANK_DATABASE_URL is a usual one",
    ),
    "a usual password of Redis": (
        {"redis_url": "redis://:foobared@redis:6379/0"},
        "the password in WERKBANK_REDIS_URL is a usual one",
    ),
    "no mail server": ({"smtp_url": ""}, "WERKBANK_SMTP_URL must name a mail server"),
    "another kind of server": ({"smtp_url": "http://mail.example"}, "must name a mail server"),
    "a server without a name": ({"smtp_url": "smtp://:25"}, "must name a mail server"),
    "no sender": ({"mail_from": "Werkbank <werkbank@localhost>"}, "WERKBANK_MAIL_FROM must be"),
    "no confirmation": ({"email_confirmation": "false"}, "WERKBANK_EMAIL_CONFIRMATION cannot"),
    "strangers as contractors": (
        {"contractor_approval": "false"},
        "WERKBANK_CONTRACTOR_APPROVAL cannot",
    ),
    "proxies everywhere": ({"trusted_proxies": "10.0.0.0/8,::/0"}, "believes everybody"),
    "proxies in each half": ({"trusted_proxies": "0.0.0.0/1,128.0.0.0/1"}, "believes everybody"),
    "proxies in a wide network": ({"trusted_proxies": "2000::/3"}, "believes everybody"),
    "webhooks everywhere": (
        {"webhook_allowed_networks": "0.0.0.0/0"},
        "lets users call everything",
    ),
    "plain origins": ({"cors_origins": "http://shop.example"}, "WERKBANK_CORS_ORIGINS lets"),
    "half a key of the storage": (
        {"storage_access_key_id": "werkbank"},
        "WERKBANK_STORAGE_SECRET_ACCESS_KEY belong together",
    ),
    "a usual key of the storage": (
        {"storage_access_key_id": "werkbank", "storage_secret_access_key": "minioadmin"},
        "WERKBANK_STORAGE_SECRET_ACCESS_KEY is a usual one",
    ),
    "a database without TLS": (
        {"database_url": "postgresql://werkbank@db.example/werkbank?sslmode=disable"},
        "WERKBANK_DATABASE_URL forbids TLS on the way to db.example",
    ),
    "a neighbour without TLS": (
        {"database_url": "postgresql://werkbank@db/werkbank?sslmode=disable"},
        "WERKBANK_DATABASE_URL forbids TLS on the way to db ",
    ),
    "a database with TLS if it likes": (
        {"database_url": "postgresql://werkbank@db.example:5432/werkbank"},
        "WERKBANK_DATABASE_URL reaches db.example without TLS",
    ),
    "any certificate for Redis": (
        {"redis_url": "rediss://:c0pper@redis.example:6379/0?ssl_check_hostname=No"},
        "WERKBANK_REDIS_URL takes anybody for redis.example",
    ),
    "a name that begins as an address of this machine": (
        {"database_url": "postgresql://werkbank@127.evil.example/werkbank?sslmode=disable"},
        "WERKBANK_DATABASE_URL forbids TLS on the way to 127.evil.example",
    ),
    "the second of two databases": (
        {"database_url": "postgresql:///werkbank?host=db:5432&host=10.0.0.5:5432"},
        "WERKBANK_DATABASE_URL reaches 10.0.0.5 without TLS",
    ),
    "Redis without TLS": (
        {"redis_url": "redis://:c0pper@redis.example:6379/0"},
        "WERKBANK_REDIS_URL reaches redis.example without TLS",
    ),
    "Redis of whoever answers": (
        {"redis_url": "rediss://:c0pper@redis.example:6379/0?ssl_cert_reqs=none"},
        "WERKBANK_REDIS_URL takes anybody for redis.example",
    ),
    "Redis without a password": (
        {"redis_url": "rediss://redis.example:6379/0"},
        "WERKBANK_REDIS_URL has no password: whoever reaches redis.example",
    ),
    "mail without TLS": (
        {"smtp_url": "smtp://name:c0pper@mail.example:587?starttls=off"},
        "WERKBANK_SMTP_URL forbids TLS on the way to mail.example",
    ),
    "storage without TLS": (
        {"storage_endpoint": "http://s3.example"},
        "WERKBANK_STORAGE_ENDPOINT reaches s3.example without TLS",
    ),
    "a scanner elsewhere": (
        {"scan_clamd": "10.0.0.7:3310"},
        "WERKBANK_SCAN_CLAMD sends every file to 10.0.0.7 without TLS",
    ),
    "an issuer without TLS": (
        {"oidc_providers": json.dumps([PROVIDER | {"issuer": "http://login.example"}])},
        "WERKBANK_OIDC_PROVIDERS names an issuer at login.example without TLS",
    ),
    "webhooks to anybody without TLS": (
        {"webhook_allowed_networks": "10.0.0.0/8,8.8.8.0/24"},
        "WERKBANK_WEBHOOK_ALLOWED_NETWORKS lets webhooks go to public addresses (8.8.8.0/24)",
    ),
    "a mistyped setting": ({"smpt_url": "x"}, "WERKBANK_SMPT_URL is no setting"),
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in (*Settings.model_fields, *FORMER_NAMES):
        for prefix in ("", "WERKBANK_"):
            monkeypatch.delenv(prefix + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield
    settings.cache_clear()


def configure(monkeypatch, **values):
    for name, value in {**PRODUCTION, **values}.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", value)


def faults():
    with pytest.raises(ValidationError) as refused:
        Settings()
    (reason,) = refused.value.errors()
    return reason["ctx"]["error"].faults


def test_production_starts_with_settings_that_are_safe(monkeypatch):
    configure(monkeypatch)
    assert not Settings().embedded


@pytest.mark.parametrize(("values", "words"), UNSAFE.values(), ids=UNSAFE)
def test_production_does_not_start_with_what_is_unsafe(monkeypatch, values, words):
    configure(monkeypatch, **values)
    (fault,) = faults()
    assert words in fault


@pytest.mark.parametrize("values", CLOSED, ids=lambda values: next(iter(values.values())))
def test_production_starts_with_ways_on_which_nobody_listens(monkeypatch, values):
    configure(monkeypatch, **values)
    assert Settings()


def test_what_libpq_is_told_by_its_own_variables_counts(monkeypatch):
    configure(monkeypatch, database_url="postgresql://werkbank@db.example/werkbank")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert Settings()
    configure(monkeypatch, database_url="postgresql:///werkbank")
    monkeypatch.delenv("PGSSLMODE")
    assert Settings()
    monkeypatch.setenv("PGHOST", "db.example")
    (fault,) = faults()
    assert fault.startswith("WERKBANK_DATABASE_URL reaches db.example without TLS")


def test_everything_that_is_unsafe_is_said_at_once(monkeypatch):
    monkeypatch.setenv("WERKBANK_EMBEDDED", "false")
    monkeypatch.setenv("WERKBANK_SECRET_KEY", "k")
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("WERKBANK_TRUSTED_PROXIES", "0.0.0.0/0")
    monkeypatch.setenv("WERKBANK_REDIS_URL", "redis://:redis@redis")
    assert len(faults()) == 10
    assert len(CHECKS) == 10


@pytest.mark.parametrize("name", ["FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "PYTHONINSPECT"])
def test_tools_of_developers_are_off_in_production(monkeypatch, name):
    configure(monkeypatch)
    monkeypatch.setenv(name, "0")
    assert Settings()
    monkeypatch.setenv(name, "1")
    (fault,) = faults()
    assert fault.startswith(f"{name} is for developers")


def test_no_secret_stands_in_what_a_refusal_says(monkeypatch):
    secret = "one-secret-that-is-short"
    configure(
        monkeypatch,
        secret_key=secret,
        encryption_keys=f"{secret}-{secret}",
        flower_basic_auth=f"{secret}:a",
        redis_url=f"redis://{secret}:{secret}@redis",
    )
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert secret not in str(refused.value)


def test_the_embedded_mode_asks_for_none_of_it(monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert Settings(flower_basic_auth="a:a", trusted_proxies="0.0.0.0/0").embedded


def test_random_keys_of_32_bytes_pass_in_each_usual_form():
    for number in range(200):
        random = sha256(str(number).encode())
        assert not is_guessable(random.hexdigest())
        assert is_guessable(random.hexdigest()[:-1])


def test_what_could_be_better_is_said_and_does_not_keep_production_from_starting(monkeypatch):
    configure(monkeypatch, database_url="sqlite:///w.sqlite3", redis_url="redis://redis:6379/0")
    configure(monkeypatch, storage_endpoint="http://minio:9000", smtp_url="smtp://mail.example")
    said = " ".join(production_warnings(Settings()))
    for words in ("is SQLite", "has no password", "WERKBANK_TRUSTED_PROXIES is empty", "CONTACT"):
        assert words in said
    assert "WERKBANK_STORAGE_ENDPOINT is without TLS" in said
    assert "end it with ?starttls=required" in said
    better = {
        "database_url": "postgresql://db/werkbank",
        "redis_url": "redis://:c0pper@redis",
        "trusted_proxies": "10.0.0.0/8",
        "security_contact": "mailto:security@werkbank.example",
        "storage_endpoint": "https://s3.werkbank.example",
    }
    configure(monkeypatch, **better)
    assert production_warnings(Settings()) == []
    for allowed in ("127.0.0.0/8", "10.0.0.0/8,169.254.169.254/32", "::1/128"):
        configure(monkeypatch, **better, webhook_allowed_networks=allowed)
        (warning,) = production_warnings(Settings())
        assert f"lets users call {allowed.rpartition(',')[2]}:" in warning
    configure(monkeypatch, **better, webhook_allowed_networks="10.0.0.0/8,fc00::/7")
    assert production_warnings(Settings()) == []
    configure(monkeypatch, **better, history_keys=PRODUCTION["secret_key"])
    (warning,) = production_warnings(Settings())
    assert "one key stands in several settings" in warning


@pytest.mark.one_database
def test_the_command_names_everything_line_by_line(database_url, monkeypatch):
    monkeypatch.setenv("WERKBANK_DATABASE_URL", database_url)
    done = CliRunner().invoke(main, ["check-config"])
    assert done.exit_code == 1
    assert done.output.count("\n- WERKBANK_") == 7
    configure(monkeypatch, database_url=database_url)
    done = CliRunner().invoke(main, ["check-config"])
    assert done.exit_code == 0, done.output
    assert "could be better: WERKBANK_TRUSTED_PROXIES is empty" in done.output
    assert done.output.endswith("The settings are fit for production.\n")


def test_production_does_not_start_on_the_data_of_the_embedded_mode(
    example_url, monkeypatch, tmp_path
):
    configure(monkeypatch, database_url=example_url, var_dir=str(tmp_path))
    with transactions.connected(example_url):
        with pytest.raises(UnfitForProduction, match="example people") as refused:
            app.create_app()
        everybody = [login.email for login in people.people(settings())]
        assert all(email in str(refused.value) for email in everybody)
        done = CliRunner().invoke(main, ["check-config"])
        assert "klara@musterbau.example" in done.output
        assert CliRunner().invoke(main, ["migrate"]).exit_code == 1
        for email in everybody:
            assert CliRunner().invoke(main, ["user", "disable", email]).exit_code == 0
        assert app.create_app()


def test_what_a_former_key_has_signed_counts_until_that_key_is_taken_out(monkeypatch):
    former, new = (sha256(word).hexdigest() for word in (b"former", b"new"))
    configure(monkeypatch, secret_key=former)
    token = signed_tokens.token("unsubscribe", "ada")
    settings.cache_clear()
    configure(monkeypatch, secret_key=new, former_secret_keys=former)
    assert signed_tokens.read("unsubscribe", token, 1) == ["ada"]
    renewed = signed_tokens.token("unsubscribe", "ada")
    assert renewed != token
    settings.cache_clear()
    configure(monkeypatch, secret_key=new, former_secret_keys="")
    assert signed_tokens.read("unsubscribe", renewed, 1) == ["ada"]
    with pytest.raises(signed_tokens.BadToken):
        signed_tokens.read("unsubscribe", token, 1)
