"""The operations of a SPARQL update, as far as the server must know them: what each may write.

A recursive-descent reading of https://www.w3.org/TR/sparql11-query/#sparqlGrammar, rules 29 to 52;
patterns are passed over by their brackets, the engine checks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from kg import vocab
from kg.errors import QueryError, RefusedError
from queries.protocol.guard import check_reach
from queries.protocol.tokens import Kind, iri_text, tokens_of, unexpected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.protocol.tokens import Token

DEFAULT: Final = ""
"""The default graph among targets."""
_TERMS = frozenset((Kind.IRI, Kind.NAME))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update.

    ``targets`` are the graphs that it may write, :data:`DEFAULT` and ``None`` among them for the
    default graph and for any graph at all. ``dataset`` says that it names its dataset itself (WITH,
    USING). ``where`` is where USING can be put in, ``shortcut`` the pattern of a DELETE WHERE.
    """

    verb: str
    targets: frozenset[str | None]
    dataset: bool = False
    where: int | None = None
    shortcut: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedUpdate:
    """An update that may be tried."""

    text: str
    operations: tuple[Operation, ...]

    def targets(self) -> frozenset[str | None]:
        """Return the graphs that it may write; ``None`` among them if any at all."""
        return frozenset(target for one in self.operations for target in one.targets)

    def using(self, graphs: Sequence[str], named: Sequence[str]) -> str:
        """Return the update over the protocol's dataset (SPARQL 1.1 Protocol, section 2.2.3).

        Raises:
            QueryError: An operation names its own dataset.
        """
        if not graphs and not named:
            return self.text
        clauses = [f"USING <{iri}>" for iri in graphs] + [f"USING NAMED <{iri}>" for iri in named]
        inserted, text = " ".join(clauses) + " ", self.text
        for one in reversed(self.operations):
            if one.dataset:
                msg = (
                    "using-graph-uri and using-named-graph-uri cannot be joined with an update "
                    "that has USING or WITH"
                )
                raise QueryError(msg)
            if one.where is not None:
                put = inserted if one.shortcut is None else f"{one.shortcut} {inserted}"
                text = text[: one.where] + put + text[one.where :]
        return text


def check_update(
    text: str, base_iri: str | None = None, allowed: frozenset[str] = frozenset()
) -> CheckedUpdate:
    """Return the operations of an update; ``allowed`` are what SERVICE and LOAD may name.

    Raises:
        QueryError: Not an update, or with SERVICE or LOAD of what is not allowed.
    """
    tokens = tokens_of(text)
    check_reach(text, tokens, allowed)
    return CheckedUpdate(text, tuple(_Reader(text, tokens, base_iri or "", allowed).operations()))


