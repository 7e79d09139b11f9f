"""A person exports what is stored about them, and erases their account; orders go on without it."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import ERASED_NAME
from service.accounts import personal_data
from service.accounts.personal_data import Fate
from service.database import transactions
from service.database.models import (
    AccountMail,
    ApiKey,
    BrowserSession,
    Event,
    HistoryRow,
    IdempotentAnswer,
    Invitation,
    Membership,
    Message,
    OneTimeToken,
    Organization,
    Process,
    StandingChange,
    User,
)
from service.database.models.record import TableRow
from tests.support.accounts import PASSWORD, email_of, hash_quickly
from tests.support.callers import Caller, publish
from tests.support.worlds.marketplace import opened, refused

pytestmark = pytest.mark.one_database
#: Columns that hold the id of whoever did something, besides keys that refer to users.
BY_ID = {
    *("created_by", "uploaded_by", "author_id", "actor_id", "reader_id", "invited_by"),
    "founded_by",
}
#: Tables with such a column that are no part of a person's data, and why.
NOT_PERSONAL = {
    "events": "told for a while, and renamed",
    "announcements": "become events within a moment",
}


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with opened(example_url, monkeypatch, tmp_path) as market:
        yield market


@pytest.fixture
def eve(market):
    return registered(market, "Eve")


def registered(market, name):
    """Somebody with an account and an organisation of their own."""
    browser = market.visitor()
    account = {"email": email_of(name), "password": PASSWORD, "name": f"{name} Quartz"}
    assert browser.post("/auth/register", account).status_code == 201
    return browser.visit()


def row(of):
    with transactions.reading() as session:
        return session.get_one(User, UUID(of.me["user"]["id"]))


def join(market, member, role="member"):
    """Let somebody be a member of the client's organisation, whose path this returns."""
    home = f"/organizations/{market.client.get('/auth/me').json['home_id']}"
    body = {"email": member.me["user"]["email"], "role": role}
    answer = market.client.post(f"{home}/members", body)
    assert answer.status_code == 201, answer.text
    return home


def test_every_table_that_names_people_is_exported_or_erased():
    covered = {of.table.__tablename__ for of in personal_data.TABLES.values()} | set(NOT_PERSONAL)
    for table in TableRow.metadata.sorted_tables:
        refers = any(key.column.table.name == "users" for key in table.foreign_keys)
        if refers or BY_ID & set(table.columns.keys()):
            assert table.name in covered, table.name


#: What an erasure looks for beside the rows that are about a person.
ERASED_BY = (
    (AccountMail, "email"),
    (Invitation, "email"),
    (IdempotentAnswer, "principal"),
    (OneTimeToken, "subject_id"),
    (Event, "actor_id"),
)


def test_neither_an_export_nor_an_erasure_reads_a_whole_table():
    looked_for = {(of.table, of.owner) for of in personal_data.TABLES.values()} | {*ERASED_BY}
    for table, column in looked_for:
        constraints = [
            each
            for each in table.__table__.constraints
            if isinstance(each, sa.PrimaryKeyConstraint | sa.UniqueConstraint)
        ]
        first = {next(iter(each.columns)).name for each in (*table.__table__.indexes, *constraints)}
        assert column in first, f"{table.__tablename__} has no index that begins with {column}"


