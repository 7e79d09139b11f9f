"""The inbox and the page of a job: what is due, one answer for several parts, what is printed."""

import re

import pytest

from tests.support.console_pages import page, send
from tests.support.orders import confirmed, dispatched, request_of, suitable, verified
from tests.support.pdfs import text_of

pytestmark = pytest.mark.one_database


@pytest.fixture
def two_requests(market):
    """A contractor that was asked for two parts of one project, and its requests."""
    project_id = market.client.post("/projects", {"title": "Gearbox"}).json["id"]
    ids = [verified(market, project_id) for _ in range(2)]
    shop = suitable(market, ids[0])[0]
    for id in ids:
        assert dispatched(market, id, [shop]) == "dispatched"
    return shop, [request_of(shop, id) for id in ids]


def answered(shop, requests, **versions):
    """What comes of ticking these requests in the inbox, and offering them."""
    fields = {"request_ids": [each["id"] for each in requests]}
    fields |= {f"version-{each['id']}": str(each["version"]) for each in requests}
    return send(shop, "/inbox/offers", fields | versions)


def states(shop):
    return {each["state"] for each in shop.get("/requests").json["items"]}


def test_several_parts_of_one_client_are_offered_in_one_answer(two_requests):
    shop, requests = two_requests
    text = page(shop, "/inbox").text
    assert "2 parts of" in text
    assert text.count('name="request_ids"') == 2
    assert answered(shop, requests).status_code == 303
    assert states(shop) == {"offered"}
    assert 'name="request_ids"' not in page(shop, "/inbox").text


def test_of_several_offers_one_that_is_stale_makes_none(two_requests):
    shop, requests = two_requests
    refused = answered(shop, requests, **{f"version-{requests[1]['id']}": "0"})
    assert refused.status_code == 409
    assert requests[1]["number"] in re.search(r'role="alert"[^>]*>([^<]*)', refused.text)[1]
    assert states(shop) == {"dispatched"}
    assert answered(shop, []).status_code == 422
    assert states(shop) == {"dispatched"}


def test_the_inbox_and_the_job_say_how_much_time_is_left(two_requests):
    shop, (request, other) = two_requests
    job = f"/jobs/{request['id']}"
    for path in ("/inbox", job):
        assert re.search(r"\d+ (days|hours) left", page(shop, path).text)
    assert f'/app/jobs/{other["id"]}" data-key="n"' in page(shop, job).text


def test_an_order_moves_through_the_groups_of_the_inbox_as_it_is_made(market):
    process_id, winner, _ = confirmed(market)
    job = f"/jobs/{request_of(winner, process_id)['id']}/actions"
    titles = []
    for trigger, fields in (
        ("start_production", {}),
        ("report_progress", {"made": "5"}),
        ("finish_production", {}),
        ("ship", {"way": "collection"}),
    ):
        titles += re.findall(r"<h2>([\w ]+) <span", page(winner, "/inbox").text)
        assert send(winner, f"{job}/{trigger}", fields).status_code == 303
    titles += re.findall(r"<h2>([\w ]+) <span", page(winner, "/inbox").text)
    assert titles == ["Won", "Being made", "Being made", "To be shipped", "On its way"]


def test_a_shop_prints_a_route_card_without_prices_once_the_order_is_its_own(market):
    process_id, (shop, _) = market.send()
    path = f"/requests/{request_of(shop, process_id)['id']}/route_card.pdf"
    assert shop.get(path).status_code == 404
    assert "route_card.pdf" not in page(shop, f"/jobs/{request_of(shop, process_id)['id']}").text
    process_id, winner, _ = confirmed(market)
    request = request_of(winner, process_id)
    path = f"/requests/{request['id']}/route_card.pdf"
    assert path in page(winner, f"/jobs/{request['id']}").text
    assert market.client.get(path).status_code == 404
    answer = winner.get(path)
    assert answer.mimetype == "application/pdf"
    text = text_of(answer.data)
    for words in (request["number"], request["quote"]["machine"], "Verpackung und Versand"):
        assert words in text
    assert request["quote"]["total"]["amount"] not in text
    assert request["quote"]["total"]["currency"] not in text


def test_a_job_stands_in_the_calendar_of_its_workshop(market):
    process_id, winner, _ = confirmed(market)
    other_id, _, _ = confirmed(market)
    request, other = request_of(winner, process_id), request_of(winner, other_id)
    days = winner.get(f"/requests/{request['id']}/calendar").json["days"]
    text = page(winner, f"/jobs/{request['id']}").text
    month = text.partition('id="calendar"')[2].partition("</section>")[0]
    assert len(re.findall("<td class", month)) == len(days)
    due = [each for each in days if each["dates"]]
    assert len(re.findall(r'<td class="[^"]*due"', month)) == len(due)
    for words in ("Production starts by", "Leaves by", "With the client by"):
        assert f"<dt>{words}</dt>" in month
    assert f"/app/jobs/{other['id']}" in month


def test_whoever_cannot_finish_an_order_ends_it_with_a_reason(market):
    process_id, winner, _ = confirmed(market)
    job = f"/jobs/{request_of(winner, process_id)['id']}"
    assert "End the order" in page(winner, job).text
    failure = f"{job}/actions/report_failure"
    assert send(winner, failure, {}).status_code == 422
    assert send(winner, failure, {"reason": "The laser is broken."}).status_code == 303
    assert market.client.get(f"/processes/{process_id}").json["state"] == "failed"


def test_after_an_answer_the_page_says_what_came_of_it_at_the_place_that_has_the_focus(market):
    process_id, (shop, _) = market.send()
    request = request_of(shop, process_id)
    job = f"/jobs/{request['id']}"
    answer = send(shop, job, {"action": "offer", "version": str(request["version"])})
    shown = page(shop, answer.headers["Location"].removeprefix("/app")).text
    said = re.search(r'role="status" id="done" tabindex="-1">([^<]+)<', shown)
    assert said[1] == "Your offer is with the client."
    refused = send(shop, job, {"action": "decline", "version": "0"})
    assert 'role="alert" id="problem" tabindex="-1"' in refused.text
    assert 'id="done"' not in refused.text
