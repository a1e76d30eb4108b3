"""Reading the vocabulary of a graph: what it declares, and how its data use it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.layers import read_layers, texts
from queries.questions.ontology import Concept, Hanger, Link, Ontology
from queries.questions.quantities import read_quantities
from queries.questions.roots import general
from queries.questions.untyped import Untyped, property_of, read_untyped
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.layers import Graph, Layers
    from queries.questions.quantities import Quantity

_TRANSITIVE = frozenset(
    {
        *(vocab.SKOS + "broader", vocab.SKOS + "broaderTransitive"),
        *("http://purl.org/dc/terms/isPartOf", "http://www.geonames.org/ontology#parentFeature"),
        *("https://schema.org/containedInPlace", "http://schema.org/containedInPlace"),
        *("https://schema.org/isPartOf", "http://www.w3.org/ns/org#subOrganizationOf"),
    }
)
"""Properties that lead from parts to wholes, but that are not declared to be transitive."""
_WATTS = {"w": "W", "kw": "kW", "mw": "MW", "gw": "GW"}
_SHORT_LABEL = 6
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
_DECLARED = f"""VALUES ?kind {{ <{vocab.OWL}Class> <{vocab.RDFS}Class>
  <{vocab.OWL}ObjectProperty> <{vocab.OWL}DatatypeProperty> <{vocab.RDF}Property>
  <{vocab.OWL}TransitiveProperty> <{vocab.OWL}SymmetricProperty> }}"""
_USED_TERMS = "{ SELECT DISTINCT ?term { { ?x a ?term } UNION { ?y ?term ?z } } }"
_MEMBERS = f"<{vocab.OWL}unionOf>/<{vocab.RDF}rest>*/<{vocab.RDF}first>"
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


def read_ontology(graph: Graph) -> Ontology:
    """Read the vocabulary in the graph, and how its data use it."""
    layers = read_layers(graph)
    where = f"GRAPH <{layers.vocabulary}>" if layers else ""
    terms = _terms(graph, where)
    unions = _unions(graph, where)
    sizes = {row["class"]: int(row["size"]) for row in texts(graph, _SIZES) if "class" in row}
    uses, used = _counts(graph, _USE), _counts(graph, _USED)
    types: dict[str, tuple[int, str]] = {}
    for row in texts(graph, _TYPES):
        if "type" in row:
            types[row["property"]] = max(
                types.get(row["property"], (0, "")), (int(row["size"]), row["type"])
            )
    quantities = {} if layers else read_quantities(graph)
    untyped = Untyped() if layers else read_untyped(graph)
    for counts, more in ((uses, untyped.subjects), (used, untyped.objects)):
        for iri, kinds in more.items():
            counts[iri] = {**counts.get(iri, {}), **kinds}
    for iri, quantity in quantities.items():
        types[iri] = (1, quantity.datatype)
        for gone in (
            used.pop(iri, {}),
            uses.pop(quantity.step, {}),
            uses.pop(quantity.unit_step, {}),
        ):
            for kind in gone:
                sizes.pop(kind, None)
    declared = {iri for iri, values in terms.items() if _is_a(values, "Class")}
    declared |= {c for v in terms.values() for c in v.get(vocab.RDFS + "subClassOf", ())}
    classes = {
        iri: _concept(iri, terms.get(iri, {}), sizes.get(iri, 0))
        for iri in sorted({*sizes, *declared})
        if not _of_rdf(iri) and "/genid/" not in iri
    }
    classes |= {kind: _made_up(kind, size, terms) for kind, size in untyped.sizes.items()}
    links = {
        iri: _link(
            iri, terms.get(iri, {}), unions, uses.get(iri, {}), used.get(iri, {}), types, layers
        )
        for iri in sorted({*uses, *(i for i, v in terms.items() if _is_a(v, "Property"))})
        if not _of_rdf(iri) and iri not in _LABELS and iri not in _ALSO
    }
    links |= {i: _quantified(links[i], q) for i, q in quantities.items() if i in links}
    links = _without_inverses(links, terms)
    links = {iri: _directed(graph, link) for iri, link in links.items()}
    return _layered(Ontology(classes, links), layers) if layers else Ontology(classes, links)


def _made_up(kind: str, size: int, terms: Mapping[str, Mapping[str, list[str]]]) -> Concept:
    """Return the class of the things without one to which a property leads, named as it is."""
    iri = property_of(kind) or ""
    values = terms.get(iri, {})
    labels = _first(values, _LABELS) or [_spaced(iri)]
    names = tuple(dict.fromkeys((*labels, *_first(values, _ALSO))))
    return Concept(kind, labels[0], names, tuple(values.get(vocab.RDFS + "range", ())), size=size)


def _quantified(link: Link, quantity: Quantity) -> Link:
    """Return a property whose values are nodes with a number as one of numbers."""
    units = {
        unit_of(_spaced(unit).lower()) or unit_of(local_name(unit).lower())
        for unit in quantity.units
    }
    unit = units.pop() if len(units) == 1 else None
    return replace(
        link, unit=link.unit or unit, step=quantity.step, unit_step=quantity.unit_step, range=()
    )


def _terms(graph: Graph, where: str) -> dict[str, dict[str, list[str]]]:
    """Return the values of each term's properties; English ones where there are some."""
    values: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    declared = f"{{ SELECT DISTINCT ?term {{ ?term a ?kind {_DECLARED} }} }} ?term ?property ?value"
    queries = [declared]
    queries.append(
        f"{where} {{ {declared} }}" if where else f"{_USED_TERMS} ?term ?property ?value"
    )
    for pattern in queries:
        head = "SELECT DISTINCT ?term ?property ?value (LANG(?value) AS ?language)"
        for row in texts(graph, f"{head} {{ {pattern} }}"):
            values[row["term"]][row["property"]].add((row.get("language", ""), row["value"]))
    return {
        term: {name: english_first(found) for name, found in properties.items()}
        for term, properties in values.items()
    }


