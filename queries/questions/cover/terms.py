"""Elements that name classes and properties of the graph: what each phrase may stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.cover.signals import Element, text_of
from queries.questions.roots import general, phrase
from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.targets import surface
from queries.questions.tokens import stems
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.ontology import Link
    from queries.questions.targets import Target
    from queries.questions.tokens import Token

_PRONOUNS = frozenset(("they", "he", "she", "it", "who", "we", "you"))
_SYNONYM, _OTHER_FORM, _ARTICLE = 0.3, 0.6, 0.6
_OTHER_PREPOSITION, _NO_PREPOSITION = 0.5, 0.05


def terms(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield the phrases at a word that name classes or properties, with what they may mean."""
    first = tokens[at].lower
    if first in general().function and first not in {"on", "at"}:
        return
    for end in range(min(len(tokens), at + lexicon.longest + 3), at, -1):
        span = tokens[at:end]
        if any(token.lower in {",", "'s", "and"} for token in span):
            continue
        words = phrase(text_of(tokens, at, end))
        if span[-1].lower in general().function and not _ends_small(span, words, lexicon):
            continue
        known = _agreeing(_as_spelt(lexicon.phrases.get(words, ()), span), tokens, end)
        if options := _fitting(_nouns(known, tokens, at, lexicon), tokens, at, lexicon):
            weight = 0.3 * options[0].cost - 0.08 * (len(words) - 1)
            weight += _ARTICLE * any(t.lower in {"a", "an", "the"} for t in span[1:])
            verb = at > 0 and tokens[at - 1].lower in _PRONOUNS
            yield Element(
                "term", at, end, text_of(tokens, at, end), options=options, cost=weight - 0.02,
                verb=verb,
            )  # fmt: skip


def _nouns(
    options: tuple[Target, ...], tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[Target, ...]:
    """Leave out the verbs after "how many": "ships" is there no form of "ship"."""
    if lexicon.ontology.layers is None or not at or tokens[at - 1].lower not in {"many", "which"}:
        return options
    links = lexicon.ontology.links
    return tuple(
        o
        for o in options
        if o.kind == "class"
        or o.names
        or links[o.iri].literal
        or _is_action(tokens[at], links[o.iri])
    )


def _is_action(token: Token, link: Link) -> bool:
    """Whether a noun says that a relation holds: "investments"."""
    actions = (word for block in blocks_for(link) for word in block.get("actions", ()))
    return any(token.stem in stems(word) for word in actions)


def _ends_small(span: Sequence[Token], words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a small word is the last of a name: "trained under"."""
    before = phrase(" ".join(token.text for token in span[:-1]))
    own = any(option.spelt for option in lexicon.phrases.get(words, ()))
    return own and len(words) == len(span) > 1 and words != before


def _as_spelt(options: tuple[Target, ...], span: Sequence[Token]) -> tuple[Target, ...]:
    """Let what is spelt otherwise cost more: "inspector" is not "inspection", if there are both."""
    asked = surface(" ".join(token.text for token in span))
    if not any(asked in option.spelt for option in options):
        return options
    own = any(asked in option.spelt and option.cost == 0 for option in options)
    changed = []
    for option in options:
        more = _OTHER_FORM if option.spelt and asked not in option.spelt else 0.0
        more += _OTHER_FORM * (own and not option.spelt and option.kind == "class")
        changed.append(replace(option, cost=option.cost + more))
    return tuple(sorted(changed, key=lambda o: o.cost))


def _agreeing(options: tuple[Target, ...], tokens: Sequence[Token], end: int) -> tuple[Target, ...]:
    """Let wordings whose preposition is another cost more: "work for" is not "work with"."""
    after = tokens[end].lower if end < len(tokens) else ""
    if not any(option.preposition for option in options):
        return options
    other = after in english().lists["prepositions"] and after != "by"
    changed = (
        replace(o, cost=o.cost + (_OTHER_PREPOSITION if other else _NO_PREPOSITION))
        if o.preposition != after and (o.preposition or (other and o.cost > 0))
        else o
        for o in options
    )
    return tuple(sorted(changed, key=lambda o: o.cost))


def _fitting(
    options: tuple[Target, ...], tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[Target, ...]:
    """Leave out classes of which a word after a noun would be the verb, but that are no events.

    "Lent" may mean a loan; "prescribe" means no drug.
    """
    before = tokens[at - 1].lower if at else ""
    if not before or before in general().function or before in general().light:
        return options
    if not before[0].isalnum() or tokens[at].lower.endswith("s"):
        return options
    return tuple(
        o for o in options if o.kind != "class" or o.cost < _SYNONYM or o.iri in lexicon.events
    )
