"""Papers of contractors and attachments of messages are counted for the party that brings them."""

import gzip
import io
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Attachment, Organization, Process, Project, Usage
from service.files import storage
from service.files.storage import Arriving
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.operations import consistency, retention
from service.orders import projects
from service.sourcing import attachments
from tests.support import meshes
from tests.support.accounts import PASSWORD, email_of, make_user_with_password
from tests.support.console_pages import send
from tests.support.orders import confirmed, fired, principal_of
from tests.support.races import meanwhile
from tests.support.worlds.marketplace import refused

PAPER = b"%PDF-1.4\n% certificate 3.1 after EN 10204"
SIZE = len(PAPER)
FIGURES = ("quota", "limit", "used", "wanted")


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody):
    yield everybody
    clock.reset()
    with transactions.writing() as session:
        session.execute(sa.update(Organization).values(quota={}))


def attach(caller, process_id, content=PAPER):
    data = {"file": (io.BytesIO(content), "note.pdf")}
    path = f"/processes/{process_id}/messages/attachments"
    return caller.ask("POST", path, data=data, content_type="multipart/form-data")


def add_paper(contractor, process_id, content=PAPER):
    return contractor.upload(process_id, content, "certificate.pdf")


def order_of(market):
    process_id, contractor, _ = confirmed(market)
    return process_id, contractor


def request_of(market):
    process_id, (contractor,) = market.send(1)
    return process_id, contractor


#: Each way to bring something, and who brings it to which process.
WAYS = {
    "a paper of a contractor": (add_paper, order_of, True),
    "an attachment of a contractor": (attach, request_of, True),
    "an attachment of a client": (attach, request_of, False),
}


@pytest.fixture(params=WAYS)
def way(request, market):
    """Brings a content, and the party that does, whose home it is."""
    bring, prepared, by_contractor = WAYS[request.param]
    process_id, contractor = prepared(market)
    party = contractor if by_contractor else market.client
    return lambda content=PAPER: bring(party, process_id, content), party


def counted(caller):
    """What the service says of the caller, which must be what there is."""
    quotas = {each["name"]: each for each in caller.get("/auth/me").json["quotas"]}
    with transactions.reading() as session:
        assert list(consistency.miscounted(session)) == []
    return Amounts(**{name: quotas[name]["used"] for name in usage.NAMES})


def let_have(caller, **more):
    """Let a party have so much more than it has now."""
    used = counted(caller)
    with transactions.writing() as session:
        home = session.get_one(Organization, UUID(caller.get("/auth/me").json["home_id"]))
        home.quota = {name: getattr(used, name) + number for name, number in more.items()}
    return used


def is_over(answer, *figures):
    assert refused(answer, 403, "quota-exceeded")
    assert tuple(answer.json[name] for name in FIGURES) == figures
    return True


def test_what_is_brought_is_counted_for_who_brings_it_and_ends_with_its_bytes(way):
    bring, party = way
    before = let_have(party, bytes=2 * SIZE - 1)
    assert bring().status_code == 201
    assert counted(party) == before + Amounts.of_file(SIZE)
    assert is_over(bring(), "bytes", before.bytes + 2 * SIZE - 1, before.bytes + SIZE, SIZE)
    assert counted(party) == before + Amounts.of_file(SIZE)


def test_what_has_no_room_is_refused_before_it_is_stored(way, monkeypatch):
    bring, party = way
    before = let_have(party, files=0)
    monkeypatch.setattr(storage, "current_storage", None)  # whatever asks for it fails
    assert is_over(bring(b"never stored"), "files", before.files, before.files, 1)


@pytest.mark.parametrize("room", [{"bytes": 2 * SIZE - 1}, {"files": 1}], ids=["bytes", "files"])
def test_what_goes_with_a_message_of_a_page_is_refused_before_any_of_it_is_stored(
    market, monkeypatch, room
):
    process_id, _ = request_of(market)
    before = let_have(market.client, **room)
    monkeypatch.setattr(storage, "current_storage", None)  # whatever asks for it fails
    files = [(io.BytesIO(PAPER), f"{n}.pdf") for n in range(2)]
    here = f"/parts/{process_id}/messages"
    refused_page = send(market.client, here, {"text": "See both.", "file": files})
    assert refused_page.status_code == 403
    assert ">See both.</textarea>" in refused_page.text
    assert market.client.get(f"/processes/{process_id}/messages").json["items"] == []
    assert counted(market.client) == before


def test_a_message_without_files_needs_no_room(market):
    process_id = market.client.draft()
    let_have(market.client, files=-1, bytes=-1)
    answer = send(market.client, f"/parts/{process_id}/messages", {"text": "Words alone."})
    assert answer.status_code == 303


def test_the_other_side_pays_nothing_for_it(market):
    process_id, contractor = order_of(market)
    clients, contractors = counted(market.client), counted(contractor)
    assert add_paper(contractor, process_id).status_code == 201
    assert attach(contractor, process_id).status_code == 201
    assert counted(market.client) == clients
    assert attach(market.client, process_id).status_code == 201
    assert counted(contractor) == contractors + Amounts(files=2, bytes=2 * SIZE)


def test_a_deleted_process_has_no_attachments_of_anybody(market):
    process_id, contractor = request_of(market)
    before = counted(contractor)
    for caller in (market.client, contractor):
        assert attach(caller, process_id).status_code == 201
    fired(market.client, process_id, "cancel")
    assert counted(contractor) == before + Amounts.of_file(SIZE)
    assert market.client.delete(f"/processes/{process_id}").status_code == 204
    assert counted(contractor) == before
    counted(market.client)


