"""The JSON-LD context of a graph: short names for its properties, and what their values are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.ontology import ontology, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIXES: Final = {**vocab.PREFIXES, "id": vocab.ID, "article": vocab.ARTICLE}
_LINKS: Final = {
    "subject": vocab.RDF + "subject",
    "object": vocab.RDF + "object",
    "sameAs": vocab.OWL + "sameAs",
    "derivedFrom": vocab.PROV + "wasDerivedFrom",
    "evidence": vocab.PROV + "wasQuotedFrom",
}
_WORDS: Final = {"predicate": vocab.RDF + "predicate", "status": vocab.NK + "status"}
"""Properties whose values are words of the vocabulary."""
_TEXTS: Final = {"label": vocab.RDFS + "label", "altLabel": vocab.SKOS + "altLabel"}
_DATES: Final = ("published", "dateStart", "dateEnd", "periodStart", "periodEnd")
REVERSE: Final = {"facts": vocab.RDF + "subject", "numbers": vocab.NK + "about"}
"""Properties of the framed form that lead from an entity to what is said of it."""


@lru_cache(maxsize=1)
def context() -> Mapping[str, Any]:
    """Return the context (JSON-LD 1.1): names of our own vocabulary need no prefix."""
    link, word = {"@type": "@id"}, {"@type": "@vocab"}
    own = {iri.removeprefix(vocab.NK): {"@id": iri, **link} for iri in _own_links()}
    return {
        "@version": 1.1,
        "@vocab": vocab.NK,
        **_PREFIXES,
        **own,
        **{name: {"@id": iri, **link} for name, iri in _LINKS.items()},
        **{name: {"@id": iri, **word} for name, iri in _WORDS.items()},
        **_TEXTS,
        **{name: {"@id": vocab.NK + name, "@type": "xsd:date"} for name in _DATES},
        "confidence": {"@id": vocab.NK + "confidence", "@type": "xsd:decimal"},
        **{name: {"@reverse": iri} for name, iri in REVERSE.items()},
    }


def _own_links() -> list[str]:
    """Return the properties of the ontology whose values are IRIs, inverses aside."""
    inverses = {info.inverse_iri for info in ontology().predicates.values() if not info.symmetric}
    kind, link = vocab.RDF + "type", ox.NamedNode(vocab.OWL + "ObjectProperty")
    found = {
        triple.subject.value
        for triple in ox.parse(read_text("newskg.ttl"), ox.RdfFormat.TURTLE)
        if triple.predicate.value == kind
        and triple.object == link
        and isinstance(triple.subject, ox.NamedNode)
    }
    return sorted(iri for iri in found - inverses if iri.startswith(vocab.NK))


@lru_cache(maxsize=1)
def terms() -> Mapping[str, tuple[str, str | None]]:
    """Return for each property of the context its name and what its values are read as.

    That is ``@id``, ``@vocab``, a datatype's IRI, or ``None`` for what JSON has.
    """
    found: dict[str, tuple[str, str | None]] = {}
    for name, given in context().items():
        if name.startswith("@") or name in _PREFIXES:
            continue
        if isinstance(given, str):
            found[given] = (name, None)
        elif "@id" in given:
            found[given["@id"]] = (name, given["@type"].replace("xsd:", vocab.XSD))
    return found


def short(iri: str) -> str:
    """Return an IRI with a prefix of the context, if one fits.

    >>> short("https://w3id.org/newskg/id/org/acme"), short("http://example.org/")
    ('id:org/acme', 'http://example.org/')
    """
    fitting = [name for name, space in _PREFIXES.items() if iri.startswith(space) and iri != space]
    if not fitting:
        return iri
    best = max(fitting, key=lambda name: len(_PREFIXES[name]))
    rest = iri.removeprefix(_PREFIXES[best])
    return iri if rest.startswith("//") else f"{best}:{rest}"


def word(iri: str) -> str:
    """Return a class or property of our own vocabulary by its name, another by its prefix.

    >>> word("https://w3id.org/newskg/Company"), word("http://www.w3.org/2002/07/owl#Class")
    ('Company', 'owl:Class')
    """
    name = iri.removeprefix(vocab.NK)
    if not iri.startswith(vocab.NK) or not name.isidentifier():
        return short(iri)
    given = context().get(name)
    same = given is None or (isinstance(given, dict) and given.get("@id") == iri)
    return name if same else short(iri)
