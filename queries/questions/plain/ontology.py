"""What any graph's own vocabulary and data say of classes and properties."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.plain.words import general
from queries.questions.schema import local_name, texts
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.schema import Graph

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LABELS = (
    vocab.RDFS + "label",
    vocab.SKOS + "prefLabel",
    "http://xmlns.com/foaf/0.1/name",
    "https://schema.org/name",
    "http://schema.org/name",
    "http://purl.org/dc/terms/title",
)
_ALSO = (vocab.SKOS + "altLabel", vocab.SKOS + "hiddenLabel", "https://schema.org/alternateName")
_COMMENTS = (vocab.RDFS + "comment", vocab.SKOS + "definition", vocab.SKOS + "scopeNote")
_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "Property", "AnnotationProperty")
_TERMS = f"""
SELECT DISTINCT ?term ?property ?value (LANG(?value) AS ?language) WHERE {{
  {{ SELECT DISTINCT ?term WHERE {{
    {{ ?term a ?kind VALUES ?kind {{ <{vocab.OWL}Class> <{vocab.RDFS}Class>
      <{vocab.OWL}ObjectProperty> <{vocab.OWL}DatatypeProperty> <{vocab.RDF}Property>
      <{vocab.OWL}TransitiveProperty> <{vocab.OWL}SymmetricProperty> }} }}
    UNION {{ ?x a ?term }} UNION {{ ?y ?term ?z }} }} }}
  ?term ?property ?value
}}"""
_MEMBERS = f"<{vocab.OWL}unionOf>/<{vocab.RDF}rest>*/<{vocab.RDF}first>"
_UNIONS = f"""
SELECT ?property ?end ?member WHERE {{
  VALUES ?end {{ <{vocab.RDFS}domain> <{vocab.RDFS}range> }}
  ?property ?end ?union . ?union {_MEMBERS} ?member
}}"""
_SIZES = "SELECT ?class (COUNT(?x) AS ?size) WHERE { ?x a ?class } GROUP BY ?class"
_USE = """
SELECT ?class ?property (COUNT(DISTINCT ?x) AS ?size) WHERE { ?x a ?class ; ?property ?y }
GROUP BY ?class ?property"""
_USED = """
SELECT ?class ?property (COUNT(DISTINCT ?y) AS ?size) WHERE { ?y a ?class . ?x ?property ?y }
GROUP BY ?class ?property"""
_TYPES = """
SELECT ?property ?type (COUNT(*) AS ?size) WHERE
{ ?x ?property ?y FILTER(ISLITERAL(?y)) BIND(DATATYPE(?y) AS ?type) } GROUP BY ?property ?type"""


@dataclass(frozen=True, slots=True)
class Concept:
    """A class: its label, all its names, the classes right above it, and its comment."""

    iri: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    comment: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A property. ``subjects`` and ``objects`` map classes to how many things of them have it."""

    iri: str
    label: str
    names: tuple[str, ...]
    comment: str
    datatype: str | None
    domain: tuple[str, ...]
    range: tuple[str, ...]
    subjects: Mapping[str, int]
    objects: Mapping[str, int]
    transitive: bool = False
    symmetric: bool = False
    unit: tuple[str, float] | None = None

    @property
    def literal(self) -> bool:
        """Whether its values are literals."""
        return self.datatype is not None

    @property
    def kind(self) -> str:
        """What its values are: number, year, date, truth, text or thing."""
        if self.datatype is None:
            return "thing"
        name = self.datatype.rpartition("#")[2]
        if name in {"date", "dateTime", "gYearMonth", "time"}:
            return "date"
        if name == "boolean":
            return "truth"
        numeric = name in {"integer", "decimal", "double", "float", "int", "long", "short", "byte"}
        numeric = numeric or name.endswith(("Integer", "Int"))
        words = {token.lower for n in (*self.names, self.label) for token in tokenise(n)}
        if name == "gYear" or (numeric and "year" in words and "years" not in self.comment.lower()):
            return "year"
        return "number" if numeric else "text"


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes and properties by IRI."""

    classes: Mapping[str, Concept]
    links: Mapping[str, Link]
    _below: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def below(self, iris: Iterable[str]) -> frozenset[str]:
        """Return the classes and all under them."""
        found: set[str] = set()
        for iri in iris:
            if iri not in self._below:
                self._below[iri] = self._closure(iri)
            found |= self._below[iri]
        return frozenset(found)

    def _closure(self, iri: str) -> frozenset[str]:
        found, todo = {iri}, [iri]
        while todo:
            parent = todo.pop()
            children = {c.iri for c in self.classes.values() if parent in c.parents} - found
            found |= children
            todo.extend(children)
        return frozenset(found)

    def whole(self, classes: Iterable[str]) -> str | None:
        """Return the transitive property that leads from things of a class to their wholes."""
        below = self.below(classes)
        for link in self.links.values():
            if link.transitive and below & set(link.subjects) and below & set(link.objects):
                return link.iri
        return None

    def share(self, link: Link, classes: Iterable[str], *, as_object: bool = False) -> float:
        """Return which part (0 to 1) of the things of these classes has the property."""
        below = self.below(classes)
        size = sum(self.classes[c].size for c in below if c in self.classes)
        used = link.objects if as_object else link.subjects
        return sum(used.get(c, 0) for c in below) / size if size else 0.0


def read_ontology(graph: Graph) -> Ontology:
    """Read the vocabulary in the graph, and how its data use it."""
    terms = _terms(graph)
    unions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in texts(graph, _UNIONS):
        unions[row["property"], row["end"]].append(row["member"])
    sizes = {row["class"]: int(row["size"]) for row in texts(graph, _SIZES) if "class" in row}
    uses, used = _counts(graph, _USE), _counts(graph, _USED)
    types: dict[str, tuple[int, str]] = {}
    for row in texts(graph, _TYPES):
        if "type" in row:
            types[row["property"]] = max(
                types.get(row["property"], (0, "")), (int(row["size"]), row["type"])
            )
    classes = {
        iri: _concept(iri, terms.get(iri, {}), sizes.get(iri, 0))
        for iri in sorted({*sizes, *(i for i, v in terms.items() if _is_a(v, "Class"))})
        if not _of_rdf(iri)
    }
    links = {
        iri: _link(iri, terms.get(iri, {}), unions, uses.get(iri, {}), used.get(iri, {}), types)
        for iri in sorted({*uses, *(i for i, v in terms.items() if _is_a(v, "Property"))})
        if not _of_rdf(iri) and iri not in _LABELS and iri not in _ALSO
    }
    return Ontology(classes, links)


def _terms(graph: Graph) -> dict[str, dict[str, list[str]]]:
    """Return the values of each term's properties; English ones where there are some."""
    values: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in texts(graph, _TERMS):
        values[row["term"]][row["property"]].append((row.get("language", ""), row["value"]))
    return {
        term: {name: english_first(found) for name, found in properties.items()}
        for term, properties in values.items()
    }


