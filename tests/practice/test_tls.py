"""Off loopback only TLS is spoken; a terminal trusts the authority that it is told, and no other."""

import asyncio
import os
import signal
import socket
import ssl
import subprocess

import pytest
import trustme

from consultant_tui.api.addresses import AddressError
from consultant_tui.api.certificates import trusting
from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import Misunderstood, Unreachable
from server_stub.chores import ChoreFailedError
from server_stub.doors import certified, listener
from tests.practice.test_serving import COMMAND


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def files(authority, tmp_path):
    """Write the authority's certificate, and the server's with its key."""
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "stranger.pem"))
    issued.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    for part in issued.cert_chain_pems:
        part.write_to_path(str(tmp_path / "chain.pem"), append=True)
    return tmp_path


@pytest.fixture
def address(files):
    """Serve the demo under a certificate; give its address."""
    tls = ["--certificate", str(files / "chain.pem"), "--key", str(files / "key.pem")]
    with subprocess.Popen(
        [*COMMAND, "--demo", "--port", "0", *tls],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(files)},
    ) as process:  # fmt: skip
        try:
            yield process.stdout.readline().strip().removeprefix("listening on ")
        finally:
            process.send_signal(signal.SIGTERM)


async def test_only_who_trusts_the_authority_talks_to_it(address, files):
    assert address.startswith("https://127.0.0.1:")
    friend = BookingApi(address, authority=files / "authority.pem", read_seconds=20)
    assert (await friend.health()).status == "ok"
    await friend.aclose()
    for stranger in (files / "stranger.pem", None):
        api = BookingApi(address, authority=stranger, read_seconds=20)
        with pytest.raises(Unreachable):
            await api.health()
        await api.aclose()


def test_nothing_older_than_tls_1_2_is_spoken(address, files):
    port = int(address.rsplit(":", 1)[1])
    old = ssl.create_default_context(cafile=files / "authority.pem")
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        pytest.raises(ssl.SSLError),
        old.wrap_socket(plain, server_hostname="127.0.0.1"),
    ):
        pass


def test_a_certificate_that_cannot_be_used_is_told(files):
    for chain, key in (("chain.pem", "none.pem"), ("key.pem", "key.pem"), ("chain.pem", "authority.pem")):
        with pytest.raises(ChoreFailedError, match="cannot be used"):
            certified(files / chain, files / key)
    for authority in ("none.pem", "key.pem"):
        with pytest.raises(AddressError, match="--ca"):
            trusting(files / authority)


def test_an_inherited_socket_that_others_reach_is_not_served():
    with socket.create_server(("0.0.0.0", 0)) as door:  # noqa: S104  (it is refused)
        inherited = os.dup(door.fileno())
        with pytest.raises(ChoreFailedError, match="open to other machines"):
            listener("127.0.0.1", None, inherited)


@pytest.mark.parametrize(("name", "is_let_in"), [("127.0.0.1", True), ("booking.example.org", False)])
async def test_a_certificate_of_another_name_is_refused_before_a_token_is_sent(authority, files, name, is_let_in):
    """Also when the authority that is trusted issued it; what is answered leads nowhere else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    heard = []

    async def answer(reader, writer):
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 307 Go\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        api = BookingApi(address, "a-token-that-nobody-hears", authority=files / "authority.pem", read_seconds=20)
        with pytest.raises(Misunderstood if is_let_in else Unreachable):
            await api.quick_view()
        await api.aclose()
    assert [b"a-token-that-nobody-hears" in one for one in heard] == [True] * is_let_in
