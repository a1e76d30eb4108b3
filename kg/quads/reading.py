"""An article's named graph → ArticleFacts: the way back of :mod:`kg.quads.writing`.

Direct triples, ``nk:mentions`` and first and last days follow from the rest, so they are not
read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.canonical import canonical
from kg.errors import InputError
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
    TaughtFact,
)
from kg.quads.literals import number, value_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

_TYPE = vocab.RDF + "type"
_CLASSES = {vocab.class_iri(type_): type_ for type_ in EntityType}
_NUMBERS = frozenset({"amount", "number", "share"})


def from_quads(quads: Iterable[Quad], article_id: str) -> ArticleFacts:
    """Return what the quads of an article's graph say, in canonical form.

    ``quads`` may hold other graphs too; they are passed over.

    Raises:
        InputError: The graph is not that of an article as :func:`kg.quads.to_quads` writes it.
    """
    graph = NamedNode(vocab.article_iri(article_id))
    try:
        return canonical(_Reader(quad for quad in quads if quad.graph_name == graph).facts(graph))
    except (ValueError, TypeError) as error:
        msg = f"graph {graph.value} is not that of an article as newskg writes it: {error}"
        raise InputError(msg) from error


class _Reader:
    """The quads of one article by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value, _ in quads:
            if not (isinstance(subject, NamedNode) and isinstance(value, (NamedNode, Literal))):
                msg = f"{subject} {predicate} {value} has a blank node or a quoted triple"
                raise TypeError(msg)
            self._values[subject.value][predicate.value].append(value)

    def facts(self, graph: NamedNode) -> ArticleFacts:
        """Return all that the article says."""
        return ArticleFacts(
            article=self._article(graph.value),
            entities=tuple(self._entity(iri, type_) for iri, type_ in self._entities()),
            facts=tuple(self._fact(iri) for iri in self._of_class("Statement")),
            observations=tuple(self._observation(iri) for iri in self._of_class("Observation")),
            taught=tuple(self._taught(iri) for iri in self._of_class("TaughtStatement")),
        )

    def _all(self, subject: str, predicate: str) -> list[str]:
        return [term.value for term in self._values[subject].get(predicate, ())]

    def _one(self, subject: str, name: str) -> NamedNode | Literal | None:
        values = self._values[subject].get(name if ":" in name else vocab.NK + name, [])
        if len(values) > 1:
            msg = f"{subject} has {len(values)} values of {name}, expected one"
            raise ValueError(msg)
        return values[0] if values else None

    def _text(self, subject: str, name: str) -> str | None:
        term = self._one(subject, name)
        return None if term is None else term.value

    def _required(self, subject: str, name: str) -> str:
        text = self._text(subject, name)
        if text is None:
            msg = f"{subject} has no {name}"
            raise ValueError(msg)
        return text

    def _number(self, subject: str, name: str) -> float | None:
        term = self._one(subject, name)
        if isinstance(term, NamedNode):
            msg = f"{name} of {subject} is {term}, expected a number"
            raise TypeError(msg)
        return None if term is None else number(term)

    def _whole(self, subject: str, name: str) -> int | None:
        value = self._number(subject, name)
        return None if value is None else int(value)

    def _of_class(self, name: str) -> list[str]:
        return [iri for iri in list(self._values) if vocab.NK + name in self._all(iri, _TYPE)]

    def _entities(self) -> Iterator[tuple[str, EntityType]]:
        for iri in list(self._values):
            for class_ in self._all(iri, _TYPE):
                if class_ in _CLASSES:
                    yield iri, _CLASSES[class_]

    def _article(self, iri: str) -> Article:
        published = self._text(iri, "published")
        return Article(
            id=self._required(iri, "articleId"),
            text=self._text(iri, "articleBody") or "",
            title=self._text(iri, "title"),
            published=date.fromisoformat(published) if published else None,
            byline=self._text(iri, "byline"),
            source=self._text(iri, "source"),
            parts=tuple(sorted(self._parts(iri), key=lambda part: part.start)),
        )

    def _parts(self, article: str) -> Iterator[Part]:
        for iri in self._all(article, vocab.NK + "part"):
            yield Part(PartKind(self._required(iri, "partKind")), *self._offsets(iri))

    def _offsets(self, span: str) -> tuple[int, int]:
        return int(self._required(span, "start")), int(self._required(span, "end"))

    def _entity(self, iri: str, type_: EntityType) -> Entity:
        mentions = self._all(iri, vocab.NK + "mentionedAt")
        return Entity(
            iri=iri,
            type=type_,
            name=self._required(iri, "name"),
            aliases=tuple(self._all(iri, vocab.SKOS + "altLabel")),
            same_as=tuple(self._all(iri, vocab.OWL + "sameAs")),
            mentions=tuple(Mention(*self._offsets(m), self._quote(m)) for m in mentions),
        )

    def _quote(self, span: str) -> str:
        return self._text(span, "quote") or ""

    def _evidence(self, claim: str) -> tuple[Evidence, ...]:
        spans = self._all(claim, vocab.PROV + "wasQuotedFrom")
        return tuple(Evidence(*self._offsets(span), self._quote(span)) for span in spans)

    def _status(self, claim: str) -> Status:
        return Status(self._required(claim, "status").removeprefix(vocab.NK))

    def _confidence(self, claim: str) -> float:
        value = self._number(claim, "confidence")
        return 1.0 if value is None else float(value)

    def _fact(self, iri: str) -> Fact:
        predicate = self._required(iri, vocab.RDF + "predicate")
        return Fact(
            subject=self._required(iri, vocab.RDF + "subject"),
            predicate=Predicate(predicate.removeprefix(vocab.NK)),
            object=self._required(iri, vocab.RDF + "object"),
            status=self._status(iri),
            confidence=self._confidence(iri),
            qualifiers=self._qualifiers(iri),
            evidence=self._evidence(iri),
            method=self._text(iri, "method"),
        )

    def _taught(self, iri: str) -> TaughtFact:
        value = self._one(iri, vocab.RDF + "object")
        return TaughtFact(
            subject=self._required(iri, vocab.RDF + "subject"),
            relation=self._required(iri, vocab.RDF + "predicate"),
            object=self._required(iri, vocab.RDF + "object"),
            kind=value_kind(value) if isinstance(value, Literal) else None,
            confidence=self._confidence(iri),
            evidence=self._evidence(iri),
            method=self._text(iri, "method"),
        )

    def _qualifiers(self, iri: str) -> Qualifiers:
        names = [field.name for field in fields(Qualifiers)]
        numbers = {name: self._number(iri, name) for name in names if name in _NUMBERS}
        texts = {name: self._text(iri, name) for name in names if name not in _NUMBERS}
        return Qualifiers(**numbers, **texts)  # type: ignore[arg-type]  # by field name

    def _observation(self, iri: str) -> Observation:
        return Observation(
            about=self._required(iri, "about"),
            indicator=self._required(iri, "indicator"),
            value=self._number(iri, "value"),
            unit=self._text(iri, "unit"),
            period=self._text(iri, "period"),
            rank=self._whole(iri, "rank"),
            out_of=self._whole(iri, "outOf"),
            status=self._status(iri),
            confidence=self._confidence(iri),
            evidence=self._evidence(iri),
            method=self._text(iri, "method"),
        )
