"""Whoever waits for a connection is served in turn, and told when it takes too long."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import TimeoutError as NoneFreeError

from server_stub.storage.gates import Gate


def test_who_comes_first_is_served_first():
    gate, served, come = Gate(1, 10), [], [threading.Event() for _ in range(5)]

    def pass_through(number):
        come[number].set()
        with gate:
            served.append(number)

    with ThreadPoolExecutor(5) as pool, gate:
        for number, event in enumerate(come):
            pool.submit(pass_through, number)
            assert event.wait(10)
            while len(gate._waiting) <= number:
                pass
    assert served == [0, 1, 2, 3, 4]


def test_nobody_waits_without_end_nor_loses_a_place():
    gate = Gate(2, 0.01)
    with gate, gate, pytest.raises(NoneFreeError), gate:
        pass
    with gate, gate:
        pass


def test_no_more_are_inside_than_there_are_places():
    gate, inside, most, turn = Gate(3, 10), [], [], threading.Lock()

    def pass_through(number):
        with gate:
            with turn:
                inside.append(number)
                most.append(len(inside))
            with turn:
                inside.remove(number)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(pass_through, range(500)))
    assert max(most) <= 3
    assert not inside
