"""Tells how an order is won by a counter-offer, made with mishaps, disputed, remade and settled."""

import time

CRACK = b"\x89PNG\r\n\x1a\n a crack"
PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}


def refused(person, path, body, status, *words):
    """Whether the sentence of a refusal says why, in these words."""
    answer = person.ask("POST", path, body)
    assert answer.status_code == status, answer.json()
    detail = answer.json()["detail"]
    assert all(word in detail for word in words), answer.json()
    return answer.json()


def stopped(person, process, trigger, *words, **data):
    """A move that is not this person's, or not yet possible."""
    return refused(person, f"/processes/{process['id']}/actions/{trigger}", data, 409, *words)


def await_request(ada, process, request_id, state):
    late_at = time.monotonic() + 30
    while True:
        requests = ada.tell("GET", f"/processes/{process['id']}")["requests"]
        if {request["id"]: request["state"] for request in requests}[request_id] == state:
            return
        assert time.monotonic() < late_at, requests
        time.sleep(0.05)


def won(ada, werkbank):
    """A contract: one contractor has counter-offered, one declined, one let its window close."""
    process = ada.sent(3)
    maker, busy, silent = werkbank.contractors(process)
    wanted, refusing, ignored = (c.request_of(process) for c in (maker, busy, silent))
    paths = [f"/requests/{r['id']}/actions" for r in (wanted, refusing, ignored)]
    price = {"amount": "95.00", "currency": wanted["quote"]["total"]["currency"]}
    counter = {"price": price, "lead_time_days": 12, "note": "Cheaper, if it may take longer."}
    refused(ada, f"{paths[0]}/offer", counter, 403, "contractor")
    refused(busy, f"{paths[0]}/offer", counter, 404, "there is no request")
    offer = maker.tell("POST", f"{paths[0]}/offer", counter)
    busy.tell("POST", f"{paths[1]}/decline", {"reason": "The machines are full."})
    refused(busy, f"{paths[1]}/offer", counter, 409, "declined")
    werkbank.let_window_close(ignored["id"])
    await_request(ada, process, ignored["id"], "expired")
    refused(silent, f"{paths[2]}/offer", counter, 409, "expired")
    (listed,) = ada.tell("GET", f"/processes/{process['id']}/offers")["items"]
    assert (listed["id"], listed["price"], listed["lead_time_days"]) == (offer["id"], price, 12)
    stopped(maker, process, "accept_offer", "only the client", offer_id=offer["id"])
    process = ada.fire(process, "accept_offer", offer_id=offer["id"])
    assert process["state"] == "confirmed"
    assert [r["state"] for r in process["requests"]] == ["accepted", "declined", "expired"]
    for other in (busy, silent):
        assert other.status("GET", f"/processes/{process['id']}") == 404
    return process, maker, busy


def made_and_delivered(ada, maker, process):
    """Two of five pieces fail and are made anew; they travel in two parcels."""
    stopped(ada, process, "start_production", "only a contractor")
    maker.fire(process, "start_production")
    sent = maker.fire(process, "report_progress", made=2)
    sent = maker.fire(process, "ship_part", pieces=2, **PARCEL)
    (first,) = sent["shipments"]
    failing = maker.fire(process, "report_progress", failed=2, reason="They warped.")
    (replaced,) = failing["production"]["replacements"]
    assert replaced["failed"] == {"first": 3, "last": 4}
    assert (replaced["reason"], replaced["replaced_by"]) == (
        "They warped.",
        {"first": 6, "last": 7},
    )
    answer = stopped(maker, process, "finish_production")
    assert "3" in str(answer["missing"]), answer
    stopped(ada, process, "report_progress", "only a contractor", made=1)
    ada.fire(process, "deliver_part", shipment_id=first["id"])
    maker.fire(process, "report_progress", made=3)
    maker.fire(process, "finish_production")
    stopped(ada, process, "ship", "only a contractor", **PARCEL)
    sent = maker.fire(process, "ship", carrier="Parcel", tracking_number="4712")
    assert [(s["pieces"], s["tracking_number"]) for s in sent["shipments"]] == [
        (2, "4711"),
        (3, "4712"),
    ]
    stopped(ada, process, "complete")
    arrived = ada.fire(process, "deliver")
    assert (arrived["state"], arrived["production"]["delivered"]) == ("delivered", 5)


