"""The audit log as admins and users read it: what it says, to whom, and that nobody rewrites it."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.access.permissions import RIGHTS
from service.accounts.commands import user as user_command
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import transactions
from service.database.errors import DatabaseError
from service.database.models import AuditAudience, AuditEntry
from service.operations import retention
from service.settings import settings
from tests.support import callers
from tests.support.accounts import email_of
from tests.support.callers import Caller, user
from tests.support.worlds.marketplace import refused

AT = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(site):
    return user(site, "Ada", organization_name="Ada Ltd")


def home(caller):
    return f"/organizations/{caller.me['home_id']}"


def role(caller, name, rights=("processes:read",), **more):
    made = caller.post(f"{home(caller)}/roles", {"name": name, "rights": list(rights)}, **more)
    assert made.status_code == 201, made.text
    return made.json


def member(site, ada, name, rights):
    """Somebody in the organisation of Ada with these rights alone."""
    newcomer = user(site, name)
    role(ada, name, rights)
    added = ada.post(f"{home(ada)}/members", {"email": email_of(name), "role": name})
    assert added.status_code == 201, added.text
    return newcomer


def log_of(reader, path=None, **query):
    answer = reader.get(path or f"{home(reader)}/audit", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def actions(items):
    return [item["action"] for item in items]


def test_an_entry_says_who_did_what_when_and_from_where(ada):
    made = role(ada, "buyer", environ_base=AT)
    path = f"{home(ada)}/roles/{made['id']}"
    ada.patch(path, {"name": "reader", "rights": ["processes:edit"]}, environ_base=AT)
    changed, created = log_of(ada)[:2]
    session = next(s for s in ada.get("/auth/sessions").json["items"] if s["current"])
    assert created["at"] < changed["at"]
    assert changed | {"at": "", "id": ""} == {
        "id": "",
        "at": "",
        "action": "role.updated",
        "actor": {"role": "user", "id": ada.me["user"]["id"], "name": "Ada"},
        "via": "session",
        "credential_id": session["id"],
        "address": "192.0.2.7",
        "organization_id": ada.me["home_id"],
        "account": None,
        "subject": {"id": made["id"], "name": "reader"},
        "changed": ["name", "rights"],
    }


def test_what_a_key_does_is_told_apart_by_the_key(site, ada):
    key = ada.post("/api_keys", {"name": "CI"}).json
    program = Caller(site, key["key"])
    made = program.post(f"{home(ada)}/roles", {"name": "buyer", "rights": []})
    assert made.status_code == 201
    by_key, making = log_of(ada)[:2]
    assert (by_key["via"], by_key["credential_id"]) == ("api_key", key["id"])
    assert making["subject"] == {"id": key["id"], "name": "CI"}
    assert key["key"] not in str(log_of(ada))


def test_admins_see_what_is_done_to_the_accounts_of_members_while_they_are_members(site, ada):
    bob = member(site, ada, "Bob", ["organization:read"])
    bob.post("/api_keys", {"name": "while"})
    ada.delete(f"{home(ada)}/members/{bob.me['user']['id']}")
    bob.post("/api_keys", {"name": "after"})
    subjects = [item["subject"]["name"] for item in log_of(ada, actions="api_key.created")]
    assert subjects == ["while"]
    of_bob = log_of(bob, "/auth/audit", actions="api_key.created,member.removed")
    assert actions(of_bob) == ["api_key.created", "member.removed", "api_key.created"]
    assert of_bob[1]["account"] == {"id": bob.me["user"]["id"], "name": "Bob"}


def test_only_who_has_the_right_reads_the_log_of_an_organization(site, ada):
    everything_else = sorted(RIGHTS - {"organization:audit"})
    bob = member(site, ada, "Bob", everything_else)
    auditor = member(site, ada, "Carl", ["organization:audit"])
    eve = user(site, "Eve")
    for path in (f"{home(ada)}/audit", f"{home(ada)}/audit.csv"):
        assert refused(bob.get(path), 403, "forbidden")
        assert eve.get(path).status_code == 404
        assert Caller(site).get(path).status_code == 404
        assert auditor.get(path).status_code == 200


def test_operators_read_every_log_and_are_told_apart_in_it(site, ada):
    olga = user(site, "Olga", is_operator=True)
    assert log_of(olga, f"{home(ada)}/audit")
    made = olga.post(f"{home(ada)}/roles", {"name": "buyer", "rights": []})
    assert made.status_code == 201
    newest = log_of(ada)[0]
    assert newest["actor"]["role"] == "operator"
    assert newest["actor"]["name"] == "Olga"


def test_what_is_done_on_the_command_line_is_an_operators_doing(site, ada):
    assert CliRunner().invoke(user_command, ["logout", email_of("Ada")]).exit_code == 0
    transactions.connect(settings().database_url)
    olga = user(site, "Olga", is_operator=True)
    newest = log_of(olga, f"{home(ada)}/audit")[0]
    assert (newest["action"], newest["via"]) == ("sessions.ended", "command_line")
    assert newest["actor"] == {"role": "operator", "id": None, "name": None}


def test_ones_own_log_is_for_sessions_alone(site, ada):
    key = ada.post("/api_keys", {"name": "CI"}).json["key"]
    assert refused(Caller(site, key).get("/auth/audit"), 403, "forbidden")
    assert Caller(site).get("/auth/audit").status_code == 401
    assert "api_key.created" in actions(log_of(ada, "/auth/audit"))


def test_pages_go_on_with_what_is_older(ada):
    for number in range(5):
        role(ada, f"role {number}")
    path, names = f"{home(ada)}/audit?limit=2&actions=role.created", []
    while path:
        page = ada.get(path).json
        names += [item["subject"]["name"] for item in page["items"]]
        cursor = page["next"]
        path = cursor and f"{home(ada)}/audit?limit=2&actions=role.created&cursor={cursor}"
    assert names == [f"role {number}" for number in reversed(range(5))]


def test_entries_are_found_by_who_did_it_and_when(site, ada):
    bob = member(site, ada, "Bob", sorted(RIGHTS))
    clock.move(timedelta(hours=1))
    made = bob.post(f"{home(ada)}/roles", {"name": "late", "rights": []})
    assert made.status_code == 201
    late = log_of(ada)[0]
    assert log_of(ada, actor_id=bob.me["user"]["id"], actions="role.created") == [late]
    assert log_of(ada, since=late["at"]) == [late]
    assert late not in log_of(ada, until=late["at"])
    assert refused(ada.get(f"{home(ada)}/audit?since=yesterday"), 422, "invalid")


def test_the_table_is_the_list_and_harmless_in_a_spreadsheet(ada):
    role(ada, "=HYPERLINK(1)")
    answer = ada.get(f"{home(ada)}/audit.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [item["id"] for item in log_of(ada)]
    assert (rows[0]["subject"], rows[0]["actor"]) == ("'=HYPERLINK(1)", "Ada")


def test_what_comes_to_nothing_leaves_no_entry(ada):
    before = len(log_of(ada))
    dry = ada.post(f"{home(ada)}/roles?dry_run=true", {"name": "dry", "rights": []})
    assert dry.status_code == 201
    taken = ada.post(f"{home(ada)}/roles", {"name": "owner", "rights": []})
    assert taken.status_code == 409
    assert len(log_of(ada)) == before


@pytest.mark.parametrize(
    "statement", [sa.update(AuditEntry).values(action="role.created"), sa.delete(AuditEntry)]
)
def test_nobody_rewrites_what_is_there(site, ada, statement):
    with pytest.raises(DatabaseError, match="never changed"), transactions.writing() as db:
        db.execute(statement)


def test_entries_are_kept_as_long_as_the_setting_says_and_not_longer(site, ada):
    retained_for = timedelta(days=settings().audit_retention_days)
    now = clock.now()
    with transactions.writing() as db:
        for at in (
            now - retained_for - timedelta(hours=1),
            now - retained_for + timedelta(hours=1),
        ):
            clock.move(at - clock.now())
            home_id = UUID(ada.me["home_id"])
            audit.record(db, AuditAction.ORGANIZATION_UPDATED, organization_id=home_id)
            db.flush()
    clock.reset()
    assert retention.tidy(clock.now())["audit"] == 1
    with transactions.reading() as db:
        oldest = db.scalar(sa.select(sa.func.min(AuditEntry.at)))
        entries = set(db.scalars(sa.select(AuditEntry.id)))
        assert now - retained_for < oldest < now - retained_for + timedelta(hours=2)
        assert set(db.scalars(sa.select(AuditAudience.entry_id))) == entries
