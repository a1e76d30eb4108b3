"""A real server for tests: ``kg serve`` in a process of its own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection

_KG = "from kg.cli import main; main()"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(graph, *arguments, **environment):
    """Run ``kg serve`` over a graph folder and give its port; ``environment`` are its settings.

    Without a folder, the environment says where the graph is.
    """
    with running(graph, *arguments, **environment) as (_, port):
        yield port


@contextmanager
def running(graph, *arguments, log=subprocess.DEVNULL, **environment):
    """Run ``kg serve`` as :func:`serving` does, and give its process as well as its port."""
    port = free_port()
    where = [] if graph is None else ["--graph", graph]
    command = [sys.executable, "-c", _KG, "serve", *where, "--port", port, *arguments]
    settings = {f"NEWSKG_{name.upper()}": str(value) for name, value in environment.items()}
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=log,
    )
    try:
        _wait(port, process)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port, method, path, body=None, source="127.0.0.1", **headers):
    """Send one request; return status, headers in lower case, and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()
    finally:
        connection.close()


def _wait(port, process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            if ask(port, "GET", "/openapi.json")[0]:
                return
        except OSError:
            time.sleep(0.05)
    message = f"the server on port {port} does not answer (exit status {process.poll()})"
    raise RuntimeError(message)
