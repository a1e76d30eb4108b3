"""Meters of the service as Prometheus reads them: https://prometheus.io/docs/concepts/data_model/.

Labels have few values: routes are those of the application, statuses and reasons those of this
program. What clients choose (paths, names, addresses) is never one.
"""

from __future__ import annotations

import time
from hashlib import blake2b
from importlib import metadata
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from kg.engine.embedded import EmbeddedEngine
from kg.engine.messages import Query
from kg.engine.result import EngineError
from queries.protocol.accept import choose
from queries.service.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

    from kg.engine.result import Engine
    from queries.service.running import Running

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_COUNT_SECONDS: Final = 2.0
"""How long a count of the triples may take."""
_VERSION_BYTES: Final = 6
"""Bytes of a number that a double keeps exactly."""
_OPENMETRICS: Final = "application/openmetrics-text"
_openmetrics: Callable[[CollectorRegistry], bytes] = openmetrics.generate_latest


class Metrics:
    """Meters of one application, in a registry of their own."""

    def __init__(self, engine: Engine, running: Running) -> None:
        self._registry = CollectorRegistry()
        one = self._registry
        self.requests = Counter(
            "newskg_requests", "Requests answered", ("method", "route", "status"), registry=one
        )
        self.seconds = Histogram(
            "newskg_request_seconds",
            "Time from a request to the last byte of its reply",
            ("route",),
            buckets=_BUCKETS,
            registry=one,
        )
        self.bytes = Counter(
            "newskg_response_bytes", "Bytes of replies, as sent", ("route",), registry=one
        )
        Gauge("newskg_requests_in_progress", "Requests being answered", registry=one).set_function(
            running.count
        )
        self.broken = Counter(
            "newskg_replies_broken_off", "Replies that ended before their last byte", registry=one
        )
        self.refusals = Counter(
            "newskg_refusals", "Problem documents, by kind", ("kind",), registry=one
        )
        self.writes = Counter("newskg_writes", "Writes, by outcome", ("outcome",), registry=one)
        self._of_request: dict[tuple[str, str, int], tuple[Counter, Histogram, Counter]] = {}
        ProcessCollector(registry=one)
        PlatformCollector(registry=one)
        one.register(_EngineCollector(engine))

    def answered(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request that is over."""
        key = (method, route, status)
        meters = self._of_request.get(key)
        if meters is None:
            meters = self._of_request[key] = (
                self.requests.labels(method, route, str(status)),
                self.seconds.labels(route),
                self.bytes.labels(route),
            )
        meters[0].inc()
        meters[1].observe(seconds)
        meters[2].inc(size)

    def exposition(self, accept: str | None) -> tuple[bytes, str]:
        """Return all meters as text, and its content type: OpenMetrics for who accepts it."""
        if choose(accept, ["text/plain", _OPENMETRICS]) == _OPENMETRICS:
            return _openmetrics(self._registry), openmetrics.CONTENT_TYPE_LATEST
        return generate_latest(self._registry), CONTENT_TYPE_PLAIN_0_0_4


class _EngineCollector(Collector):
    """Reads, when it is asked, the state of the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._triples = Kept(self._count)

    def describe(self) -> list[Metric]:
        """Return nothing, so that registering asks nothing of the engine."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the meters of the workers and the graph; those that cannot be read are left out."""
        info = GaugeMetricFamily("newskg_info", "1, and the program's version", labels=["version"])
        info.add_metric([metadata.version("newskg")], 1)
        yield info
        if isinstance(self._engine, EmbeddedEngine):
            yield from _workers(self._engine)
            yield _gauge("newskg_graph_bytes", "Size of the graph on disk", self._engine.size())
        try:
            version = self._engine.version()
        except EngineError:
            return
        yield _gauge(
            "newskg_graph_version",
            "A number that differs after every write",
            int.from_bytes(blake2b(version.encode(), digest_size=_VERSION_BYTES).digest()),
        )
        if (triples := self._triples.get(version)) is not None:
            yield _gauge("newskg_graph_triples", "Triples of the default graph", triples)

    def _count(self) -> int | None:
        """Count the triples; ``None`` if that takes too long."""
        end = time.monotonic() + _COUNT_SECONDS
        try:
            found = self._engine.query(
                Query(_COUNT), client="metrics", gone=lambda: time.monotonic() > end
            ).read()
        except EngineError:
            return None
        rows = ox.parse_query_results(found, ox.QueryResultsFormat.JSON)
        if not isinstance(rows, ox.QuerySolutions):
            return None
        return int(next(iter(rows))["n"].value)


def _workers(engine: EmbeddedEngine) -> Iterator[Metric]:
    pool, limits = engine.pool, engine.limits
    sizes = pool.sizes()
    states = GaugeMetricFamily("newskg_workers", "Worker processes, by state", labels=["state"])
    for state in ("idle", "busy", "long"):
        states.add_metric([state], sizes[state])
    yield states
    yield _gauge("newskg_workers_limit", "Workers for short requests", limits.workers)
    yield _gauge("newskg_long_running_limit", "Places for long requests", limits.long_running)
    yield _gauge("newskg_queue", "Requests that wait for a worker", sizes["waiting"])
    yield _gauge("newskg_queue_limit", "Requests that may wait for a worker", limits.waiting)
    ended = CounterMetricFamily(
        "newskg_workers_ended", "Worker processes that were ended, by why", labels=["reason"]
    )
    for reason, number in sorted(pool.ended().items()):
        ended.add_metric([reason], number)
    yield ended


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)
