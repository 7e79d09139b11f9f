"""Proves that receivers tell the service's calls from others, as the service signs them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from service.webhooks import signatures
from werkbank_client import WebhookRefused, models, verified_event

SECRET = signatures.new_secret()
EVENT = {
    "position": 1841,
    "id": "0195e170-7e80-7000-8000-000000000001",
    "type": "process.verified",
    "at": "2027-03-01T09:00:00Z",
    "project_id": None,
    "process_id": "0195e170-7e80-7000-8000-000000000002",
    "actor": {"role": "system", "id": None, "name": "system"},
    "data": {"to": "verified"},
}
BODY = json.dumps(EVENT).encode()


def signed(body=BODY, ago=timedelta(0), keys=(SECRET,)):
    return signatures.headers("msg_1", datetime.now(UTC) - ago, body, keys)


def test_what_the_service_signed_is_an_event():
    event = verified_event(SECRET, signed(), BODY)
    assert event.type_ is models.EventType.PROCESS_VERIFIED
    assert (event.position, event.data["to"]) == (1841, "verified")


def test_while_a_secret_is_changed_both_are_good():
    other = signatures.new_secret()
    headers = signed(keys=(other, SECRET))
    assert verified_event(SECRET, headers, BODY) == verified_event(other, headers, BODY)


def test_headers_may_be_written_in_any_case():
    headers = {name.title(): value for name, value in signed().items()}
    assert verified_event(SECRET, headers, BODY).position == 1841


@pytest.mark.parametrize(
    ("sign", "body", "reason"),
    [
        (lambda: signed(keys=[signatures.new_secret()]), BODY, "No matching signature"),
        (signed, BODY.replace(b"1841", b"1842"), "No matching signature"),
        (lambda: signed(ago=timedelta(minutes=6)), BODY, "too old"),
        (lambda: signed(ago=timedelta(hours=-1)), BODY, "too new"),
        (dict, BODY, "Missing required headers"),
        (lambda: signed() | {"webhook-signature": "v1"}, BODY, "cannot be read"),
        (lambda: signed() | {"webhook-signature": "v1,?"}, BODY, "cannot be read|No matching"),
        (lambda: signed() | {"webhook-timestamp": "yesterday"}, BODY, "Invalid"),
        (lambda: signed(b"\xff"), b"\xff", "cannot be read"),
        (lambda: signed(b"[]"), b"[]", "cannot be read"),
        (lambda: signed(b"{}"), b"{}", "cannot be read"),
    ],
    ids=["other secret", "other body", "old", "new", "unsigned", "half a signature", "no base64",
         "no time", "no text", "no object", "no event"],
)  # fmt: skip
def test_anything_else_is_refused(sign, body, reason):
    headers = sign()
    with pytest.raises(WebhookRefused, match=reason):
        verified_event(SECRET, headers, body)
