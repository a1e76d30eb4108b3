"""JSON-LD 1.1: compact, with a graph for each article, or framed, as a tree of entities.

Both hold every triple; `short names <jsonld_context.py>`_ and embedding make them fit to be read
as plain JSON. A subject is written at a time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.errors import InputError
from kg.export.jsonld_context import REVERSE, context, short, terms, word
from kg.export.rdf import quads
from kg.export.text import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from kg.export.network import Network
    from kg.store import GraphStore

_TYPE: Final = vocab.RDF + "type"
_QUOTED: Final = ox.NamedNode(vocab.PROV + "wasQuotedFrom")
_MENTIONED: Final = ox.NamedNode(vocab.NK + "mentionedAt")
_INTEGER: Final = vocab.XSD + "integer"
_EXACT: Final = 2**53
"""Whole numbers up to here are the same in every JSON reader."""


def write_compact(store: GraphStore, file: BinaryIO, part: Network | None = None) -> None:
    """Write the view's subjects, then a graph for each article, with short names."""
    write_text(file, _document(_graphs(quads(store, named=True, part=part))))


def write_framed(store: GraphStore, file: BinaryIO, part: Network | None = None) -> None:
    """Write the view as a tree: each entity with its facts and numbers, they with their sentences.

    What hangs on no entity, such as an article, follows.
    """
    write_text(file, _document(_tree(list(quads(store, named=False, part=part)))))


def compact_triples(triples: Iterable[ox.Triple], file: BinaryIO) -> None:
    """Write triples with short names."""
    ordered = sorted((ox.Quad(t.subject, t.predicate, t.object) for t in triples), key=str)
    write_text(file, _document(_subjects(ordered)))


def _document(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f'{{"@context": {json.dumps(context(), ensure_ascii=False)},\n"@graph": ['
    comma = "\n"
    for item in items:
        yield comma + json.dumps(item, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _graphs(ordered: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for graph, held in groupby(ordered, key=lambda quad: quad.graph_name):
        if isinstance(graph, ox.DefaultGraph):
            yield from _subjects(held)
        else:
            yield {"@id": _name(graph), "@graph": list(_subjects(held))}


def _subjects(ordered: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for _, held in groupby(ordered, key=lambda quad: quad.subject):
        yield _node(held)


def _node(
    held: Iterable[ox.Quad], embed: Callable[[ox.Quad], dict[str, Any] | None] = lambda _: None
) -> dict[str, Any]:
    """Return a subject's quads as an object; ``embed`` gives what stands in place of a link."""
    values: dict[str, list[Any]] = defaultdict(list)
    node: dict[str, Any] = {}
    for quad in held:
        node["@id"] = _name(quad.subject)
        if quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode):
            values["@type"].append(word(quad.object.value))
            continue
        name, read_as = terms().get(quad.predicate.value, (word(quad.predicate.value), None))
        values[name].append(embed(quad) or _value(quad.object, read_as))
    return node | {name: v if len(v) > 1 else v[0] for name, v in values.items()}


def _name(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return short(term.value)
    if isinstance(term, ox.BlankNode):
        return str(term)
    msg = f"JSON-LD cannot hold the triple term {term}: export trig or nquads"
    raise InputError(msg)


def _value(term: object, read_as: str | None) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(term, ox.Literal):
        if read_as == "@vocab" and isinstance(term, ox.NamedNode):
            return word(term.value)
        return _name(term) if read_as == "@id" else {"@id": _name(term)}
    kind = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if read_as == kind:
        return term.value
    if kind == vocab.XSD + "string":
        return term.value if read_as is None else {"@value": term.value}
    if read_as is None and kind == _INTEGER and _is_plain(term.value):
        return int(term.value)
    return {"@value": term.value, "@type": short(kind)}


def _is_plain(text: str) -> bool:
    return text.lstrip("-").isdecimal() and str(int(text)) == text and abs(int(text)) < _EXACT


def _tree(ordered: list[ox.Quad]) -> Iterator[dict[str, Any]]:
    by_subject: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in ordered:
        by_subject[quad.subject].append(quad)
    said: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in ordered:
        for name, iri in REVERSE.items():
            if quad.predicate.value == iri and any(
                other.predicate.value == vocab.NK + "name" for other in by_subject[quad.object]
            ):
                said[quad.object][name].append(quad.subject)
    embedded: set[object] = set()

    def span(quad: ox.Quad) -> dict[str, Any] | None:
        if quad.predicate not in (_QUOTED, _MENTIONED) or quad.object not in by_subject:
            return None
        embedded.add(quad.object)
        return _node(by_subject[quad.object])

    def claim(subject: object, back: str) -> dict[str, Any]:
        embedded.add(subject)
        return _node((q for q in by_subject[subject] if q.predicate.value != back), span)

    for entity, claims in sorted(said.items(), key=lambda item: str(item[0])):
        node = _node(by_subject[entity], span)
        for name, subjects in claims.items():
            node[name] = [claim(subject, REVERSE[name]) for subject in subjects]
        embedded.add(entity)
        yield node
    entities = set(said)
    for subject, held in by_subject.items():
        if subject not in entities and any(q.predicate.value == vocab.NK + "name" for q in held):
            yield _node(held, span)
            embedded.add(subject)
    yield from (_node(held) for subject, held in by_subject.items() if subject not in embedded)
