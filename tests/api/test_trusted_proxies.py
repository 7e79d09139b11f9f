"""The address of a caller is what trusted proxies say, and nothing that anybody can make up."""

import pytest

from service.api.http.trusted_proxies import TrustedProxies, caller, caller_of
from service.settings import Settings, settings
from service.values.addresses import networks

TRUSTED = networks("10.0.0.0/8,2001:db8:1::/48")


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.5, 192.0.2.7", "192.0.2.7"),  # the first one is made up
        ("10.0.0.1", "10.0.0.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),  # somebody beside the proxies
        ("192.0.2.7", "203.0.113.5", "192.0.2.7"),  # no proxy of ours
        ("10.0.0.1", "192.0.2.7:51000", "192.0.2.7"),
        ("10.0.0.1", "[2001:db8:2::7]:51000", "2001:db8:2::7"),
        ("10.0.0.1", "2001:DB8:2::7", "2001:db8:2::7"),
        ("::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1::1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7, _hidden", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7,,", "10.0.0.1"),
        ("", "192.0.2.7", ""),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_is_the_callers(peer, said, expected):
    assert caller(peer, said, TRUSTED) == expected


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", ""])
def test_an_address_of_ipv4_is_itself_at_a_socket_of_ipv6_too(address, monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    mapped = f"::ffff:{address}" if "." in address else address
    shown = [caller_of({"REMOTE_ADDR": each}) for each in (mapped, address)]
    settings.cache_clear()
    assert shown == [address, address]


@pytest.mark.parametrize(
    ("trusted", "peer", "expected"),
    [
        ("", "10.0.0.1", "10.0.0.1"),
        ("192.0.2.0/24", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "192.0.2.7"),
        # A socket of IPv6 tells those of IPv4 so: each of them is a caller of their own.
        ("", "::ffff:203.0.113.5", "203.0.113.5"),
        ("", "2001:DB8::7", "2001:db8::7"),
        ("", "", ""),
    ],
)
def test_a_proxy_is_believed_only_if_the_setting_names_it(
    trusted, peer, expected, monkeypatch, tmp_path
):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setenv("WERKBANK_TRUSTED_PROXIES", trusted)
    settings.cache_clear()
    seen = []

    def application(environ, _start_response):
        seen.append(environ["REMOTE_ADDR"])
        return []

    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    TrustedProxies(application)(environ, None)
    settings.cache_clear()
    assert seen == [expected]


def test_what_is_no_network_is_refused_at_the_start(tmp_path):
    with pytest.raises(ValueError, match="does not appear to be"):
        Settings(var_dir=tmp_path, embedded=True, trusted_proxies="10.0.0")
