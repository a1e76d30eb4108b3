"""From a question to its candidate meanings, the plainest first."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, permutations, product
from typing import TYPE_CHECKING

from queries.questions.meaning import Reading
from queries.questions.ontology_reading import local_name
from queries.questions.syntax.clauses import (
    Clauses,
    Form,
    Known,
    Meaning,
    Op,
    Order,
    Qualifier,
    Relation,
    Status,
    Variable,
    ends,
)
from queries.questions.syntax.compose import Composer
from queries.questions.syntax.extras import set_aside
from queries.questions.syntax.grammar import Grammar
from queries.questions.syntax.measures import measure_readings
from queries.questions.syntax.phrases import Sentence
from queries.questions.syntax.pieces import Kind, Sense
from queries.questions.syntax.relating import Relater
from queries.questions.syntax.sentences import sentences
from queries.questions.syntax.tagging import Tagger
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from queries.questions.layers import Statements
    from queries.questions.lexicon import Lexicon
    from queries.questions.periods import Period
    from queries.questions.syntax.extras import Extras, Limit
    from queries.questions.syntax.pieces import Piece
    from queries.questions.tokens import Token

_MOST_PARSES = 3000
_COUNTED = 1.5
"""What it costs to count the people that articles name, where they may state a number."""
_SUM = 0.9
"""What it costs to take "what" for a sum."""
_SMALL = frozenset(
    {
        Kind.WHAT,
        Kind.BE,
        Kind.PREPOSITION,
        Kind.POSSESSIVE,
        Kind.DO,
        Kind.HAVE,
        Kind.FILLER,
        Kind.PRONOUN,
    }
)
_OWNING = frozenset(
    {
        "belong",
        "belongs",
        "belonged",
        "hold",
        "holds",
        "held",
        "own",
        "owns",
        "owned",
        "how",
        "big",
        "large",
        "high",
        "take",
        "occupy",
        "size",
    }
)


def readings(question: str, lexicon: Lexicon, today: date) -> list[Reading]:
    """Return what the question may mean, plainest first; empty if nothing fits all words."""
    tokens = tokenise(question)
    extras = set_aside(tokens, lexicon, today)
    measured = list(measure_readings(tokens, lexicon, today))
    found = [*_relation_readings(extras, lexicon), *measured]
    if _asks_what(tokens):  # "what did X invest in Y": how much
        sums = set_aside([*tokenise("how much"), *tokens[1:]], lexicon, today)
        found += [
            replace(c, cost=c.cost + _SUM) for c in _relation_readings(sums, lexicon, bare=False)
        ]
    if measured:
        found = [replace(c, cost=c.cost + _COUNTED * _counts_staff(c, lexicon)) for c in found]
    best: dict[Meaning, Clauses] = {}
    for each in sorted(found, key=lambda r: r.cost):
        best.setdefault(each.meaning, each)
    return [Reading(Composer(c.meaning, lexicon).query(), c.cost, c.notes) for c in best.values()]


def _asks_what(tokens: Sequence[Token]) -> bool:
    lower = [token.lower for token in tokens[:2]]
    return lower[:1] == ["what"] and lower[1:2] != [] and lower[1] in english().lists["do"]


def _relation_readings(extras: Extras, lexicon: Lexicon, *, bare: bool = True) -> Iterator[Clauses]:
    pieces = Tagger(lexicon).pieces(extras.tokens)
    grammar = Grammar(pieces, len(extras.tokens), lexicon, Relater(lexicon))
    for sentence in islice(sentences(grammar), _MOST_PARSES):
        for meaning, cost in _meanings(sentence, extras, lexicon):
            yield Clauses(meaning, sentence.cost + cost, sentence.notes)
    for sentence in _bare(extras, pieces, lexicon) if bare else ():
        for meaning, cost in _meanings(sentence, extras, lexicon):
            yield Clauses(meaning, sentence.cost + cost, sentence.notes)


def _bare(
    extras: Extras, pieces: Mapping[int, list[Piece]], lexicon: Lexicon
) -> Iterator[Sentence]:
    """Yield "the role of X at Y", "what share of X does Y own": a property and two names only."""
    if not extras.asked:
        return
    names: list[Piece] = []
    at = 0
    while at < len(extras.tokens):
        found = next((p for p in pieces[at] if p.kind is Kind.ENTITY), None)
        if found is None and not (
            extras.tokens[at].lower in _OWNING or any(p.kind in _SMALL for p in pieces[at])
        ):
            return
        names += [found] if found else []
        at = found.end if found else at + 1
    wanted = set(extras.asked[0])
    predicates = [p.iri for p in lexicon.ontology.relations() if wanted & set(p.qualifiers)]
    relater = Relater(lexicon)
    if len(names) == 1:  # "what role does X have"
        free, known = Variable("held", label="where"), Known(names[0].iris, names[0].text)
        ways = list(relater.join((Sense(predicate) for predicate in predicates), known, free))
        fitting = [joined for joined in ways if joined.cost == 0]
        if len(fitting) == 1:
            yield Sentence(fitting[0].patterns, (), False, 0.9, ())
    if len(names) != 2:
        return
    notes = tuple(piece.note for piece in names if piece.note)
    for turned, (first, second) in enumerate(permutations(Known(p.iris, p.text) for p in names)):
        for joined in relater.join((Sense(predicate) for predicate in predicates), first, second):
            if joined.cost == 0:
                yield Sentence(joined.patterns, (), False, 0.8 + 0.1 * turned, notes)


def _meanings(
    sentence: Sentence, extras: Extras, lexicon: Lexicon
) -> Iterator[tuple[Meaning, float]]:
    """Yield the sentence with what was set aside put on each relation that can take it."""
    relations = [i for i, p in enumerate(sentence.patterns) if isinstance(p, Relation)]
    needs = bool(extras.periods or extras.limits or extras.asked or _named_order(extras))
    if extras.comparative is not None or (not relations and (needs or extras.superlative)):
        return
    base = Meaning(
        _form(sentence, extras), tuple(v.name for v in sentence.asked), sentence.patterns
    )
    for stated, more in _stated(base, relations, extras):
        if not needs and not extras.superlative:
            yield stated, more
            continue
        for index in relations:
            built = _qualified(stated, index, extras, lexicon)
            if built:
                far = more + 0.2 * relations.index(index)
                yield from ((meaning, far + cost) for meaning, cost in built)


def _stated(
    base: Meaning, relations: Sequence[int], extras: Extras
) -> Iterator[tuple[Meaning, float]]:
    """Yield the meaning with the one relation planned or denied of which that is said, or all."""
    if extras.status is Status.ACTUAL or len(relations) < 2:
        yield base.with_status(extras.status), 0.0
        return
    # The relations stand in the order of the words, so the status is of one about as far in.
    place = extras.status_at / max(1, len(extras.tokens)) * (len(relations) - 1)
    for at, index in enumerate(relations):
        relation = base.patterns[index]
        if isinstance(relation, Relation):
            changed = replace(relation, status=extras.status)
            patterns = (*base.patterns[:index], changed, *base.patterns[index + 1 :])
            yield replace(base, patterns=patterns), 0.3 * (at != round(place))
    yield base.with_status(extras.status), 0.15


def _named_order(extras: Extras) -> bool:
    return bool(extras.superlative and extras.superlative.qualifiers)


def _form(sentence: Sentence, extras: Extras) -> Form:
    if sentence.many and not extras.asked:
        return Form.COUNT
    return Form.ROWS if sentence.asked or extras.asked else Form.YESNO


def _qualified(
    base: Meaning, index: int, extras: Extras, lexicon: Lexicon
) -> list[tuple[Meaning, float]]:
    """Return the meaning with the extras on its relation ``index``, in each way."""
    relation = base.patterns[index]
    if not isinstance(relation, Relation):
        return []
    allowed = {q for p in relation.predicates for q in lexicon.ontology.links[p].qualifiers}
    qualifiers = list(relation.qualifiers)
    qualifiers.extend(within(period, lexicon) for period in extras.periods)
    qualifiers.extend(_limited(limit, lexicon) for limit in extras.limits)
    if not {q.property for q in qualifiers} <= allowed:
        return []
    found: list[tuple[Meaning, float]] = []
    choices = product(*([iri for iri in asked if iri in allowed] for asked in extras.asked))
    for more, chosen in enumerate(choices):
        names = tuple(local_name(iri) for iri in chosen)
        asked = [Qualifier(iri, variable=name) for iri, name in zip(chosen, names, strict=True)]
        changed = replace(relation, qualifiers=tuple(_joined([*qualifiers, *asked])))
        patterns = (*base.patterns[:index], changed, *base.patterns[index + 1 :])
        beside = _units(chosen, lexicon) if not extras.superlative else ()
        shown = tuple(dict.fromkeys((*base.shown, *names, *beside)))
        meaning = replace(base, patterns=patterns, shown=shown)
        ordered = (
            _ordered(meaning, index, extras, lexicon) if extras.superlative else [(meaning, 0.0)]
        )
        found.extend((each, cost + 0.1 * more) for each, cost in ordered)
    return found


def _units(chosen: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of the properties that tell the units of those chosen."""
    layers = lexicon.ontology.layers
    units = layers.units if layers else {}
    return tuple(local_name(units[iri]) for iri in chosen if iri in units)


