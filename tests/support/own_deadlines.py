"""Deadlines of an organisation, for tests."""

from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


def at(text):
    return datetime.fromisoformat(text)


def shown(market, process_id):
    return market.client.get(f"/processes/{process_id}").json
