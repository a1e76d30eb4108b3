"""Find names by word lists and shapes, and type them by their words and neighbours.

The names of a document stand in ``doc.spans["kg_names"]``, labelled with the contract's entity
types; spans may nest. Nationalities ("Korean") are labelled ``Nationality``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span

from extract.components.context import context_hints
from extract.components.hints import Hints, own_hints
from extract.components.joining_names import join_names
from extract.components.lexicon import Lexicon, load_lexicon
from extract.components.model_names import is_sure, model_runs
from extract.components.parts import Section, sections
from extract.components.programmes import described
from extract.components.runs import Run, find_runs
from extract.components.split import is_nationality, split_run
from extract.components.usage import Usage, name_key
from extract.components.voting import decide_types
from extract.gazetteers.finding import with_known_names
from extract.gazetteers.known import KNOWN
from kg.model import EntityType, PartKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

    from extract.gazetteers.known import Gazetteer


NAMES = "kg_names"
"""Key of ``doc.spans``: the names found."""

NATIONALITY = "Nationality"


@dataclass(slots=True)
class Found:
    """A name where it stands, with the hints of its type."""

    run: Run
    own: Hints = field(default_factory=Hints)
    context: Hints = field(default_factory=Hints)

    @property
    def key(self) -> str:
        """What two mentions of one name share."""
        return name_key(self.run.text)


class Names:
    """Set ``doc.spans["kg_names"]``; ``gazetteer`` holds names that the user knows."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.gazetteer: Gazetteer | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find and type the names of ``doc``; the ``doc.ents`` of a model are merged in."""
        parts = sections(doc)
        usage = Usage.of(parts, self.lexicon)
        ents = doc.ents
        found = [name for part in parts for name in self._names(ents, part, usage)]
        types = decide_types(found)
        starts = [token.idx for token in doc]
        spans = [
            _span(doc, starts, run, kind.value)
            for part in parts
            if part.kind is not PartKind.DATE
            for run, kind in described(part.words)
        ]
        spans += [_span(doc, starts, name.run, _label(name, types, self.lexicon)) for name in found]
        if self.gazetteer is not None:
            doc.user_data[KNOWN] = self.gazetteer
            stretches = [
                (doc, part.words[0].start, part.words[-1].end)
                for part in parts
                if part.kind is not PartKind.DATE
            ]
            spans = with_known_names(spans, self.gazetteer, stretches, self.lexicon.common)
        doc.spans[NAMES] = spans
        return doc

    def _names(self, ents: Sequence[Span], part: Section, usage: Usage) -> Iterable[Found]:
        if part.kind is PartKind.TITLE and part.headline_case:
            yield from self._known_in_headline(part, usage)
            return
        ours = [
            kept
            for run in find_runs(part.words, self.lexicon)
            for name in split_run(run, self.lexicon)
            if (kept := usage.confirm(name, self.lexicon, dateline=part.kind is PartKind.DATE))
        ]
        if part.kind is PartKind.DATE or not ents:
            yield from (self._hinted(run, part) for run in ours)
        else:
            yield from self._merged(ours, ents, part)

    def _merged(self, ours: Sequence[Run], ents: Sequence[Span], part: Section) -> Iterable[Found]:
        """The names of a plugged-in model, joined with those of ours that are sure."""
        for run, vote in join_names(model_runs(ents, part.words), ours, self.lexicon):
            name = self._hinted(run, part)
            if vote is not None:
                vote.add_to(name.own)
            elif not (is_sure(name.own) or is_nationality(run, self.lexicon)):
                continue
            yield name

    def _known_in_headline(self, part: Section, usage: Usage) -> Iterable[Found]:
        """In Headline Case only names that the body or the gazetteers know."""
        words = part.words
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + 8), at, -1):
                run = Run(words, at, end)
                if name_key(run.text) in usage.names or run.text in self.lexicon.countries:
                    yield self._hinted(run, part)
                    at = end - 1
                    break
            at += 1

    def _hinted(self, run: Run, part: Section) -> Found:
        context = context_hints(run, self.lexicon)
        if part.kind is PartKind.DATE:
            context[EntityType.CITY] += 3
        return Found(run, own_hints(run, self.lexicon), context)


def _label(name: Found, types: dict[str, EntityType], lexicon: Lexicon) -> str:
    return NATIONALITY if is_nationality(name.run, lexicon) else types[name.key].value


def _span(doc: Doc, starts: Sequence[int], run: Run, label: str) -> Span:
    """Lay a run on tokens; ``starts`` are the tokens' character offsets."""
    first = bisect_right(starts, run.words[0].start) - 1
    last = bisect_left(starts, run.words[-1].end)
    return Span(doc, first, last, label=label)


@Language.factory("kg_names", requires=["token.is_sent_start"], assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> Names:  # noqa: ARG001 - spaCy's signature
    """Build the component."""
    return Names(load_lexicon())
