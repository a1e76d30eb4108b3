"""Elements that only graphs with statements and observations have: status, amount, role, number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.cover.signals import Element, text_of
from queries.questions.ontology import Hanger
from queries.questions.roots import general, phrase
from queries.questions.syntax.pieces import Kind
from queries.questions.targets import Target
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.tokens import Token

_LONGEST_NAME = 10
_SUMS = ("money", "funding", "investment", "capital", "cash", "support", "aid")


def stated(tokens: Sequence[Token], at: int) -> Iterator[Element]:
    """Yield "plans to", "denied": the status of the facts meant."""
    lower = [token.lower for token in tokens[at : at + 4]]
    for status in ("planned", "denied"):
        for text in english().lists[status]:
            words = text.split()
            if lower[: len(words)] == words:
                cost = -0.05 - 0.15 * (len(words) - 1)
                yield Element(status, at, at + len(words), text, cost=cost)


def amounts(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "how much (money)": the amount or the share of a fact."""
    lower = [token.lower for token in tokens[at : at + 3]]
    if lower[:2] != ["how", "much"] or lexicon.ontology.layers is None:
        return
    layer = lexicon.ontology.layers.statements
    held = [iri for iri in (layer.amount, layer.share) if iri in lexicon.ontology.links]
    options = tuple(Target("property", iri, 0.1 * rank) for rank, iri in enumerate(held))
    end = at + 2 + (lower[2:] in [[noun] for noun in _SUMS])
    if options:
        yield Element("term", at, end, text_of(tokens, at, end), options=options, cost=-0.2)


def roles(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "chief executive", "rector": the one who has this role in a relation."""
    keys = [token.stem for token in tokens[at : at + 6]]
    best: dict[int, Element] = {}
    for entry in lexicon.vocabulary.at(keys, 0):
        if entry.kind is not Kind.ROLE:
            continue
        end = at + len(entry.stems)
        sense = entry.senses[0]
        words = phrase(text_of(tokens, at, end))
        held = any(lexicon.names.texts(role) for role in sense.roles)
        if not held and any(o.kind == "property" for o in lexicon.phrases.get(words, ())):
            continue
        option = Target("property", sense.predicate, 0.0, names="subject")
        best[end] = Element(
            "term", at, end, text_of(tokens, at, end), options=(option,), roles=sense.roles,
            cost=-0.1 * len(entry.stems),
        )  # fmt: skip
    yield from best.values()


def measured(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield the words of an indicator that observations are about."""
    layers = lexicon.ontology.layers
    if layers is None or tokens[at].lower in general().function:
        return
    for end in range(min(len(tokens), at + _LONGEST_NAME), at, -1):
        if tokens[end - 1].lower in general().function:
            continue
        if end == at + 1 and tokens[at].lower in general().signals["who"]:
            continue
        found = lexicon.indicators.matching([token.stem for token in tokens[at:end]])
        if found and not _is_qualifier(tokens[end - 1].text, lexicon):
            labels = tuple(label for extra, label in found if extra <= found[0][0] + 0.26)
            doubt = _names_end(tokens, at, end, lexicon)
            option = Target("property", layers.observations.value, min(0.3, 0.1 * found[0][0]))
            yield Element(
                "term", at, end, text_of(tokens, at, end), options=(option,), measured=labels,
                cost=0.1 * found[0][0] - 0.1 * (end - at) + 0.08 + doubt,
            )  # fmt: skip


def _names_end(tokens: Sequence[Token], at: int, end: int, lexicon: Lexicon) -> float:
    """Return what is against a number whose name is also that of a relation's end: "partners"."""
    words = phrase(text_of(tokens, at, end))
    return 0.3 * any(option.names for option in lexicon.phrases.get(words, ()))


def _is_qualifier(text: str, lexicon: Lexicon) -> bool:
    links = lexicon.ontology.links
    return any(
        option.cost == 0 and option.kind == "property"
        and links[option.iri].hangs_on is Hanger.STATEMENT
        for option in lexicon.phrases.get(phrase(text), ())
    )  # fmt: skip