def english_first(values: Iterable[tuple[str, str]]) -> list[str]:
    """Return the values in English or without language, or all if there is none."""
    found = sorted(set(values))
    ours = [v for language, v in found if language == "" or language.startswith("en")]
    return ours or [v for _, v in found]


def _counts(graph: Graph, sparql: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in texts(graph, sparql):
        if "class" in row:
            found[row["property"]][row["class"]] = int(row["size"])
    return found


def _of_rdf(iri: str) -> bool:
    return iri.startswith((vocab.RDF, vocab.RDFS, vocab.OWL, _XSD, "_:"))


def _is_a(values: Mapping[str, list[str]], kind: str) -> bool:
    return any(each.endswith(kind) for each in values.get(vocab.RDF + "type", ()))


def _first(values: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [text for name in names for text in values.get(name, ())]


def _concept(iri: str, values: Mapping[str, list[str]], size: int) -> Concept:
    labels = _first(values, _LABELS) or [_spaced(iri)]
    parents = tuple(values.get(vocab.RDFS + "subClassOf", ()))
    names = tuple(dict.fromkeys((*labels, *_first(values, _ALSO))))
    return Concept(iri, labels[0], names, parents, " ".join(_first(values, _COMMENTS)), size)


def _spaced(iri: str) -> str:
    name = local_name(iri)
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip().replace("_", " ")


def _link(
    iri: str,
    values: Mapping[str, list[str]],
    unions: Mapping[tuple[str, str], list[str]],
    subjects: Mapping[str, int],
    objects: Mapping[str, int],
    types: Mapping[str, tuple[int, str]],
) -> Link:
    labels = _first(values, _LABELS) or [_spaced(iri)]
    comment = " ".join(_first(values, _COMMENTS))
    ends = {}
    for end in ("domain", "range"):
        members = unions.get((iri, vocab.RDFS + end)) or values.get(vocab.RDFS + end, [])
        ends[end] = tuple(c for c in members if not c.startswith("_:") and "genid" not in c)
    datatype = types[iri][1] if iri in types else None
    if datatype is None and not objects:
        datatype = next((c for c in ends["range"] if c.startswith(_XSD)), None)
    if objects:
        datatype = None
    names = tuple(dict.fromkeys((*labels, *_first(values, _ALSO))))
    return Link(
        iri, labels[0], names, comment, datatype, ends["domain"], ends["range"],
        dict(subjects), dict(objects),
        transitive=_is_a(values, "TransitiveProperty"),
        symmetric=_is_a(values, "SymmetricProperty"),
        unit=unit_in(f"{labels[0]} {comment}") if datatype else None,
    )  # fmt: skip


def unit_in(text: str) -> tuple[str, float] | None:
    """Return the unit that a definition names: its dimension and factor.

    >>> unit_in("In centimetres (cm).")
    ('length', 0.01)
    """
    spans = re.findall(
        r"\bin (?:an? )?([^\W\d]+(?: [^\W\d]+)?)|\(([^)]{1,12})\)", text, re.IGNORECASE
    )
    for words in (span.lower() for pair in spans for span in pair if span):
        for each in (words, words.split()[0]):
            if found := unit_of(each):
                return found
    return None


def unit_of(word: str) -> tuple[str, float] | None:
    """Return the dimension and factor of a unit or currency, singular or plural."""
    if word in english().currencies:
        return ("money " + english().currencies[word], 1.0)
    units = general().units
    return units.get(word) or units.get(word.removesuffix("s"))
