from dataclasses import dataclass, field
from datetime import date

import pytest
import spacy

from extract.document import EntityMention, ResolvedDoc
from extract.relations import find_facts
from extract.relations.coordination import sibling_evidence
from extract.relations.echoes import without_echoes
from extract.relations.facts import Gathered
from extract.relations.joining import either, fact_features, join_model
from extract.relations.pairs import mention_pairs
from extract.weights import LogisticModel
from kg.model import Article, Entity, EntityType, Fact, Predicate, Status

NLP = spacy.blank("en")
ACTUAL = {"actual": 0.98, "planned": 0.01, "denied": 0.01}


@dataclass
class Scores:
    relations: dict
    statuses: dict = field(default_factory=lambda: ACTUAL)


@dataclass
class Scorer:
    """Says the same of every pair whose words are in ``known``."""

    known: dict
    statuses: dict = field(default_factory=lambda: ACTUAL)

    def scores(self, doc, pairs):
        nothing = dict.fromkeys((p.value for p in Predicate), 0.01)
        return [
            Scores(nothing | self.known.get((one.text, two.text), {}), self.statuses)
            for one, two in pairs
        ]


def resolve(text, **types):
    doc = NLP(text)
    entities, mentions = [], []
    for name, type_ in types.items():
        entities.append(Entity(f"x:{name}", EntityType(type_), name))
        mentions += [EntityMention(f"x:{name}", t.i, t.i + 1) for t in doc if t.text == name]
    mentions.sort(key=lambda mention: mention.start)
    content = (doc[:],)
    article = Article("a", text, published=date(2024, 4, 27))
    return ResolvedDoc(article, doc, tuple(entities), tuple(mentions), content)


TEXT = "Acme and Beta are said to cross swords in court."


def facts(scorer, text=TEXT, **types):
    resolved = resolve(text, **(types or {"Acme": "Company", "Beta": "Company"}))
    return find_facts(resolved, scorer=scorer)


def legal(chance, statuses=ACTUAL):
    return Scorer({("Acme", "Beta"): {"takesLegalActionAgainst": chance}}, statuses)


def test_a_sure_head_finds_what_no_pattern_does():
    (fact,) = facts(legal(0.99))

    assert (fact.subject, fact.predicate, fact.object) == (
        "x:Acme",
        "takesLegalActionAgainst",
        "x:Beta",
    )
    assert (fact.method or "").startswith("model:0.")
    assert [evidence.text for evidence in fact.evidence] == [TEXT]


def test_an_unsure_head_finds_nothing():
    assert facts(legal(0.1)) == []


def test_without_a_head_patterns_judge_alone():
    text = "Acme sued Beta."
    (alone,) = facts(None, text)
    (joined,) = facts(legal(0.99), text)

    assert alone.method == "pattern:legal-verb"
    assert (joined.method or "").startswith("pattern:legal-verb+model:0.")
    assert alone.confidence != joined.confidence


def test_a_head_against_it_lowers_the_confidence_of_a_pattern():
    text = "Acme sued Beta."
    (sure,) = find_facts(resolve(text, Acme="Company", Beta="Company"), scorer=legal(0.95), least=0)
    (unsure, *_) = find_facts(
        resolve(text, Acme="Company", Beta="Company"), scorer=legal(0.06), least=0
    )

    assert unsure.confidence < sure.confidence


@pytest.mark.parametrize(("chance", "status"), [(0.99, Status.PLANNED), (0.5, Status.ACTUAL)])
def test_the_head_overrules_the_status_only_if_sure(chance, status):
    statuses = {"actual": 1 - chance, "planned": chance, "denied": 0.0}
    (fact,) = facts(legal(0.99, statuses))

    assert fact.status is status


def test_types_that_a_predicate_does_not_allow_are_no_fact():
    assert facts(legal(0.99), Acme="Company", Beta="Product") == []


def test_a_name_of_the_sentence_before_counts_only_if_this_one_lacks_it():
    before = [EntityMention("x:a", 0, 1), EntityMention("x:b", 2, 3)]
    inside = [EntityMention("x:b", 5, 6), EntityMention("x:c", 7, 8)]
    pairs = {(one.iri, two.iri) for one, two, across in mention_pairs(before, inside) if across}

    assert pairs == {("x:a", "x:b"), ("x:b", "x:a"), ("x:a", "x:c"), ("x:c", "x:a")}


def test_coordinated_names_vouch_for_each_other():
    known = Gathered(patterns={"p": 0.9})
    key = ("x:a", Predicate.INVESTS_IN, "x:d")
    found = sibling_evidence(("x:b", Predicate.INVESTS_IN, "x:d"), {key: known}, {"x:b": {"x:a"}})

    assert found is not None
    assert found.pattern == 0.9


def test_a_name_alone_has_no_siblings():
    assert sibling_evidence(("x:b", Predicate.USES, "x:d"), {}, {}) is None


def test_more_confident_patterns_make_a_fact_likelier():
    model = join_model()
    low, high = (
        model.probability(fact_features(Predicate.USES, {"p": confidence}, ()))
        for confidence in (0.4, 0.95)
    )

    assert low < high


def test_weights_that_are_missing_count_as_nothing():
    assert LogisticModel({}, 0.5).probability({"bias": 1.0}) == 0.5


def test_either_is_a_noisy_or():
    assert either([]) == 0
    assert either([0.5, 0.5]) == 0.75


@pytest.mark.trained
def test_the_trained_pipeline_joins_head_and_patterns():
    from extract.pipeline import extract_facts, load_pipeline
    from extract.reading.files import read_text

    text = (
        "Chip deal signed\n\nSamsung Electronics said on Monday that it had bought Siltronic for "
        "$3 billion. Siltronic is based in Munich, Germany.\n"
    )
    found = extract_facts(read_text(text, id="a"), load_pipeline())

    assert any("+model" in (fact.method or "") for fact in found.facts)


@pytest.mark.parametrize(
    ("pattern", "head", "kept"),
    [(0.9, 0.6, 1), (0.7, 0.6, 2)],
)
def test_the_head_does_not_read_more_into_a_pair_that_a_pattern_is_sure_of(pattern, head, kept):
    stated = Fact(
        "x:a", Predicate.RECRUITS_FROM, "x:b", confidence=pattern, method="pattern:noun+model:0.50"
    )
    echo = Fact("x:b", Predicate.PARTNERS_WITH, "x:a", confidence=head, method="model:0.50")

    assert len(without_echoes([stated, echo])) == kept


@pytest.mark.parametrize(("inside", "found"), [(0.99, ["Acme"]), (0.01, ["Foo"])])
def test_the_head_reads_nothing_across_sentences_that_one_of_them_says_of_another(inside, found):
    text = "Acme fought Beta in court. Foo grew."
    types = {"Acme": "Company", "Beta": "Person", "Foo": "Company"}
    sues = "takesLegalActionAgainst"
    scorer = Scorer({("Acme", "Beta"): {sues: inside}, ("Foo", "Beta"): {sues: 0.99}})
    doc, end = resolve(text, **types), text.index("Foo")
    sentences = (doc.doc.char_span(0, end - 1), doc.doc.char_span(end, len(text)))
    doc.doc[0].is_sent_start = True
    for token in doc.doc[1:]:
        token.is_sent_start = token.i == sentences[1].start
    resolved = ResolvedDoc(doc.article, doc.doc, doc.entities, doc.mentions, sentences)

    assert [
        f.subject[2:] for f in find_facts(resolved, scorer=scorer) if f.predicate == sues
    ] == found
