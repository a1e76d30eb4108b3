"""What those who run a server rely on: readiness, meters, ids of requests, logs without secrets."""

from __future__ import annotations

import json
import logging
import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from kg.cli.logs import where_it_failed
from kg.engine.in_process import InProcessEngine
from kg.engine.messages import Failure, Reason
from kg.engine.result import EngineError
from queries.service import ServiceSettings
from queries.service.access import Scope, Tokens
from queries.service.kept import Kept
from server import create_app

SECRET = "xyzzy-4711"


class Broken(InProcessEngine):
    """An engine whose workers are all taken."""

    def query(self, request, *, client="", gone=None):
        raise EngineError(Failure(Reason.BUSY, "All workers are taken"))


class Whole(FlaskClient):
    """A client that reads every reply to its end, as a server does."""

    def open(self, *args, **kwargs):
        return super().open(*args, buffered=True, **kwargs)


@pytest.fixture
def make(tmp_path):
    def app(engine=None, **settings):
        chosen = ServiceSettings(tokens=tmp_path / "tokens.json", **settings)
        made = create_app(engine or InProcessEngine(ox.Store()), chosen)
        made.test_client_class = Whole
        return made

    return app


@pytest.fixture
def client(make):
    return make().test_client()


def meters(client, **headers):
    """Return the samples of ``/metrics`` as a dictionary from name and labels to value."""
    text = client.get("/metrics", headers=headers).text
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("sent", ["trace-1", "00-4bf92f3577b34da6-01", "a.b_c:d/e+f="])
def test_a_sane_request_id_comes_back(client, sent):
    assert client.get("/health", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", [None, "", "a b", "<script>", "x" * 129, "ä", '{"a":1}'])
def test_any_other_request_gets_an_id(client, sent):
    headers = {} if sent is None else {"X-Request-Id": sent}
    found = [client.get("/nothing", headers=headers).headers["X-Request-Id"] for _ in range(2)]

    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in found)
    assert found[0] != found[1]


def test_requests_are_counted_by_route_method_and_status(client):
    client.get("/sparql?query=ASK{}")
    client.get("/sparql?query=ASK{}")
    client.get("/sparql?query=nonsense")
    client.delete("/store?graph=x:g")
    found = meters(client)

    def requests(method, route, status):
        labels = (("method", method), ("route", route), ("status", status))
        return found[("newskg_requests_total", *labels)]

    assert requests("GET", "/sparql", "200") == 2
    assert requests("GET", "/sparql", "400") == 1
    assert requests("DELETE", "/store", "403") == 1
    assert found[("newskg_request_seconds_count", ("route", "/sparql"))] == 3
    assert found[("newskg_refusals_total", ("kind", "syntax"))] == 1
    assert found[("newskg_requests_in_progress",)] == 1
    assert found[("newskg_response_bytes_total", ("route", "/sparql"))] > 0


def test_what_clients_choose_makes_no_new_series(client):
    client.get("/queries/first")
    client.get("/first")
    client.open("/sparql", method="BREW")
    meters(client)
    before = len(meters(client))
    for number in range(30):
        client.get(f"/queries/no-{number}")
        client.get(f"/nothing/{number}", headers={"X-Request-Id": f"id-{number}"})
        client.open("/sparql", method=f"BREW{number}")

    assert len(meters(client)) == before


def test_the_graph_s_version_differs_after_a_write(make, tmp_path):
    token = Tokens(tmp_path / "tokens.json").create("w", Scope.WRITE)
    client = make(writable=True).test_client()
    before = meters(client)
    update = "INSERT DATA { <x:s> <x:p> 1 }"
    client.post("/sparql", data={"update": update}, headers={"Authorization": f"Bearer {token}"})
    after = meters(client)

    assert before[("newskg_graph_version",)] != after[("newskg_graph_version",)]
    assert before[("newskg_graph_triples",)] == 0
    assert after[("newskg_writes_total", ("outcome", "written"))] == 1


def test_openmetrics_is_written_for_who_accepts_it(client):
    reply = client.get("/metrics", headers={"Accept": "application/openmetrics-text"})

    assert reply.mimetype == "application/openmetrics-text"
    assert reply.text.endswith("# EOF\n")


