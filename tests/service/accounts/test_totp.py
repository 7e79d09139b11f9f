"""Codes of authenticators: held against RFC 6238 and another library; how recovery codes look."""

import base64
import hashlib
import hmac
import random
import struct
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from service.accounts import totp

#: RFC 6238, appendix B, SHA-1: seconds since 1970, and the last six of eight figures.
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


def at(seconds):
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def by_hand(secret, step):
    """RFC 4226, 5.3: the HMAC of the counter, truncated dynamically."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


@pytest.mark.parametrize("seconds", VECTORS)
def test_codes_are_those_of_the_standard(seconds):
    assert totp.step_of(RFC_SECRET, VECTORS[seconds], at(seconds)) == seconds // 30
    assert by_hand(RFC_SECRET, seconds // 30) == VECTORS[seconds]


def test_any_secret_has_the_codes_that_another_library_calculates():
    drawn = random.Random(6238)
    for _ in range(200):
        secret, moment = totp.new_secret(), drawn.randrange(2**33)
        code = pyotp.TOTP(secret).at(moment)
        assert totp.step_of(secret, code, at(moment)) == moment // 30
        assert code == by_hand(secret, moment // 30)


def test_a_clock_may_be_one_step_off_and_no_more():
    now = at(1234567890)
    steps = {drift: by_hand(RFC_SECRET, 1234567890 // 30 + drift) for drift in range(-3, 4)}
    taken = [drift for drift, code in steps.items() if totp.step_of(RFC_SECRET, code, now)]
    assert taken == [-1, 0, 1]


@pytest.mark.parametrize("code", ["", "28708", "2870820", "abcdef", "２８７０８２", "-87082"])
def test_what_is_no_code_is_none(code):
    assert totp.step_of(RFC_SECRET, code, at(59)) is None


def test_another_library_reads_the_address():
    secret = totp.new_secret()
    read = pyotp.parse_uri(totp.provisioning_uri(secret, "ada@shop.example"))
    assert (read.secret, read.name, read.issuer) == (secret, "ada@shop.example", "Werkbank")
    assert (read.digits, read.interval, read.digest) == (6, 30, hashlib.sha1)
    assert len(base64.b32decode(secret)) == 20


def test_recovery_codes_differ_and_are_read_however_they_are_typed():
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    assert {len(code.replace("-", "")) for code in codes} == {16}
    typed = "7k3m 9q2t-4vxa0hj1"
    expected = totp.hash_of_recovery_code("7K3M-9Q2T-4VXA-0HJ1")
    assert totp.hash_of_recovery_code(typed) == expected
    assert totp.hash_of_recovery_code(typed.replace("0", "o").replace("1", "l")) == expected
    assert totp.hash_of_recovery_code("287082") is None
    assert totp.hash_of_recovery_code("7K3M-9Q2T-4VXA-0HU1") is None
