from datetime import date

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from extract.choosing import ChoiceModel
from extract.document import EntityMention, ResolvedDoc
from extract.grammar import governing_verb, tense, tree_path
from extract.observations import find_observations
from extract.observations.candidates import Story
from extract.observations.counting import counted_noun, name_counted, peoples, unit_of
from extract.observations.indicators import Reading, direction, inherit_unit
from extract.observations.parallel import partner
from extract.observations.periods import times
from extract.observations.places import Judged, rank_listed
from extract.observations.ranking import share_chances
from extract.observations.timeline import Timeline
from extract.observations.values import ValueReader
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


def test_times_in_reach_are_the_calendars_the_storys_and_those_a_year_before():
    resolved = parsed()
    view = flat_view(resolved.content[0], resolved, {"x:acme": "C", "x:oslo": "T"})
    reading = Reading("count-people", "workers", 620, "people")
    timeline = Timeline(date(2024, 4, 27), told=[("2022-Q3",), ()])
    timeline.take("2021", "x:acme")
    found = {time.period: time.features for time in times(view, 7, reading, resolved, timeline, "")}

    assert {"2024-04-27", "2024-04", "2024", "2023", "2024-03", "2024-Q1"} <= set(found)
    assert {"2022-Q3", "2021-Q3", "2021", "2020"} <= set(found)
    assert found["2022-Q3"]["told-last"] == found["2021"]["number-last"] == 1


def test_options_compete_with_each_other_and_with_nothing():
    model = ChoiceModel({"good": 2.0})
    alone = model.chances([{"good": 1.0}], nothing=True)
    together = model.chances([{"good": 1.0}, {"good": 1.0}], nothing=True)

    assert 0.8 < alone[0] < 0.9
    assert together[0] == together[1] < 0.5
    assert sum(model.chances([{}, {"good": 1.0}])) == pytest.approx(1)


def test_the_verb_of_a_number_and_its_tense():
    doc = parsed().doc
    doc[6].set_morph("Tense=Pres|VerbForm=Fin")

    assert governing_verb(doc[7]) == doc[6]
    assert tense(doc[6]) == "present"
    assert tense(None) == "none"


def listed(text, *names):
    doc = English()(text)
    doc[0].is_sent_start = True
    entities = tuple(Entity(f"x:{name}", EntityType.COUNTRY, name) for name in names)
    mentions = [
        EntityMention(f"x:{token.text}", token.i, token.i + 1)
        for token in doc
        if token.text in names
    ]
    resolved = ResolvedDoc(Article("a", text), doc, entities, tuple(mentions), (doc[:],))
    return flat_view(doc[:], resolved, {f"x:{name}": "N" for name in names}), resolved


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Chad, Mali and Niger grew by 3%, 4% and 5%, respectively.", True),
        ("Growth was 3%, 4% and 5% in Chad, Mali and Niger.", False),
    ],
)
def test_the_nth_value_belongs_to_the_nth_name(text, marked):
    view, _ = listed(text, "Chad", "Mali", "Niger")
    values = [i for i, item in enumerate(view.items) if item.value]
    names = [i for i, item in enumerate(view.items) if item.slot]

    pairs = [partner(view, i) for i in values]

    assert [pair.item for pair in pairs] == names
    assert {pair.marked for pair in pairs} == {marked}


def test_unequal_lists_pair_nothing():
    view, _ = listed("Chad, Mali and Niger grew by 3% and 5%.", "Chad", "Mali", "Niger")
    values = [i for i, item in enumerate(view.items) if item.value]

    assert [partner(view, i) for i in values] == [None, None]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Chad and Mali were down 25% and 5%.", [-1, -1]),
        ("In Chad it was 400, 35% fewer than the 577 before.", [0, -1, 0]),
        ("In Chad it is now below 10%.", [0]),
    ],
)
def test_all_values_of_a_list_go_the_same_way(text, ways):
    view, _ = listed(text, "Chad", "Mali")
    values = [i for i, item in enumerate(view.items) if item.value]

    assert [direction(view, i) for i in values] == ways


TAGGED = [
    ("40,000 wafers a month", ["CD", "NNS", "DT", "NN"], "NUM NOUN DET NOUN", "wafer"),
    ("0.36 per 10,000 people", ["CD", "IN", "CD", "NNS"], "NUM ADP NUM NOUN", "per 10,000 people"),
    ("7.4 workers per 10,000 residents", ["CD", "NNS", "IN", "CD", "NNS"], "NUM NOUN ADP NUM NOUN",
     "worker per 10,000 residents"),
    ("300 Bulgarians", ["CD", "NNPS"], "NUM PROPN", "people"),
    ("620 skilled workers", ["CD", "JJ", "NNS"], "NUM ADJ NOUN", "people"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tags", "kinds", "unit"), TAGGED)
def test_the_unit_is_the_noun_after_the_number(text, tags, kinds, unit):
    words = text.split()
    lemmas = [
        word.removesuffix("s") if tag == "NNS" else word
        for word, tag in zip(words, tags, strict=True)
    ]
    doc = Doc(English().vocab, words=words, tags=tags, pos=kinds.split(), lemmas=lemmas)
    resolved = ResolvedDoc(Article("a", doc.text), doc, (), (), (doc[:],))
    view = flat_view(doc[:], resolved, {})
    reading = Reading("number-bare", "value", 1.0, None)

    assert name_counted(view, 0, reading, doc).unit == unit


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It won a third of the market.", [33.3]),
        ("Two-thirds of them and half of us", [66.7, 50]),
        ("One in four came", [25]),
    ],
)
def test_shares_in_words_are_percentages(text, values):
    assert [q.value for q in find_amounts(text) if q.unit == "percent"] == values


