"""Forms of a whole project leave the parts alone that somebody else sends on meanwhile."""

import pytest

from service.orders import actions
from tests.support.console_pages import send
from tests.support.orders import ready
from tests.support.races import locked_process, meanwhile
from tests.support.worlds.marketplace import ADDRESS


@pytest.mark.parametrize(
    ("form", "fields", "changed"),
    [
        ("configure", {"quantity": "9"}, {"quantity": 9}),
        ("address", ADDRESS | {"name": "Grace"}, {"delivery_address": ADDRESS | {"name": "Grace"}}),
    ],
)
def test_a_part_that_somebody_has_checked_meanwhile_stays_as_it_is(
    shared_market, form, fields, changed
):
    client = shared_market.client
    checked = ready(shared_market)
    project_id = client.get(f"/processes/{checked}").json["project_id"]
    draft = ready(shared_market, project_id)
    before = client.get(f"/processes/{checked}").json
    path = f"/projects/{project_id}/{form}"
    with meanwhile(lambda: send(client, path, fields)) as (session, answers):
        actions.fire(session, locked_process(session, client, checked), "verify", {})
    assert [answer.status_code for answer in answers] == [303]
    now = client.get(f"/processes/{checked}").json
    assert now["state"] == "verifying"
    assert {name: now[name] for name in changed} == {name: before[name] for name in changed}
    other = client.get(f"/processes/{draft}").json
    assert {name: other[name] for name in changed} == changed