def test_the_export_holds_what_a_person_has_done_and_no_secret(market, eve):
    project = eve.project(title="Gearbox of Eve")
    process = eve.process(project, title="Lid of Eve")
    assert eve.upload(process, name="lid.stl", unit="mm").status_code == 201
    key = eve.post("/api_keys", {"name": "shop"}).json["key"]
    answer = eve.get("/auth/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.data)
    assert set(data) == {"exported_at", *personal_data.exported()}
    (account,) = data["account"]
    assert (account["email"], account["name"]) == (email_of("Eve"), "Eve Quartz")
    assert account["device_approval"] is False
    assert [each["title"] for each in data["projects"]] == ["Gearbox of Eve"]
    assert [each["title"] for each in data["processes"]] == ["Lid of Eve"]
    assert [each["name"] for each in data["files"]] == ["lid.stl"]
    assert [each["name"] for each in data["api_keys"]] == ["shop"]
    assert len(data["sessions"]) == 1
    assert data["history"][0]["trigger"] == "create"
    assert {"account.registered", "api_key.created"} <= {each["action"] for each in data["audit"]}
    with transactions.reading() as session:
        secrets = [
            key,
            session.get_one(User, UUID(account["id"])).password_hash,
            *session.scalars(sa.select(ApiKey.secret_hash)),
            *session.scalars(sa.select(BrowserSession.secret_hash)),
            *session.scalars(sa.select(BrowserSession.csrf_token)),
        ]
    assert not any(secret in answer.text for secret in secrets)
    assert email_of("Ada") not in answer.text


def test_a_long_export_has_every_row_once(market, eve, monkeypatch):
    project = eve.project(title="Gearbox")
    titles = [f"part {number}" for number in range(5)]
    for title in titles:
        eve.process(project, title=title)
    monkeypatch.setattr("service.accounts.personal_data.BATCH", 2)
    monkeypatch.setattr("service.api.accounts.personal_data.BATCH", 2)
    data = json.loads(eve.get("/auth/export").data)
    assert sorted(each["title"] for each in data["processes"]) == titles


@pytest.mark.parametrize(("method", "path"), [("GET", "/auth/export"), ("DELETE", "/auth/me")])
def test_neither_visitors_nor_keys_export_or_erase(market, eve, method, path):
    key = Caller(market.application, eve.post("/api_keys", {"name": "shop"}).json["key"])
    assert refused(key.ask(method, path), 403, "forbidden")
    assert refused(market.visitor().ask(method, path), 401, "unauthenticated")
    assert row(eve).erased_at is None


def test_an_erased_account_lets_nobody_in_and_holds_nothing_of_the_person(market, eve):
    key = Caller(market.application, eve.post("/api_keys", {"name": "shop"}).json["key"])
    elsewhere = market.visitor()
    login = {"email": email_of("Eve"), "password": PASSWORD}
    assert elsewhere.post("/auth/login", login).status_code == 200
    home = UUID(eve.me["home_id"])
    assert eve.delete("/auth/me").status_code == 204
    for caller in (eve, elsewhere):
        assert caller.get("/auth/me").json["user"] is None
    assert refused(key.get("/auth/me"), 401, "bad-credentials")
    assert refused(market.visitor().post("/auth/login", login), 401, "bad-credentials")
    user = row(eve)
    assert (user.name, user.email) == (ERASED_NAME, f"{user.id}@erased.invalid")
    with transactions.reading() as session:
        for of in personal_data.TABLES.values():
            if of.fate is Fate.DELETED:
                theirs = getattr(of.table, of.owner) == user.id
                count = sa.select(sa.func.count()).select_from(of.table).where(theirs)
                assert session.scalar(count) == 0, of.table
        organization = session.get_one(Organization, home)
        assert organization.deleted_at
        assert "Quartz" not in organization.name
    assert registered(market, "Eve").me["user"], "the address is free again"


def test_what_others_need_stays_without_the_name(market, eve):
    join(market, eve)
    process_id = market.client.draft(quantity=1)
    assert eve.patch(f"/processes/{process_id}", {"quantity": 3}).status_code == 200
    message = eve.post(f"/processes/{process_id}/messages", {"text": "Three, please"})
    assert message.status_code == 201, message.text
    publish()
    assert eve.delete("/auth/me").status_code == 204
    ada = market.client
    history = ada.get(f"/processes/{process_id}/history").json["items"]
    assert history[-1]["actor"] == history[-1]["actor"] | {
        "id": eve.me["user"]["id"],
        "name": ERASED_NAME,
    }
    (shown,) = ada.get(f"/processes/{process_id}/messages").json["items"]
    assert (shown["text"], shown["author"]["name"]) == ("Three, please", ERASED_NAME)
    for path in (f"/processes/{process_id}/history.csv", "/events?after=0&own=true&limit=200"):
        answer = ada.get(path)
        assert (answer.status_code, "Quartz" in answer.text) == (200, False), path
    with transactions.reading() as session:
        assert session.scalar(sa.select(Message.text)) == "Three, please"
        names = set(session.scalars(sa.select(HistoryRow.actor_name)))
        assert "Eve Quartz" in names, "rows of the history are chained, and stay as they are"


def test_the_last_owner_of_others_stays_until_somebody_else_owns_it(market, eve):
    bob = registered(market, "Bob")
    made = eve.post("/organizations", {"name": "Gears"}).json["id"]
    member = {"email": email_of("Bob"), "role": "member"}
    joined = eve.post(f"/organizations/{made}/members", member).json
    assert refused(eve.delete("/auth/me"), 409, "last-owner")
    assert row(eve).erased_at is None
    path = f"/organizations/{made}/members/{joined['user_id']}"
    assert eve.patch(path, {"role": "owner"}).status_code == 200
    assert eve.delete("/auth/me").status_code == 204
    assert [each["name"] for each in bob.get(f"/organizations/{made}/members").json["items"]] == [
        "Bob Quartz"
    ]


def test_a_session_of_yesterday_erases_nothing(market, eve):
    clock.move(timedelta(minutes=31))
    assert refused(eve.delete("/auth/me"), 403, "forbidden")
    assert row(eve).erased_at is None


class TestOrganizations:
    """An organisation that owes nobody anything can be deleted."""

    def test_it_goes_with_all_that_is_its_own(self, market, eve):
        home = f"/organizations/{eve.me['home_id']}"
        project = eve.project(title="A draft")
        process = eve.process(project)
        eve.post(f"{home}/roles", {"name": "buyer", "rights": ["processes:read"]})
        eve.post(f"{home}/invitations", {"email": email_of("Carl"), "role": "member"})
        eve.post("/webhooks", {"url": "https://erp.example/hooks"})
        eve.patch(home, {"email": "office@gears.example"})
        assert eve.delete(home).status_code == 204
        assert refused(eve.get(home), 404, "not-found")
        assert refused(eve.get(f"/processes/{process}"), 404, "not-found")
        me = eve.get("/auth/me").json
        assert (me["user"]["name"], me["organizations"], me["home_id"]) == ("Eve Quartz", [], None)
        with transactions.reading() as session:
            organization = session.get_one(Organization, UUID(eve.me["home_id"]))
            assert (organization.name, organization.email) == ("Deleted organization", None)
            assert session.get_one(Process, UUID(process)).deleted_at
            for table in TableRow.metadata.sorted_tables:
                kept = {"audit_entries", StandingChange.__tablename__}
                column = table.columns.get("organization_id")
                if column is not None and table.name not in kept:
                    query = sa.select(sa.func.count()).where(column == organization.id)
                    assert session.scalar(query) == 0, table.name

    def test_its_members_hear_of_it(self, market, eve):
        bob = registered(market, "Bob")
        made = eve.post("/organizations", {"name": "Gears"}).json["id"]
        member = {"email": email_of("Bob"), "role": "member"}
        assert eve.post(f"/organizations/{made}/members", member).status_code == 201
        assert refused(bob.delete(f"/organizations/{made}"), 403, "forbidden")
        assert eve.delete(f"/organizations/{made}").status_code == 204
        publish()
        told = bob.get("/events?after=0&types=organization.deleted").json["items"]
        assert [each["data"]["organization_id"] for each in told] == [made]
        assert made not in {each["id"] for each in bob.get("/organizations").json["items"]}

    def test_while_orders_are_under_way_neither_side_can_go(self, market):
        process_id, (contractor,) = market.send(1)
        ada = market.client
        home = f"/organizations/{ada.get('/auth/me').json['home_id']}"
        answer = ada.delete(home)
        assert refused(answer, 409, "open-orders")
        assert "1 orders under way" in answer.json["detail"]
        shop = f"/organizations/{contractor.login.organization_id}"
        answer = contractor.delete(shop)
        assert refused(answer, 409, "open-orders")
        assert "1 open requests" in answer.json["detail"]
        withdrawn = ada.post(f"/processes/{process_id}/actions/withdraw", {})
        assert withdrawn.status_code == 200, withdrawn.text
        assert contractor.delete(shop).status_code == 204
        listed = {each["id"] for each in ada.get("/contractors?limit=200").json["items"]}
        assert listed
        assert str(contractor.login.organization_id) not in listed
        request = ada.get(f"/processes/{process_id}").json["requests"][0]
        assert request["contractor_id"] == str(contractor.login.organization_id)

    def test_a_key_without_the_right_deletes_nothing(self, market, eve):
        bounded = {"name": "shop", "rights": ["organization:edit", "organization:read"]}
        key = Caller(market.application, eve.post("/api_keys", bounded).json["key"])
        home = f"/organizations/{eve.me['home_id']}"
        assert refused(key.delete(home), 403, "forbidden")
        with transactions.reading() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Membership))
            assert session.get_one(Organization, UUID(eve.me["home_id"])).deleted_at is None
