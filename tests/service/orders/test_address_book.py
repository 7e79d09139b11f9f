"""An organisation's address book, and the copies of its addresses that orders hold."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.ids import new_id
from service.orders import address_book
from tests.support.callers import user
from tests.support.orders import confirmed, fire, fired, offer, program, request_of
from tests.support.pdfs import text_of
from tests.support.worlds.marketplace import ADDRESS, refused

ACCOUNTS = {**ADDRESS, "name": "Accounts Payable", "street": "Postfach 7"}


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def newcomer(market):
    """Somebody with an organisation and an empty book."""
    caller = user(market.application, f"Ada-{new_id().hex}")
    caller.home = caller.me["home_id"]
    return caller


@pytest.fixture
def ada(market):
    return newcomer(market)


def book(caller, **query):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return caller.get(f"/organizations/{caller.home}/addresses?{words}").json["items"]


def added(caller, label="Gate B", address=ADDRESS, **fields):
    path = f"/organizations/{caller.home}/addresses"
    answer = caller.post(path, {"label": label, "address": address, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def path_of(caller, entry):
    return f"/organizations/{caller.home}/addresses/{entry['id']}"


def test_addresses_are_added_read_changed_and_deleted(ada):
    entry = added(ada, uses=["delivery"])
    path = path_of(ada, entry)
    assert (entry["label"], entry["address"], entry["uses"]) == ("Gate B", ADDRESS, ["delivery"])
    read = ada.get(path)
    assert (read.json, read.headers["ETag"]) == (entry, f'"{entry["version"]}"')
    old = {"If-Match": read.headers["ETag"]}
    changed = ada.patch(path, {"address": {"street": "Ringstr. 2"}}, headers=old)
    assert changed.json["address"] == {**ADDRESS, "street": "Ringstr. 2"}
    assert refused(ada.patch(path, {"label": "x"}, headers=old), 412, "version-moved-on")
    assert refused(ada.delete(path, headers=old), 412, "version-moved-on")
    assert ada.delete(path).status_code == 204
    assert refused(ada.get(path), 404, "not-found")
    assert book(ada) == []


def test_a_book_is_listed_in_pages_and_by_use(ada):
    first, second, third = (
        added(ada, str(n), uses=uses)
        for n, uses in enumerate((["delivery"], ["billing"], ["delivery", "billing"]))
    )
    assert [entry["id"] for entry in book(ada, use="billing")] == [second["id"], third["id"]]
    page = ada.get(f"/organizations/{ada.home}/addresses?limit=2").json
    assert [entry["id"] for entry in page["items"]] == [first["id"], second["id"]]
    assert [entry["id"] for entry in book(ada, cursor=page["next"])] == [third["id"]]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"city": ""}, "/address/city"),
        ({"country": "Germany"}, "/address/country"),
        ({"street": None}, "/address/street"),
        ({"floor": "2"}, "/address/floor"),
        ({"name": "two\nlines"}, "/address/name"),
    ],
)
def test_an_address_in_a_book_is_whole_and_valid_whether_new_or_changed(ada, wrong, pointer):
    path = f"/organizations/{ada.home}/addresses"
    entry = added(ada)
    for answer in (
        ada.post(path, {"label": "x", "address": {**ADDRESS, **wrong}}),
        ada.patch(path_of(ada, entry), {"address": wrong}),
    ):
        assert refused(answer, 422, "invalid")
        assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert book(ada)[0]["address"] == ADDRESS


def test_a_full_book_takes_no_further_address(ada, monkeypatch):
    monkeypatch.setattr(address_book, "MOST_ADDRESSES", 2)
    added(ada), added(ada)
    path = f"/organizations/{ada.home}/addresses"
    answer = ada.post(path, {"label": "x", "address": ADDRESS})
    assert answer.status_code == 409
    assert answer.json["detail"] == "an address book holds at most 2 addresses"
    assert len(book(ada)) == 2


def test_each_use_has_one_default_and_only_of_an_address_that_is_for_it(ada):
    first = added(ada, default_for=["delivery", "billing"])
    second = added(ada, default_for=["billing"])
    assert [entry["default_for"] for entry in book(ada)] == [["delivery"], ["billing"]]
    ada.patch(path_of(ada, second), {"default_for": ["delivery", "billing"]})
    assert [entry["default_for"] for entry in book(ada)] == [[], ["delivery", "billing"]]
    unfit = ada.patch(path_of(ada, first), {"uses": ["billing"], "default_for": ["delivery"]})
    assert refused(unfit, 422, "invalid")
    assert refused(ada.patch(path_of(ada, second), {"uses": ["billing"]}), 422, "invalid")


def test_two_that_become_the_default_at_once_leave_one(ada):
    entries = [added(ada, str(n)) for n in range(4)]
    callers = [program(ada, ada, "organization:read", "organization:edit") for _ in entries]

    def choose(pair):
        caller, entry = pair
        return caller.patch(path_of(ada, entry), {"default_for": ["delivery"]}).status_code

    with ThreadPoolExecutor(len(entries)) as pool:
        assert set(pool.map(choose, zip(callers, entries, strict=True))) == {200}
    assert sum("delivery" in entry["default_for"] for entry in book(ada)) == 1


def test_a_process_takes_copies_of_the_book_which_later_changes_leave_alone(ada):
    gate, office = added(ada), added(ada, "Office", ACCOUNTS, uses=["billing"])
    chosen = {"delivery_address_id": gate["id"], "billing_address_id": office["id"]}
    process_id = ada.draft(**chosen)
    path = f"/processes/{process_id}"
    ada.patch(path_of(ada, gate), {"address": {"street": "Ringstr. 2"}})
    ada.delete(path_of(ada, office))
    process = ada.get(path).json
    assert (process["delivery_address"], process["billing_address"]) == (ADDRESS, ACCOUNTS)
    again = ada.patch(path, {"delivery_address_id": gate["id"]}).json
    assert again["delivery_address"]["street"] == "Ringstr. 2"
    assert ada.patch(path, {"billing_address": None}).json.get("billing_address") is None
    clone = ada.post(f"{path}/clone").json
    assert clone["delivery_address"] == again["delivery_address"]


def test_an_address_that_is_not_in_the_clients_book_or_not_for_it_is_refused(market, ada):
    office = added(ada, "Office", ACCOUNTS, uses=["billing"])
    stranger = newcomer(market)
    foreign = added(stranger)["id"]
    path = f"/processes/{ada.draft()}"
    for body in (
        {"delivery_address_id": office["id"]},
        {"delivery_address_id": foreign},
        {"delivery_address_id": str(new_id())},
        {"delivery_address_id": office["id"], "delivery_address": ADDRESS},
    ):
        refusal = ada.patch(path, body)
        assert refused(refusal, 422, "invalid")
        assert [error["pointer"] for error in refusal.json["errors"]] == ["/delivery_address_id"]
    assert refused(stranger.get(f"/organizations/{ada.home}/addresses"), 404, "not-found")
    other_book = f"/organizations/{stranger.home}/addresses/{office['id']}"
    assert refused(stranger.get(other_book), 404, "not-found")


def test_new_processes_take_the_defaults_unless_they_state_something_else(ada):
    added(ada, default_for=["delivery"])
    added(ada, "Office", ACCOUNTS, default_for=["billing"])
    taken = ada.get(f"/processes/{ada.draft()}").json
    assert (taken["delivery_address"], taken["billing_address"]) == (ADDRESS, ACCOUNTS)
    other = {**ADDRESS, "street": "Ringstr. 2"}
    stated = ada.get(f"/processes/{ada.draft(delivery_address=other)}").json
    assert stated["delivery_address"] == other
    none = ada.get(f"/processes/{ada.draft(delivery_address=None)}").json
    assert none["delivery_address"] is None


def test_who_may_read_an_organization_reads_its_book_and_who_may_edit_it_changes_it(market, ada):
    entry = added(ada)
    reader = program(ada, market, "organization:read")
    assert reader.get(path_of(ada, entry)).status_code == 200
    assert refused(reader.patch(path_of(ada, entry), {"label": "x"}), 403, "forbidden")
    assert refused(reader.delete(path_of(ada, entry)), 403, "forbidden")
    buyer = program(ada, market, "processes:read", "processes:edit")
    assert refused(buyer.get(path_of(ada, entry)), 403, "forbidden")


def test_the_billing_address_stands_in_the_confirmation_and_contractors_see_it_with_the_contract(
    market,
):
    process_id, (winner, loser) = market.send(2)
    path = f"/processes/{process_id}"
    stated = market.client.patch(path, {"billing_address": ACCOUNTS})
    assert stated.status_code == 200, stated.text
    assert winner.get(path).json["billing_address"] is None
    offer(loser, process_id)
    made = offer(winner, process_id)
    fired(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert winner.get(path).json["billing_address"] == ACCOUNTS
    number = request_of(winner, process_id)["number"]
    for caller in (market.client, winner):
        confirmation = caller.get(f"{path}/documents/{number}-OC.pdf?language=en")
        assert "Accounts Payable, Postfach 7" in text_of(confirmation.data)
        enquiry = caller.get(f"{path}/documents/{number}-RFQ.pdf?language=en")
        assert "Postfach 7" not in text_of(enquiry.data)
    later = market.client.patch(path, {"billing_address": {"street": "Postfach 8"}})
    assert refused(later, 409, "illegal-move")


def test_a_billing_address_can_be_added_to_a_contract_and_quotes_stay_as_they_are(market):
    process_id, _, _ = confirmed(market)
    path = f"/processes/{process_id}"
    stated = market.client.patch(path, {"billing_address": ACCOUNTS}).json
    assert (stated["state"], stated["billing_address"]) == ("confirmed", ACCOUNTS)
    assert stated["stale"] is False


def test_a_bill_stated_between_offer_and_acceptance_does_not_date_the_country_of_delivery(market):
    process_id, (winner,) = market.send(1)
    made = offer(winner, process_id)
    market.client.patch(f"/processes/{process_id}", {"billing_address": ACCOUNTS})
    accepted = fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert accepted.status_code == 200, accepted.text