@pytest.mark.parametrize("text", ["a quarter of a million", "a third of the year", "one in a row"])
def test_other_fractions_are_no_shares(text):
    assert all(q.unit != "percent" for q in find_amounts(text))


def test_a_bare_dollar_is_the_countrys_where_us_dollars_are_marked():
    text = "It is worth $1.4-billion"
    found = find_amounts(text)

    assert settle_currencies(found, text, {"Canada"}, dollars=True)[0].unit == "CAD"
    assert settle_currencies(found, text, {"Canada"})[0].unit == "USD"
    assert settle_currencies(found, text, {"Canada", "Australia"}, dollars=True)[0].unit == "USD"


def test_what_a_subject_counts_is_the_unit():
    words, tags = ["Transits", "numbered", "1,190"], ["NNS", "VBD", "CD"]
    doc = Doc(
        English().vocab,
        words=words,
        tags=tags,
        pos=["NOUN", "VERB", "NUM"],
        lemmas=["transit", "number", "1,190"],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "obj"],
    )
    resolved = ResolvedDoc(Article("a", doc.text), doc, (), (), (doc[:],))
    view = flat_view(doc[:], resolved, {})

    assert name_counted(view, 2, Reading("number-bare", "value", 1190, None), doc).unit == "transit"


def test_values_listed_beside_names_share_their_chance():
    view, _ = listed("Chad and Mali grew by 3% and 4%, respectively.", "Chad", "Mali")
    first, second = (i for i, item in enumerate(view.items) if item.value)

    assert share_chances({first: 0.2, second: 0.6}, view) == {first: 0.4, second: 0.4}


def test_the_last_number_of_a_sentence_is_not_its_main_time():
    view, _ = listed("Chad grew.", "Chad")
    timeline = Timeline(date(2024, 8, 6))
    timeline.take("2024-Q2", "x:Chad")
    timeline.take("2023-Q2", "x:Chad")
    timeline.read(view)

    reached = {name: period for period, name in timeline.reach("x:Chad")}

    assert reached["number-before"] == "2023-Q2"
    assert reached["number-before-first"] == "2024-Q2"


def test_nationals_are_people():
    assert {"Bulgarians", "Germans"} <= peoples()
    doc = Doc(English().vocab, words=["cases"], tags=["NNS"], pos=["NOUN"], lemmas=["case"])
    assert unit_of(doc[0]) == "case"
    assert counted_noun(doc, 0, 1) == doc[0]


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


def read(text, letters="C", base=date(2024, 4, 27)):
    """Return the view and the input of a text in which capitalised words are entities."""
    doc = English()(text)
    names = [token for token in doc if token.text in {"Acme", "Bolt", "Crux", "Foo"}]
    types = {"C": EntityType.COMPANY, "P": EntityType.PERSON}
    entities = tuple(
        Entity(f"x:{token.text}", types[letter], token.text)
        for token, letter in zip(names, letters * len(names), strict=False)
    )
    mentions = tuple(EntityMention(f"x:{token.text}", token.i, token.i + 1) for token in names)
    article = Article("a", text, published=base)
    resolved = ResolvedDoc(article, doc, entities, mentions, (doc[:],))
    return flat_view(doc[:], resolved, {entity.iri: letters[0] for entity in entities}), resolved


def test_the_age_of_a_person_is_theirs():
    _, resolved = read("Foo, 56, will lead the bank.", letters="P")
    (observation,) = find_observations(resolved, facts=(), least=0)

    assert (observation.about, observation.value, observation.unit) == ("x:Foo", 56, "year")


def test_a_list_behind_a_leader_is_a_ranking():
    view, _ = read("Acme leads with 112, followed by Bolt with 83 and Crux with 51.")
    places = [i for i, item in enumerate(view.items) if item.value]
    names = [f"x:{name}" for name in ("Acme", "Bolt", "Crux")]
    judged = [
        Judged(i, Reading("number-bare", "value", 1.0, None), name, 0.9, "")
        for i, name in zip(places, names, strict=True)
    ]

    assert [item.reading.rank for item in rank_listed(view, judged)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Acme made €61,300 in the north and 58,900 in the south.", ["EUR", "EUR"]),
        (
            "Acme made €1.1 billion, Bolt employs 720 people and made 149 million.",
            ["EUR", "people", "EUR"],
        ),
    ],
)
def test_a_bare_number_after_an_amount_is_one_if_its_size_fits(text, values):
    view, resolved = read(text)
    readings, _ = ValueReader().read(view, (), resolved.content[0])

    assert [reading.unit for _, reading in readings] == values


def test_a_year_earlier_may_be_counted_from_the_time_of_the_story():
    view, resolved = read("It had 12 percent a year earlier.", base=date(2026, 3, 1))
    timeline = Timeline(date(2026, 3, 1), told=[("2024",)])
    i = next(i for i, item in enumerate(view.items) if item.text != "D" and item.value)
    reading = Reading("percent-bare", "share", 12.0, "percent")
    found = {time.period: time.features for time in times(view, i, reading, resolved, timeline, "")}

    assert "anew:told-last" in found["2023"]
    assert "said" in found["2025"]


@pytest.mark.parametrize(
    ("word", "tag", "unit"),
    [("archaeologists", "NNS", "people"), ("engineers", "NNS", "people"), ("cars", "NNS", "car")],
)
def test_people_are_known_by_the_endings_of_their_trades(word, tag, unit):
    doc = Doc(English().vocab, words=["96", word], tags=["CD", tag], pos=["NUM", "NOUN"])

    assert unit_of(doc[1]) == unit
