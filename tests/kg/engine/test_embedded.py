from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from kg.engine.embedded import EmbeddedEngine
from kg.engine.limits import Limits
from kg.engine.messages import Query, Read, Reason, Update, Write
from kg.engine.result import EngineError
from kg.store import GraphStore
from tests.kg.examples import facts

COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", table="text/csv")
NUMBERS = " ".join(map(str, range(3000)))
PRODUCT = f"VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ {NUMBERS} }}"
ENDLESS = Query(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")


def count(engine):
    return int(engine.query(COUNT).read().split()[1])


def failure(engine, request):
    with pytest.raises(EngineError) as caught:
        engine.query(request).read()
    return caught.value.failure


def test_a_query_sees_what_was_written_before_it(engine):
    for number in range(2, 12):
        engine.write(Update(f"INSERT DATA {{ <x:s> <x:p> {number} }}"))
        assert count(engine) == number


def test_a_query_sees_what_another_process_wrote(tmp_path):
    with GraphStore.open(tmp_path / "graph", create=True) as store:
        engine = EmbeddedEngine(tmp_path / "graph", Limits(workers=2))
        before = count(engine)
        store.add(facts("a1"))
        assert count(engine) > before
    engine.close()


def test_the_lock_is_given_back_after_a_write(tmp_path):
    with GraphStore.open(tmp_path / "graph", create=True):
        pass
    engine = EmbeddedEngine(tmp_path / "graph", Limits(workers=1))
    engine.write(Update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }", targets=("x:g",)))
    time.sleep(2)
    with GraphStore.open(tmp_path / "graph") as store:
        store.add(facts("a1"))
        with pytest.raises(EngineError, match="locked"):
            engine.write(Update("CLEAR SILENT GRAPH <x:g>", targets=("x:g",)))
    engine.close()


def test_a_query_is_ended_at_its_deadline(start):
    engine = start(seconds=3)
    count(engine)
    began = time.monotonic()

    assert failure(engine, ENDLESS).reason is Reason.TIME
    assert time.monotonic() - began < engine.limits.seconds + 1
    assert count(engine) == 0


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?a", Reason.MEMORY),
        (f"SELECT * {{ {PRODUCT} }}", Reason.SIZE),
        ("SELECT * {" + "{" * 9000 + "}" * 9000 + "}", Reason.DEPTH),
        ("SELECT", Reason.SYNTAX),
        ("SELECT (<x:f>() AS ?x) {}", Reason.EVALUATION),
        ("SELECT * { SERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }", Reason.STORE),
    ],
)
def test_what_a_query_may_not_do_ends_it_alone(engine, query, reason):
    assert failure(engine, Query(query)).reason is reason
    assert count(engine) == 1


def test_a_result_that_breaks_off_says_so(engine):
    result = engine.query(Query(f"SELECT * {{ {PRODUCT} }}"))

    assert result.whole is None
    with pytest.raises(EngineError):
        for _ in result:
            pass


def test_a_worker_that_is_killed_is_replaced_and_the_query_asked_again(engine):
    for _ in range(3):
        os.kill(engine.pool._idle[-1].pid, signal.SIGKILL)
        assert count(engine) == 1


def test_a_client_that_leaves_ends_its_query(engine):
    start = time.monotonic()
    with pytest.raises(EngineError, match="went away"):
        engine.query(ENDLESS, gone=lambda: time.monotonic() - start > 0.2)

    assert time.monotonic() - start < 2
    assert count(engine) == 1


def test_long_queries_leave_room_for_short_ones(start):
    engine = start(seconds=6)
    count(engine)
    long = [threading.Thread(target=failure, args=(engine, ENDLESS)) for _ in range(4)]
    for thread in long:
        thread.start()
    time.sleep(1.5)
    began = time.monotonic()
    assert engine.query(COUNT, client="another").read().split()[1] == b"0"
    assert time.monotonic() - began < 2
    for thread in long:
        thread.join()
    assert engine.pool.sizes() == {"idle": 2, "busy": 0, "long": 0, "waiting": 0}


def test_a_full_queue_refuses(start):
    engine = start(workers=1, waiting=1, seconds=4, short_seconds=9)
    count(engine)
    threads = [threading.Thread(target=failure, args=(engine, ENDLESS)) for _ in range(2)]
    for thread in threads:
        thread.start()
        time.sleep(0.3)
    assert failure(engine, COUNT).reason is Reason.BUSY
    for thread in threads:
        thread.join()


def test_graphs_are_written_and_read_whole(engine):
    turtle = (("text/turtle", "<x:a> <x:b> [ <x:c> 1 ] ."),)

    assert engine.write(Write("PUT", "x:new", turtle)).created
    assert not engine.write(Write("PUT", "x:new", turtle)).created
    engine.write(Write("POST", "x:new", turtle))
    assert engine.query(Read("x:new", "application/n-triples")).read().count(b"\n") == 4
    engine.write(Write("DELETE", "x:new"))
    assert failure(engine, Read("x:new")).reason is Reason.MISSING
    with pytest.raises(EngineError, match="no graph"):
        engine.write(Write("DELETE", "x:new"))


def test_a_write_that_fails_leaves_nothing(engine):
    before = engine.query(Read(None, "application/n-quads")).read()
    for request in (
        Update("INSERT DATA { <x:s> <x:p> 9 } ; DROP GRAPH <x:none>"),
        Write("PUT", "x:g", (("text/turtle", "<x:a> <x:b> 1 . <x:a>"),)),
        Write("PUT", "x:g", (("application/trig", "<x:h> { <x:a> <x:b> 1 }"),)),
    ):
        with pytest.raises(EngineError):
            engine.write(request)

    assert engine.query(Read(None, "application/n-quads")).read() == before


def test_a_write_for_another_version_is_refused(engine):
    old = engine.version()
    engine.write(Write("DELETE", "x:g", expected=old))
    with pytest.raises(EngineError, match="changed"):
        engine.write(Write("DELETE", "", expected=old))


def test_closing_leaves_no_process(start):
    engine = start()
    engine.write(Update("INSERT DATA { <x:s> <x:p> 1 }"))
    pids = [worker.pid for worker in engine.pool._idle] + [engine._writer.pid]
    engine.close()

    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_long_query_that_is_alone_keeps_its_worker(start):
    engine = start(workers=1, short_seconds=0.01)
    one = engine.pool._idle[0]
    two = PRODUCT.partition("VALUES ?c")[0]

    engine.query(Query(f"SELECT (COUNT(*) AS ?n) {{ {two} }}")).read()
    assert engine.pool._idle == [one]
    assert os.getpriority(os.PRIO_PROCESS, one.pid) == os.getpriority(os.PRIO_PROCESS, 0)


def test_requests_that_wait_are_answered_in_the_order_they_came(start):
    engine = start(workers=1, short_seconds=9, seconds=20)
    two = PRODUCT.partition("VALUES ?c")[0]
    slow = Query(f"SELECT (COUNT(*) AS ?n) {{ {two} }}")
    order = []

    def run(number):
        engine.query(slow, client=str(number)).read()
        order.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3]
