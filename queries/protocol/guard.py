"""What a query may be, read from its tokens: its form, its reach, whether it always answers alike.

That no keyword can hide from here is argued in ``docs/http-api.md`` and tried in
``tests/queries/test_guard.py``; the worker processes cannot reach a network either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kg import vocab
from kg.errors import QueryError, RefusedError
from queries.protocol.tokens import Kind, iri_text, tokens_of, unexpected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.protocol.tokens import Token

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: Final[dict[str, QueryForm]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
_VOLATILE: Final = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"))
LONGEST: Final = 1_000_000
"""Characters that a query may have."""
_REMEMBERED: Final = 4000
_HIDING: Final = ("service", "load")


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be run.

    ``volatile`` says that two evaluations over the same data may differ.
    """

    form: QueryForm
    volatile: bool


def check_query(query: str, allowed: frozenset[str] = frozenset()) -> Checked:
    """Return what a query is, if it may be run; ``allowed`` are the endpoints SERVICE may name.

    Raises:
        QueryError: Not made of SPARQL's tokens, an update, too long or too deep, or with SERVICE.
    """
    if len(query) > LONGEST:
        msg = f"The query has {len(query)} characters: at most {LONGEST} are taken"
        raise QueryError(msg)
    return _remembered(query, allowed) if len(query) <= _REMEMBERED else _check(query, allowed)


def _check(query: str, allowed: frozenset[str]) -> Checked:
    tokens = tokens_of(query)
    first = next((token for token in _after_prologue(tokens)), None)
    if first is None:
        raise QueryError(unexpected(query, len(query)))
    if first.is_word(*_UPDATES):
        msg = "Updates are refused as queries: send them as the parameter update"
        raise QueryError(msg)
    if not first.is_word(*_FORMS):
        raise QueryError(unexpected(query, first.start))
    check_reach(query, tokens, allowed)
    volatile = any(token.is_word(*_VOLATILE) for token in tokens)
    return Checked(_FORMS[first.text], volatile)


_remembered = lru_cache(maxsize=512)(_check)


def check_reach(query: str, tokens: tuple[Token, ...], allowed: frozenset[str]) -> None:
    """Refuse what would make this server call others.

    Raises:
        RefusedError: SERVICE of an endpoint that is not allowed.
        QueryError: A name without a prefix, or one that hides a keyword.
    """
    declared = dict(prefixes_of(tokens))
    known = {**vocab.PREFIXES, **declared}
    for index, token in enumerate(tokens):
        if token.kind is Kind.NAME:
            _check_name(query, tokens, index, known)
        if token.is_word("SERVICE"):
            endpoint = _endpoint(tokens, index, declared)
            if endpoint is None or endpoint not in allowed:
                msg = "SERVICE is refused: this server does not call other servers"
                if allowed:
                    msg = f"SERVICE is refused but for {', '.join(sorted(allowed))}"
                raise RefusedError(msg)


def prefixes_of(tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """Yield the prefixes that are declared, with their IRIs."""
    for index, token in enumerate(tokens[:-2]):
        name, iri = tokens[index + 1], tokens[index + 2]
        if token.is_word("PREFIX") and name.kind is Kind.NAME and iri.kind is Kind.IRI:
            yield name.text.removesuffix(":"), iri_text(iri)


def _after_prologue(tokens: tuple[Token, ...]) -> Iterator[Token]:
    lengths = {"PREFIX": 3, "BASE": 2, "VERSION": 2}
    index = 0
    while index < len(tokens) and tokens[index].is_word(*lengths):
        index += lengths[tokens[index].text]
    yield from tokens[index:]


def _check_name(query: str, tokens: tuple[Token, ...], index: int, known: dict[str, str]) -> None:
    """Refuse a name without a declared prefix, or that the engine may read as a keyword and a name.

    The engine reads ``SERVICEx:y {`` as ``SERVICE x:y {`` where it cannot be a term.
    """
    token = tokens[index]
    prefix = token.text.partition(":")[0]
    if prefix not in known:
        msg = f"Not SPARQL: the prefix {prefix}: of {token.text} is not declared"
        raise QueryError(msg)
    text = token.text.casefold()
    before = tokens[index - 1] if index else None
    after = tokens[index + 1 : index + 4]
    opens = any(t.is_mark("{") for t in after[:1]) or (
        text.endswith(("service", "servicesilent"))
        and any(t.is_mark("{") for t in after)
        and not any(t.is_mark(".", ";", ",") for t in after[:2])
    )
    if any(hidden in text for hidden in _HIDING) and opens:
        if before is not None and before.is_word("GRAPH"):
            return
        raise QueryError(unexpected(query, token.start))


def _endpoint(tokens: tuple[Token, ...], index: int, declared: dict[str, str]) -> str | None:
    rest = [token for token in tokens[index + 1 : index + 3] if not token.is_word("SILENT")]
    if not rest:
        return None
    if rest[0].kind is Kind.IRI:
        return iri_text(rest[0])
    if rest[0].kind is Kind.NAME:
        prefix, _, local = rest[0].text.partition(":")
        return declared[prefix] + local if prefix in declared and "\\" not in local else None
    return None
