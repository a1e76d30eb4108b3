"""The SPARQL service as pure requests and replies: protocol, graph store, access, negotiation."""

from __future__ import annotations

from queries.service.http import HttpError, Reply, Request, problem
from queries.service.service import QUERY_METHODS, SPARQL, Asked, Service
from queries.service.settings import ServiceSettings

__all__ = [
    "QUERY_METHODS",
    "SPARQL",
    "Asked",
    "HttpError",
    "Reply",
    "Request",
    "Service",
    "ServiceSettings",
    "problem",
]
