"""Preferences and moments, for tests of notifications."""

from datetime import timedelta

from service import clock


def later(monkeypatch, **span):
    moved = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: moved)


def choose(caller, **choices):
    path = f"/notifications/preferences/{caller.login.organization_id}"
    answer = caller.patch(path, {"choices": {k.replace("__", "."): v for k, v in choices.items()}})
    assert answer.status_code == 200, answer.text
    return {kind["type"]: kind for kind in answer.json["kinds"]}