def disputed(ada, maker, stranger, process):
    """Both sides lay evidence before each other; nobody else gets it."""
    stopped(maker, process, "dispute", "only the client", reason="It is fine.")
    ada.fire(process, "dispute", reason="One piece is cracked.")
    path, sent = f"/processes/{process['id']}/messages", []
    for person, name in ((ada, "crack.png"), (maker, "as made.png")):
        uploaded = person.upload(f"{path}/attachments", name, CRACK + name.encode())
        assert uploaded.status_code == 201, uploaded.json()
        body = {"text": f"See {name}.", "attachment_ids": [uploaded.json()["id"]]}
        sent.append(person.tell("POST", path, body)["attachments"][0])
    refused(stranger, f"{path}", {"text": "Let me see."}, 404, "there is no process")
    for person in (ada, maker):
        events = person.tell("GET", path)["items"]
        assert [m["text"] for m in events[-3:]] == [
            "One piece is cracked.",
            "See crack.png.",
            "See as made.png.",
        ]
        assert [m["attachments"] for m in events[-2:]] == [[one] for one in sent]
        for one in sent:
            content = person.ask("GET", one["href"].removeprefix("/api/v1"))
            assert content.content == CRACK + one["name"].encode()
            assert content.headers["Content-Disposition"].startswith("attachment")
    assert stranger.status("GET", sent[0]["href"].removeprefix("/api/v1")) == 404


def remade_and_settled(ada, maker, process):
    """One piece is made again because both want it; the last quarrel is settled alike."""
    missing = stopped(maker, process, "remake", pieces=1)["missing"]
    assert "consent" in str(missing), missing
    ada.fire(process, "consent", to="remake", pieces=1)
    answer = stopped(maker, process, "remake", pieces=2)
    assert "consented to remake 1 pieces, not 2" in str(answer), answer
    assert maker.fire(process, "remake", pieces=1)["state"] == "in_production"
    maker.fire(process, "report_progress", made=1)
    maker.fire(process, "finish_production")
    maker.fire(process, "ship", carrier="Courier", tracking_number="4713")
    again = ada.fire(process, "deliver")
    assert (again["state"], again["production"]["delivered"]) == ("delivered", 6)
    ada.fire(process, "dispute", reason="It came late.")
    stopped(maker, process, "settle", "the client has not consented to settle")
    stopped(ada, process, "settle", "the contractor has not consented to settle")
    maker.fire(process, "consent", to="settle")
    assert ada.fire(process, "settle")["state"] == "completed"
    stopped(ada, process, "dispute", "completed", reason="Still.")


def test_an_order_is_won_made_with_mishaps_disputed_remade_and_settled(werkbank):
    ada = werkbank.client("Ada")
    process, maker, busy = won(ada, werkbank)
    made_and_delivered(ada, maker, process)
    disputed(ada, maker, busy, process)
    remade_and_settled(ada, maker, process)
    rows = ada.tell("GET", f"/processes/{process['id']}/history?limit=200")["items"]
    moved = [row["trigger"] for row in rows if not row["trigger"].startswith("request.")]
    assert moved[moved.index("accept_offer") :] == [
        *("accept_offer", "start_production", "report_progress", "ship_part", "report_progress"),
        *("deliver_part", "report_progress", "finish_production", "ship", "deliver"),
        *("dispute", "consent", "remake", "report_progress", "finish_production"),
        *("ship", "deliver", "dispute", "consent", "settle"),
    ]
    ada.await_events(process, "process.in_delivery", "process.message")
    maker.await_events(process, "process.completed", "process.message")
    checked = werkbank.command("check")
    assert (checked.returncode, ", 0 contradictions" in checked.stdout) == (0, True), checked
