"""What is kept how long: docs/privacy.md says it as the code does, and nothing is kept unsaid."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import api_keys
from service.database import transactions
from service.database.models import Analysis, ApiKey, File
from service.database.models.record import TableRow
from service.files import garbage
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.operations.retention import BITE, RETENTIONS, tidy
from service.settings import Settings, settings
from tests.support.callers import Caller, site, user
from tests.support.paths import ROOT

#: Tables whose rows go with what they belong to, or tell nothing about anybody, and what that is.
KEPT_WITH = {
    "the account": {
        *("authenticators", "recovery_codes", "external_identities", "read_positions"),
        *("thread_reads", "passkeys"),
    },
    "the organisation": {
        *("addresses", "webhooks", "contractors", "machines", "standing_changes"),
        "catalogue_changes",
    },
    "the order": {
        *("projects", "project_access", "processes", "dependencies", "progress", "files"),
        *("file_grants", "file_accesses", "messages", "requests", "offers", "verifications"),
        *("productions", "replacements", "shipments", "history"),
    },
    "the installation": {
        *("catalogue_items", "catalogue_version", "event_counts", "usage", "checkpoints"),
        *("catalogue_index", "shared_values"),
        *("bookmarks", "announcements", "bells", "tenures", "webhook_targets", "restorations"),
    },
}
#: What is deleted otherwise than by RETENTIONS, as docs/privacy.md calls it.
ELSEWHERE = {"drafts of visitors", "contents that no file refers to any more"}


def documented():
    """What the table in docs/privacy.md says, by kind."""
    page = (ROOT / "docs" / "privacy.md").read_text()
    section = page.split("## Retention\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    return dict(rows[2:] if rows[1][0].startswith("-") else rows[1:])


def test_the_page_names_every_retention_and_no_other():
    said = documented()
    assert len(RETENTIONS) + len(ELSEWHERE) == len(said)
    for retention in RETENTIONS:
        kept = said[retention.words]
        is_setting = retention.kept in Settings.model_fields
        expected = f"`WERKBANK_{retention.kept.upper()}`" if is_setting else retention.kept
        assert kept == expected, retention.kind


def test_every_table_has_a_retention_or_goes_with_something_that_has_a_life_of_its_own():
    swept = {table for retention in RETENTIONS for table in retention.tables}
    lasting = set().union(*KEPT_WITH.values())
    tables = {table.name for table in TableRow.metadata.sorted_tables}
    assert tables - swept - lasting == set(), "say how long its rows are kept"
    assert (swept | lasting) - tables == set()
    assert swept & lasting == set()


@pytest.mark.one_database
def test_keys_that_ended_long_ago_go_with_those_that_they_made(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        ada = user(application, "Ada")
        made = ada.post("/api_keys", {"name": "parent"}).json
        parent = Caller(application, made["key"])
        assert parent.post("/api_keys", {"name": "child"}).status_code == 201
        assert ada.post("/api_keys", {"name": "living"}).status_code == 201
        assert ada.delete(f"/api_keys/{made['id']}").status_code == 204
        assert tidy(clock.now())["api_keys"] == 0
        clock.move(timedelta(days=settings().audit_retention_days + 1))
        with transactions.writing() as session:
            before = clock.now() - timedelta(days=settings().audit_retention_days)
            assert api_keys.delete_ended(session, before, 1000) >= 1
            assert set(session.scalars(sa.select(ApiKey.name))) == {"living"}


def measured(sha256, version=ANALYSIS_VERSION, *, ago=timedelta(days=2)):
    """Keep what was found out about a content; its key."""
    with transactions.writing() as session:
        created_at = clock.now() - ago
        row = Analysis(sha256=sha256, analysis_version=version, created_at=created_at)
        session.add(row)
    return sha256, version


def kept_analyses():
    with transactions.reading() as session:
        return {(row.sha256, row.analysis_version) for row in session.scalars(sa.select(Analysis))}


@pytest.mark.one_database
def test_measures_go_a_day_after_the_last_file_of_a_content(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        ada = user(application, "Ada")
        process = ada.process(ada.project(title="Bracket"))
        assert ada.upload(process, name="lid.stl", unit="mm").status_code == 201
        with transactions.reading() as session:
            sha256 = session.scalars(sa.select(File.sha256)).one()
        of_file = measured(sha256)
        measured(sha256, ANALYSIS_VERSION - 1)
        measured("0" * 64)
        young = measured("1" * 64, ago=timedelta(hours=23))
        with transactions.writing() as session:
            assert garbage.delete_analyses(session, clock.now(), 1) == 1
        assert tidy(clock.now())["analyses"] == 1
        assert kept_analyses() == {of_file, young}
        assert ada.delete(f"/processes/{process}").status_code == 204
        with transactions.writing() as session:
            assert garbage.delete_analyses(session, clock.now(), BITE) == 0
            later = clock.now() + timedelta(days=1, minutes=1)
            assert garbage.delete_analyses(session, later, BITE) == 2
        assert kept_analyses() == set()
