"""Owns a load of bookings: many connections that each send one request after the other over plain HTTP/1.1."""

import asyncio
import time
from collections.abc import Iterator, Sequence


async def send_all(port: int, requests: Sequence[bytes], connections: int) -> float:
    """Send prepared requests over so many connections and give the answers per second.

    Raises:
        RuntimeError: If an answer is not 201.
    """
    queue = iter(requests)
    links = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    started = time.perf_counter()
    await asyncio.gather(*(_send(reader, writer, queue) for reader, writer in links))
    seconds = time.perf_counter() - started
    for _, writer in links:
        writer.close()
    return len(requests) / seconds


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Iterator[bytes]) -> None:
    for request in requests:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        body = await reader.readexactly(length)
        if b" 201 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(f"refused: {head!r} {body!r} after {request!r}")


def request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """Write one POST request."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
