"""Facts of an article: candidates of all sentences, one fact for each pair and predicate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.relations.context import FactContext
from extract.relations.coordination import coordinated, sibling_evidence, unread_siblings
from extract.relations.crossing import Crossing, without_crossed
from extract.relations.datelines import dateline_candidates
from extract.relations.dating import Dates
from extract.relations.echoes import MODEL, without_echoes, without_rivals, without_we
from extract.relations.geography import Geography
from extract.relations.joining import SCENE, fact_features, join_model
from extract.relations.matching import Candidate, match_inside, match_view, sentence_views
from extract.relations.namesakes import Namesakes
from extract.relations.pairs import score_pairs
from extract.relations.patterns import TemplateIndex, load_patterns, shipped_templates
from extract.relations.qualifiers import find_qualifiers, make_qualifiers
from extract.relations.scenes import Scenes
from extract.relations.scored import PairViews, best_pair, stating
from extract.relations.status import find_status, join_status
from extract.relations.topics import Topics
from extract.relations.trees import TreeFinder
from extract.relations.views import LETTERS, LONGEST_SENTENCE, flat_view
from kg.model import SYMMETRIC_PREDICATES, Evidence, Fact, PartKind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.pairs import PairScorer, ScoredPair
    from extract.relations.patterns import Pattern

Key = tuple[str, Predicate, str]
"""Subject, predicate and object; the ends of a symmetric predicate are in order."""

_SURE_SIBLING = 0.5
"""How sure a fact must be for the other names of a list to be asked for it."""


@dataclass(slots=True)
class Gathered:
    """What the sentences and the head say of one fact."""

    patterns: dict[str, float] = field(default_factory=dict)
    pairs: list[ScoredPair] = field(default_factory=list)
    status: Status = Status.ACTUAL
    qualifiers: dict[str, str | float] = field(default_factory=dict)
    evidence: dict[int, Evidence] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """The best pattern's confidence."""
        return max(self.patterns.values(), default=0.0)

    @property
    def method(self) -> str:
        """What found the fact: the best pattern, the head with its score, or both."""
        best = max(self.patterns, key=lambda name: self.patterns[name], default=None)
        found = [f"pattern:{best}"] if best else []
        if self.pairs:
            found.append(f"{MODEL}:{best_pair(self.pairs).chance:.2f}")
        return "+".join(found)


def sentence_candidates(
    sentence: Span,
    resolved: ResolvedDoc,
    patterns: Sequence[Pattern],
    templates: TemplateIndex,
    letters: Mapping[str, str],
    *,
    focus: EntityMention | None = None,
) -> Iterator[Candidate]:
    """Yield all candidates of one sentence; ``focus`` is what the one before speaks of."""
    if len(sentence) > LONGEST_SENTENCE:
        return
    for view in sentence_views(sentence, resolved, letters):
        yield from match_view(view, templates, letters, focus=focus)
    yield from match_inside(sentence, resolved, patterns, letters)


def make_key(subject: str, predicate: Predicate, object_: str) -> Key:
    """Return the key of a fact."""
    first, second = subject, object_
    if predicate in SYMMETRIC_PREDICATES:
        first, second = sorted((subject, object_))
    return first, predicate, second


def is_title(sentence: Span, resolved: ResolvedDoc) -> bool:
    """Tell whether a sentence begins in the article's title."""
    return any(
        part.kind is PartKind.TITLE and part.start <= sentence.start_char < part.end
        for part in resolved.article.parts
    )


def gather(
    resolved: ResolvedDoc,
    *,
    patterns: Sequence[Pattern] | None = None,
    scorer: PairScorer | None = None,
) -> dict[Key, Gathered]:
    """Return all that patterns and head say of each possible fact, in order of finding.

    With a ``scorer`` the result holds many unlikely facts, to be judged by the join model.
    """
    chosen = load_patterns() if patterns is None else patterns
    templates = shipped_templates() if patterns is None else TemplateIndex(chosen)
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    names = {entity.iri: entity.name for entity in resolved.entities}
    gathered: dict[Key, Gathered] = {}
    focus: EntityMention | None = None
    trees = TreeFinder(resolved, letters)
    namesakes = Namesakes(resolved, letters)
    scenes, topics = Scenes(letters), Topics(resolved, letters)
    for number, sentence in enumerate(resolved.content):
        headline = is_title(sentence, resolved)
        found = list(
            sentence_candidates(sentence, resolved, chosen, templates, letters, focus=focus)
        )
        found += trees.candidates(sentence, focus=focus)
        found += namesakes.candidates(sentence)
        if len(sentence) <= LONGEST_SENTENCE:
            view = flat_view(sentence, resolved, letters)
            found += trees.continuing(sentence, scenes.backdrops(number, topics, found))
            found += list(scenes.read(number, view, found))
            topics.note(found)
        evidence = _evidence(sentence)
        for candidate in found:
            status = find_status(candidate, resolved.doc, headline=headline)
            qualifiers = find_qualifiers(candidate, resolved, names)
            _add_candidate(gathered, candidate, status, qualifiers, evidence)
        focus = next_focus(sentence, resolved, letters, focus)
    for span, candidate in dateline_candidates(resolved, letters):
        _add_candidate(gathered, candidate, Status.ACTUAL, {}, _evidence(span))
    if scorer is not None:
        for pair in score_pairs(resolved, scorer, letters):
            key = make_key(pair.subject.iri, pair.predicate, pair.object.iri)
            gathered.setdefault(key, Gathered()).pairs.append(pair)
    _ask_siblings(gathered, resolved)
    context, geography = FactContext(resolved, letters), Geography(resolved)
    return {
        key: item
        for key, item in gathered.items()
        if not context.contradicts(*key, item.patterns) and not geography.contradicts(*key)
    }


