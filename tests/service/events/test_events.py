"""What happened, as those hear it who may: in order, nothing missed, own doings left out."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from benchmarks import example_client
from service import clock
from service.access.actor import ActingParty
from service.access.permissions import Principal
from service.database import transactions
from service.database.models import Event, Membership, Role, Verification
from service.events import feed, outbox
from service.ids import new_id
from service.notifications import unread
from service.operations import retention
from service.sourcing import dispatch
from service.verification import verify
from tests.support.callers import Caller, publish, site, user, visitor
from tests.support.meshes import cube_stl
from workflows.actors import Actor


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(application):
    return user(application, "Ada")


SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")


def tell(*parties, type="process.verified", by=SOMEBODY, **more):
    """Let something happen that `parties` may hear."""
    with transactions.writing() as session:
        outbox.announce(session, type, actor=by, parties=parties, **more)


def home(caller):
    return UUID(caller.get("/auth/me").json["home_id"])


def types(answer):
    assert answer.status_code == 200, answer.text
    return [event["type"] for event in answer.json["items"]]


def add_to(organization_id, caller, *rights):
    """Make somebody a member of an organization with `rights`."""
    with transactions.writing() as session:
        role = Role(organization_id=organization_id, name=str(new_id()), rights=list(rights))
        session.add(role)
        session.flush()
        user_id = UUID(caller.get("/auth/me").json["user"]["id"])
        member = Membership(user_id=user_id, organization_id=organization_id, role_id=role.id)
        session.add(member)


def test_an_event_says_what_happened_to_what_and_who_did_it(ada):
    project_id, process_id = new_id(), new_id()
    tell(home(ada), project_id=project_id, process_id=process_id, data={"state": "verified"})
    publish()
    [event] = ada.get("/events?after=0&types=process.verified").json["items"]
    at, id = event.pop("at"), event.pop("id")
    assert at.endswith("Z")
    assert UUID(id).version == 7
    assert event == {
        "position": publish(),
        "type": "process.verified",
        "project_id": str(project_id),
        "process_id": str(process_id),
        "actor": {"role": "contractor", "id": str(SOMEBODY.id), "name": "Somebody"},
        "data": {"state": "verified"},
        "sandbox": False,
    }


def test_nobody_hears_anything_without_saying_who_they_are(application, ada):
    nobody = Caller(application)
    for path in ("/events", "/events?after=0", "/events/missed", "/events/stream"):
        assert nobody.get(path).status_code == 401, path
    assert nobody.put("/events/read", {"position": 1}).status_code == 401


def test_nobody_hears_what_is_told_to_others(application, ada):
    bob = user(application, "Bob")
    tell(home(ada))
    publish()
    assert types(ada.get("/events?after=0")) == ["process.verified"]
    assert types(bob.get("/events?after=0")) == []
    assert types(visitor(application).get("/events?after=0")) == []


def test_own_doings_are_heard_only_on_request(ada):
    ada.project(title="Bracket")
    publish()
    assert types(ada.get("/events?after=0")) == []
    assert types(ada.get("/events?after=0&own=true&types=project.*")) == ["project.created"]
    assert ada.get("/events/missed").json["total"] == 0


def test_what_somebody_did_as_a_visitor_stays_their_own_doing_after_logging_in(application):
    guest = visitor(application)
    guest.project(title="Bracket")
    publish()
    with transactions.reading() as session:
        visitor_id = session.scalar(sa.select(Event.actor_id))
    reader = Principal(user_id=new_id(), visitor_id=visitor_id)
    with transactions.reading() as session:
        assert feed.read(session, reader, after=0, limit=9).events == []
        assert unread.count_unread(session, reader, 0) == ([], False)


def test_a_visitor_hears_of_their_own_drafts(application):
    guest = visitor(application)
    guest.project(title="Bracket")
    publish()
    assert types(guest.get("/events?after=0&own=true&types=project.*")) == ["project.created"]


@pytest.mark.parametrize(
    ("right", "heard"),
    [
        ("processes:messages", "process.message"),
        ("processes:files", "process.file"),
        ("processes:read", "process.verified"),
    ],
)
def test_who_holds_one_right_hears_what_it_is_for_and_nothing_else(application, ada, right, heard):
    rights = {"process.message": "messages", "process.file": "files", "process.verified": "read"}
    for type, name in rights.items():
        tell(home(ada), type=type, right=f"processes:{name}", project_id=new_id())
    publish()
    bob = user(application, "Bob")
    add_to(home(ada), bob, right)
    assert types(bob.get("/events?after=0")) == [heard]
    assert bob.get("/events/missed").json["total"] == 1


def sent_to_two(client):
    """A process that was sent to two contractors, doing what workers do; both requests."""
    with transactions.writing() as session:
        example_client.create_client(session)
    process_id = client.process(client.project(), quantity=1, material_id="pa12")
    path = f"/processes/{process_id}/files/cube.stl?unit=mm"
    client.ask("PUT", path, data=cube_stl(), content_type="application/octet-stream")
    client.post(f"/processes/{process_id}/actions/verify", {})
    verify.verify(UUID(process_id))
    with transactions.reading() as session:
        chosen = session.scalars(sa.select(Verification.suitable)).one()[:2]
    client.put(f"/processes/{process_id}/choice", {"contractor_ids": chosen})
    client.post(f"/processes/{process_id}/actions/send", {})
    dispatch.send(UUID(process_id), lambda outgoing: {"inbox": {"delivered_at": "now"}})
    requests = client.get(f"/processes/{process_id}").json["requests"]
    assert len(requests) == 2
    return requests


def test_a_contractor_hears_nothing_of_what_its_competitor_does(application, ada):
    first, second = sent_to_two(ada)
    carl, dora = user(application, "Carl"), user(application, "Dora")
    rights = ("processes:read", "processes:edit", "processes:messages")
    add_to(UUID(first["contractor_id"]), carl, *rights)
    add_to(UUID(second["contractor_id"]), dora, *rights)
    since = publish()
    offer = {
        "price": {"amount": "99.00", "currency": first["quote"]["total"]["currency"]},
        "lead_time_days": 9,
        "valid_until": f"{clock.now() + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}",
    }
    actions = f"/requests/{first['id']}/actions"
    assert carl.post(f"{actions}/ask", {"text": "Which black?"}).status_code == 200
    assert carl.post(f"{actions}/offer", offer).status_code == 201
    publish()
    assert "offer.made" in types(ada.get(f"/events?after={since}"))
    assert types(dora.get(f"/events?after={since}&types=process.*,request.*,offer.*")) == []
    assert "process.sent" in types(dora.get("/events?after=0"))


def test_who_hears_an_event_in_two_parties_hears_it_once_and_pages_stay_full(application, ada):
    bob = user(application, "Bob")
    add_to(home(ada), bob, "processes:read")
    for _ in range(5):
        tell(home(ada), home(bob), project_id=new_id())
    publish()
    page = bob.get("/events?after=0&limit=4").json
    assert len({event["id"] for event in page["items"]}) == len(page["items"]) == 4
    rest = bob.get(f"/events?limit=4&after={page['next']}").json
    assert [event["position"] for event in rest["items"]] == [page["position"] + 1]
    assert rest["next"] is None
    assert bob.get("/events/missed").json["total"] == 5


def test_each_right_counts_only_in_the_party_in_which_it_is_held(application, ada):
    bob = user(application, "Bob")
    add_to(home(ada), bob, "processes:messages")
    tell(home(ada), type="process.verified", right="processes:read", project_id=new_id())
    publish()
    assert types(bob.get("/events?after=0")) == []  # they may read in their own organization only
    assert bob.get("/events/missed").json["total"] == 0


def test_events_are_filtered_by_type_project_and_process(ada):
    project_id, process_id = new_id(), new_id()
    tell(home(ada), type="process.in_production", project_id=project_id, process_id=process_id)
    tell(home(ada), type="process.in_delivery", project_id=project_id)
    tell(home(ada), type="request.offered")
    publish()

    def ask(query):
        return types(ada.get(f"/events?after=0&{query}"))

    assert ask("types=process.in_delivery,request.offered") == [
        "process.in_delivery",
        "request.offered",
    ]
    assert ask("types=process.*") == ["process.in_production", "process.in_delivery"]
    assert ask(f"project_id={project_id}") == ["process.in_production", "process.in_delivery"]
    assert ask(f"process_id={process_id}") == ["process.in_production"]
    assert ask(f"process_id={new_id()}") == []


def test_a_type_with_a_star_takes_no_character_for_another_one(ada):
    tell(home(ada), type="process.verified")
    publish()
    assert types(ada.get("/events?after=0&types=proces_.*")) == []
    with transactions.reading() as session:
        reader = Principal(user_id=new_id(), rights={home(ada): frozenset({"processes:read"})})
        wanted = feed.EventFilter(types=("process.verif_*", "%*"))
        assert feed.read(session, reader, after=0, limit=9, filter=wanted).events == []


@pytest.mark.parametrize(
    "query",
    [
        "after=-1",
        "after=x",
        "after=9223372036854775808",
        "limit=0",
        "limit=201",
        "types=%25",
        "project_id=1",
        "cursor=abc",
    ],
)
def test_a_query_that_makes_no_sense_is_named(ada, query):
    answer = ada.get(f"/events?{query}")
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json["errors"][0]["pointer"]


def test_reading_page_by_page_gives_everything_once_and_in_order(ada):
    expected = [f"process.{name}" for name in ("draft", "verifying", "verified", "sent", "offered")]
    for type in expected:
        tell(home(ada), type=type)
    publish()
    heard, after, pages = [], 0, 0
    while after is not None:
        page = ada.get(f"/events?after={after}&limit=2").json
        heard += [event["type"] for event in page["items"]]
        after, pages = page["next"], pages + 1
    assert heard == expected
    assert pages == 3
    by_cursor = ada.get("/events?after=0&limit=2").json["next"]
    assert types(ada.get(f"/events?cursor={by_cursor}&limit=200")) == expected[2:]


def test_the_position_goes_on_past_events_of_others(application, ada):
    tell(home(ada))
    tell(home(user(application, "Bob")))
    last = publish()
    assert ada.get("/events?after=0").json["position"] == last


@pytest.mark.only_on("postgresql")  # SQLite has one writer: nobody commits late
def test_an_event_that_commits_late_is_not_missed(ada):
    """The earlier event commits after a reader has read the later one."""
    with transactions.writing() as slow:
        outbox.announce(slow, "process.sent", actor=SOMEBODY, parties=[home(ada)])
        slow.flush()
        tell(home(ada), type="process.offered")
        publish()
        first = ada.get("/events?after=0").json
        assert [event["type"] for event in first["items"]] == ["process.offered"]
    publish()
    assert types(ada.get(f"/events?after={first['position']}")) == ["process.sent"]


def test_what_is_not_published_yet_is_not_heard(ada):
    tell(home(ada))
    assert ada.get("/events?after=0").json == {"items": [], "next": None, "position": 0}


def test_a_position_before_what_is_kept_is_gone_and_the_answer_says_where_to_go_on(ada):
    for _ in range(3):
        tell(home(ada))
    last = publish()
    with transactions.writing() as session:
        session.execute(sa.delete(Event).where(Event.position < last))
    answer = ada.get("/events?after=1")
    assert answer.status_code == 410
    assert answer.json["position"] == last
    assert f"from position {last}" in answer.json["detail"]
    assert types(ada.get(f"/events?after={last - 1}")) == ["process.verified"]
    assert types(ada.get("/events?after=0")) == ["process.verified"]


def test_a_position_that_was_never_given_is_gone(ada):
    tell(home(ada))
    last = publish()
    assert ada.get(f"/events?after={last}").status_code == 200
    assert ada.get(f"/events?after={last + 1}").status_code == 410


def test_positions_go_on_after_old_events_were_forgotten(ada):
    party = home(ada)
    tell(party)
    last = publish()
    retention.tidy(clock.now() + timedelta(days=200))
    tell(party)
    assert publish() == last + 1
