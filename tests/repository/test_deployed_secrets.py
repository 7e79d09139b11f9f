"""Proves that production gets secrets as files, and its database as a role that owns nothing."""

import os
import re
import shutil
import stat
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from service.database import migrations, transactions
from service.database.errors import DatabaseError
from service.settings import Settings
from service.values.production import UnfitForProduction
from tests.support.callers import site, user
from tests.support.paths import ROOT
from tests.support.production import PRODUCTION

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def test_secrets_come_as_files_and_stand_in_no_variable():
    assert {name: f"./secrets/{name}" for name in COMPOSE["secrets"]} == {
        name: entry["file"] for name, entry in COMPOSE["secrets"].items()
    }
    used = {secret for container in SERVICES.values() for secret in container["secrets"]}
    assert used == set(COMPOSE["secrets"])
    for container in SERVICES.values():
        for variable, value in container.get("environment", {}).items():
            assert not re.search("(PASSWORD|SECRET|KEYS?|TOKEN|AUTH|_URL)$", variable), variable
            if variable.endswith("_FILE"):
                assert Path(value).name in container["secrets"], variable


def test_only_the_migration_owns_the_tables():
    for name, container in SERVICES.items():
        assert ("owner_database_url" in container["secrets"]) == (name == "migrate")
    assert "database_url" not in SERVICES["migrate"]["secrets"]


@pytest.fixture
def made_secrets(tmp_path):
    """The folder that `deploy/make-secrets` has made, with a mail server in it."""
    command = [DEPLOY / "make-secrets"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    folder = tmp_path / "secrets"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "smtp_url").unlink()
    (folder / "smtp_url").write_text("smtp://mail.werkbank.example\n")
    return folder


@pytest.fixture
def deployed(made_secrets, monkeypatch, tmp_path):
    """The environment of the web process, as compose sets it."""
    for name in [*os.environ]:
        if name in ("DATABASE_URL", "REDIS_URL") or name.startswith("WERKBANK_"):
            monkeypatch.delenv(name)  # the container has what compose sets, and nothing else
    for name, value in SERVICES["web"]["environment"].items():
        monkeypatch.setenv(name, value.replace("/run/secrets", str(made_secrets)))
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    for name in ("public_url", "mail_from"):
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", PRODUCTION[name])


def test_production_starts_with_the_secrets_that_are_made_for_it(made_secrets, deployed):
    assert {path.name for path in made_secrets.iterdir()} == set(COMPOSE["secrets"])
    assert stat.S_IMODE(made_secrets.stat().st_mode) == 0o700
    settings = Settings()
    password = (made_secrets / "postgres_service_password").read_text()
    assert settings.database_url == (
        f"postgresql+psycopg://werkbank_service:{password}@postgres/werkbank"
    )
    assert not settings.embedded
    assert settings.smtp_url == "smtp://mail.werkbank.example"


def test_a_secret_that_is_given_twice_or_cannot_be_read_is_refused(deployed, monkeypatch):
    monkeypatch.setenv("WERKBANK_SECRET_KEY", PRODUCTION["secret_key"])
    with pytest.raises(UnfitForProduction, match="WERKBANK_SECRET_KEY_FILE are both set"):
        Settings()
    monkeypatch.delenv("WERKBANK_SECRET_KEY")
    monkeypatch.setenv("WERKBANK_SECRET_KEY_FILE", "/no/such/file")
    with pytest.raises(UnfitForProduction, match="WERKBANK_SECRET_KEY_FILE names a file that"):
        Settings()


def test_images_get_the_digests_that_their_tags_have(tmp_path):
    digest = "sha256:" + "5" * 64
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text(f"#!/bin/sh\necho {digest}\n")
    docker.chmod(0o755)
    for name in ("Dockerfile", "docker-compose.yml", "deploy/pin-images"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    environment = {**os.environ, "PATH": f"{docker.parent}:{os.environ['PATH']}"}
    for _ in range(2):
        command = [tmp_path / "deploy" / "pin-images"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        compose = yaml.safe_load((tmp_path / "docker-compose.yml").read_text())
        for name in ("postgres", "redis"):
            tag = SERVICES[name]["image"].partition("@")[0]
            assert compose["services"][name]["image"] == f"{tag}@{digest}"
        assert compose["services"]["web"]["image"] == SERVICES["web"]["image"]
        bases = re.findall(r"^FROM (\S+)", (tmp_path / "Dockerfile").read_text(), re.MULTILINE)
        assert len(bases) == 2
        assert all(base.endswith(f"@{digest}") for base in bases)


@contextmanager
def roles(url):
    """An empty database at `url` with the roles of deploy/roles.sql: its owner, and the service."""
    lines = (DEPLOY / "roles.sql").read_text().splitlines()
    script = "\n".join(line for line in lines if not line.startswith("\\"))
    script = re.sub(r":'\w+'", "'copper-lantern'", script)
    engine, parsed = sa.create_engine(url), sa.make_url(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.exec_driver_sql(script)
    names = ("werkbank_owner", "werkbank_service")
    try:
        yield [
            parsed.set(username=name, password="copper-lantern").render_as_string(False)
            for name in names
        ]
    finally:
        with engine.begin() as connection:
            for name in names:
                connection.exec_driver_sql(f"DROP OWNED BY {name} CASCADE; DROP ROLE {name}")
        engine.dispose()


@pytest.mark.only_on("postgresql")
def test_the_service_works_as_a_role_that_owns_nothing(database_url, monkeypatch, tmp_path):
    with roles(database_url) as (owner, service):
        migrations.upgrade(owner)
        with site(service, monkeypatch, tmp_path) as application:
            ada = user(application, "Ada")
            process_id = ada.draft()
            assert ada.upload(process_id).status_code == 201
            assert ada.delete(f"/processes/{process_id}").status_code < 300
            for statement in ("DROP TABLE users", "CREATE TABLE x()", "SELECT * FROM pg_authid"):
                with (
                    pytest.raises(DatabaseError, match=r"must be owner|permission denied"),
                    transactions.writing() as session,
                ):
                    session.execute(sa.text(statement))
