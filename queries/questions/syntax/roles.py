"""Roles ("rector of", "head of") as wordings of the relation that means to work for someone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.layers import texts
from queries.questions.syntax.pieces import Kind, Sense
from queries.questions.syntax.vocabulary import Entry, noun_entries, phrase_entries
from queries.questions.tokens import stems
from queries.questions.words import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.questions.layers import Graph
    from queries.questions.ontology import Ontology


def role_entries(graph: Graph, ontology: Ontology) -> Iterator[Entry]:
    """Yield "rector (of)" and the like for the relation that means to work for someone."""
    layers = ontology.layers
    if layers is None:
        return
    held: dict[str, set[str]] = {}
    stated = (
        f"?statement <{layers.statements.role}> ?role ; <{layers.statements.predicate}> ?predicate"
    )
    for row in texts(graph, f"SELECT DISTINCT ?predicate ?role WHERE {{ {stated} }}"):
        held.setdefault(row["predicate"], set()).add(row["role"])
    for info in ontology.relations():
        if not any(stems(phrase) == stems("work for") for phrase in (info.label, *info.forward)):
            continue
        roles = held.get(info.iri, set())
        groups = [*wordings().roles, *([role] for role in sorted(roles))]
        for phrase in dict.fromkeys(name.lower() for group in groups for name in group):
            senses = (Sense(info.iri, roles=_roles_meant(phrase, roles)),)
            for preposition in ("of", "at", "for", "in"):
                yield Entry(Kind.ROLE, stems(phrase), preposition, senses=senses)
        leading = Sense(info.iri, roles=tuple(sorted(_leading(roles))))
        for phrase in wordings().leading_verbs:
            yield from phrase_entries(phrase, leading)
        for phrase in wordings().leading_nouns:
            yield from noun_entries(phrase, leading)


def _leading(roles: Iterable[str]) -> set[str]:
    meant = {
        role for phrase in wordings().leading for role in _roles_meant(phrase, roles, whole=True)
    }
    return meant or set(wordings().leading)


def _roles_meant(phrase: str, roles: Iterable[str], *, whole: bool = False) -> tuple[str, ...]:
    """Return the roles of the graph that answer to ``phrase``, in lower case.

    "minister" is answered by "science minister", "chair" by "board chair" and "chairwoman", but
    "president" not by "vice president". If none does, the phrase itself.
    """
    phrases = {phrase, *(name for group in wordings().roles if phrase in group for name in group)}
    asked = [stems(name.lower().replace("-", " ")) for name in sorted(phrases)]
    meant = {
        role.lower()
        for role in roles
        if any(_answers(stems(role.lower().replace("-", " ")), a, whole) for a in asked)
    }
    return tuple(sorted(meant)) or (phrase,)


def _answers(role: tuple[str, ...], asked: tuple[str, ...], whole: bool) -> bool:
    if role == asked:
        return True
    spans = (role[i : i + len(asked)] for i in range(len(role) - len(asked) + 1))
    if whole or asked == stems("chief") or asked not in spans:
        return False
    others = set(role) - set(asked)
    return not others & wordings().different_roles
