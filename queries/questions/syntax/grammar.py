"""Reading a question's pieces as noun phrases and clauses: every way that covers all of them.

A recursive-descent grammar of English questions. Each method yields all readings that begin at a
token; :mod:`queries.questions.syntax.sentences` keeps those that reach the end. Costs add up: the
cheapest reading is the plainest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.syntax.clauses import Known, Variable
from queries.questions.syntax.gaps import NAMED, Gaps
from queries.questions.syntax.phrases import Clause, Noun, unify
from queries.questions.syntax.pieces import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.syntax.clauses import Node
    from queries.questions.syntax.pieces import Piece

_DEEPEST = 4
_PLACE_WORDS = frozenset({"in", "at", "from", "within", "near", "inside"})


@dataclass(frozen=True, slots=True)
class Grammar(Gaps):
    """The readings of one question: ``pieces`` by start token, ``size`` tokens in all."""

    # ------------------------------------------------------------- noun phrases
    def nouns(self, start: int, depth: int = 0) -> Iterator[Noun]:
        """Yield the noun phrases at ``start``, the longest first among equals."""
        if depth > _DEEPEST or start >= self.size:
            return
        for noun in self._bare(start, depth):
            yield from self._postmodified(noun, depth)

    def _bare(self, start: int, depth: int) -> Iterator[Noun]:
        yield from self._asking(start, depth)
        yield from self._known(start)
        yield from self._described(start, depth)

    def _asking(self, start: int, depth: int) -> Iterator[Noun]:
        for piece in self.at(start, Kind.WHO, Kind.WHAT, Kind.WHERE, Kind.MANY):
            if piece.kind in {Kind.WHAT, Kind.MANY, Kind.WHO}:
                inner = self.past(piece.end, Kind.FILLER)
                if piece.kind is not Kind.WHO:
                    for noun in self._described(inner, depth):
                        asked = (noun.node,) if isinstance(noun.node, Variable) else ()
                        yield replace(noun, asked=asked, many=piece.kind is Kind.MANY)
            if piece.kind is Kind.MANY:
                continue
            classes = self.relater.place_classes() if piece.kind is Kind.WHERE else ()
            label = {Kind.WHO: "who", Kind.WHAT: "what"}.get(piece.kind, "place")
            node = Variable(f"v{start}", () if piece.kind is Kind.WHERE else classes, label)
            whose = piece.kind is Kind.WHAT and any(self.at(piece.end, Kind.CLASS, *NAMED))
            yield Noun(node, piece.end, asked=(node,), cost=1.2 if whose else 0.2)

    def _known(self, start: int) -> Iterator[Noun]:
        for piece in self.at(start, Kind.ENTITY, Kind.NATION):
            known = Known(piece.iris, piece.text)
            notes = (piece.note,) if piece.note else ()
            whole = Noun(known, piece.end, cost=piece.cost, notes=notes, heads=False)
            if piece.kind is Kind.ENTITY:
                owner = self.after(piece.end, Kind.POSSESSIVE)
                yield from self._owned(whole, owner or piece.end, 0.0 if owner else 0.4)
                if owner is None:
                    yield whole
            else:
                yield from self._national(whole, start)

    def _national(self, nation: Noun, start: int) -> Iterator[Noun]:
        """Yield "German companies", "the German chancellor", "the German government"."""
        for piece in self.at(nation.end, Kind.CLASS, *NAMED):
            node = self.variable(piece, start)
            moved = replace(nation, end=piece.end)
            if piece.kind is Kind.CLASS:
                for joined in self.relater.located("nation", node, nation.node):
                    yield Noun(node, piece.end, joined.patterns, cost=joined.cost)
                yield replace(moved, cost=1.2)
            else:
                for joined in self.relater.join(piece.senses, node, nation.node):
                    yield Noun(node, piece.end, joined.patterns, cost=joined.cost)
                yield from self._who_are(piece, node, nation)

    def _who_are(self, piece: Piece, node: Variable, nation: Noun) -> Iterator[Noun]:
        """Yield "Canadian authors", "Korean partners of X": of the nation, and authors."""
        for noun in self._of(piece, node, piece.end, 1, 0.2):
            for joined in self.relater.located("nation", node, nation.node):
                patterns = joined.patterns + noun.patterns
                yield replace(noun, patterns=patterns, cost=noun.cost + joined.cost)

    def _owned(self, owner: Noun, start: int, cost: float) -> Iterator[Noun]:
        """Yield "X's founders", "X shareholders", "X university partners", "X's products"."""
        for piece in self.at(start, *NAMED):
            node = self.variable(piece, start)
            for joined in self.relater.join(piece.senses, node, owner.node):
                patterns = owner.patterns + joined.patterns
                yield Noun(
                    node,
                    piece.end,
                    patterns,
                    cost=owner.cost + cost + joined.cost,
                    notes=owner.notes,
                )
        for piece in self.at(start, Kind.CLASS):
            node = self.variable(piece, start)
            for head in self.at(piece.end, *NAMED):
                for joined in self.relater.join(head.senses, node, owner.node):
                    total = owner.cost + cost + joined.cost + 0.2
                    yield Noun(
                        node,
                        head.end,
                        owner.patterns + joined.patterns,
                        cost=total,
                        notes=owner.notes,
                    )
            for joined in self.relater.somehow(node, owner.node):
                total = owner.cost + cost + joined.cost + 0.4
                yield Noun(
                    node, piece.end, owner.patterns + joined.patterns, cost=total, notes=owner.notes
                )

    def _described(self, start: int, depth: int) -> Iterator[Noun]:
        """Yield "companies", "founders of X", "partner universities of X", "the chair"."""
        for piece in self.at(start, Kind.CLASS):
            node = self.variable(piece, start)
            yield Noun(node, piece.end)
            if (again := self.after(piece.end, Kind.AND)) is not None:
                for other in self.at(again, Kind.CLASS):
                    both = tuple(dict.fromkeys(piece.iris + other.iris))
                    yield Noun(replace(node, classes=both), other.end)
            for head in self.at(piece.end, *NAMED):
                yield from self._of(head, node, head.end, depth, 0.3)
        for piece in self.at(start, *NAMED):
            node = self.variable(piece, start)
            for head in self.at(piece.end, Kind.CLASS):
                named = self.variable(head, start)
                yield from self._of(piece, named, head.end, depth, 0.3)
            yield from self._of(piece, node, piece.end, depth, 0.0)
        for piece in self.at(start, Kind.NATION):
            yield from self._national(Noun(Known(piece.iris, piece.text), piece.end), start)
            again = self.after(piece.end, Kind.AND)
            for other in self.at(again, Kind.NATION) if again is not None else ():
                either = Known(piece.iris + other.iris, f"{piece.text} or {other.text}")
                yield from self._national(Noun(either, other.end), start)

    def _of(
        self, piece: Piece, node: Variable, end: int, depth: int, cost: float
    ) -> Iterator[Noun]:
        """Yield ``piece`` with what it is of, or of anything if nothing follows."""
        inner = end
        wanted = piece.preposition
        if wanted or end != piece.end:
            inner = self.after(end, Kind.PREPOSITION) or end
        if inner > end or not wanted:
            for other in self.nouns(inner, depth + 1):
                for joined in self.relater.join(piece.senses, node, other.node):
                    yield Noun(
                        node, other.end, joined.patterns + other.patterns, other.asked,
                        cost=cost + joined.cost + other.cost, notes=other.notes,
                    )  # fmt: skip
        if piece.kind is Kind.NOUN or piece.kind is Kind.ROLE:
            free = Variable(f"w{end}", label="thing")
            for joined in self.relater.join(piece.senses, node, free):
                yield Noun(node, end, joined.patterns, cost=cost + joined.cost + 1.0)

    def variable(self, piece: Piece, start: int) -> Variable:
        """Return the variable that a class, relation or role noun stands for."""
        if piece.kind is Kind.CLASS:
            return Variable(
                f"v{start}", piece.iris, self.lexicon.ontology.classes[piece.iris[0]].label
            )
        return Variable(f"v{start}", (), piece.text.split(" of")[0])

    # --------------------------------------------------------- what follows a noun
    def _postmodified(self, noun: Noun, depth: int) -> Iterator[Noun]:
        for clause in self._modifiers(noun, depth):
            yield from self._postmodified(noun.plus(clause, cost=0.05), depth + 1)
        yield noun

    def _modifiers(self, noun: Noun, depth: int) -> Iterator[Clause]:
        if depth > _DEEPEST:
            return
        yield from self._relative(noun, depth)
        yield from self._reduced(noun, depth)
        yield from self._placed(noun, depth)
        yield from self._generic(noun, depth)

    def _relative(self, noun: Noun, depth: int) -> Iterator[Clause]:
        """Yield "that partner with X", "in which X invested", "X invested in"."""
        fronted = self.after(noun.end, Kind.PREPOSITION)
        for start in (noun.end, fronted):
            if start is None:
                continue
            for piece in self.at(start, Kind.RELATIVE, Kind.WHAT, Kind.WHO):
                if start == noun.end:
                    yield from self.verb_phrases(noun.node, piece.end, depth + 1)
                yield from self.gaps(noun.node, piece.end, depth + 1)
        if isinstance(noun.node, Variable) and noun.heads:
            for clause in self.gaps(noun.node, noun.end, depth + 1):
                yield replace(clause, cost=clause.cost + 0.3)

    def _reduced(self, noun: Noun, depth: int) -> Iterator[Clause]:
        """Yield "acquired by X", "operating in X", "based in X"."""
        for piece in self.at(noun.end, Kind.VERB):
            if piece.participle:
                yield from self._passive(noun.node, piece, depth, agent=True)
            if piece.progressive:
                yield from self._active(noun.node, piece, depth)
        for piece in self.at(noun.end, Kind.ADJECTIVE):
            if piece.end > noun.end and piece.text not in _PLACE_WORDS:
                yield from self._active(noun.node, piece, depth)

    def _placed(self, noun: Noun, depth: int) -> Iterator[Clause]:
        """Yield "in Germany", "from Korea" after a thing."""
        if not isinstance(noun.node, Variable):
            return
        for piece in self.at(noun.end, Kind.PREPOSITION):
            if piece.text not in _PLACE_WORDS:
                continue
            use = "from" if piece.text == "from" else "in"
            for other in self.nouns(piece.end, depth + 1):
                if not self.relater.is_place(other.node):
                    continue
                for joined in self.relater.located(use, noun.node, other.node):
                    patterns = joined.patterns + other.patterns
                    yield Clause(
                        other.end,
                        patterns,
                        other.asked,
                        joined.cost + other.cost + 0.3,
                        other.notes,
                    )

    def _generic(self, noun: Noun, depth: int) -> Iterator[Clause]:
        """Yield "of X" where no word says how: "products of X", "programmes from X"."""
        if not isinstance(noun.node, Variable) or not noun.node.classes or noun.patterns:
            return
        for piece in self.at(noun.end, Kind.PREPOSITION):
            if piece.text not in {"of", "from", "by", "at", "for"}:
                continue
            for other in self.nouns(piece.end, depth + 1):
                for joined in self.relater.somehow(noun.node, other.node):
                    patterns = joined.patterns + other.patterns
                    yield Clause(
                        other.end,
                        patterns,
                        other.asked,
                        joined.cost + other.cost + 0.4,
                        other.notes,
                    )

    # ------------------------------------------------------------- verb phrases
    def verb_phrases(self, subject: Node, start: int, depth: int = 0) -> Iterator[Clause]:
        """Yield what is said of ``subject`` from ``start`` on: "partners with X and is in Y"."""
        if depth > _DEEPEST:
            return
        for clause in self._verb_phrase(subject, start, depth):
            yield clause
            again = self.after(clause.end, Kind.AND)
            if again is not None:
                for more in self._verb_phrase(subject, again, depth + 1):
                    yield replace(
                        more,
                        patterns=clause.patterns + more.patterns,
                        asked=clause.asked + more.asked,
                        cost=clause.cost + more.cost,
                        notes=clause.notes + more.notes,
                    )

    def _verb_phrase(self, subject: Node, start: int, depth: int) -> Iterator[Clause]:
        for piece in self.at(start, Kind.VERB):
            yield from self._active(subject, piece, depth)
        for piece in self.at(start, Kind.DO, Kind.HAVE):
            yield from self._verb_phrase(subject, piece.end, depth)
        for piece in self.at(start, Kind.BE):
            yield from self.after_be(subject, piece.end, depth)

    def after_be(self, subject: Node, start: int, depth: int) -> Iterator[Clause]:
        """Yield what follows "is": a passive, a progressive, an adjective, a noun, a place."""
        start = self.past(start, Kind.BE)
        for piece in self.at(start, Kind.VERB):
            if piece.participle:
                yield from self._passive(subject, piece, depth, agent=False)
            else:
                yield from self._active(subject, piece, depth)
        for piece in self.at(start, Kind.ADJECTIVE):
            yield from self._active(subject, piece, depth)
        yield from self._is_a(subject, start, depth)
        for piece in self.at(start, Kind.PREPOSITION):
            if piece.text in _PLACE_WORDS:
                use = "from" if piece.text == "from" else "in"
                for other in self.nouns(piece.end, depth + 1):
                    for joined in self.relater.located(use, subject, other.node):
                        cost = joined.cost + other.cost
                        yield Clause(
                            other.end,
                            joined.patterns + other.patterns,
                            other.asked,
                            cost,
                            other.notes,
                        )

    def _is_a(self, subject: Node, start: int, depth: int) -> Iterator[Clause]:
        """Yield "a founder of X", "X's chair", "chair of X": the subject is that one."""
        for noun in self.nouns(start, depth + 1):
            if isinstance(noun.node, Variable) and noun.heads and noun.patterns:
                patterns = unify(noun.patterns, noun.node, subject)
                asked = tuple(v for v in noun.asked if v != noun.node)
                yield Clause(noun.end, patterns, asked, noun.cost, noun.notes)

    def _active(self, subject: Node, piece: Piece, depth: int) -> Iterator[Clause]:
        """Yield the verb with its object, or with any object if none follows."""
        start, cost = piece.end, 0.0
        if (other := self.after(start, Kind.PREPOSITION)) is not None:
            yield from self._objects(subject, piece, other, depth, 0.4)
        if piece.preposition:
            cost = 0.3
        yield from self._objects(subject, piece, start, depth, cost)
        if not any(True for _ in self._bare(start, depth + 1)):
            free = Variable(f"w{start}", label="thing")
            for joined in self.relater.join(piece.senses, subject, free):
                yield Clause(start, joined.patterns, cost=joined.cost + 0.8)

    def _objects(
        self, subject: Node, piece: Piece, start: int, depth: int, cost: float
    ) -> Iterator[Clause]:
        for noun in self.nouns(start, depth + 1):
            for joined in self.relater.join(piece.senses, subject, noun.node):
                total = cost + noun.cost + joined.cost
                yield Clause(
                    noun.end, joined.patterns + noun.patterns, noun.asked, total, noun.notes
                )

    def _passive(self, subject: Node, piece: Piece, depth: int, *, agent: bool) -> Iterator[Clause]:
        """Yield "acquired by X", "invested in by X": the subject is the verb's object."""
        start = piece.end
        by = next(
            (p for p in self.at(start, Kind.PREPOSITION) if p.text in {"by", "from", "at"}), None
        )
        if by is None and (stranded := self.after(start, Kind.PREPOSITION)) is not None:
            by = next((p for p in self.at(stranded, Kind.PREPOSITION) if p.text == "by"), None)
        if by is not None:
            for noun in self.nouns(by.end, depth + 1):
                for joined in self.relater.join(piece.senses, noun.node, subject):
                    cost = noun.cost + joined.cost + (0.0 if by.text == "by" else 0.5)
                    yield Clause(
                        noun.end, joined.patterns + noun.patterns, noun.asked, cost, noun.notes
                    )
        elif not agent:
            free = Variable(f"w{start}", label="thing")
            for joined in self.relater.join(piece.senses, free, subject):
                yield Clause(
                    self.after(start, Kind.PREPOSITION) or start,
                    joined.patterns,
                    cost=joined.cost + 0.5,
                )
