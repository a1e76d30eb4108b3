"""Relations that public sets state between marked spans, as facts of the contract.

Two spans are one when they end alike or share half of the longer one; two facts are one when some
mention of each end is (KnowledgeNet's "text" evaluation, with less slack). A relation counts when
both ends have a name in the text. A found fact counts when the set would have marked it, had it
been true; a predicate that may hold beside the stated one (``RELATED``) is neither right nor wrong.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from training.example import fold, rows
from training.labels import RELATED
from training.relations import HELD_BACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import ArticleFacts

Spans = tuple[tuple[int, int], ...]
SYMMETRIC = {"partnersWith", "competesWith"}
LEADS = "leads"
"""KnowledgeNet's CEO: a ``worksFor`` whose role says so."""
CHIEF = re.compile(r"chief executive|\bCEO\b", re.IGNORECASE)
BARE = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "both", "i", "we", "he", "she", "it"}
    | {"they", "him", "her", "them", "his", "hers", "its", "their", "who", "whom", "which", "whose"}
)
"""Words that make no name, whatever their case."""
OURS: dict[str, tuple[frozenset[str], int]] = {
    "partner_of": (frozenset({"partnersWith"}), 1),
    "employed_by": (frozenset({"worksFor"}), 1),
    "leads (CEO, chair, head)": (frozenset({"worksFor"}), 1),
    "founded_by": (frozenset({"founderOf"}), -1),
    "subsidiary_of": (frozenset({"partOf"}), 1),
    "owned_by": (frozenset({"ownsStakeIn"}), -1),
    "acquired_by": (frozenset({"acquires"}), -1),
    "shareholder_of (investment)": (frozenset({"ownsStakeIn", "investsIn"}), 1),
    "client_of": (frozenset({"supplies"}), -1),
    "competitor_of": (frozenset({"competesWith"}), 1),
    "headquartered_in": (frozenset({"headquarteredIn", "locatedIn"}), 1),
    "located_in": (frozenset({"locatedIn"}), 1),
    "educated_at": (frozenset({"educatedAt"}), 1),
    "product_of (produces/develops)": (frozenset({"develops"}), -1),
    "published_by": (frozenset({"publishes"}), -1),
    "author_of": (frozenset({"publishes"}), -1),
    "member_of": (frozenset({"memberOf", "worksFor"}), 1),
    "part_of": (frozenset({"partOf"}), 1),
    "nationality": (frozenset({"citizenOf"}), 1),
    "party_member": (frozenset({"memberOf"}), 1),
}
"""Relations of ``map_relations.json`` as contract predicates, and 1 if the direction is the same.

The others (born in, spouse, listed on ...) have no counterpart and cannot be found.
"""


@dataclass(frozen=True)
class Stated:
    """A relation between two entities, by the spans of their mentions; any predicate will do."""

    head: Spans
    predicates: frozenset[str]
    tail: Spans
    named: bool = True


@dataclass(frozen=True)
class Case:
    """A text, what it states, and for which predicates and spans a found fact can be judged.

    ``marked`` is None where the set would have marked a fact between any spans.
    """

    id: str
    text: str
    stated: tuple[Stated, ...]
    asked: frozenset[str]
    marked: Spans | None
    outside: int = 0
    undirected: bool = False
    names: frozenset[tuple[int, int, str]] = field(default_factory=frozenset)
    unsure: Spans = ()


