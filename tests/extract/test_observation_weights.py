from datetime import date

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from extract.document import EntityMention, ResolvedDoc
from extract.observations import find_observations
from extract.observations.candidates import Story, tree_path
from extract.observations.indicators import Reading, inherit_unit
from extract.observations.periods import times
from extract.quantities import find_amounts, settle_currencies
from extract.relations.views import flat_view
from kg.model import Article, Entity, EntityType

WORDS = ["Acme", ",", "based", "in", "Oslo", ",", "employs", "620", "skilled", "workers", "."]
HEADS = [6, 2, 0, 4, 2, 0, 6, 9, 9, 6, 6]
DEPS = ["nsubj", "punct", "acl", "case", "obl", "punct", "ROOT", "nummod", "amod", "obj", "punct"]
POS = ["PROPN", "PUNCT", "VERB", "ADP", "PROPN", "PUNCT", "VERB", "NUM", "ADJ", "NOUN", "PUNCT"]


def parsed():
    doc = Doc(English().vocab, words=WORDS, heads=HEADS, deps=DEPS, pos=POS)
    entities = (
        Entity("x:acme", EntityType.COMPANY, "Acme"),
        Entity("x:oslo", EntityType.CITY, "Oslo"),
    )
    mentions = (EntityMention("x:acme", 0, 1), EntityMention("x:oslo", 4, 5))
    article = Article("a", doc.text, published=date(2024, 4, 27))
    return ResolvedDoc(article, doc, entities, mentions, (doc[:],))


def test_with_a_parse_the_subject_bears_the_number():
    (observation,) = find_observations(parsed(), facts=(), least=0)

    assert (observation.about, observation.value) == ("x:acme", 620)
    assert observation.unit == "people"
    assert "weights" in (observation.method or "")


def test_the_way_between_two_words_leads_over_their_common_head():
    doc = parsed().doc
    up, down, top = tree_path(doc[7], doc[0])

    assert [t.text for t in up] == ["620", "workers"]
    assert [t.text for t in down] == ["Acme"]
    assert top is not None
    assert top.text == "employs"


def test_a_story_remembers_title_last_sentence_and_focus():
    resolved = parsed()
    story = Story({"x:acme": "C", "x:oslo": "T"})
    story.read(flat_view(resolved.content[0], resolved, story.letters))
    reasons = dict(story.reach())

    assert {"title", "first", "organisation"} <= reasons["x:acme"]
    assert "title" not in reasons["x:oslo"]
    assert story.focus == "x:acme"


def test_unsaid_times_are_the_articles_day_month_year_and_the_year_before():
    resolved = parsed()
    view = flat_view(resolved.content[0], resolved, {"x:acme": "C", "x:oslo": "T"})
    reading = Reading("count-people", "workers", 620, "people")
    found = {time.period for time in times(view, 7, reading, resolved, "2022-Q3")}

    assert found == {"2024-04-27", "2024-04", "2024", "2023", "2022-Q3"}


@pytest.mark.parametrize(
    ("value", "kind", "unit"),
    [
        (0.5, "number-bracket", "point"),
        (3.0, "number-bracket", None),
        (0.5, "count-things", None),
    ],
)
def test_a_bare_number_takes_the_unit_of_the_last_one_of_its_sort(value, kind, unit):
    last = Reading("count-things", "points", 71.9, "point")

    assert inherit_unit(Reading(kind, "score", value, None), last).unit == unit


@pytest.mark.parametrize(
    ("text", "countries", "unit"),
    [
        ("3.4bn kroner", {"Denmark"}, "DKK"),
        ("3.4bn kroner", {"Norway"}, "NOK"),
        ("3.4bn kroner", {"Norway", "Denmark"}, "NOK"),
        ("30 million Danish kroner", {"Norway"}, "DKK"),
        ("30 million euros", {"Norway"}, "EUR"),
    ],
)
def test_crowns_are_those_of_the_country_that_is_spoken_of(text, countries, unit):
    (amount,) = settle_currencies(find_amounts(text), text, countries)

    assert amount.unit == unit


def test_a_nationality_inside_an_amount_does_not_hide_it():
    text = "It paid 45 million Danish kroner."
    (amount,) = find_amounts(text, taken=[(19, 25)])

    assert (amount.value, amount.unit) == (45e6, "DKK")
