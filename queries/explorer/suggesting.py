"""Completion: entities by what is typed of their name, and questions that the graph can answer."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from queries.questions.ask import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.explorer.network import Network, Node
    from queries.questions.layers import Graph

_MOST = 12
_FORWARD = {
    "partnersWith": "Which organisations partner with {name}?",
    "develops": "Which products does {name} develop?",
    "operatesIn": "Where does {name} operate?",
    "runsProgram": "Which programmes does {name} run?",
    "educatedAt": "Where did {name} study?",
    "investsIn": "What did {name} invest in?",
    "acquires": "Whom did {name} acquire?",
    "worksFor": "Whom does {name} work for?",
    "recruitsFrom": "Where does {name} recruit from?",
    "founderOf": "What did {name} found?",
    "headquarteredIn": "Where is {name} based?",
}
_BACKWARD = {
    "partnersWith": "Which organisations partner with {name}?",
    "worksFor": "Who works for {name}?",
    "investsIn": "Who invested in {name}?",
    "founderOf": "Who founded {name}?",
    "acquires": "Who acquired {name}?",
    "ownsStakeIn": "Who owns a stake in {name}?",
    "recruitsFrom": "Who recruits from {name}?",
    "operatesIn": "Who operates in {name}?",
    "develops": "Who develops {name}?",
}


def find(network: Network, typed: str, limit: int = _MOST) -> list[dict[str, Any]]:
    """Return the entities whose label holds what is typed, the likeliest first.

    A label that begins so comes before one of which a word begins so, and that before any other;
    of equals the better connected comes first.
    """
    wanted = _plain(typed)
    if not wanted:
        return []
    ranked = sorted(
        (rank, -network.degree(node.iri), node.label, node.iri)
        for node in network.nodes.values()
        if (rank := _rank(_plain(node.label), wanted)) is not None
    )
    found = (network.nodes[row[3]] for row in ranked[:limit])
    return [
        {"iri": n.iri, "label": n.label, "type": n.type, "facts": network.degree(n.iri)}
        for n in found
    ]


def complete(graph: Graph, network: Network, typed: str, limit: int = 8) -> list[str]:
    """Return questions that fit what is typed and that this graph can answer.

    Those about entities whose name is being typed; of nothing typed, examples of this graph.
    """
    typed = typed.strip()
    if not typed:
        return list(suggestions(graph, limit))
    found: dict[str, None] = {}
    opening = _plain(typed)
    for node in _meant(network, typed):
        for question in _questions(network, node):
            if _fits(question, node, opening):
                found[question] = None
    if not found:
        found = dict.fromkeys(q for q in suggestions(graph, 10) if _plain(q).startswith(opening))
    return list(found)[:limit]


def _meant(network: Network, typed: str) -> Iterator[Node]:
    """Yield the entities that the last words typed may begin, longest run of words first."""
    words = typed.split()
    seen: set[str] = set()
    for start in range(len(words)):
        run = " ".join(words[start:])
        if len(run) < 2:
            continue
        for row in find(network, run, 4):
            if row["iri"] not in seen and _rank(_plain(row["label"]), _plain(run)) != 2:
                seen.add(row["iri"])
                yield network.nodes[row["iri"]]


def _questions(network: Network, node: Node) -> Iterator[str]:
    for number in network.incident.get(node.iri, ()):
        edge = network.edges[number]
        patterns = _FORWARD if edge.subject == node.iri else _BACKWARD
        name = edge.predicate.rpartition("/")[2]
        if edge.status == "actual" and name in patterns:
            yield patterns[name].format(name=node.label)


def _fits(question: str, node: Node, opening: str) -> bool:
    """Say whether what is typed may become the question: it begins it, or is of the name.

    Or it begins with the question's first word and ends in the beginning of the name.
    """
    asked, label, words = _plain(question), _plain(node.label), opening.split()
    if asked.startswith(opening) or opening in label:
        return True
    ends_in_name = any(label.startswith(" ".join(words[i:])) for i in range(1, len(words)))
    return ends_in_name and asked.split()[0] == words[0]


def _rank(label: str, wanted: str) -> int | None:
    at = label.find(wanted)
    if at < 0:
        return None
    return 0 if at == 0 else 1 if label[at - 1] == " " else 2


def _plain(text: str) -> str:
    """Return a text without case, accents and runs of spaces.

    >>> _plain("  Bagsværd  Café")
    'bagsværd cafe'
    """
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    return re.sub(r"\s+", " ", bare).strip()
