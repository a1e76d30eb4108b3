"""The default graph: what it holds, and that changing it step by step gives the same."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg import vocab
from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate, Status
from kg.quads import to_quads
from kg.view import changes, choose_label, choose_type, view
from tests.kg.strategies import article_facts

ACME = vocab.entity_iri(EntityType.COMPANY, "Acme")
BOLT = vocab.entity_iri(EntityType.UNIVERSITY, "Bolt")
ONTOLOGY = Quad(
    NamedNode(vocab.NK + "Company"),
    NamedNode(vocab.RDFS + "label"),
    Literal("company"),
    NamedNode(vocab.ONTOLOGY_GRAPH),
)
LABEL = Quad(
    NamedNode(ACME), NamedNode(vocab.RDFS + "label"), Literal("ACME"), NamedNode("x:user-file")
)


def article(id_, type_=EntityType.COMPANY, name="Acme", status=Status.ACTUAL):
    ends = Entity(ACME, type_, name), Entity(BOLT, EntityType.UNIVERSITY, "Bolt")
    fact = Fact(ACME, Predicate.RECRUITS_FROM, BOLT, status=status)
    return to_quads(ArticleFacts(Article(id_, ""), ends, (fact,)))


def seen(quads, subject, predicate):
    return {
        quad.object.value
        for quad in view(quads)
        if (quad.subject.value, quad.predicate.value) == (subject, predicate)
    }


@pytest.mark.parametrize(
    ("votes", "label"),
    [
        ({"Acme": 1}, "Acme"),
        ({"ACME": 2, "Acme": 3}, "Acme"),
        ({"Acme": 1, "ACME": 1}, "ACME"),
    ],
)
def test_the_label_is_the_name_that_most_articles_use(votes, label):
    assert choose_label(votes) == label


@pytest.mark.parametrize(
    ("votes", "type_"),
    [
        ({EntityType.COMPANY: 1, EntityType.UNIVERSITY: 2}, EntityType.UNIVERSITY),
        ({EntityType.ORGANIZATION: 2, EntityType.UNIVERSITY: 1}, EntityType.ORGANIZATION),
        ({EntityType.ORGANIZATION: 1, EntityType.UNIVERSITY: 1}, EntityType.UNIVERSITY),
        ({EntityType.PLACE: 1, EntityType.REGION: 1}, EntityType.REGION),
        ({EntityType.COUNTRY: 1, EntityType.CITY: 1}, EntityType.CITY),
    ],
)
def test_the_class_is_the_most_voted_then_the_most_specific(votes, type_):
    assert choose_type(votes) == type_


def test_a_triple_of_two_articles_is_in_the_view_once():
    quads = article("a1") | article("a2")

    assert seen(quads, ACME, vocab.NK + "recruitsFrom") == {BOLT}
    assert {quad.graph_name for quad in view(quads)} == {DefaultGraph()}


def test_an_entity_has_one_label_and_one_class_however_many_articles_differ():
    quads = article("a1", name="ACME") | article("a2") | article("a3", EntityType.ORGANIZATION)

    assert seen(quads, ACME, vocab.RDFS + "label") == {"Acme"}
    assert seen(quads, ACME, vocab.RDF + "type") == {vocab.NK + "Company"}
    assert seen(quads, ACME, vocab.NK + "name") == {"ACME", "Acme"}


@pytest.mark.parametrize(
    ("statuses", "direct"),
    [
        ([Status.PLANNED, Status.ACTUAL], {BOLT}),
        ([Status.PLANNED, Status.DENIED], set()),
    ],
)
def test_one_article_that_states_a_fact_is_enough_for_its_direct_triple(statuses, direct):
    quads = set().union(*(article(f"a{n}", status=status) for n, status in enumerate(statuses)))

    assert seen(quads, ACME, vocab.NK + "recruitsFrom") == direct


def test_the_ontology_is_in_the_view_and_its_labels_have_no_vote():
    assert seen([ONTOLOGY], vocab.NK + "Company", vocab.RDFS + "label") == {"company"}


def test_the_view_of_a_store_that_has_one_is_the_same():
    quads = article("a1") | article("a2", name="ACME")

    assert view(quads | view(quads)) == view(quads)


def apply(store, old, new):
    """Change ``store`` as its keeper would; return the changes."""
    done = changes(old, new, lambda s, p, o: store.quads_for_pattern(s, p, o, None))
    for quad in done.deletes:
        store.remove(quad)
    store.extend(done.inserts)
    return done


IDS = ["a1", "a2", "a3"]
NAMES = ["Acme", "ACME", "The Acme", "Bolt"]
steps = st.lists(
    article_facts(st.sampled_from(IDS), st.sampled_from(NAMES))
    | st.sampled_from(IDS).map(lambda id_: ArticleFacts(Article(id_, ""))),
    max_size=6,
)


@settings(max_examples=60)
@given(steps)
def test_changing_the_view_step_by_step_gives_the_view_from_scratch(adding):
    """An article without facts stands for a removal."""
    store = Store()
    apply(store, frozenset(), {ONTOLOGY, LABEL})
    graphs = {}
    for facts in adding:
        id_ = facts.article.id
        new = to_quads(facts) if facts.entities else frozenset()
        apply(store, graphs.get(id_, frozenset()), new)
        graphs[id_] = new
        named = {ONTOLOGY, LABEL, *chain.from_iterable(graphs.values())}

        assert frozenset(store) == named | view(named)


@settings(max_examples=30)
@given(article_facts(st.just("a1"), st.sampled_from(NAMES)))
def test_adding_an_article_twice_changes_nothing(facts):
    store = Store()
    apply(store, frozenset(), to_quads(facts))

    assert apply(store, to_quads(facts), to_quads(facts)) == (frozenset(), frozenset())


def test_removing_one_of_two_articles_keeps_the_fact_that_both_state():
    store = Store()
    apply(store, frozenset(), article("a1"))
    apply(store, frozenset(), article("a2", name="ACME"))

    done = apply(store, article("a1"), frozenset())

    assert frozenset(store) == article("a2", name="ACME") | view(article("a2", name="ACME"))
    assert not any(quad.predicate.value == vocab.NK + "recruitsFrom" for quad in done.deletes
                   if quad.graph_name == DefaultGraph())  # fmt: skip


def test_a_label_that_another_file_gives_stays_when_the_articles_name_goes():
    store = Store()
    apply(store, frozenset(), {LABEL})
    apply(store, frozenset(), article("a1", name="ACME"))

    apply(store, article("a1", name="ACME"), frozenset())

    assert frozenset(store) == {LABEL} | view({LABEL})


def test_a_chosen_label_stays_when_another_file_that_gives_it_goes():
    store = Store()
    apply(store, frozenset(), {LABEL})
    apply(store, frozenset(), article("a1", name="ACME"))

    apply(store, {LABEL}, frozenset())

    assert frozenset(store) == article("a1", name="ACME") | view(article("a1", name="ACME"))


def test_two_graphs_can_be_replaced_at_once():
    store = Store()
    both = article("a1") | article("a2")
    apply(store, frozenset(), both)

    apply(store, both, article("a2", name="ACME"))

    assert frozenset(store) == article("a2", name="ACME") | view(article("a2", name="ACME"))
