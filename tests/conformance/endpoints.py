"""Other endpoints, as the suite's federation tests want them, on this machine."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager

import pyoxigraph as ox

HOSTS = ("example.org", "example1.org", "example2.org", "invalid.endpoint.org")


class Endpoints:
    """A server in which each host of the suite is a path: ``http://127.0.0.1:PORT/HOST/sparql``."""

    def __init__(self, port):
        self.port = port
        self.stores = {}

    def local(self, text):
        """Return a text in which the suite's endpoints are those of this server."""
        for host in HOSTS:
            text = text.replace(f"<http://{host}/sparql>", f"<{self.iri(host)}>")
        return text

    def iri(self, host):
        return f"http://127.0.0.1:{self.port}/{host}/sparql"

    def hold(self, services, read):
        """Make the endpoints hold these files and nothing else."""
        self.stores.clear()
        for iri, file in services:
            store = ox.Store()
            store.extend(ox.Quad(*triple) for triple in read(file))
            self.stores[f"/{iri.removeprefix('http://')}"] = store


@contextmanager
def endpoints():
    """Run the server."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            store = found.stores.get(self.path)
            if store is None:
                self.send_error(404)
                return
            body = store.query(query).serialize(format=ox.QueryResultsFormat.JSON)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Endpoints(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
