"""No operation of the API tells what anything costs to somebody whose role shows them no prices.

They send what the people of the story send, just before them: reads as such, writes as dry runs.
"""

import copy
import io
import re

import pytest

from tests.support.callers import API, Caller
from tests.support.tenants import operation_of
from tests.support.worlds.staff_without_prices import (
    amounts_of,
    one_price,
    staff,
    text_in,
    written,
)
from tests.support.worlds.whole_story import Story

pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]

#: What concerns the own account, the service and its operators; no organisation has a part in it.
ELSEWHERE = re.compile(r"^/(auth|operations|invitations|metrics)\b")
#: What shows prices and nothing else that could be read without, or binds to one.
REFUSED = {
    *("accept_offer", "accept_offers", "make_offer", "make_offers"),
    *("get_dossier", "get_dossier_zip", "get_digested_verification", "get_verification_pdf"),
    *("get_document", "get_terms", "put_terms", "list_machines", "create_machine"),
    *("get_machine", "put_machine", "delete_machine"),
}


class Shadow:
    """Somebody of the same organisations who sends everything first; what they were answered."""

    def __init__(self, market, person):
        self.answers, self.of_others, self.amounts = [], [], set()
        self._person = person
        self._followed = {id(each) for each in (market.client, *market.contractors.values())}
        self._views = market.application.view_functions
        self._routes = market.application.url_map.bind("localhost")

    def follow(self, monkeypatch):
        """From now on, whatever the client or a contractor sends, they send first."""
        ask = Caller.ask

        def following(caller, method, path, headers=(), **more):
            is_followed = id(caller) in self._followed and not ELSEWHERE.match(path)
            if is_followed:
                self._send_first(ask, method, path, headers, more)
            answer = ask(caller, method, path, headers, **more)
            if is_followed:
                self.of_others.append((operation_of(self._view(method, path)), answer))
                if answer.is_json and answer.data:
                    self.amounts.update(amounts_of(answer.json))
            return answer

        monkeypatch.setattr(Caller, "ask", following)

    def _view(self, method, path):
        endpoint, _ = self._routes.match(API + path.partition("?")[0], method)
        return self._views[endpoint]

    def _send_first(self, ask, method, path, headers, more):
        view = self._view(method, path)
        if method != "GET" and operation_of(view) != "estimate":
            if getattr(view, "own_transaction", False):
                return  # it is more than a transaction, and so knows no dry runs
            path += f"{'&' if '?' in path else '?'}dry_run=true"
        answer = ask(self._person, method, path, headers, **copied(more))
        self.answers.append((operation_of(view), answer))


def copied(more):
    """The same to be sent once more: what is uploaded is read only once."""
    data = more.get("data")
    if not isinstance(data, dict):
        return dict(more)
    again = {}
    for name, value in data.items():
        if isinstance(value, tuple):
            content = value[0].getvalue()
            again[name] = (io.BytesIO(content), *value[1:])
        else:
            again[name] = copy.copy(value)
    return {**more, "data": again}


@pytest.fixture(scope="module")
def told(shared_market):
    """A whole story, and what was answered to who follows it without seeing prices."""
    market = shared_market
    one_price(market)
    homes = [market.client.login.organization_id, *market.contractors]
    shadow = Shadow(market, staff(market, *homes))
    with pytest.MonkeyPatch.context() as patch:
        shadow.follow(patch)
        Story(market).tell()
    return shadow


def test_no_answer_names_a_price(told):
    prices = written(told.amounts)
    names_prices = [(name, prices.findall(text_in(answer))) for name, answer in told.answers]
    assert [each for each in names_prices if each[1]] == []
    others = {name for name, answer in told.of_others if prices.search(text_in(answer))}
    assert len(others) > 20, "others are told prices by too few operations"
    answered = {name for name, answer in told.answers if answer.status_code < 300}
    assert others - answered - REFUSED == set(), "were never answered without prices"


def test_what_is_made_of_prices_or_binds_to_one_is_refused_with_the_name_of_the_right(told):
    for operation in REFUSED:
        answers = [answer for name, answer in told.answers if name == operation]
        assert any(answer.status_code == 403 for answer in answers), operation
        for answer in answers:
            if answer.status_code == 403:
                assert "prices:read" in answer.json["detail"], answer.text
            elif operation != "get_document":
                assert answer.status_code >= 300, operation