def _ask_siblings(gathered: dict[Key, Gathered], resolved: ResolvedDoc) -> None:
    """Add what is surely said of one name of a list as a possible fact of the others."""
    known = unread_siblings(gathered, coordinated(resolved), least=_SURE_SIBLING)
    for (one, predicate, other), source in known.items():
        item = gathered[source]
        read = [_evidence(pair.sentence) for pair in stating(item.pairs)] if item.pairs else []
        evidence = item.evidence or {found.start: found for found in read}
        if any("respectively" in found.text for found in evidence.values()):
            continue  # each name has a partner of its own there
        key = make_key(one, predicate, other)
        gathered.setdefault(key, Gathered(status=item.status, evidence=dict(evidence)))


def join_features(
    resolved: ResolvedDoc, gathered: Mapping[Key, Gathered]
) -> Iterator[dict[str, float]]:
    """Yield the features by which the join model judges each possible fact."""
    partners, geography = coordinated(resolved), Geography(resolved)
    for key, item in gathered.items():
        siblings = sibling_evidence(key, gathered, partners)
        features = fact_features(key[1], item.patterns, item.pairs, siblings)
        yield features | geography.features(*key)


def find_facts(
    resolved: ResolvedDoc,
    *,
    patterns: Sequence[Pattern] | None = None,
    scorer: PairScorer | None = None,
    least: float | None = None,
    dated: bool = True,
) -> list[Fact]:
    """Return the facts that the article states, by patterns and, if given, a trained head.

    ``patterns`` replaces the shipped ones. ``scorer`` is the relation head of the pipeline that
    made the doc; ``least`` replaces the threshold that was fitted for facts judged with it.
    Without ``dated`` a fact keeps the time nearest to it, which training wants.
    Facts are in order of their first sentence.
    """
    gathered = gather(resolved, patterns=patterns, scorer=scorer)
    if scorer is None:
        return [_fact(key, item, item.confidence) for key, item in gathered.items()]
    model = join_model()
    threshold = model.threshold if least is None else least
    chances = {
        key: judged(item, model.probability(features))
        for (key, item), features in zip(
            gathered.items(), join_features(resolved, gathered), strict=True
        )
    }
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    likely = {key: item for key, item in gathered.items() if chances[key] >= threshold}
    likely = without_we(without_crossed(likely, Crossing(resolved, letters)))
    views, facts = PairViews(resolved), []
    for key, item in without_rivals(likely, letters).items():
        _complete(item, resolved, views)
        facts.append(_fact(key, item, chances[key]))
    stated = without_echoes(facts)
    if dated and resolved.doc.has_annotation("DEP"):
        dates = Dates(resolved)
        stated = [dates.dated(fact) for fact in stated]
    return sorted(stated, key=lambda fact: fact.evidence[0].start)


def judged(item: Gathered, joined: float) -> float:
    """Return a fact's chance: what the join says, but what a scene implies has no head's score.

    The head reads two sentences, so that it has no pair of the ends of a longer scene.
    """
    scene = all(name.startswith(SCENE) for name in item.patterns)
    told = bool(item.patterns) and scene and not item.pairs
    return max(joined, item.confidence) if told else joined


def _complete(item: Gathered, resolved: ResolvedDoc, views: PairViews) -> None:
    """Add what the head knows: evidence, status, and qualifiers where no pattern gave any."""
    if not item.pairs:
        return
    best = best_pair(item.pairs)
    if not item.patterns:
        names = {entity.iri: entity.name for entity in resolved.entities}
        candidate = views.candidate(best)
        headline = is_title(best.sentence, resolved)
        item.status = find_status(candidate, resolved.doc, headline=headline)
        item.qualifiers = find_qualifiers(candidate, resolved, names)
        for pair in stating(item.pairs):
            item.evidence.setdefault(pair.sentence.start_char, _evidence(pair.sentence))
    item.status = join_status(item.status, best)


def next_focus(
    sentence: Span,
    resolved: ResolvedDoc,
    letters: Mapping[str, str],
    focus: EntityMention | None,
) -> EntityMention | None:
    """Return what a following sentence speaks of: the first organisation of this one."""
    for mention in resolved.mentions:
        if sentence.start <= mention.start < sentence.end and letters[mention.iri] in "CUROG":
            return mention
    return focus


def _evidence(sentence: Span) -> Evidence:
    text = sentence.text.rstrip()
    return Evidence(sentence.start_char, sentence.start_char + len(text), text)


def _add_candidate(
    gathered: dict[Key, Gathered],
    candidate: Candidate,
    status: Status,
    qualifiers: dict[str, str | float],
    evidence: Evidence,
) -> None:
    pattern = candidate.pattern
    key = make_key(candidate.subject.iri, pattern.predicate, candidate.object.iri)
    known = gathered.setdefault(key, Gathered())
    if pattern.confidence > known.confidence:
        known.status = status
        known.qualifiers = known.qualifiers | qualifiers
    known.patterns[pattern.name] = pattern.confidence
    known.qualifiers = qualifiers | known.qualifiers
    known.evidence.setdefault(evidence.start, evidence)


def _fact(key: Key, item: Gathered, confidence: float) -> Fact:
    subject, predicate, object_ = key
    return Fact(
        subject,
        predicate,
        object_,
        status=item.status,
        confidence=round(confidence, 3),
        qualifiers=make_qualifiers(item.qualifiers),
        evidence=tuple(item.evidence[start] for start in sorted(item.evidence)),
        method=item.method,
    )
