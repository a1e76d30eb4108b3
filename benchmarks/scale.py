"""Made-up graphs and names of any size, to measure how questions scale; seeds are fixed."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import vocab
from kg.store import GraphStore
from queries.questions.names import Named, Names, Thing, write_names

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = (
    *("ka", "ro", "min", "tel", "var", "on", "dri", "sa", "lu", "pen", "tor", "gal", "is", "mer"),
    *("qui", "ba", "fen", "os", "ny", "da", "th", "el", "wor", "ham", "zi", "cor", "ves", "und"),
)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RELATIONS = (
    *(("partnersWith", "Company", "University"), ("investsIn", "Company", "Company")),
    *(
        ("worksFor", "Person", "Company"),
        ("develops", "Company", "Product"),
    ),
    *(("headquarteredIn", "Company", "City"), ("acquires", "Company", "Company")),
    *(("recruitsFrom", "Company", "University"), ("educatedAt", "Person", "University")),
)
_SHARES = {"Company": 0.45, "Person": 0.3, "University": 0.1, "Product": 0.13, "City": 0.02}
_TRIPLES_A_STATEMENT, _TRIPLES_A_THING = 15, 3


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up graph, and the names of its things by class."""

    graph: GraphStore
    names: dict[str, list[str]]


def words(count: int, rng: random.Random) -> list[str]:
    """Return made-up words, no two alike."""
    found: dict[str, None] = {}
    while len(found) < count:
        size = rng.randint(2, 4)
        found["".join(rng.choice(_SYLLABLES) for _ in range(size)).capitalize()] = None
    return list(found)