def _joined(qualifiers: Sequence[Qualifier]) -> list[Qualifier]:
    """Join a shown property with a condition on the same property."""
    found: dict[str, Qualifier] = {}
    for qualifier in qualifiers:
        known = found.get(qualifier.property)
        if known and known.op is None:
            found[qualifier.property] = replace(qualifier, variable=known.variable)
        elif known and qualifier.op is None:
            found[qualifier.property] = replace(known, variable=qualifier.variable)
        else:
            found[qualifier.property] = qualifier
    return list(found.values())


def _counts_staff(clauses: Clauses, lexicon: Lexicon) -> bool:
    """Whether named people would be counted where an article may state how many there are."""
    role = _layer(lexicon).role
    return clauses.meaning.form is Form.COUNT and any(
        isinstance(relation.object, Known) and role in lexicon.ontology.links[p].qualifiers
        for relation in clauses.meaning.relations()
        for p in relation.predicates
    )


def _layer(lexicon: Lexicon) -> Statements:
    layers = lexicon.ontology.layers
    if layers is None:
        msg = "a plain graph has no statements"
        raise ValueError(msg)
    return layers.statements


def within(period: Period, lexicon: Lexicon) -> Qualifier:
    """Return the condition that a fact's date lies in a period."""
    return Qualifier(_layer(lexicon).date, Op.BEGINS, (period.start or "", period.end or ""))


