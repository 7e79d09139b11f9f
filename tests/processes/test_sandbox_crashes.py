"""Proves that an order of the sandbox goes on wherever whoever plays its contractor dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.sandbox import play
from tests.support import crash_points
from tests.support.crash_points import POINTS
from tests.support.sandbox_orders import moves, played, sent
from tests.support.worlds.workplace import check_histories

POINTS_OF_SANDBOX = [point for point, (step, *_) in POINTS.items() if step == "sandbox"]
#: What is done with an order that its client accepts by itself, each once.
WHOLE_WAY = [
    *("request.acknowledge", "request.offer", "offer", "request.accept_offer", "accept_offer"),
    *("start_production", "finish_production", "ship", "deliver"),
]


@pytest.fixture(autouse=True)
def _time_goes_on_from_now():
    yield
    clock.reset()


@pytest.mark.parametrize(
    "point", [point for point, (step, *_) in POINTS.items() if step == "sandbox"]
)
@pytest.mark.parametrize("done_before", [1, 4])
def test_no_move_is_lost_or_made_twice(market, tmp_path, point, done_before):
    process_id = sent(market)
    begun = len(moves(market, process_id))
    for _ in range(done_before):
        clock.move(timedelta(hours=1))
        assert play.play_due(clock.now()) == 1
    before = len(moves(market, process_id))
    crash_points.dies(tmp_path / "dying.log", point, [])
    assert (len(moves(market, process_id)) > before) is point.endswith("after commit")
    assert played(market, process_id)["state"] == "delivered"
    assert [move for move, _ in moves(market, process_id)][begun:] == WHOLE_WAY
    check_histories([UUID(process_id)])


def test_of_several_who_play_at_once_each_move_is_made_by_one(market):
    process_ids = [sent(market) for _ in range(3)]
    begun = {id: len(moves(market, id)) for id in process_ids}
    with ThreadPoolExecutor(4) as pool:
        for _ in WHOLE_WAY:
            clock.move(timedelta(hours=1))
            list(pool.map(play.play_due, [clock.now()] * 4))
    for process_id in process_ids:
        made = [move for move, _ in moves(market, process_id)][begun[process_id] :]
        assert made == WHOLE_WAY
        check_histories([UUID(process_id)])
