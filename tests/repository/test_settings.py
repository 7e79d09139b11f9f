"""Proves that the settings are complete, safe by default and explained."""

import re
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings, settings
from service.values.environment import FORMER_NAMES, unknown_variables
from tests.support.production import PRODUCTION


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in (*Settings.model_fields, *FORMER_NAMES):
        for prefix in ("", "WERKBANK_"):
            monkeypatch.delenv(prefix + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_newcomer_needs_to_set_nothing():
    settings = Settings()
    assert settings.database_url == "sqlite:///var/werkbank.sqlite3"
    assert settings.embedded
    assert settings.public_url == "http://127.0.0.1:8000"


def test_commands_beside_an_embedded_service_find_the_broker_that_it_started(tmp_path):
    assert Settings().broker_url == ""
    (tmp_path / "var" / "valkey").mkdir(parents=True)
    (tmp_path / "var" / "valkey" / "port").write_text("56393")
    assert Settings().broker_url == "redis://127.0.0.1:56393/0"
    assert Settings(redis_url="redis://other").broker_url == "redis://other"
    assert Settings(**PRODUCTION).broker_url == ""


@pytest.mark.parametrize("name", ["DATABASE_URL", "WERKBANK_DATABASE_URL"])
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_database_may_be_announced_in_any_common_way(monkeypatch, name, scheme):
    monkeypatch.setenv(name, f"{scheme}://someone@db/werkbank")
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    assert Settings().database_url == "postgresql+psycopg://someone@db/werkbank"


def test_the_database_moves_with_the_var_folder(tmp_path):
    assert Settings(var_dir=tmp_path).database_url == f"sqlite:///{tmp_path}/werkbank.sqlite3"


def test_the_embedded_secret_is_made_once_and_is_private(tmp_path):
    first, second = Settings(), Settings()
    assert len(first.secret_key) > 30
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE(Path("var/secret_key").stat().st_mode) == 0o600
    assert Settings(var_dir=tmp_path / "other").secret_key != first.secret_key


@pytest.mark.parametrize(
    "missing", ["secret_key", "encryption_keys", "history_keys", "flower_basic_auth"]
)
def test_outside_the_embedded_mode_every_secret_must_be_given(missing):
    assert not Settings(**PRODUCTION).embedded
    with pytest.raises(ValidationError, match=f"WERKBANK_{missing.upper()} must be set"):
        Settings(**PRODUCTION | {missing: ""})


def test_secrets_do_not_show_when_the_settings_are_printed():
    secret = {"secret_key": "one-secret", "flower_basic_auth": "name:two-secret"}
    secret["encryption_keys"] = f"{'e' * 32}-secret"
    urls = {"database_url": "postgresql://n:three-secret@db/w", "redis_url": "redis://:4-secret@r"}
    printed = repr(Settings(embedded=True, **secret, **urls, smtp_url="smtp://n:five-secret@mail"))
    assert "secret@" not in printed
    assert "-secret'" not in printed


def test_a_password_without_a_name_is_refused_for_flower():
    with pytest.raises(ValidationError, match="name:password"):
        Settings(flower_basic_auth="password")


def test_every_setting_is_explained():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_var_makes_room_for_a_file():
    path = Settings().var("log", "web.log")
    assert path.is_absolute()
    assert path.parent.is_dir()


@pytest.mark.parametrize(
    ("host", "bind", "reached_at"),
    [
        ("::1", "[::1]:8000", "http://[::1]:8000"),
        ("[::1]", "[::1]:8000", "http://[::1]:8000"),
        ("::", "[::]:8000", "http://[::1]:8000"),
        ("0:0:0:0:0:0:0:0", "[::]:8000", "http://[::1]:8000"),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000"),
        (" localhost ", "localhost:8000", "http://localhost:8000"),
        ("192.0.2.7", "192.0.2.7:8000", "http://192.0.2.7:8000"),
    ],
)
def test_every_way_to_write_a_host_gives_addresses_that_work(monkeypatch, host, bind, reached_at):
    monkeypatch.setenv("WERKBANK_HOST", host)
    settings = Settings()
    assert (settings.bind, settings.local_url, settings.public_url) == (
        bind,
        reached_at,
        reached_at,
    )


@pytest.mark.parametrize("host", ["http://here", "here:8000", "[::1", "::1]", "a b", "me@here"])
def test_a_host_that_is_none_is_refused_in_a_sentence(monkeypatch, host):
    monkeypatch.setenv("WERKBANK_HOST", host)
    with pytest.raises(ValidationError, match="is no address and no name"):
        Settings()


def test_a_variable_that_is_empty_counts_as_unset(monkeypatch):
    unset = Settings().model_dump()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", "")
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, "")
    assert Settings().model_dump() == unset


@pytest.mark.parametrize("level", ["info", "Info", " INFO ", "INFO"])
def test_a_log_level_is_known_in_any_case(monkeypatch, level):
    monkeypatch.setenv("WERKBANK_LOG_LEVEL", level)
    assert Settings().log_level == "INFO"


def test_production_does_not_start_with_a_mistyped_setting(monkeypatch):
    monkeypatch.setenv("WERKBANK_SMPT_URL", "smtp://mail")
    message = "WERKBANK_SMPT_URL is no setting; did you mean WERKBANK_SMTP_URL?"
    with pytest.raises(ValidationError, match=re.escape(message)):
        Settings(**PRODUCTION)
    assert Settings().embedded
    assert unknown_variables(Settings.model_fields) == [message]


def test_what_resembles_no_setting_is_told_without_a_guess(monkeypatch):
    monkeypatch.setenv("WERKBANK_XYZZY", "1")
    assert unknown_variables(Settings.model_fields) == ["WERKBANK_XYZZY is no setting"]


@pytest.fixture
def unread_settings():
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(("former", "name"), FORMER_NAMES.items())
def test_a_setting_goes_by_its_former_name_for_one_release_and_says_so(
    monkeypatch, unread_settings, former, name
):
    monkeypatch.setenv(f"WERKBANK_{former.upper()}", "77")
    sentence = f"WERKBANK_{former.upper()} is now WERKBANK_{name.upper()};"
    with pytest.warns(FutureWarning, match=re.escape(sentence)):
        assert getattr(settings(), name) == 77
    assert getattr(Settings(**PRODUCTION), name) == 77


def test_of_two_names_of_one_setting_the_present_one_counts(monkeypatch):
    for former, name in FORMER_NAMES.items():
        monkeypatch.setenv(f"WERKBANK_{former.upper()}", "77")
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", "78")
    assert {getattr(Settings(), name) for name in FORMER_NAMES.values()} == {78}
