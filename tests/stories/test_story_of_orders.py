"""Tells how orders go from draft to their end, over HTTP, with real workers and contractors."""

import email
import io
import zipfile
from datetime import UTC, datetime, timedelta
from email import policy

from tests.support import meshes


def triggers(person, process):
    rows = person.tell("GET", f"/processes/{process['id']}/history")["items"]
    return [row["trigger"] for row in rows]


def an_offer(amount, currency="EUR"):
    until = datetime.now(UTC) + timedelta(days=10)
    price = {"amount": amount, "currency": currency}
    return {"price": price, "lead_time_days": 9, "valid_until": until.isoformat()}


def offer(contractor, process, amount):
    request = contractor.request_of(process)
    currency = request["quote"]["total"]["currency"]
    path = f"/requests/{request['id']}/actions/offer"
    return contractor.tell("POST", path, an_offer(amount, currency))


def confirmed(client, werkbank):
    """An order with a contract, its winner and the one who lost."""
    process = client.sent(2)
    winner, loser = werkbank.contractors(process)
    offer(loser, process, "120.00")
    made = offer(winner, process, "100.00")
    return client.fire(process, "accept_offer", offer_id=made["id"]), winner, loser


def test_a_part_is_verified_priced_and_sent_and_everybody_gets_their_papers(werkbank):
    ada = werkbank.client("Ada")
    process = ada.verified()
    record = ada.tell("GET", f"/processes/{process['id']}/verification")
    (geometry,) = record["geometry"]
    assert (geometry["volume_mm3"], geometry["surface_mm2"]) == (8000.0, 2400.0)
    answers = ada.tell("GET", f"/processes/{process['id']}/contractors")["items"]
    listed = ada.tell("GET", "/contractors")["items"]
    assert {a["contractor_id"] for a in answers} == {c["id"] for c in listed}
    assert all(a["quote"]["lines"] if a["suitable"] else a["constraints"] for a in answers)

    process = ada.sent(2, process)
    first, second = process["requests"]
    for asked in (first, second):
        contractor = werkbank.contractor(asked["contractor_id"])
        request = contractor.request_of(process)
        assert (request["id"], request["state"]) == (asked["id"], "dispatched")
        pdf = contractor.ask("GET", request["dossier"].removeprefix("/api/v1"))
        assert pdf.content.startswith(b"%PDF")
        packed = contractor.ask("GET", f"/requests/{request['id']}/dossier.zip").content
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
        assert meshes.cube_stl() in contents
        (mail,) = werkbank.mails(request["number"])
        letter = email.message_from_bytes(mail.read_bytes(), policy=policy.default)
        assert request["number"] in letter["Subject"]
        other = second if asked is first else first
        assert contractor.status("GET", f"/requests/{other['id']}") == 404
        seen = contractor.tell("GET", f"/processes/{process['id']}")
        assert [r["id"] for r in seen["requests"]] == [asked["id"]]
        assert "choice" not in seen or seen["choice"] is None


def test_an_order_is_asked_about_offered_made_delivered_and_completed(werkbank):
    ada = werkbank.client("Ada")
    process = ada.sent(2)
    winner, loser = werkbank.contractors(process)
    request = winner.request_of(process)
    path = f"/requests/{request['id']}/actions"
    assert winner.tell("POST", f"{path}/acknowledge")["state"] == "acknowledged"
    winner.tell("POST", f"{path}/ask", {"text": "May the edges be rounded?"})
    assert ada.await_state(process, "clarification")["phase"] == "action_required"
    ada.fire(process, "answer", text="By half a millimetre.")
    messages = winner.tell("GET", f"/processes/{process['id']}/messages")["items"]
    assert [message["text"] for message in messages] == [
        "May the edges be rounded?",
        "By half a millimetre.",
    ]
    assert loser.tell("GET", f"/processes/{process['id']}/messages")["items"] == []

    offer(loser, process, "120.00")
    offer(winner, process, "101.00")
    better = offer(winner, process, "99.50")
    offers = ada.tell("GET", f"/processes/{process['id']}/offers")["items"]
    assert sorted((o["price"]["amount"], o["superseded"]) for o in offers) == [
        ("101.00", True),
        ("120.00", False),
        ("99.50", False),
    ]
    process = ada.fire(process, "accept_offer", offer_id=better["id"])
    assert (process["state"], process["contractor_id"]) == ("confirmed", request["contractor_id"])
    assert [r["state"] for r in process["requests"]] == ["accepted", "lost"]

    for trigger, who, data, state in (
        ("start_production", winner, {}, "in_production"),
        ("finish_production", winner, {}, "produced"),
        ("ship", winner, {"carrier": "Parcel", "tracking_number": "4711"}, "in_delivery"),
        ("deliver", winner, {}, "delivered"),
        ("complete", ada, {}, "completed"),
    ):
        other = ada if who is winner else winner
        wrong = other.ask("POST", f"/processes/{process['id']}/actions/{trigger}", data)
        assert wrong.status_code == 409 or trigger == "deliver", wrong.json()
        if trigger != "deliver":
            assert who.fire(process, trigger, **data)["state"] == state
        assert ada.tell("GET", f"/processes/{process['id']}")["state"] == state
    assert ada.tell("GET", f"/projects/{process['project_id']}")["status"] == "completed"
    moved = [t for t in triggers(ada, process) if not t.startswith("request.")]
    assert (
        moved[-9:]
        == [
            *("answer", "offer", "offer", "offer", "accept_offer"),
            *("start_production", "finish_production", "ship", "deliver", "complete"),
        ][-9:]
    )


