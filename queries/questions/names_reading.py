"""Reading the names in a graph into the index."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.layers import texts
from queries.questions.names import Named, Names, Thing, write_names
from queries.questions.ontology_reading import english_first, local_name
from queries.questions.roots import general, phrase
from queries.questions.untyped import members
from queries.questions.words import demonyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.questions.layers import Graph, Layers
    from queries.questions.ontology import Ontology

_LABELS = (
    *(vocab.RDFS + "label", vocab.SKOS + "prefLabel", "http://xmlns.com/foaf/0.1/name"),
    *("https://schema.org/name", "http://schema.org/name", "http://purl.org/dc/terms/title"),
)
_ALSO = (vocab.SKOS + "altLabel", "https://schema.org/alternateName")
_LONGEST_TEXT = 80
_OFFICE = re.compile(
    r"(?P<nation>\S+ )?"
    r"(?P<office>Ministry|Department|Office|Bureau|Commission|Agency|Authority|Council)"
    r" (?:of|for)(?: the)? (?P<field>.+)"
)
_PERSON = re.compile(r"(er|or|ist|ian|ee|ant|man|woman|chef|judge|clerk|chief|crew|hero)$")


def index_names(graph: Graph, ontology: Ontology, file: str = ":memory:") -> Names:
    """Read the names and short texts of a graph into a new SQLite database."""
    database = sqlite3.connect(file, check_same_thread=False)
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    write_names(database, _named(graph, ontology), _texts(graph, ontology))
    return Names(database)


def people_classes(ontology: Ontology) -> dict[str, float]:
    """Return the classes that "who" may mean, with costs: those whose words speak of people."""
    people = general().people
    private = {
        kind
        for link in ontology.links.values()
        if any(phrase(name) in general().personal for name in link.names)
        for kind in (*link.subjects, *link.domain)
    }
    found = {}
    for concept in ontology.classes.values():
        own = {word for name in concept.names for word in phrase(name)}
        if people & own:
            found[concept.iri] = 0.3
        elif (
            concept.iri in private
            or people & set(phrase(concept.comment))
            or _PERSON.search(concept.label.lower())
        ):
            found[concept.iri] = 0.5
    return found


def event_classes(ontology: Ontology, people: Iterable[str]) -> frozenset[str]:
    """Return the classes of what happens: their things have dates, and are not people."""
    dated = {
        kind
        for link in ontology.links.values()
        if link.kind in {"date", "year"}
        for kind in (*link.subjects, *link.domain)
    }
    return ontology.below(dated) - ontology.below(people)


def _named(graph: Graph, ontology: Ontology) -> Iterator[Named]:
    layers = ontology.layers
    classes: dict[str, set[str]] = defaultdict(set)
    used = [iri for iri, concept in ontology.classes.items() if concept.size]
    for kind in used:
        for row in texts(graph, f"SELECT ?thing WHERE {{ {members(kind)} FILTER(ISIRI(?thing)) }}"):
            if row["thing"] not in ontology.classes and row["thing"] not in ontology.links:
                classes[row["thing"]].add(kind)
    labels, also = _spellings(graph, layers, classes)
    facts = _facts(graph, layers)
    people = ontology.below(people_classes(ontology))
    for iri, kinds in classes.items():
        if iri not in labels:
            continue
        thing = Thing(iri, labels[iri], tuple(sorted(kinds)), facts.get(iri, 0))
        names = {variant for name in also[iri] for variant in variants(name)}
        yield Named(thing, frozenset(names), bool(kinds & people))


def variants(name: str) -> Iterator[str]:
    """Yield a name, and the other way round for offices: "Commerce Department".

    >>> sorted(variants("U.S. Department of Commerce"))[:2]
    ['Commerce Department', 'Department of Commerce']
    """
    yield name
    found = _OFFICE.fullmatch(name)
    if found is None:
        return
    before = (found["nation"] or "").strip().lower()
    if before and before.replace(".", "") not in {*demonyms(), "us", "uk"}:
        return
    yield f"{found['office']} of {found['field']}"
    yield f"{found['field']} {found['office']}"


def _spellings(
    graph: Graph, layers: Layers | None, classes: dict[str, set[str]]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return each thing's label, and all its names."""
    naming = (layers.label,) if layers else _LABELS
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    also: dict[str, set[str]] = defaultdict(set)
    for prop in (*naming, *(layers.names if layers else _ALSO)):
        pattern = f"?thing <{prop}> ?name"
        for row in texts(graph, f"SELECT ?thing ?name (LANG(?name) AS ?lang) {{ {pattern} }}"):
            if row["thing"] in classes:
                also[row["thing"]].add(row["name"])
                if prop in naming:
                    named[row["thing"]].append((row.get("lang", ""), row["name"]))
    labels = {thing: english_first(found)[0] for thing, found in named.items()}
    for thing in classes:
        if thing not in labels and "/genid/" in thing:
            continue  # a node without a name
        if thing not in labels:
            labels[thing] = next(iter(sorted(also[thing])), local_name(thing))
            also[thing].add(labels[thing])
    return labels, also


def _facts(graph: Graph, layers: Layers | None) -> dict[str, int]:
    """Return in how many statements each thing stands, where facts are statements."""
    if layers is None:
        return {}
    ends = "|".join(
        f"<{p}>" for p in (layers.statements.subject, layers.statements.object,
                           layers.observations.about)
    )  # fmt: skip
    counted = f"SELECT ?thing (COUNT(*) AS ?facts) {{ ?statement {ends} ?thing }} GROUP BY ?thing"
    return {row["thing"]: int(row["facts"]) for row in texts(graph, counted)}


def _texts(graph: Graph, ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Yield the short texts that are values of properties, each once."""
    for iri, link in ontology.links.items():
        if link.kind != "text":
            continue
        short = f"FILTER(ISLITERAL(?text) && STRLEN(STR(?text)) < {_LONGEST_TEXT})"
        for row in texts(graph, f"SELECT DISTINCT ?text {{ ?x <{iri}> ?text {short} }}"):
            yield iri, row["text"]
