import re
from datetime import date

import pytest
import spacy

from extract.document import EntityMention, MentionKind, ResolvedDoc
from extract.observations import find_observations
from extract.observations.counting import singular
from kg.model import Article, Entity, EntityType

NLP = spacy.blank("en")
MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?: (\w+))?\)")
PRONOUNS = {"it", "its"}


def resolve(*sentences):
    """Build the input: "[Acme](Company)" names an entity, "[its](Company Acme)" refers to one."""
    text, spans, content = "", [], []
    for sentence in sentences:
        start, rest = len(text), sentence
        while match := MARK.search(rest):
            text += rest[: match.start()]
            spans.append(
                (len(text), len(text) + len(match[1]), match[1], match[2], match[3] or match[1])
            )
            text += match[1]
            rest = rest[match.end() :]
        text += rest + "\n"
        content.append((start, len(text) - 1))
    doc = NLP(text)
    entities = {
        name: Entity(f"x:{name.replace(' ', '_')}", EntityType(kind), name)
        for *_, kind, name in spans
    }
    mentions = []
    for start, end, words, _, name in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        kind = MentionKind.PRONOUN if words.lower() in PRONOUNS else MentionKind.NAME
        mentions.append(EntityMention(entities[name].iri, span.start, span.end, kind))
    return ResolvedDoc(
        Article("a", text, published=date(2024, 4, 27)),
        doc,
        tuple(entities.values()),
        tuple(mentions),
        tuple(doc.char_span(start, end, alignment_mode="expand") for start, end in content),
    )


def observe(*sentences):
    return find_observations(resolve(*sentences), facts=(), least=0)


@pytest.mark.parametrize(
    ("sentence", "about", "value", "unit", "period"),
    [
        ("[Acme](Company)'s revenue rose to $4.1 billion in 2023.", "Acme", 4.1e9, "USD", "2023"),
        ("Sales of [Acme](Company) reached €318m last year.", "Acme", 318e6, "EUR", "2023"),
        ("[Acme](Company) posted a loss of 3 million euros for 2022.", "Acme", -3e6, "EUR", "2022"),
        (
            "[Acme](Company) lost $31 million in the fourth quarter.",
            "Acme",
            -31e6,
            "USD",
            "2023-Q4",
        ),
        ("[Acme](Company) employs 2,300 people.", "Acme", 2300, "people", "2024"),
        ("Inflation in [Chad](Country) stood at 2.9% in March.", "Chad", 2.9, "percent", "2024-03"),
    ],
)
def test_a_number_with_its_bearer_unit_and_period(sentence, about, value, unit, period):
    found = [(o.about[2:], o.value, o.unit, o.period) for o in observe(sentence)]

    assert (about, pytest.approx(value), unit, period) in found


def test_a_fall_is_negative_and_a_level_is_not():
    found = observe("[Acme](Company)'s revenue fell 12% to $4 billion last year.")

    assert {o.value for o in found} == {-12.0, 4e9}


def test_bracketed_values_belong_to_the_name_before():
    found = observe("[India](Country) (-0.76) and [Israel](Country) (-0.57) lost talent in 2023.")

    assert {(o.about, o.value) for o in found} == {("x:India", -0.76), ("x:Israel", -0.57)}


def test_a_rank_joins_the_value_beside_it():
    (found,) = observe(
        "[Korea](Country) ranked 9th out of 15 countries with investment of $1.39 billion."
    )

    assert (found.value, found.rank, found.out_of) == (1.39e9, 9, 15)


def test_a_bare_rank_has_no_value():
    (found,) = observe("[Oak College](University) ranked 34th in 2023.")

    assert (found.value, found.rank, found.period) == (None, 34, "2023")


def test_a_conversion_is_not_counted_twice():
    found = observe("[Acme](Company)'s revenue was 6.3 trillion won (about $4.8 billion) in 2023.")

    assert [o.unit for o in found] == ["KRW"]


def test_the_amount_of_a_fact_is_no_observation():
    resolved = resolve("[Acme](Company) bought [Beta](Company) for $3 billion.")

    assert find_observations(resolved, least=0) == []


def test_a_year_earlier_is_not_the_period_of_the_new_value():
    found = observe(
        "[Acme](Company)'s sales were $5 million in 2023, up from $4 million a year earlier."
    )

    assert {o.value: o.period for o in found} == {5e6: "2023", 4e6: "2022"}


def test_plans_are_planned():
    (found,) = observe("[Acme](Company) expects revenue of $5 million in 2025.")

    assert (found.status, found.period) == ("planned", "2025")


def test_a_sentence_without_a_name_speaks_of_the_one_before():
    found = observe("[Acme](Company) grew.", "Revenue rose 4% to $9 million in 2023.")

    assert {o.about for o in found} == {"x:Acme"}


@pytest.mark.parametrize("words", ["five years", "page 12", "three times"])
def test_durations_and_references_are_no_observations(words):
    assert observe(f"[Acme](Company) spoke of {words}.") == []


@pytest.mark.parametrize(
    ("noun", "unit"),
    [("vessels", "vessel"), ("cities", "city"), ("boxes", "box"), ("glass", "glass")],
)
def test_units_are_singular(noun, unit):
    assert singular(noun) == unit
