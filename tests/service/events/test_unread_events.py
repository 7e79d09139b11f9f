"""How far a reader has read, and what came since: counted until it is marked as read."""

import threading
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.access.actor import ActingParty
from service.access.permissions import Principal
from service.database import transactions
from service.database.models import Membership, Role
from service.events import outbox
from service.ids import new_id
from service.notifications import unread
from tests.support.callers import Caller, publish, site, user
from workflows.actors import Actor


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(application):
    return user(application, "Ada")


SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")


def home(caller):
    return UUID(caller.me["home_id"])


def tell(*parties, type="process.verified", **more):
    with transactions.writing() as session:
        outbox.announce(session, type, actor=SOMEBODY, parties=list(parties), **more)


def test_missed_events_are_counted_until_they_are_marked_as_read(ada):
    project_id, process_id = new_id(), new_id()
    about = {"project_id": project_id, "process_id": process_id}
    tell(home(ada), type="process.message", right="processes:messages", **about)
    tell(home(ada), type="process.file", right="processes:files", **about)
    middle = publish()
    tell(home(ada), type="process.verified", **about)
    tell(home(ada), type="project.updated", project_id=project_id)
    about = {"data": {"organization_id": str(home(ada))}, "right": "organization:read"}
    tell(home(ada), type="organization.updated", **about)
    last = publish()
    counts = {"messages": 1, "status": 1, "files": 1}
    for _ in range(2):  # counting is not reading
        assert ada.get("/events/missed").json == {
            "position": 0,
            "total": 5,
            "more": False,
            "projects": [
                {
                    "project_id": str(project_id),
                    **counts,
                    "status": 2,
                    "processes": [{"process_id": str(process_id), **counts}],
                }
            ],
            "organizations": [
                {"organization_id": str(home(ada)), "messages": 0, "status": 1, "files": 0}
            ],
        }
    assert ada.put("/events/read", {"position": middle}).json == {"position": middle}
    assert ada.get("/events/missed").json["total"] == 3
    read_on = ada.get("/events").json["items"]
    assert read_on[0]["type"] == "process.verified"
    ada.put("/events/read", {"position": last})
    assert ada.get("/events/missed").json == {
        "position": last,
        "total": 0,
        "more": False,
        "projects": [],
        "organizations": [],
    }


def test_of_too_many_missed_events_the_newest_are_counted_and_it_says_that_there_are_more(
    application, ada, monkeypatch
):
    monkeypatch.setattr(unread, "MOST_COUNTED", 4)
    project_id, other_project_id = new_id(), new_id()
    shop = ada.post("/organizations", {"name": "Shop"}).json["id"]
    publish()  # what Ada did herself is passed all the same
    for _ in range(2):
        tell(home(ada), project_id=project_id)
        middle = publish()
        tell(UUID(shop), project_id=other_project_id)
        tell(UUID(shop), project_id=other_project_id)
    last = publish()
    answer = ada.get("/events/missed").json
    assert (answer["position"], answer["total"], answer["more"]) == (0, 4, True)
    by_project = {each["project_id"]: each["status"] for each in answer["projects"]}
    assert by_project == {str(project_id): 1, str(other_project_id): 3}
    ada.put("/events/read", {"position": last - 5})
    assert ada.get("/events/missed").json["more"] is True
    ada.put("/events/read", {"position": last - 4})  # exactly as many as are counted
    answer = ada.get("/events/missed").json
    assert (answer["total"], answer["more"]) == (4, False)
    ada.put("/events/read", {"position": middle})
    answer = ada.get("/events/missed").json
    assert (answer["total"], answer["more"]) == (2, False)


def test_an_event_that_two_of_ones_organizations_see_is_one_of_those_that_are_counted(
    application, ada, monkeypatch
):
    monkeypatch.setattr(unread, "MOST_COUNTED", 2)
    shop = UUID(ada.post("/organizations", {"name": "Shop"}).json["id"])
    ada.put("/events/read", {"position": publish()})
    for _ in range(2):
        tell(home(ada), shop, project_id=new_id())
    publish()
    answer = ada.get("/events/missed").json
    assert (answer["total"], answer["more"]) == (2, False)


def test_the_read_position_never_moves_back_nor_beyond_the_last_event(ada):
    tell(home(ada))
    tell(home(ada))
    last = publish()
    assert ada.put("/events/read", {"position": last + 100}).json == {"position": last}
    assert ada.put("/events/read", {"position": 1}).json == {"position": last}


def test_the_read_position_moves_back_if_asked_to(ada):
    for _ in range(3):
        tell(home(ada), project_id=new_id())
    last = publish()
    ada.put("/events/read", {"position": last})
    assert ada.put("/events/read", {"position": 1, "back": True}).json == {"position": 1}
    assert ada.get("/events/missed").json["total"] == last - 1


def test_all_devices_of_a_user_share_their_read_position(application, ada):
    key = ada.post("/api_keys", {"name": "phone"}).json["key"]
    phone = Caller(application, key)
    tell(home(ada), project_id=new_id())
    last = publish()
    assert phone.get("/events/missed").json["total"] == 1
    phone.put("/events/read", {"position": last})
    assert ada.get("/events/missed").json["total"] == 0


def test_a_member_misses_what_happens_to_their_organization(application, ada):
    bob = user(application, "Bob")
    bob.put("/events/read", {"position": publish()})
    members = f"/organizations/{home(ada)}/members"
    ada.post(members, {"email": bob.me["user"]["email"], "role": "member"})
    publish()
    [missed_here] = bob.get("/events/missed").json["organizations"]
    assert missed_here == {
        "organization_id": str(home(ada)),
        "messages": 0,
        "status": 1,
        "files": 0,
    }
    assert ada.get("/events/missed").json["organizations"] == []  # Ada did it


@pytest.mark.only_on("postgresql")  # SQLite has one writer
def test_two_devices_may_mark_their_first_events_as_read_at_once(ada):
    tell(home(ada))
    tell(home(ada))
    last = publish()
    reader = Principal(user_id=new_id())
    with transactions.writing() as first:
        unread.mark_read(first, reader, last - 1)
        results = []

        def on_the_other_device():
            with transactions.writing() as second:
                results.append(unread.mark_read(second, reader, last))

        other = threading.Thread(target=on_the_other_device)
        other.start()
        other.join(0.3)  # it waits for the row
        assert other.is_alive()
    other.join()
    assert results == [last]


def test_each_reader_has_their_own_read_position(application, ada):
    bob = user(application, "Bob")
    with transactions.writing() as session:
        observer = session.scalars(
            sa.select(Role.id).where(Role.organization_id == home(ada), Role.name == "observer")
        ).one()
        user_id = UUID(bob.me["user"]["id"])
        session.add(Membership(user_id=user_id, organization_id=home(ada), role_id=observer))
    tell(home(ada), project_id=new_id())
    last = publish()
    ada.put("/events/read", {"position": last})
    assert ada.get("/events/missed").json["total"] == 0
    assert len(bob.get("/events/missed").json["projects"]) == 1
