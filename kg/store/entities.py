"""Which entity of a graph a user means: by IRI, the end of one, or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import vocab
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.store import GraphStore

_NAMED = """
SELECT DISTINCT ?entity WHERE {{
  ?entity nk:name ?own ; rdfs:label|nk:name|skos:altLabel ?name .
  FILTER (LCASE(STR(?name)) = LCASE({name}))
}} ORDER BY ?entity
"""
_KNOWN = "ASK {{ {{ {iri} nk:name ?name }} UNION {{ {iri} nk:resolvedTo ?entity }} }}"


def find_entity(store: GraphStore, text: str) -> str:
    """Return the IRI of the entity that ``text`` means: an IRI, its end (org/acme), or a name.

    Raises:
        InputError: There is none, or a name that several entities bear.
    """
    from pyoxigraph import Literal

    for iri in (text, vocab.ID + text):
        if ":" in iri and " " not in iri and _is_known(store, iri):
            return iri
    found = store.select(_NAMED.format(name=Literal(text))).values()
    iris = [str(row[0]) for row in found]
    labelled = [iri for iri in iris if label_of(store, iri).casefold() == text.casefold()]
    if len(chosen := labelled or iris) == 1:
        return chosen[0]
    if not iris:
        msg = (
            f"the graph has no entity {text!r}: give its name, its IRI or its end, such as org/acme"
        )
        raise InputError(msg)
    listed = ", ".join(iri.removeprefix(vocab.ID) for iri in chosen)
    msg = f"{text!r} is the name of {len(chosen)} entities: give one of {listed}"
    raise InputError(msg)


def _is_known(store: GraphStore, iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return store.ask(_KNOWN.format(iri=node))


def label_of(store: GraphStore, iri: str) -> str:
    """Return the name of an entity in the view; the end of its IRI if it goes by another."""
    found = store.select(f"SELECT ?label {{ <{iri}> rdfs:label ?label }}").values()
    return str(found[0][0]) if found else iri.removeprefix(vocab.ID)


def members_of(store: GraphStore, iri: str) -> list[str]:
    """Return the IRIs that go by ``iri``, itself among them if articles use it."""
    found = store.select(f"SELECT ?member {{ ?member nk:resolvedTo <{iri}> }} ORDER BY ?member")
    return sorted({iri, *(str(row[0]) for row in found.values())})


def standing_for(store: GraphStore, iri: str) -> str:
    """Return the IRI by which ``iri`` goes in the view."""
    found = store.select(f"SELECT ?to {{ <{iri}> nk:resolvedTo ?to }}").values()
    return str(found[0][0]) if found else iri
