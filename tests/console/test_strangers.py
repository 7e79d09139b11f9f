"""What a page and its forms refuse to those who have no business there, whatever the route.

The counts go into docs/security.md; `WERKBANK_RECORD=1` writes them there.
"""

from uuid import uuid4

import orjson
import pytest

from service import clock
from service.access.permissions import PROCESSES_READ
from tests.support import security_page
from tests.support.callers import Caller
from tests.support.console_pages import HTML, send
from tests.support.tenants import CANARY, World, address, newest_mail, stored, stranger
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import ADDRESS

pytestmark = pytest.mark.one_database


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


@pytest.fixture
def world(market):
    world = World(market)
    world.ids["mail_id"] = newest_mail()
    return world


def pages(application, values):
    """(method, path below `/app`) of each page and form that takes an id."""
    for rule in sorted(application.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith("/app/") and any(name.endswith("_id") for name in rule.arguments):
            path = address(rule, values).removeprefix("/app")
            yield from ((method, path) for method in sorted(rule.methods & {"GET", "POST"}))


def form(world, ids):
    """Fields with which each form would do something, for whoever may."""
    return {
        **ADDRESS,
        **{"action": "decline", "version": "1", "quantity": "3", "do": "save"},
        **{"text": "Hello", "reason": "none", "changes": '{"quantity": 3}'},
        "process_ids": ids["process_id"],
        "contractor_ids": ids["workshop_id"],
        "request_id": ids["request_id"],
        f"offer-{ids['process_id']}": world.offer_id,
        "offer_id": world.offer_id,
    }


def answers(market, world, caller, ids):
    """What `caller` is answered on each page and each form: (method and path, answer)."""
    values = ids | {"trigger": "cancel"}
    for method, path in pages(market.application, values):
        if method == "GET":
            yield f"GET {path}", caller.get(f"//app{path}", headers=HTML)
        else:
            yield f"POST {path}", send(caller, path, form(world, ids))


ODD = ("9" * 5000, "-1", "1e400", "\x00", "🔩" * 300, "null", "[[]]", '{"a": []}', "0000", " ")

# Who asks: none of them has anything to do with the world.


def nobody(market, world):
    return market.nobody()


def visitor(market, world):
    return market.visitor()


def another_user(market, world):
    return stranger(market)


def contractor_that_was_not_asked(market, world):
    id = min(set(market.contractors) - {world.ids["workshop_id"]})
    return market.contractors[id].enter()


def former_member(market, world):
    home, former = world.ids["organization_id"], market.colleague
    assert market.client.delete(f"/organizations/{home}/members/{former.login.user_id}")
    return former


#: What each is answered beside 404; whoever has not logged in is led there first.
CALLERS = {
    nobody: {303, 401},
    visitor: {303, 401},
    another_user: set(),
    contractor_that_was_not_asked: set(),
    former_member: set(),
}


@pytest.mark.parametrize("caller_of", CALLERS, ids=lambda caller: caller.__name__)
def test_no_page_and_no_form_knows_an_id_of_another_tenant(market, world, caller_of):
    caller = caller_of(market, world)
    before, tried = stored(), 0
    for where, answer in answers(market, world, caller, world.ids):
        tried += 1
        expected = {404, *CALLERS[caller_of], *({403} if "/board/" in where else ())}
        assert answer.status_code in expected, f"{where}: {answer.status_code}"
        if answer.status_code == 303:
            assert answer.headers["Location"].startswith("/app/sign-in?"), where
        assert CANARY not in answer.text, where
    assert stored() == before
    security_page.count(f"{caller_of.__name__} on pages and forms with foreign ids", tried)


def test_a_page_of_somebody_else_looks_like_one_that_is_not_there(market, world):
    eve = stranger(market)
    invented = {name: str(uuid4()) for name in world.ids}
    foreign, unknown = (
        answers(market, world, eve, ids) for ids in (world.ids, world.ids | invented)
    )
    for (where, shown), (_, missing) in zip(foreign, unknown, strict=True):
        assert shown.status_code == missing.status_code, where
        assert masked(shown.text, world.ids) == masked(missing.text, invented), where


def masked(text, ids):
    for id in ids.values():
        text = text.replace(id, "...")
    return text


def test_a_reading_key_sends_no_form_of_its_own_organization(market, world):
    key = {"name": "reader", "rights": [PROCESSES_READ]}
    reader = Caller(market.application, market.client.post("/api_keys", key).json["key"])
    before = stored()
    for where, answer in answers(market, world, reader, world.ids):
        if where.startswith("POST"):
            assert answer.status_code == 403, f"{where}: {answer.status_code}"
    assert stored() == before


@pytest.mark.timeout(600)  # it sends some thousand forms
def test_whatever_a_field_holds_a_form_is_refused_and_never_fails(market, world):
    for odd in ODD:
        send_oddly(market, world, odd)


def send_oddly(market, world, odd):
    fields = dict.fromkeys(form(world, world.ids), odd) | {f"offer-{odd}": odd}
    fields |= {"pieces": odd, "made": odd, "failed": odd, "to": odd, "tolerance_mm": odd}
    for caller in (market.client, world.contractor):
        for method, path in pages(market.application, world.ids | {"trigger": "cancel"}):
            if method == "POST":
                answer = send(caller, path, fields)
                assert answer.status_code < 500, f"{path}: {answer.text[:300]}"
                one = {"changes": orjson.dumps({"quantity": odd}).decode(), "pieces": odd}
                answer = send(caller, path, one)
                assert answer.status_code < 500, f"{path}: {answer.text[:300]}"
