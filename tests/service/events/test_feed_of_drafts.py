"""A visitor's drafts become a user's: their organization hears of it, and of what went before."""

from uuid import UUID

import pytest

from service.access.actor import SYSTEM
from service.database import transactions
from service.database.models import Membership, Project, Role
from service.events import outbox
from tests.support.accounts import PASSWORD
from tests.support.callers import Caller, publish, site, user, visitor


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


def becomes_somebody(guest):
    """The visitor registers in their browser, which hands their drafts over."""
    account = {"email": "gus@shop.example", "password": PASSWORD, "name": "Gus"}
    answer = guest.post("/auth/register", account)
    assert answer.status_code == 201, answer.text
    guest.visit()


def makes_a_colleague_of(guest, caller):
    """Both read the orders of the guest's organization."""
    home_id = UUID(guest.get("/auth/me").json["home_id"])
    with transactions.writing() as session:
        role = Role(organization_id=home_id, name="reader", rights=["processes:read"])
        session.add(role)
        session.flush()
        user_id = UUID(caller.get("/auth/me").json["user"]["id"])
        session.add(Membership(user_id=user_id, organization_id=home_id, role_id=role.id))


def happens(type, project_id):
    """The owner of a project may hear of it."""
    with transactions.writing() as session:
        project = session.get_one(Project, UUID(project_id))
        audience = {"parties": [project.owner_id], "project_id": project.id}
        outbox.announce(session, type, actor=SYSTEM, **audience)


def heard(caller, types, own=""):
    """The events that they read from the beginning on."""
    answer = caller.get(f"/events?after=0&types={types}{own}")
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def program_of(somebody):
    """Another device of theirs, that knows nothing of the visitor they were."""
    key = somebody.post("/api_keys", {"name": "till"}).json["key"]
    return Caller(somebody.application, key)


def test_the_organization_hears_once_of_each_project_that_was_handed_over(application):
    guest, colleague = visitor(application), user(application, "Kim")
    projects = {guest.project(title=title): title for title in ("Bracket", "Gripper")}
    publish()
    becomes_somebody(guest)
    makes_a_colleague_of(guest, colleague)
    guest.post("/projects/save")  # nothing is left to be saved
    publish()
    saved = heard(colleague, "project.saved")
    assert {event["project_id"]: event["data"]["title"] for event in saved} == projects
    assert len(saved) == 2
    assert heard(guest, "project.saved") == []
    assert heard(guest, "project.saved", "&own=true") == saved


def test_what_the_feed_told_the_visitor_is_read_by_their_organization_too(application):
    guest, stranger = visitor(application), visitor(application)
    project_id, other_id = guest.project(title="Bracket"), stranger.project(title="Other")
    happens("process.verified", project_id)
    happens("process.verified", other_id)
    publish()
    happens("process.sent", project_id)  # the relay has not come to it yet
    becomes_somebody(guest)
    publish()
    events = heard(program_of(guest), "process.*,project.*", "&own=true")
    assert {event["project_id"] for event in events} == {project_id}
    assert [event["type"] for event in events] == [
        *("project.created", "process.verified", "process.sent", "project.saved")
    ]
    positions = [event["position"] for event in events]
    assert positions == sorted(positions)
    assert len(heard(stranger, "process.verified")) == 1