def forget():
    with transactions.writing() as session:
        later = clock.now() + attachments.KEPT_FOR + timedelta(minutes=1)
        return attachments.forget(session, later, retention.BITE)


def test_what_was_never_sent_is_counted_no_more_once_it_is_forgotten(market):
    process_id = market.client.draft()
    forget()
    before = counted(market.client)
    assert attach(market.client, process_id).status_code == 201
    assert forget() == 1
    assert counted(market.client) == before


def test_what_a_deletion_has_counted_no_more_is_not_subtracted_again(market):
    process_id = market.client.draft()
    forget()
    assert attach(market.client, process_id).status_code == 201
    assert market.client.delete(f"/processes/{process_id}").status_code == 204
    before = counted(market.client)
    assert forget() == 1
    assert counted(market.client) == before


def brought_by(process_id):
    with transactions.reading() as session:
        party = sa.select(Attachment.party_id).where(Attachment.process_id == UUID(process_id))
        return session.scalar(party)


def test_an_attachment_of_a_visitors_draft_goes_with_it_to_their_organization(market):
    make_user_with_password("Attached")
    guest = market.visitor()
    process_id = guest.draft()
    assert attach(guest, process_id).status_code == 201
    assert counted(guest) == Amounts(1, 1, 1, SIZE)
    visitor_id = brought_by(process_id)
    answer = guest.post("/auth/login", {"email": email_of("Attached"), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    guest.visit()
    assert counted(guest) == Amounts(1, 1, 1, SIZE)
    with transactions.reading() as session:
        assert usage.of_party(session, visitor_id)[1] == Amounts()
    assert str(brought_by(process_id)) == guest.get("/auth/me").json["home_id"]


def test_whoever_has_brought_something_is_looked_at_and_counted_anew(market):
    process_id, contractor = request_of(market)
    assert attach(contractor, process_id).status_code == 201
    home = UUID(contractor.get("/auth/me").json["home_id"])
    has = counted(contractor)
    with transactions.writing() as session:
        session.execute(sa.delete(Usage).where(Usage.party_id == home))
    with transactions.reading() as session:
        (finding,) = consistency.miscounted(session)
    assert finding.startswith(f"party {home} has {has}")
    with transactions.writing() as session:
        usage.correct(session, session.get_one(Process, UUID(process_id)))
    assert counted(contractor) == has


def test_what_is_counted_while_a_party_is_counted_anew_is_counted_as_well(market):
    process_id = market.client.draft()
    before = counted(market.client)

    def correct():
        with transactions.writing() as session:
            usage.correct(session, session.get_one(Process, UUID(process_id)))

    with meanwhile(correct) as (session, _):
        projects.create(session, principal_of(market.client), title="Meanwhile", details={})
    assert counted(market.client) == before + Amounts(projects=1)


def test_whoever_hands_a_project_over_locks_both_parties_in_the_order_of_all_others(
    market, monkeypatch
):
    guest = market.visitor()
    process_id = UUID(guest.draft())
    locked, count_for = [], usage.count_for
    monkeypatch.setattr(
        usage, "count_for", lambda db, id, more: locked.append(id) or count_for(db, id, more)
    )
    for later in (UUID(int=0), UUID(int=2**128 - 1)):  # an organisation of either side of it
        locked.clear()
        with transactions.trying() as session:
            project = session.get_one(Project, session.get_one(Process, process_id).project_id)
            usage.hand_over(session, project, later)
            assert set(locked) == {project.visitor_id, later}
        assert locked == sorted(locked)


def put_packed(caller, process_id, content, name="part.stl"):
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/octet-stream"}
    path = f"/processes/{process_id}/files/{name}?unit=mm"
    return caller.ask("PUT", path, headers=headers, data=gzip.compress(content))


def test_of_a_packed_upload_no_more_is_unpacked_than_there_is_room_for(market, monkeypatch):
    process_id = market.client.draft()
    has = let_have(market.client, bytes=10_000, files=10)
    written = []
    write = Arriving.write
    monkeypatch.setattr(Arriving, "store", None)  # whatever asks for it fails
    monkeypatch.setattr(
        Arriving, "write", lambda self, data: written.append(len(data)) or write(self, data)
    )
    answer = put_packed(market.client, process_id, bytes(50 * 1024 * 1024))
    assert refused(answer, 403, "quota-exceeded")
    figures = {name: answer.json[name] for name in FIGURES[:3]}
    assert figures == {"quota": "bytes", "limit": has.bytes + 10_000, "used": has.bytes}
    assert answer.json["wanted"] > 10_000
    assert sum(written) <= 10_000 + max(written)
    assert counted(market.client) == has


def test_a_packed_upload_counts_as_it_is_unpacked_and_takes_the_place_of_what_it_replaces(market):
    process_id = market.client.draft()
    content = meshes.cube_stl()
    before = let_have(market.client, bytes=len(content), files=1)
    assert put_packed(market.client, process_id, content).status_code == 201
    assert counted(market.client) == before + Amounts.of_file(len(content))
    other = content[:-2] + b"zz"
    assert put_packed(market.client, process_id, other).status_code == 200
    assert refused(put_packed(market.client, process_id, other + b"."), 403, "quota-exceeded")
    assert counted(market.client) == before + Amounts.of_file(len(content))