def _limited(limit: Limit, lexicon: Lexicon) -> Qualifier:
    layer = _layer(lexicon)
    return Qualifier(layer.share if limit.percent else layer.amount, limit.op, limit.value)


def _ordered(
    meaning: Meaning, index: int, extras: Extras, lexicon: Lexicon
) -> Iterator[tuple[Meaning, float]]:
    """Yield the meaning ordered by a property of the statement, or by how many there are."""
    superlative = extras.superlative
    relation = meaning.patterns[index]
    if superlative is None or not isinstance(relation, Relation) or not meaning.shown:
        return
    limit = None if superlative.every else superlative.count or 1
    allowed = {q for p in relation.predicates for q in lexicon.ontology.links[p].qualifiers}
    layer = _layer(lexicon)
    by = superlative.qualifiers or (layer.amount, layer.share, layer.number)
    by = tuple(iri for iri in by if iri in allowed)
    for cost, prop in enumerate(by):
        name = local_name(prop)
        qualifiers = _joined([*relation.qualifiers, Qualifier(prop, variable=name)])
        ordered = replace(relation, qualifiers=tuple(qualifiers))
        patterns = (*meaning.patterns[:index], ordered, *meaning.patterns[index + 1 :])
        shown = tuple(s for s in meaning.shown if s != name)
        if shown:
            order = Order(name, superlative.descending, limit)
            yield (
                replace(
                    meaning, form=Form.ROWS, shown=(*shown, name), patterns=patterns, order=order
                ),
                0.1 * cost + superlative.counts,
            )
    if not superlative.qualifiers:
        head = meaning.shown[0]
        others = [
            n
            for p in meaning.patterns
            for n in ends(p)
            if isinstance(n, Variable) and n.name != head
        ]
        for other in dict.fromkeys(others):
            order = Order(other.name, superlative.descending, limit, counted=True)
            yield (
                replace(meaning, form=Form.ROWS, shown=(head,), order=order),
                0.0 if superlative.counts else 0.5,
            )


__all__ = ["readings"]