def _unions(graph: Graph, where: str) -> dict[tuple[str, str], list[str]]:
    """Return the members of each domain and range that is a union."""
    pattern = f"?property ?end ?union . ?union {_MEMBERS} ?member"
    inner = f"{where} {{ {pattern} }}" if where else pattern
    ends = f"VALUES ?end {{ <{vocab.RDFS}domain> <{vocab.RDFS}range> }}"
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in texts(graph, f"SELECT ?property ?end ?member {{ {ends} {inner} }}"):
        found[row["property"], row["end"]].append(row["member"])
    return found


def _without_inverses(
    links: Mapping[str, Link], terms: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, Link]:
    """Drop each property without data that is only the inverse of another; keep its names there."""
    kept = dict(links)
    for iri, link in links.items():
        for other in terms.get(iri, {}).get(vocab.OWL + "inverseOf", ()):
            if (
                link.subjects
                or link.forward
                or other not in kept
                or iri not in kept
                or other == iri
            ):
                continue
            names = tuple(f"is {n}" if n.endswith((" by", " in", " of")) else n for n in link.names)
            known = kept[other]
            kept[other] = replace(known, inverse=tuple(dict.fromkeys((*known.inverse, *names))))
            del kept[iri]
    return kept


def _directed(graph: Graph, link: Link) -> Link:
    """Find out whether a symmetric property is stated in both directions."""
    if not link.symmetric or not link.subjects:
        return link
    back = f"FILTER NOT EXISTS {{ ?b <{link.iri}> ?a }}"
    return replace(link, one_way=graph.ask(f"ASK {{ ?a <{link.iri}> ?b {back} }}"))


def _layered(ontology: Ontology, layers: Layers) -> Ontology:
    """Keep what questions are about: things and their relations, qualifiers and numbers."""
    below = ontology.below((layers.things,))
    classes = {iri: c for iri, c in ontology.classes.items() if iri in below}
    qualifiers = {q for link in ontology.links.values() for q in link.qualifiers}
    numbers = (layers.observations.value, layers.observations.rank)
    observed = ontology.links.get(layers.observations.about)
    about = {c: n for c, n in observed.objects.items() if c in classes} if observed else {}
    links = {}
    for iri, link in ontology.links.items():
        if iri in qualifiers:
            links[iri] = replace(link, hangs_on=Hanger.STATEMENT)
        elif iri in numbers:
            links[iri] = replace(link, hangs_on=Hanger.OBSERVATION, subjects=about)
        elif link.forward and iri not in layers.hidden:
            links[iri] = replace(
                link,
                subjects={c: n for c, n in link.subjects.items() if c in classes},
                objects={c: n for c, n in link.objects.items() if c in classes},
            )
    return Ontology(classes, links, layers)


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


def local_name(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local_name("https://w3id.org/newskg/partnersWith")
    'partnersWith'
    """
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _spaced(iri: str) -> str:
    name = re.sub(r"[_-]+", " ", local_name(iri))
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in spaced.split())


def _link(
    iri: str,
    values: Mapping[str, list[str]],
    unions: Mapping[tuple[str, str], list[str]],
    subjects: Mapping[str, int],
    objects: Mapping[str, int],
    types: Mapping[str, tuple[int, str]],
    layers: Layers | None,
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
    said = _said(values, layers)
    forward = tuple(dict.fromkeys((labels[0], *said[0]))) if said[0] else ()
    return Link(
        iri, labels[0], names, comment, datatype, ends["domain"], ends["range"],
        dict(subjects), dict(objects),
        transitive=_is_a(values, "TransitiveProperty") or iri in _TRANSITIVE,
        symmetric=_is_a(values, "SymmetricProperty"),
        unit=unit_in(f"{labels[0]} {comment}") if datatype else None,
        forward=forward, inverse=said[1], subject_nouns=said[2], object_nouns=said[3],
        qualifiers=said[4],
    )  # fmt: skip


def _said(values: Mapping[str, list[str]], layers: Layers | None) -> tuple[tuple[str, ...], ...]:
    """Return forward and inverse wordings, nouns of either end, and qualifiers."""
    if layers is None:
        return ((),) * 5
    w = layers.wording
    names = (w.forward, w.inverse, w.subject_noun, w.object_noun, w.qualifier)
    return tuple(tuple(values.get(name, ())) for name in names)


def unit_in(text: str) -> tuple[str, float] | None:
    """Return the unit that a definition names: its dimension and factor.

    >>> unit_in("In centimetres (cm).")
    ('length', 0.01)
    """
    spans = re.findall(
        r"\bin (?:an? )?([^\W\d]+(?: [^\W\d]+)?)|\(([^)]{1,12})\)", text, re.IGNORECASE
    )
    last = re.fullmatch(r".*\w[ _]([^\W\d_]+)", text.strip())
    if last is not None and last[1] != "m" and len(text.split()) < _SHORT_LABEL:
        spans.append((last[1], ""))  # "launch mass kg"
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


def unit_name(unit: tuple[str, float]) -> str:
    """Return a unit's short name: "EUR", "kg", "MW".

    >>> unit_name(("length", 1000.0)), unit_name(("money EUR", 1.0))
    ('km', 'EUR')
    """
    if unit[0].startswith("money"):
        return unit[0].split()[1]
    found = next((name for name, each in general().units.items() if each == unit), "")
    return _WATTS.get(found, found)