@dataclass
class Tally:
    """Found facts and how many are right; stated ones, how many are found.

    ``outside`` have no counterpart among the predicates, ``unnamed`` an end without a name.
    """

    right: int = 0
    found: int = 0
    hit: int = 0
    there: int = 0
    outside: int = 0
    unnamed: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        precision, recall = self.right / max(1, self.found), self.hit / max(1, self.there)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def same_span(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Tell whether two spans mark the same words, give or take a title or an article."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared > 0 and (one[1] == two[1] or 2 * shared >= max(one[1] - one[0], two[1] - two[0]))


def meet(one: Spans, two: Spans) -> bool:
    """Tell whether two entities share a mention."""
    return any(same_span(a, b) for a in one for b in two)


def is_name(text: str) -> bool:
    """Tell whether a mention holds a name, not only a pronoun or description.

    >>> is_name("the Apple unit"), is_name("The company"), is_name("He"), is_name("iPhone")
    (True, False, False, True)
    """
    words = [word for word in text.split() if word.casefold() not in BARE]
    return any(letter.isupper() for word in words for letter in word)


def count(case: Case, facts: ArticleFacts, tally: Tally) -> None:
    """Add one text to a tally."""
    spans = {e.iri: tuple((m.start, m.end) for m in e.mentions) for e in facts.entities}
    hits: set[int] = set()
    for fact in facts.facts:
        predicate = str(fact.predicate)
        if LEADS in case.asked and CHIEF.search(fact.qualifiers.role or ""):
            predicate = LEADS
        ends = spans[fact.subject], spans[fact.object]
        beside = [n for n, stated in enumerate(case.stated) if _pair(stated, ends, predicate, case)]
        matched = {n for n in beside if predicate in case.stated[n].predicates}
        hits |= matched
        if matched:
            named = any(case.stated[n].named for n in matched)
            tally.right, tally.found = tally.right + named, tally.found + named
        elif predicate in case.asked and _is_marked(case, ends):
            tally.found += not any(
                predicate in RELATED.get(p, ()) for n in beside for p in case.stated[n].predicates
            )
    tally.hit += sum(case.stated[n].named for n in hits)
    tally.there += sum(stated.named for stated in case.stated)
    tally.unnamed += sum(not stated.named for stated in case.stated)
    tally.outside += case.outside


def _is_marked(case: Case, ends: tuple[Spans, Spans]) -> bool:
    return case.marked is None or all(meet(end, case.marked) for end in ends)


def _pair(stated: Stated, ends: tuple[Spans, Spans], predicate: str, case: Case) -> bool:
    head, tail = ends
    if meet(head, stated.head) and meet(tail, stated.tail):
        return True
    either = case.undirected or predicate in SYMMETRIC
    return either and meet(tail, stated.head) and meet(head, stated.tail)


@cache
def mapping(folder: Path, name: str) -> dict[str, tuple[frozenset[str], int]]:
    """Return a set's own relations as contract predicates with direction."""
    natives = json.loads((folder / "map_relations.json").read_text(encoding="utf-8"))[name]
    found = {}
    for native, (relation, direction) in natives.items():
        if relation in OURS:
            predicates, ours = OURS[relation]
            found[native] = (predicates, ours * direction)
    return found


def make_case(row: dict[str, Any], mapped: dict[str, tuple[frozenset[str], int]]) -> Case:
    """Turn a row of the ``rel`` folder into a case that asks for all mapped predicates."""
    spans = {e["id"]: tuple((a, b) for a, b in e["mentions"]) for e in row["entities"]}
    named = {i: any(is_name(row["text"][a:b]) for a, b in ends) for i, ends in spans.items()}
    stated, outside = {}, 0
    for relation in row["relations"]:
        head, tail = relation["head"], relation["tail"]
        if relation["type"] not in mapped:
            outside += relation["type"] != "undefined" and not relation["type"].endswith("-x")
            continue
        predicates, direction = mapped[relation["type"]]
        if direction < 0:
            head, tail = tail, head
        both = named[head] and named[tail]
        stated[head, predicates, tail] = Stated(spans[head], predicates, spans[tail], both)
    return Case(
        row["id"],
        row["text"],
        tuple(stated.values()),
        frozenset().union(*(predicates for predicates, _ in mapped.values())),
        tuple(span for ends in spans.values() for span in ends),
        outside,
    )


def held_back(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a train part that training leaves out (``training.relations``)."""
    return (row for row in rows(path) if fold(row["doc"], HELD_BACK) == 0)
