"""Orders of the sandbox in tests of one market: sent by a client, answered by nobody."""

from datetime import timedelta
from uuid import UUID

from service import clock
from service.sandbox import play
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from tests.support.orders import delivered, fire
from tests.support.worlds.marketplace import ADDRESS

#: Moves that an order can take at most; more would be going in circles.
MOST_MOVES = 30


def verified(market, scenario=None, **fields):
    """A cube in a project of the sandbox, verified; its id."""
    project_id = market.client.project(title="to try out", sandbox=True)
    fields = {
        "quantity": 4,
        "material_id": "pa12",
        "delivery_address": ADDRESS,
        "sandbox_scenario": scenario,
        **fields,
    }
    process_id = market.client.process(project_id, **fields)
    assert market.client.upload(process_id, unit="mm").status_code == 201
    assert fire(market.client, process_id, "verify").status_code == 202
    assert verify.verify(UUID(process_id)) == "pass_verification"
    return process_id


def suitable(market, process_id):
    """The ids of the contractors that could make it, the best one first."""
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    return [entry["contractor_id"] for entry in entries if entry["suitable"]]


def sent(market, scenario=None, count=1, accept="as_quoted", **fields):
    """One that was sent to the best contractors of the sandbox; its id."""
    process_id = verified(market, scenario, **fields)
    chosen = suitable(market, process_id)[:count]
    path = f"/processes/{process_id}/choice"
    assert market.client.put(path, {"contractor_ids": chosen}).status_code == 200
    wish = {"accept": accept} if accept else {}
    assert fire(market.client, process_id, "send", **wish).status_code == 202
    assert dispatch.send(UUID(process_id), delivered) == "dispatched"
    return process_id


def wait(times=1):
    """Let the time of so many moves pass."""
    clock.move(times * timedelta(seconds=settings().sandbox_delay_s))


def played(market, process_id):
    """The process when no contractor of the sandbox has a move left, whatever time it takes."""
    for _ in range(MOST_MOVES):
        wait()
        if not play.play_due(clock.now()):
            return market.client.get(f"/processes/{process_id}").json
    raise AssertionError("the sandbox goes in circles")


def moves(market, process_id):
    """What the history says was done, oldest first, by whom."""
    rows = market.client.get(f"/processes/{process_id}/history?limit=200").json["items"]
    return [(row["trigger"], row["actor"]["role"]) for row in rows]
