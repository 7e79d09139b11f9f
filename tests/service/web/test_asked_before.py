"""A request that is asked about twice, for its body came only then, counts once."""

import pytest

from service.api.http import rate_limits, server_contract
from tests.support.callers import site, visitor

pytestmark = pytest.mark.one_database


@pytest.fixture
def guest(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path, anonymous_writes_per_minute=3) as application:
        rate_limits.limiter.reset()
        yield visitor(application)
        rate_limits.limiter.reset()


def test_only_the_first_of_both_times_counts(guest):
    again = {"environ_overrides": {server_contract.ASKED_BEFORE: True}}
    for _ in range(5):
        assert guest.post("/projects", {"title": "Bracket"}, **again).status_code == 201
    answers = [guest.post("/projects", {"title": "Bracket"}).status_code for _ in range(4)]
    assert answers[0] == 201
    assert answers[-1] == 429