def test_whoever_lost_sees_nothing_of_what_follows(werkbank):
    ada = werkbank.client("Ada")
    process, winner, loser = confirmed(ada, werkbank)
    (file,) = process["files"]
    lost = loser.request_of(process)
    assert lost["state"] == "lost"
    winner.fire(process, "start_production")
    assert winner.tell("GET", f"/processes/{process['id']}")["state"] == "in_production"
    for path in (
        f"/projects/{process['project_id']}",
        f"/processes/{process['id']}",
        f"/processes/{process['id']}/history",
        f"/processes/{process['id']}/messages",
        f"/processes/{process['id']}/files",
        f"/files/{file['id']}",
        f"/files/{file['id']}/content",
        f"/requests/{lost['id']}/dossier.pdf",
        f"/requests/{lost['id']}/dossier.zip",
    ):
        assert loser.status("GET", path) == 404, path
    assert "in_production" not in str(loser.request_of(process))
    listed = loser.tell("GET", "/projects?include=processes&limit=200")["items"]
    assert process["id"] not in str(listed)
    ada.await_events(process, "process.in_production")
    heard = loser.tell("GET", f"/events?after=0&limit=200&process_id={process['id']}")["items"]
    types = [event["type"] for event in heard]
    assert "request.lost" in types
    assert not {"process.confirmed", "process.in_production", "request.accepted"} & set(types)


def test_verify_and_send_at_once_asks_the_cheapest_contractor(werkbank):
    ada = werkbank.client("Ada")
    process = ada.draft()
    ada.start("verify", process, send=True)
    process = ada.await_state(process, "sent")
    answers = ada.tell("GET", f"/processes/{process['id']}/contractors")["items"]
    asked = [request["contractor_id"] for request in process["requests"]]
    assert asked == [answers[0]["contractor_id"]]


def test_what_contractors_do_is_missed_until_it_is_read(werkbank):
    ada = werkbank.client("Ada")
    process = ada.sent(1)
    (contractor,) = werkbank.contractors(process)
    request = contractor.request_of(process)
    contractor.tell("POST", f"/requests/{request['id']}/actions/ask", {"text": "Which colour?"})
    ada.await_events(process, "process.clarification", "process.message")
    for _ in range(2):  # counting does not clear
        missed = ada.tell("GET", "/events/missed")
        (project,) = missed["projects"]
        (seen,) = project["processes"]
        assert (seen["process_id"], seen["messages"]) == (process["id"], 1)
        assert seen["status"] > 0
    position = ada.tell("GET", "/events?after=0&limit=200")["position"]
    ada.tell("PUT", "/events/read", {"position": position})
    assert ada.tell("GET", "/events/missed")["projects"] == []


def test_declined_by_everybody_an_order_can_be_sent_again(werkbank):
    ada = werkbank.client("Ada")
    process = ada.sent(2)
    for contractor, state in zip(werkbank.contractors(process), ("sent", "declined"), strict=True):
        request = contractor.request_of(process)
        reason = {"reason": "The machines are full."}
        contractor.tell("POST", f"/requests/{request['id']}/actions/decline", reason)
        assert ada.tell("GET", f"/processes/{process['id']}")["state"] == state
        assert contractor.status("GET", f"/processes/{process['id']}") == 404
    ada.start("verify", process)
    again = ada.sent(1, ada.await_state(process, "verified"))
    assert [r["state"] for r in again["requests"]] == ["declined", "declined", "dispatched"]


def test_a_contract_is_cancelled_only_with_the_contractors_consent(werkbank):
    ada = werkbank.client("Ada")
    process, winner, _ = confirmed(ada, werkbank)
    path = f"/processes/{process['id']}/actions/cancel"
    refused = ada.ask("POST", path, {"reason": "We build it ourselves."})
    assert (refused.status_code, bool(refused.json()["missing"])) == (409, True)
    winner.fire(process, "consent", to="cancel")
    assert ada.fire(process, "cancel", reason="We build it ourselves.")["state"] == "cancelled"


def test_a_process_waits_for_another_one_and_then_goes_on_by_itself(werkbank):
    ada = werkbank.client("Ada")
    first, winner, _ = confirmed(ada, werkbank)
    second = ada.draft(first["project_id"])
    ada.tell("PUT", f"/processes/{second['id']}/dependencies/{first['id']}")
    ada.start("verify", second)
    assert ada.tell("GET", f"/processes/{second['id']}")["state"] == "waiting"
    winner.fire(first, "start_production")
    winner.fire(first, "finish_production")
    winner.fire(first, "ship", carrier="Parcel", tracking_number="4712")
    ada.fire(first, "deliver")
    ada.fire(first, "complete")
    ada.await_state(second, "verified")
    assert triggers(ada, second)[-3:] == ["wait", "resume", "pass_verification"]


def test_a_hole_in_the_part_ends_in_a_report_that_says_so(werkbank):
    ada = werkbank.client("Ada")
    process = ada.draft()
    vertices, faces = meshes.box()
    (file,) = process["files"]
    assert ada.status("DELETE", f"/files/{file['id']}") == 204
    open_box = meshes.stl((vertices, faces[1:]))
    path = f"/processes/{process['id']}"
    assert ada.upload(f"{path}/files", "open.stl", open_box, unit="mm").status_code == 201
    ada.start("verify", process)
    ada.await_state(process, "verification_failed")
    record = ada.tell("GET", f"{path}/verification")
    assert record["verdict"] == "fail"
    failed = [check for check in record["checks"] if check["verdict"] == "fail"]
    assert any("open" in check["reason"] for check in failed), failed
    assert record["geometry"][0]["closed"] is False
