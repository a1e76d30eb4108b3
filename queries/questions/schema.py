"""What a graph's own ontology says: classes and properties with their words, domains and ranges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg import vocab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.store import Solutions

_SKOS_ALT = vocab.SKOS + "altLabel"
_TERMS = f"""
SELECT ?term ?property ?value WHERE {{
  {{ ?term ?property ?value }}
  UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?term ?property ?value }} }}
  VALUES ?property {{
    <{vocab.RDFS}label> <{_SKOS_ALT}> <{vocab.RDFS}domain> <{vocab.RDFS}range>
    <{vocab.RDFS}subClassOf> <{vocab.NK}verbalisation> <{vocab.NK}inverseVerbalisation>
    <{vocab.NK}subjectNoun> <{vocab.NK}objectNoun> <{vocab.NK}qualifier>
  }}
  {{ ?term a ?kind }} UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?term a ?kind }} }}
  VALUES ?kind {{ <{vocab.OWL}Class> <{vocab.RDFS}Class> <{vocab.OWL}ObjectProperty>
    <{vocab.OWL}DatatypeProperty> <{vocab.RDF}Property> <{vocab.OWL}SymmetricProperty> }}
}}"""
_KINDS = f"""
SELECT DISTINCT ?term ?kind WHERE {{
  {{ ?term a ?kind }} UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?term a ?kind }} }}
  VALUES ?kind {{ <{vocab.OWL}Class> <{vocab.RDFS}Class> <{vocab.OWL}ObjectProperty>
    <{vocab.OWL}DatatypeProperty> <{vocab.RDF}Property> <{vocab.OWL}SymmetricProperty> }}
}}"""
_MEMBERS = f"<{vocab.OWL}unionOf>/<{vocab.RDF}rest>*/<{vocab.RDF}first>"
_UNIONS = f"""
SELECT ?property ?end ?member WHERE {{
  VALUES ?end {{ <{vocab.RDFS}domain> <{vocab.RDFS}range> }}
  {{ ?property ?end ?union . ?union {_MEMBERS} ?member }}
  UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?property ?end ?union . ?union {_MEMBERS} ?member }} }}
}}"""


class Graph(Protocol):
    """What the question engine needs of a graph: SELECT queries."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...


def texts(graph: Graph, sparql: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT query with each term as its IRI or text."""
    for row in graph.select(sparql):
        yield {name: str(getattr(term, "value", term)) for name, term in row.items()}


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class: its label, all its words, and the classes right above it."""

    iri: str
    label: str
    words: tuple[str, ...]
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    """A property and how English speaks of it.

    ``forward`` wordings lead from subject to object, ``inverse`` ones back. ``subject_nouns``
    name the subject as seen from the object, ``object_nouns`` the reverse; ``names`` are the
    property's own names ("investment"). ``qualifiers`` are properties of its statements.
    """

    iri: str
    label: str
    names: tuple[str, ...] = ()
    forward: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    subject_nouns: tuple[str, ...] = ()
    object_nouns: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    symmetric: bool = False
    relation: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """Classes and properties by IRI."""

    classes: Mapping[str, ClassInfo]
    properties: Mapping[str, PropertyInfo]
    _below: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def below(self, iri: str) -> frozenset[str]:
        """Return the class and every class under it."""
        if iri not in self._below:
            found, todo = {iri}, [iri]
            while todo:
                parent = todo.pop()
                children = {c.iri for c in self.classes.values() if parent in c.parents} - found
                found |= children
                todo.extend(children)
            self._below[iri] = frozenset(found)
        return self._below[iri]

    def below_any(self, iris: Iterable[str]) -> frozenset[str]:
        """Return every class that is one of ``iris`` or under one."""
        return frozenset().union(*(self.below(iri) for iri in iris))

    def fits(self, classes: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
        """Whether something of ``classes`` may be one of ``allowed`` (empty: anything).

        A class fits if it lies under an allowed one, or an allowed one lies under it.
        """
        if not classes or not allowed:
            return True
        return bool(self.below_any(classes) & self.below_any(allowed))

    def relations(self) -> list[PropertyInfo]:
        """Return the properties that join two entities."""
        return [info for info in self.properties.values() if info.relation]

    def qualifiers(self) -> list[PropertyInfo]:
        """Return the properties that say more of a statement: amount, date, role."""
        used = {iri for info in self.properties.values() for iri in info.qualifiers}
        return [self.properties[iri] for iri in sorted(used) if iri in self.properties]


def read_schema(graph: Graph) -> Schema:
    """Read the ontology that the graph holds, in its default graph or beside it."""
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in texts(graph, _TERMS):
        found = values[row["term"]][row["property"]]
        if row["value"] not in found:
            found.append(row["value"])
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in texts(graph, _KINDS):
        kinds[row["term"]].add(row["kind"].rpartition("#")[2])
    unions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in texts(graph, _UNIONS):
        unions[row["property"], row["end"]].append(row["member"])
    classes = {
        iri: _class(iri, values[iri]) for iri, kind in sorted(kinds.items()) if "Class" in kind
    }
    properties = {
        iri: _property(iri, values[iri], kind, unions)
        for iri, kind in sorted(kinds.items())
        if "Class" not in kind
    }
    return Schema(classes, properties)


def local_name(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local_name("https://w3id.org/newskg/partnersWith")
    'partnersWith'
    """
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _class(iri: str, values: Mapping[str, list[str]]) -> ClassInfo:
    labels = values.get(vocab.RDFS + "label", [])
    words = (*labels, *values.get(_SKOS_ALT, []))
    parents = tuple(values.get(vocab.RDFS + "subClassOf", []))
    return ClassInfo(iri, labels[0] if labels else local_name(iri), words, parents)


def _property(
    iri: str,
    values: Mapping[str, list[str]],
    kinds: set[str],
    unions: Mapping[tuple[str, str], list[str]],
) -> PropertyInfo:
    labels = values.get(vocab.RDFS + "label", [])
    ends = {}
    for end in ("domain", "range"):
        members = unions.get((iri, vocab.RDFS + end), [])
        named = [c for c in values.get(vocab.RDFS + end, []) if c.startswith("http")]
        ends[end] = tuple(members or named)
    said = {
        name: tuple(values.get(vocab.NK + name, []))
        for name in (
            "verbalisation",
            "inverseVerbalisation",
            "subjectNoun",
            "objectNoun",
            "qualifier",
        )
    }
    return PropertyInfo(
        iri=iri,
        label=labels[0] if labels else local_name(iri),
        names=tuple(dict.fromkeys((*labels, *values.get(_SKOS_ALT, [])))),
        forward=tuple(dict.fromkeys((*labels, *said["verbalisation"]))),
        inverse=said["inverseVerbalisation"],
        subject_nouns=said["subjectNoun"],
        object_nouns=said["objectNoun"],
        qualifiers=said["qualifier"],
        domain=ends["domain"],
        range=ends["range"],
        symmetric="SymmetricProperty" in kinds,
        relation=bool(said["verbalisation"]) and "DatatypeProperty" not in kinds,
    )