def names_index(count: int, seed: int = 7) -> tuple[Names, list[str]]:
    """Return an index of made-up names of two or three words, and the names."""
    rng = random.Random(seed)
    stock = words(max(50, count // 16), rng)
    made: dict[str, None] = {}
    while len(made) < count:
        made[" ".join(rng.choice(stock) for _ in range(rng.randint(2, 3)))] = None
    database = sqlite3.connect(Path(tempfile.mkdtemp()) / "names.sqlite")
    database.execute("PRAGMA synchronous=OFF")
    named = (
        Named(Thing(f"x:{number}", name, ("x:C",)), frozenset((name,)))
        for number, name in enumerate(made)
    )
    write_names(database, named, ())
    return Names(database), list(made)


def misspelt(name: str, rng: random.Random) -> str:
    """Return the name with one letter left out, put in, changed, or two changed over."""
    at = rng.randrange(1, len(name) - 1)
    letter = rng.choice("abcdefghij")
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def news_graph(triples: int, seed: int = 7) -> Made:
    """Return a graph laid out as newskg's, of about so many triples, in memory."""
    rng = random.Random(seed)
    things = triples // 12
    names: dict[str, list[str]] = {}
    stock = words(max(60, things // 8), rng)
    seen: set[str] = set()
    for kind, share in _SHARES.items():
        names[kind] = []
        while len(names[kind]) < max(5, int(things * share)):
            name = " ".join(rng.choice(stock) for _ in range(2))
            if name not in seen:
                seen.add(name)
                names[kind].append(name)
    statements = (triples - things * _TRIPLES_A_THING) // _TRIPLES_A_STATEMENT
    store = ox.Store()
    store.bulk_extend(_quads(names, statements, rng))
    return Made(GraphStore(store), names)


def _node(kind: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://made.example/{kind}/{name.replace(' ', '-')}")


def _nk(name: str) -> ox.NamedNode:
    return ox.NamedNode(vocab.NK + name)


def _quads(names: dict[str, list[str]], statements: int, rng: random.Random) -> Iterator[ox.Quad]:
    a, label = ox.NamedNode(vocab.RDF + "type"), ox.NamedNode(vocab.RDFS + "label")
    for kind, known in names.items():
        for name in known:
            yield ox.Quad(_node(kind, name), a, _nk(kind))
            yield ox.Quad(_node(kind, name), label, ox.Literal(name))
            yield ox.Quad(_node(kind, name), _nk("name"), ox.Literal(name))
    for number in range(statements):
        node = ox.NamedNode(f"https://made.example/statement/{number}")
        span = ox.NamedNode(f"https://made.example/span/{number}")
        article = ox.NamedNode(f"https://made.example/article/{number // 20}")
        if number % 10 == 0:
            about = _node("Company", rng.choice(names["Company"]))
            yield from _observation(node, about, rng)
        else:
            relation, first, second = rng.choice(_RELATIONS)
            subject = _node(first, rng.choice(names[first]))
            obj = _node(second, rng.choice(names[second]))
            yield from _statement(node, subject, relation, obj, rng)
        yield ox.Quad(node, ox.NamedNode(vocab.PROV + "wasQuotedFrom"), span)
        yield ox.Quad(span, _nk("quote"), ox.Literal(f"Sentence {number}."))
        yield ox.Quad(span, _nk("start"), ox.Literal(number))
        yield ox.Quad(span, _nk("end"), ox.Literal(number + 9))
        yield ox.Quad(span, _nk("inArticle"), article)
        if number % 20 == 0:
            yield ox.Quad(article, a, _nk("Article"))
            yield ox.Quad(article, _nk("articleId"), ox.Literal(f"a{number // 20}"))


def _statement(
    node: ox.NamedNode, subject: ox.NamedNode, relation: str, obj: ox.NamedNode, rng: random.Random
) -> Iterator[ox.Quad]:
    status = "planned" if rng.random() < 0.1 else "actual"
    if status == "actual":
        yield ox.Quad(subject, _nk(relation), obj)
        if relation == "partnersWith":
            yield ox.Quad(obj, _nk(relation), subject)
    yield ox.Quad(node, ox.NamedNode(vocab.RDF + "type"), _nk("Statement"))
    yield ox.Quad(node, ox.NamedNode(vocab.RDF + "subject"), subject)
    yield ox.Quad(node, ox.NamedNode(vocab.RDF + "predicate"), _nk(relation))
    yield ox.Quad(node, ox.NamedNode(vocab.RDF + "object"), obj)
    yield ox.Quad(node, _nk("status"), _nk(status))
    yield ox.Quad(node, _nk("confidence"), ox.Literal(0.9))
    yield from _dated(node, "date", rng)
    if relation in {"investsIn", "acquires"}:
        yield ox.Quad(node, _nk("amount"), ox.Literal(rng.randrange(1, 900) * 1_000_000))
        yield ox.Quad(node, _nk("currency"), ox.Literal("EUR"))
    if relation == "worksFor":
        role = rng.choice(("chief executive", "president", "engineer", "chair"))
        yield ox.Quad(node, _nk("role"), ox.Literal(role))


def _observation(node: ox.NamedNode, about: ox.NamedNode, rng: random.Random) -> Iterator[ox.Quad]:
    yield ox.Quad(node, ox.NamedNode(vocab.RDF + "type"), _nk("Observation"))
    yield ox.Quad(node, _nk("about"), about)
    indicator = rng.choice(("revenue", "net profit", "employees", "market share"))
    yield ox.Quad(node, _nk("indicator"), ox.Literal(indicator))
    yield ox.Quad(node, _nk("value"), ox.Literal(rng.randrange(1, 10**9)))
    yield ox.Quad(node, _nk("unit"), ox.Literal("EUR"))
    yield ox.Quad(node, _nk("status"), _nk("actual"))
    yield from _dated(node, "period", rng)


def _dated(node: ox.NamedNode, name: str, rng: random.Random) -> Iterator[ox.Quad]:
    year = str(rng.randrange(2015, 2025))
    day = ox.NamedNode(_XSD + "date")
    yield ox.Quad(node, _nk(name), ox.Literal(year, datatype=ox.NamedNode(_XSD + "gYear")))
    yield ox.Quad(node, _nk(f"{name}Start"), ox.Literal(f"{year}-01-01", datatype=day))
    yield ox.Quad(node, _nk(f"{name}End"), ox.Literal(f"{year}-12-31", datatype=day))


def questions(made: Made, count: int, seed: int = 7) -> list[str]:
    """Return questions of many kinds about the things of a made-up graph."""
    rng = random.Random(seed)

    def one(kind: str) -> str:
        return rng.choice(made.names[kind])

    patterns = (
        lambda: f"Who works for {one('Company')}?",
        lambda: f"Who is the chief executive of {one('Company')}?",
        lambda: f"Which companies partner with {one('University')}?",
        lambda: f"Which universities does {one('Company')} partner with?",
        lambda: f"Who invested in {one('Company')}, and how much did each of them give?",
        lambda: f"Which companies are headquartered in {one('City')}?",
        lambda: f"What was the revenue of {one('Company')} in 2023?",
        lambda: f"How many products does {one('Company')} develop?",
        lambda: f"Did {one('Company')} acquire {one('Company')}?",
        lambda: f"Where did the employees of {one('Company')} study?",
        lambda: f"Which company does {one('Company')} plan to acquire?",
        lambda: f"Who leads the companies that partner with {one('University')}?",
        lambda: f"Which companies recruit from {misspelt(one('University'), rng)}?",
        lambda: f"How many companies does each university of {one('City')} partner with?",
        lambda: f"Who invested in {one('Company')} since 2020?",
        lambda: "Which company had the highest revenue in 2023?",
        lambda: "Which company invested the most money in another company?",
        lambda: "How many companies partner with a university?",
    )
    return [patterns[number % len(patterns)]() for number in range(count)]
