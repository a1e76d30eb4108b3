"""Workers asked from an event loop answer as they do when a thread asks."""

import asyncio
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.engine.limits import MEBIBYTE
from kg.engine.messages import Query, Reason
from kg.engine.quick import QuickPool
from kg.engine.result import EngineError, never

ALL = Query("SELECT ?n { ?s ?p ?n }")
PRODUCT = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(300)))} }}" for i in range(5))
ENDLESS = Query(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")
LARGE = Query(f"SELECT * {{ {PRODUCT} }} LIMIT 4000")


def loop(engine, ask):
    """Run a coroutine over an engine's workers."""

    async def run():
        with ThreadPoolExecutor(8) as threads:
            quick = QuickPool(engine.pool, threads)
            try:
                return await ask(quick)
            finally:
                quick.close()

    return asyncio.run(run())


async def read(quick, query, *, gone=never, slow=lambda: None):
    result = await quick.query(query, client="", gone=gone, slow=slow)
    return await asyncio.to_thread(result.read)


async def failure(quick, query, **more):
    with pytest.raises(EngineError) as caught:
        await read(quick, query, **more)
    return caught.value.failure.reason


def test_many_requests_at_once_each_get_their_own_result(engine):
    async def ask(quick):
        texts = [f"SELECT (STR({number}) AS ?n) {{}}" for number in range(40)]
        return await asyncio.gather(*(read(quick, Query(text, table="text/csv")) for text in texts))

    found = loop(engine, ask)

    assert [int(one.split()[1]) for one in found] == list(range(40))
    assert engine.pool.sizes() == {"idle": 2, "busy": 0, "long": 0, "waiting": 0}


def test_a_result_that_is_not_small_comes_in_pieces(engine):
    whole = engine.query(LARGE).read()

    assert len(whole) > 300_000
    assert loop(engine, lambda quick: read(quick, LARGE)) == whole


def test_a_query_that_cannot_be_read_fails_and_keeps_its_worker(start):
    engine = start(memory=500 * MEBIBYTE)
    assert loop(engine, lambda quick: failure(quick, Query("SELECT"))) is Reason.SYNTAX
    assert engine.pool.ended() == {}


def test_a_query_that_takes_too_long_is_ended(start):
    engine = start(seconds=1)

    assert loop(engine, lambda quick: failure(quick, ENDLESS)) is Reason.TIME
    assert engine.pool.ended() == {"time": 1}


def test_a_query_whose_client_leaves_is_ended_and_the_next_is_not(engine):
    told = []

    async def ask(quick):
        end = time.monotonic() + 0.3
        gone = lambda: time.monotonic() > end  # noqa: E731
        reason = await failure(quick, ENDLESS, gone=gone, slow=lambda: told.append(1))
        return reason, await read(quick, ALL)

    start = time.monotonic()
    reason, rows = loop(engine, ask)

    assert (reason, told[:1]) == (Reason.BUSY, [1])
    assert time.monotonic() - start < 5
    assert rows == engine.query(ALL).read()


def test_a_worker_that_is_killed_is_replaced_and_the_query_asked_again(engine):
    async def ask(quick):
        await read(quick, ALL)
        os.kill(engine.pool._idle[-1].pid, signal.SIGKILL)
        return await read(quick, ALL)

    assert loop(engine, ask) == engine.query(ALL).read()
    assert engine.pool.ended() == {"crash": 1}


def test_a_full_queue_refuses_and_those_that_wait_are_served(start):
    engine = start(workers=1, waiting=2, per_client=1, short_seconds=9)
    left = threading.Event()

    async def ask(quick):
        asked = [asyncio.create_task(failure(quick, ENDLESS, gone=left.is_set))]
        await asyncio.sleep(0.2)
        asked += [asyncio.create_task(read(quick, Query("ASK {}"))) for _ in range(2)]
        await asyncio.sleep(0.2)
        refused = await failure(quick, ALL)
        assert engine.pool.sizes()["waiting"] == 2
        left.set()
        return refused, await asyncio.gather(*asked)

    refused, (first, *others) = loop(engine, ask)

    assert (refused, first) == (Reason.BUSY, Reason.BUSY)
    assert all(b"true" in one for one in others)
    assert engine.pool.sizes()["waiting"] == 0


SLOW = Query(
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(70)))} }}" for i in range(3))
    + " FILTER(SHA512(STR(?v0 * ?v1)) != STR(?v2)) }",
    table="text/csv",
)


def number(value):
    return Query(f"SELECT (STR({value}) AS ?n) {{}}", table="text/csv")


async def numbers(quick, values):
    """Ask for numbers, all at once, and return what comes."""
    found = await asyncio.gather(*(read(quick, number(value)) for value in values))
    return [int(one.split()[1]) for one in found]


async def warm(quick):
    """Ask small queries one by one until they are known to be answered at once."""
    for value in range(120):
        await numbers(quick, [value])


@pytest.mark.parametrize("slow", [SLOW, ENDLESS], ids=["slow", "endless"])
def test_those_behind_a_slow_request_are_answered_elsewhere_and_once(start, slow):
    engine = start(memory=500 * MEBIBYTE, seconds=4)

    async def ask(quick):
        await warm(quick)
        first = asyncio.create_task(read(quick, slow))
        await asyncio.sleep(0)
        began = time.monotonic()
        others = asyncio.create_task(numbers(quick, range(12)))
        while not others.done() and not any(len(one.asked) > 1 for one in quick._hands.values()):
            await asyncio.sleep(0)
        assert not others.done()  # some were sent behind the slow one
        values = await others
        took = time.monotonic() - began
        (outcome,) = await asyncio.gather(first, return_exceptions=True)
        return values, took, outcome, await numbers(quick, range(40))

    values, took, outcome, after = loop(engine, ask)

    assert values == list(range(12))
    assert took < 2
    if slow is SLOW:
        assert int(outcome.split()[1]) == 70**3
    else:
        assert outcome.failure.reason is Reason.TIME
    assert after == list(range(40))
    assert engine.pool.sizes() == {"idle": 2, "busy": 0, "long": 0, "waiting": 0}


def test_those_behind_a_worker_that_dies_are_answered_by_another(start):
    engine = start(memory=500 * MEBIBYTE)

    async def ask(quick):
        await warm(quick)
        os.kill(engine.pool._idle[-1].pid, signal.SIGSTOP)  # so that all are sent to it
        pid = engine.pool._idle[-1].pid
        asked = asyncio.create_task(numbers(quick, range(10)))
        await asyncio.sleep(0.005)
        os.kill(pid, signal.SIGKILL)
        return await asked

    assert loop(engine, ask) == list(range(10))
    assert engine.pool.ended() == {"crash": 1}