class _Reader:
    """Reads operations from tokens, front to back."""

    def __init__(
        self, text: str, tokens: tuple[Token, ...], base: str, allowed: frozenset[str]
    ) -> None:
        self._text, self._tokens, self._allowed = text, tokens, allowed
        self._base, self._prefixes = base, dict(vocab.PREFIXES)
        self._at = 0

    def operations(self) -> list[Operation]:
        found = []
        self._prologue()
        while self._at < len(self._tokens):
            found.append(self._operation())
            if self._at < len(self._tokens) and not self._mark(";"):
                raise self._unexpected()
            self._prologue()
        return found

    def _prologue(self) -> None:
        while token := self._word("PREFIX", "BASE", "VERSION"):
            if token.text == "PREFIX":
                name = self._next(Kind.NAME).text.removesuffix(":")
                self._prefixes[name] = self._resolved(self._next(Kind.IRI))
            elif token.text == "BASE":
                self._base = self._resolved(self._next(Kind.IRI))
            else:
                self._next(Kind.STRING)

    def _operation(self) -> Operation:
        verbs = ("LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "INSERT")
        token = self._word(*verbs, "DELETE")
        if token is None:
            raise self._unexpected()
        verb = token.text
        if verb in {"WITH", "INSERT", "DELETE"}:
            return self._modify(verb)
        self._word("SILENT")
        if verb == "LOAD":
            return self._load()
        if verb in {"ADD", "MOVE", "COPY"}:
            source = self._graph_or_default()
            self._expect("TO")
            changed = {self._graph_or_default(), *((source,) if verb == "MOVE" else ())}
            return Operation(verb, frozenset(changed))
        if verb == "CREATE":
            self._expect("GRAPH")
            return Operation(verb, frozenset((self._iri(),)))
        if self._word("GRAPH"):
            return Operation(verb, frozenset((self._iri(),)))
        reference = self._expect("DEFAULT", "NAMED", "ALL").text
        return Operation(verb, frozenset((DEFAULT if reference == "DEFAULT" else None,)))

    def _load(self) -> Operation:
        source = self._iri()
        if source not in self._allowed:
            msg = "LOAD is refused: send the triples themselves, by PUT or POST to /store"
            raise RefusedError(msg)
        target = DEFAULT
        if self._word("INTO"):
            self._expect("GRAPH")
            target = self._iri()
        return Operation("LOAD", frozenset((target,)))

    def _modify(self, verb: str) -> Operation:
        """Read INSERT DATA, DELETE DATA, DELETE WHERE, or DELETE and INSERT with WHERE."""
        home, dataset = DEFAULT, verb == "WITH"
        if dataset:
            home = self._iri()
            verb = self._expect("DELETE", "INSERT").text
        elif self._word("DATA"):
            return Operation(f"{verb} DATA", frozenset(self._template(home)))
        elif verb == "DELETE" and (where := self._word("WHERE")):
            start = self._peek_start()
            named = frozenset(self._template(home))
            pattern = self._text[start : self._tokens[self._at - 1].end]
            return Operation("DELETE WHERE", named, where=where.start, shortcut=pattern)
        targets = set(self._template(home))
        if verb == "DELETE" and self._word("INSERT"):
            targets |= self._template(home)
        while self._word("USING"):
            dataset = True
            self._word("NAMED")
            self._iri()
        where = self._expect("WHERE")
        self._block()
        return Operation(verb, frozenset(targets), dataset=dataset, where=where.start)

    def _template(self, home: str) -> set[str | None]:
        """Read a block of quads and return the graphs that it names."""
        targets: set[str | None] = set()
        self._expect_mark("{")
        while not self._mark("}"):
            if self._word("GRAPH"):
                variable = self._peek(Kind.VARIABLE)
                self._at += variable
                targets.add(None if variable else self._iri())
                self._block()
            elif not self._mark("."):
                targets.add(home)
                self._triple_token()
        return targets

    def _triple_token(self) -> None:
        """Pass over a token of a triple; a block opens only after GRAPH."""
        if self._at >= len(self._tokens) or self._tokens[self._at].is_mark("{"):
            raise self._unexpected()
        self._at += 1

    def _block(self) -> None:
        """Pass over a block in braces."""
        self._expect_mark("{")
        depth = 1
        while depth:
            if self._at >= len(self._tokens):
                raise self._unexpected()
            token = self._tokens[self._at]
            depth += token.is_mark("{") - token.is_mark("}")
            self._at += 1

    def _graph_or_default(self) -> str:
        if self._word("DEFAULT"):
            return DEFAULT
        self._word("GRAPH")
        return self._iri()

    def _iri(self) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at].kind not in _TERMS:
            raise self._unexpected()
        token = self._tokens[self._at]
        self._at += 1
        if token.kind is Kind.IRI:
            return self._resolved(token)
        prefix, _, local = token.text.partition(":")
        return self._prefixes[prefix] + local.replace("\\", "")

    def _resolved(self, token: Token) -> str:
        iri = iri_text(token)
        return urljoin(self._base, iri) if ":" not in iri.partition("/")[0] else iri

    def _peek(self, kind: Kind) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].kind is kind

    def _peek_start(self) -> int:
        if self._at >= len(self._tokens):
            raise self._unexpected()
        return self._tokens[self._at].start

    def _next(self, kind: Kind) -> Token:
        if not self._peek(kind):
            raise self._unexpected()
        self._at += 1
        return self._tokens[self._at - 1]

    def _word(self, *words: str) -> Token | None:
        if self._at < len(self._tokens) and self._tokens[self._at].is_word(*words):
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _expect(self, *words: str) -> Token:
        token = self._word(*words)
        if token is None:
            raise self._unexpected()
        return token

    def _mark(self, mark: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at].is_mark(mark)
        self._at += found
        return found

    def _expect_mark(self, mark: str) -> None:
        if not self._mark(mark):
            raise self._unexpected()

    def _unexpected(self) -> QueryError:
        ended = self._at >= len(self._tokens)
        return QueryError(
            unexpected(self._text, len(self._text) if ended else self._tokens[self._at].start)
        )
