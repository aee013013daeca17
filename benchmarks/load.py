"""Owns loads over plain HTTP/1.1: as fast as answers come, or so many a second whether or not answers come."""

import asyncio
import itertools
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Times:
    """How long answers took, in seconds, and what they were."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lasted: float = 0.0
    """From the first request to the last answer."""

    def at(self, share: float) -> float:
        """Give the time within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def send_all(port: int, requests: Sequence[bytes], connections: int) -> float:
    """Send prepared requests over so many connections and give the answers per second.

    Raises:
        RuntimeError: If an answer is not 201.
    """
    started = time.perf_counter()
    times = await take_turns([port], requests, connections)
    if times.statuses.keys() != {201}:
        raise RuntimeError(f"refused: {dict(times.statuses)}")
    return len(requests) / (time.perf_counter() - started)


async def take_turns(ports: Sequence[int], requests: Sequence[bytes], connections: int) -> Times:
    """Send prepared requests over so many connections, on each the next one when the last is answered.

    The connections are shared out among the servers.
    """
    queue, times = iter(requests), Times()

    async def send(link: "Link") -> None:
        for one in queue:
            started = time.perf_counter()
            times.statuses[await link.ask(one)] += 1
            times.seconds.append(time.perf_counter() - started)

    links = [await Link.to(ports[number % len(ports)]) for number in range(connections)]
    began = time.perf_counter()
    await asyncio.gather(*map(send, links))
    times.lasted = time.perf_counter() - began
    for link in links:
        link.close()
    return times


async def keep_time(
    ports: Sequence[int], kinds: dict[str, tuple[float, Iterator[bytes]]], seconds: float
) -> dict[str, Times]:
    """Send so many requests of each kind a second, on time, however slowly answers come.

    Times count from when a request was to be sent, so that waiting for one's turn is not forgotten.

    Args:
        ports: Where the servers listen; each connection is to the next one.
        kinds: How many a second, and the requests, by the name of their kind.
        seconds: For how long.
    """
    found = {name: Times() for name in kinds}
    free: deque[Link] = deque()
    next_port = itertools.cycle(ports)
    started = time.perf_counter() + 0.1

    async def send(name: str, one: bytes, due: float) -> None:
        link = free.popleft() if free else await Link.to(next(next_port))
        found[name].statuses[await link.ask(one)] += 1
        found[name].seconds.append(time.perf_counter() - due)
        free.append(link)

    async def pace(name: str, rate: float, requests: Iterator[bytes]) -> None:
        async with asyncio.TaskGroup() as under_way:
            for number in range(int(rate * seconds)):
                due = started + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                under_way.create_task(send(name, next(requests), due))

    await asyncio.gather(*(pace(name, rate, requests) for name, (rate, requests) in kinds.items()))
    for link in free:
        link.close()
    return found


class Link:
    """One connection to a server, which asks one thing at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "Link":
        """Connect to a port of loopback."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> int:
        """Send a request, take the whole answer, and give its status."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def request(path: str, headers: dict[str, str], body: bytes | None = None) -> bytes:
    """Write one request: a POST when it has a body."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")