def test_a_private_server_shows_its_meters_to_tokens_only(make, tmp_path):
    token = Tokens(tmp_path / "tokens.json").create("prometheus", Scope.READ)
    client = make(private=True).test_client()

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_server_is_ready_when_a_worker_answers(make):
    assert make().test_client().get("/ready").json["status"] == "ready"
    busy = make(Broken(ox.Store())).test_client()
    reply = busy.get("/ready")

    assert reply.status_code == 503
    assert reply.headers["Retry-After"]
    assert "All workers are taken" in reply.json["detail"]
    assert busy.get("/health").json == {"status": "ok"}


def test_a_server_that_stops_is_not_ready(make):
    app = make()
    app.extensions["newskg"].stop()

    assert app.test_client().get("/ready").status_code == 503
    assert app.test_client().get("/health").status_code == 200


def test_no_query_token_or_content_is_logged(make, tmp_path, caplog):
    token = Tokens(tmp_path / "tokens.json").create("w", Scope.WRITE)
    client = make(writable=True).test_client()
    headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "trace-7"}
    with caplog.at_level(logging.INFO):
        client.get(f"/sparql?query=SELECT * {{ ?s ?p '{SECRET}' }}")
        client.get(f"/sparql?query={SECRET}")
        client.post(
            "/sparql", data={"update": f"INSERT DATA {{ <x:s> <x:p> '{SECRET}' }}"}, headers=headers
        )
        client.get(f"/ask?q=Where is {SECRET}?")
        client.get("/sparql?query=ASK{}", headers={"Authorization": f"Bearer {SECRET}"})
    logged = "\n".join(str(vars(record)) for record in caplog.records)

    assert SECRET not in logged
    assert token not in logged
    assert {record.name for record in caplog.records} == {"newskg.request", "newskg.audit"}
    write = next(record for record in caplog.records if record.name == "newskg.audit")
    assert (write.request_id, write.token, write.outcome) == ("trace-7", "w", "written")


def test_an_exception_is_logged_without_what_it_says():
    with pytest.raises(ValueError) as raised:
        int(SECRET)
    info = (raised.type, raised.value, raised.tb)
    event = where_it_failed(None, "error", {"event": "GET /sparql failed", "exc_info": info})

    assert event["error"] == "ValueError"
    assert "test_operations.py" in event["frames"][0]
    assert SECRET not in json.dumps(event)


def test_a_value_is_kept_for_its_version_and_a_while():
    now, made = [0.0], []
    kept = Kept(lambda: made.append(len(made)) or len(made), every=60, clock=lambda: now[0])

    assert [kept.get("a"), kept.get("a"), kept.get("b")] == [1, 1, 1]
    now[0] = 61
    assert [kept.get("b"), kept.get("b")] == [2, 2]


def test_a_value_that_cannot_be_made_leaves_the_last():
    values, now = [5, None, 6], [0.0]
    kept = Kept(lambda: values.pop(0), every=1, clock=lambda: now[0])
    found = []
    for second in range(3):
        now[0] = second * 2.0
        found.append(kept.get(f"v{second}"))

    assert found == [5, 5, 6]


def test_requests_are_shown_to_who_administers(make, tmp_path):
    tokens = Tokens(tmp_path / "tokens.json")
    made = {scope: tokens.create(scope.value, scope) for scope in Scope}
    client = make().test_client()

    def listed(scope):
        return client.get("/requests", headers={"Authorization": f"Bearer {made[scope]}"})

    assert client.get("/requests").status_code == 401
    assert [listed(scope).status_code for scope in Scope] == [403, 403, 200]
    assert [one["path"] for one in listed(Scope.ADMIN).json["requests"]] == ["/requests"]


def test_ending_a_request_needs_a_token_and_its_id(make, tmp_path):
    token = Tokens(tmp_path / "tokens.json").create("a", Scope.ADMIN)
    client = make().test_client()

    assert client.delete("/requests/none").status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert client.delete("/requests/none", headers=headers).status_code == 404
    assert client.get("/requests/none", headers=headers).status_code == 405
