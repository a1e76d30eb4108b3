"""What goes between the server and its worker processes: requests, heads, failures, frames.

A frame is one byte that tells its kind, four bytes for the length of what follows (big-endian),
and that. A worker says once that it is ready, then answers each request with its whole result if
that is small, else with a head, then data, then an end; or with a failure, before or after data.
A request may be sent behind others, which are expected to be over soon. If one of these is not
(:data:`SOON`), all that were sent behind it by its end are given back unanswered.
"""

from __future__ import annotations

import json
import marshal
import struct
import time
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final

READY: Final = b"R"
REQUEST: Final = b"Q"
BEHIND: Final = b"B"
BACK: Final = b"U"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAILURE: Final = b"X"
WHOLE: Final = b"W"
_FRAME: Final = struct.Struct("!cI")
FRAME_HEAD: Final = _FRAME.size
_SECONDS: Final = struct.Struct("!d")
SOON: Final = 0.01
"""Seconds from the reply before, or the sending, to a request's own reply, if that was soon."""


class Reason(StrEnum):
    """Why a request failed; the server turns each into an HTTP status."""

    SYNTAX = "syntax"  # not SPARQL, or not RDF
    EVALUATION = "evaluation"  # SPARQL that cannot be evaluated, such as MOVE of no graph
    REFUSED = "refused"  # what nobody may do here
    MISSING = "missing"  # no such graph
    CHANGED = "changed"  # another version than the one that the client expects
    TIME = "time"
    MEMORY = "memory"
    SIZE = "size"
    DEPTH = "depth"
    BUSY = "busy"
    STORE = "store"  # the graph folder is absent, locked or damaged
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its protocol dataset and, for each kind of result, the media type wanted.

    ``default_graphs`` and ``named_graphs`` are ``None`` where the request names none of either
    kind (SPARQL 1.1 Protocol, section 2.1.4).
    """

    sparql: str
    table: str = "application/sparql-results+json"
    boolean: str = "application/sparql-results+json"
    graph: str = "text/turtle"
    base_iri: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The triples of one graph: ``graph`` is its IRI, empty for the default graph.

    ``None`` is the whole dataset, in a format with named graphs.
    """

    graph: str | None
    media_type: str = "text/turtle"


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update; ``targets`` are the graphs that it may write, ``None`` if any."""

    sparql: str
    base_iri: str | None = None
    targets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """A change to one graph: ``PUT`` and ``POST`` its parts, each of a media type, or ``DELETE``.

    ``graph`` is empty for the default graph, ``parts`` are media types with texts.
    ``expected`` is the version that the store must have, ``None`` if any will do.
    """

    method: str
    graph: str
    parts: tuple[tuple[str, str], ...] = ()
    base_iri: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Decide:
    """A user's word on entities, each by its IRI: ``other`` is ``entity``, or else is told apart.

    Told apart is ``other`` from ``entity``; without it all that goes by ``entity``; with
    ``articles``, by id, what these call so. ``at`` is when, as ``xsd:dateTime`` has it.
    """

    same: bool
    entity: str
    other: str | None = None
    articles: tuple[str, ...] = ()
    at: str | None = None


Change = Update | Write | Decide
Request = Query | Read | Change
_KINDS: Final[dict[str, type[Request]]] = {
    kind.__name__: kind for kind in (Query, Read, Update, Write, Decide)
}


@dataclass(frozen=True, slots=True)
class Head:
    """What a result is: its media type, and the version of the store that it was read from.

    ``created`` says of a write that it made a graph.
    """

    media_type: str = ""
    version: str = ""
    created: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result, and a sentence for whoever asked."""

    reason: Reason
    text: str
    extra: dict[str, str] = field(default_factory=dict)


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return a frame as it goes over the wire.

    >>> frame(END), unframe(frame(DATA, b"ab")[:FRAME_HEAD])
    (b'E\\x00\\x00\\x00\\x00', (b'D', 2))
    """
    return _FRAME.pack(kind, len(payload)) + payload


def unframe(head: bytes | bytearray | memoryview) -> tuple[bytes, int]:
    """Return a frame's kind and the length of its payload from its first bytes."""
    kind, length = _FRAME.unpack_from(head)
    return kind, length


def pack_request(request: Request, *, behind: bool = False) -> bytes:
    """Return a request, sent now, as the frame that a worker reads; ``behind`` others or not.

    The worker is a process of the same Python, and may trust its parent.
    """
    values = [getattr(request, name) for name in request.__slots__]
    packed = marshal.dumps((type(request).__name__, *values))
    return frame(BEHIND if behind else REQUEST, _SECONDS.pack(time.monotonic()) + packed)


def sent_at(payload: bytes) -> float:
    """Return when the request in a frame's payload was sent, by the monotonic clock."""
    sent: float = _SECONDS.unpack_from(payload)[0]
    return sent


def unpack_request(payload: bytes) -> Request:
    """Return the request in a frame's payload.

    >>> query = Query("ASK {}", default_graphs=("x:g",))
    >>> unpack_request(pack_request(query)[FRAME_HEAD:]) == query
    True
    """
    kind, *values = marshal.loads(memoryview(payload)[_SECONDS.size :])
    return _KINDS[kind](*values)


def pack_head(head: Head) -> bytes:
    """Return a head as a frame."""
    return frame(HEAD, _lines(head))


def unpack_head(payload: bytes) -> Head:
    """Return the head in a frame's payload.

    >>> head = Head("text/csv", "ab12", created=True)
    >>> unpack_head(pack_head(head)[FRAME_HEAD:]) == head
    True
    """
    return _parted(payload)[0]


def pack_whole(head: Head, body: bytes | bytearray, seconds: float = 0.0) -> bytes:
    """Return a whole result, which took ``seconds``, as a frame: most are small, so it is cheap."""
    return frame(WHOLE, _SECONDS.pack(seconds) + _lines(head) + body)


def unpack_whole(payload: bytes) -> tuple[Head, bytes]:
    """Return the head and the body in a frame's payload.

    >>> payload = pack_whole(Head("text/csv", "ab12"), b"x\\n1\\n", seconds=0.5)[FRAME_HEAD:]
    >>> unpack_whole(payload), seconds_of(payload)
    ((Head(media_type='text/csv', version='ab12', created=False), b'x\\n1\\n'), 0.5)
    """
    return _parted(payload[_SECONDS.size :])


def seconds_of(payload: bytes) -> float:
    """Return how long the whole result in a frame's payload took."""
    seconds: float = _SECONDS.unpack_from(payload)[0]
    return seconds


def _parted(payload: bytes) -> tuple[Head, bytes]:
    media_type, version, created, body = payload.split(b"\n", 3)
    return Head(media_type.decode(), version.decode(), bool(created)), body


def _lines(head: Head) -> bytes:
    created = "created" if head.created else ""
    return f"{head.media_type}\n{head.version}\n{created}\n".encode()


def pack_failure(failure: Failure) -> bytes:
    """Return a failure as a frame."""
    return frame(FAILURE, json.dumps(asdict(failure)).encode())


def unpack_failure(payload: bytes) -> Failure:
    """Return the failure in a frame's payload."""
    fields = json.loads(payload)
    return Failure(Reason(fields["reason"]), fields["text"], fields["extra"])
