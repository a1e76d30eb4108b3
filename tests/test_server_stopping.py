"""A server that is told to stop answers what it has begun; clients that drip hold no place."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import threading
import time
from http.client import HTTPException
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.store import DatasetKind
from kg.store.folder import make_folder, open_database
from queries.service.access import Scope, Tokens
from tests.serving import ask, running, serving
from tests.test_server_chaos import workers_of

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d FILTER(STR(?a) != STR(?d)) }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("stopping") / "graph"
    make_folder(path, DatasetKind.PLAIN)
    store = open_database(path, create=False, read_only=False)
    link = ox.NamedNode("x:p")
    store.extend(
        ox.Quad(ox.NamedNode(f"x:{i}"), link, ox.NamedNode(f"x:{i + 1}")) for i in range(900)
    )
    store.flush()
    return path


def asking(port, query, found):
    """Ask in a thread; the reply, or how it failed, is put into ``found``."""

    def run():
        try:
            found.append(ask(port, "GET", "/sparql?query=" + quote(query)))
        except (OSError, HTTPException) as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.4)
    return thread


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_runs_is_answered_before_the_server_stops(folder, number):
    found = []
    with running(folder) as (process, port):
        thread = asking(port, SLOW, found)
        assert found == []
        process.send_signal(number)
        thread.join()
        assert process.wait(20) == 0
    status, _, body = found[0]

    assert status == 200
    assert int(json.loads(body)["results"]["bindings"][0]["n"]["value"]) > 800_000
    assert workers_of(folder) == []


def test_what_runs_too_long_is_ended_and_nothing_is_left(folder):
    found = []
    with running(folder, grace_seconds=1) as (process, port):
        thread = asking(port, ENDLESS, found)
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        thread.join()

    assert time.monotonic() - start < 8
    assert isinstance(found[0], Exception) or found[0][0] == 503
    assert workers_of(folder) == []


def test_a_server_that_stops_takes_no_more(folder):
    with running(folder, grace_seconds=10) as (process, port):
        idle = socket.create_connection(("127.0.0.1", port))
        thread = asking(port, SLOW, [])
        process.send_signal(signal.SIGTERM)
        time.sleep(0.8)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port))
        idle.settimeout(5)
        assert idle.recv(1) == b""  # closed, since it asked nothing
        thread.join()


def test_a_request_that_drips_is_dropped_while_others_are_answered(folder):
    with serving(folder, idle_seconds=1.5) as port:
        dripping = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
        closed, start = 0, time.monotonic()
        while closed < len(dripping) and time.monotonic() - start < 10:
            closed = sum(_drip(one) for one in dripping)
            assert ask(port, "GET", "/health")[0] == 200
            time.sleep(0.2)
        for one in dripping:
            one.close()

    assert closed == len(dripping)


def _drip(connection):
    """Send a further byte of a request that never ends; say whether the server has had enough."""
    try:
        connection.sendall(
            b"G" if connection.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) else b""
        )
        connection.setblocking(False)
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.setblocking(True)


def test_a_reader_that_does_not_read_holds_no_worker(folder):
    """Twelve clients ask for large results and read nothing; four workers serve others."""
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    with serving(folder, workers=4, per_client=4) as port:
        request = f"GET /sparql?query={quote(large)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        silent = []
        for _ in range(12):
            one = socket.create_connection(("127.0.0.1", port))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.sendall(request)
            silent.append(one)
        end = time.monotonic() + 20
        while workers_busy(port) and time.monotonic() < end:
            time.sleep(0.3)
        assert workers_busy(port) == 0
        assert ask(port, "GET", "/sparql?query=ASK%7B%7D")[0] == 200
        for one in silent:
            one.close()


def workers_busy(port):
    text = ask(port, "GET", "/metrics")[2].decode()
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith(('newskg_workers{state="busy"', 'newskg_workers{state="long"'))
    )


def test_the_log_is_json_lines_with_ids_and_no_queries(folder, tmp_path):
    log = tmp_path / "log"
    with log.open("wb") as file, running(folder, log=file) as (_, port):
        ask(port, "GET", "/sparql?query=" + quote("ASK { ?s ?p 'secret' }"), X_Request_Id="id-1")
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    found = [one for one in map(json.loads, lines) if one.get("request_id") == "id-1"]

    assert [(one["route"], one["status"], one["event"]) for one in found] == [
        ("/sparql", 200, "request")
    ]
    assert "secret" not in log.read_text()


def test_a_full_queue_is_told_at_once_and_others_still_get_through(folder):
    """Of fourteen endless queries two run, three wait for them, and nine are refused at once."""
    limits = {"workers": 2, "long_running": 1, "waiting": 3, "per_client": 2, "seconds": 8}
    found = []

    def run():
        start = time.monotonic()
        reply = ask(port, "GET", "/sparql?query=" + quote(ENDLESS))
        found.append((reply[0], reply[1].get("retry-after"), time.monotonic() - start))

    with serving(folder, **limits) as port:
        threads = [threading.Thread(target=run) for _ in range(14)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        for path in ("/health", "/metrics"):
            start = time.monotonic()
            assert ask(port, "GET", path)[0] == 200
            assert time.monotonic() - start < 3
        for thread in threads:
            thread.join()

    assert {status for status, _, _ in found} <= {408, 503}
    assert sum(after is not None and seconds < 4 for _, after, seconds in found) >= 9


def test_a_query_is_ended_by_its_id(folder, tmp_path):
    token = Tokens(tmp_path / "tokens.json").create("root", Scope.ADMIN)
    admin = {"Authorization": f"Bearer {token}"}
    found = []
    with serving(folder, "--tokens", tmp_path / "tokens.json") as port:

        def run():
            path = "/sparql?query=" + quote(ENDLESS)
            found.append(ask(port, "GET", path, X_Request_Id="runaway"))

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(1)
        running = json.loads(ask(port, "GET", "/requests", **admin)[2])["requests"]
        assert ask(port, "DELETE", "/requests/runaway", **admin)[0] == 204
        thread.join(5)

    assert [one["path"] for one in running] == ["/sparql", "/requests"]
    assert running[0]["seconds"] > 0.5
    assert found[0][0] == 503
    assert "ended by who administers" in json.loads(found[0][2])["detail"]


def test_a_query_whose_client_has_left_is_ended(folder):
    with serving(folder, workers=2, per_client=2) as port:
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for head in (request, request.replace("/sparql?", "/sparql/?")):  # both ways
            connection = socket.create_connection(("127.0.0.1", port))
            connection.sendall(head.encode())
            time.sleep(0.6)
            assert workers_busy(port) > 0
            connection.close()
            end = time.monotonic() + 5
            while workers_busy(port) and time.monotonic() < end:
                time.sleep(0.1)
            assert workers_busy(port) == 0


@pytest.mark.parametrize("sent", [b"X: y\r\n" * 20, b"y" * 120])
def test_a_head_without_end_is_refused(folder, sent):
    with serving(folder) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(5)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        reply = b""
        try:
            for _ in range(20_000):
                connection.sendall(sent)
            reply = connection.recv(1000)
        except OSError:  # refused while it was still being sent
            reply = reply or b"HTTP/1.1 431"

    assert reply.startswith(b"HTTP/1.1 431")


def test_a_connection_too_many_is_told_to_come_again(folder):
    with serving(folder, connections=4) as port:
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
        time.sleep(0.3)
        status, headers, _ = ask(port, "GET", "/health")
        assert (status, headers["retry-after"]) == (503, "1")
        for one in held:
            one.close()
        time.sleep(0.3)
        assert ask(port, "GET", "/health")[0] == 200


def received(connection, seconds):
    """Return what comes until the server closes, or is silent for so long."""
    connection.settimeout(seconds)
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except TimeoutError:
        pass
    return found


def test_requests_sent_at_once_are_answered_in_their_order(folder):
    paths = [
        "/sparql?query=ASK%7B%7D",
        "/health",
        "/sparql?query=SELECT",
        "/sparql?query=ASK%7B%7D",
    ]
    with serving(folder) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        head = "GET {} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: {}\r\n\r\n"
        sent = "".join(head.format(path, number) for number, path in enumerate(paths))
        connection.sendall(sent.encode())
        replies = received(connection, 2).decode().split("HTTP/1.1 ")[1:]

    assert [reply.split()[0] for reply in replies] == ["200", "200", "400", "200"]
    assert [f"x-request-id: {number}" in reply.lower() for number, reply in enumerate(replies)] == [
        True
    ] * 4


def test_a_connection_on_which_nothing_moves_is_closed(folder):
    """One that has asked nothing, one that has its reply, and one that does not read it."""
    large = (
        f"GET /sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 150000')} HTTP/1.1\r\n"
    )
    with serving(folder, idle_seconds=1.5) as port:
        silent, served, deaf = (socket.create_connection(("127.0.0.1", port)) for _ in range(3))
        served.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        deaf.sendall(large.encode() + b"Host: localhost\r\n\r\n")
        start = time.monotonic()
        assert received(silent, 10) == b""
        assert received(served, 10).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - start < 8
        time.sleep(4)
        deaf.settimeout(5)
        found = b""
        with contextlib.suppress(ConnectionError):
            while piece := deaf.recv(1 << 20):
                found += piece
        for one in (silent, served, deaf):
            one.close()

    assert not found.endswith(b"0\r\n\r\n")  # it broke off, and one can see that
