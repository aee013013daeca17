"""Where a request comes from: what trusted proxies tell is believed, up to the first address that is none of them."""

from ipaddress import ip_network

import pytest

from server_stub.services.proxies import Proxies

PROXIES = Proxies((ip_network("10.0.0.0/8"), ip_network("2001:db8::1")))


def came_from(direct: str, *told: str, proxies: Proxies = PROXIES) -> str:
    headers = [(b"x-forwarded-for", line.encode("latin-1")) for line in told]
    return proxies.client_address({"client": (direct, 4711), "headers": [(b"host", b"backend"), *headers]})


@pytest.mark.parametrize(
    ("direct", "told", "address"),
    [
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.7", ["203.0.113.9"], "203.0.113.9"),
        ("::ffff:10.0.0.7", ["203.0.113.9"], "203.0.113.9"),
        ("2001:db8::1", ["[2001:DB8:0::9]"], "2001:db8::9"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.9, 10.0.0.7"], "203.0.113.9"),
        ("10.0.0.7", ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["10.0.0.8, 10.0.0.7"], "10.0.0.8"),
    ],
)
def test_the_right_most_address_that_is_no_trusted_proxy_is_the_client_s(direct, told, address):
    assert came_from(direct, *told) == address


@pytest.mark.parametrize(
    ("direct", "told"),
    [
        ("192.0.2.1", ["203.0.113.9"]),
        ("2001:db8::2", ["203.0.113.9"]),
        ("127.0.0.1", []),
        ("127.0.0.1", [""]),
        ("127.0.0.1", ["203.0.113.9, unknown"]),
        ("127.0.0.1", ["203.0.113.9, \xff"]),
        ("", ["203.0.113.9"]),
    ],
)
def test_nobody_else_is_believed_and_nothing_that_is_no_address(direct, told):
    assert came_from(direct, *told) == direct


def test_a_proxy_on_another_machine_is_trusted_only_when_it_is_named():
    assert came_from("10.0.0.7", "203.0.113.9", proxies=Proxies()) == "10.0.0.7"


def test_a_request_over_a_unix_socket_comes_from_nowhere():
    assert Proxies().client_address({"client": None, "headers": [(b"x-forwarded-for", b"203.0.113.9")]}) == ""
