"""What holds of every graph, whatever the articles are."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.canonical import canonical
from kg.quads import to_quads
from kg.resolve.naming import naming_of
from kg.store import BUILDS, Change, article_graph
from kg.store.rdf_files import ONTOLOGY
from kg.store.updates import update_text
from kg.view import view
from tests.kg.strategies import article_facts
from tests.stores import new_store

FEW = settings(max_examples=15, deadline=None)
some_articles = st.lists(
    article_facts(
        ids=st.sampled_from(["a1", "a2", "a3", "ü 4"]),
        names=st.sampled_from(["Acme", "ACME", "Bolt", "Crux"]),
    ),
    max_size=5,
    unique_by=lambda facts: facts.article.id,
)


def build(articles):
    store = new_store()
    for facts in articles:
        store.add(facts)
    return store


@given(some_articles, st.randoms(use_true_random=False))
@FEW
def test_articles_give_the_same_graph_in_any_order(articles, random):
    turned = random.sample(articles, len(articles))

    assert build(articles).canonical_nquads() == build(turned).canonical_nquads()


@given(some_articles, some_articles)
@FEW
def test_articles_built_and_removed_were_never_there(kept, passing):
    ids = {facts.article.id for facts in kept}
    passing = [facts for facts in passing if facts.article.id not in ids]
    store = build(passing + kept)
    for facts in passing:
        assert store.remove(facts.article.id)

    assert store.canonical_nquads() == build(kept).canonical_nquads()


@given(some_articles, some_articles)
@FEW
def test_replaced_articles_leave_nothing_behind(before, after):
    ids = {facts.article.id for facts in after}
    kept = [facts for facts in before if facts.article.id not in ids]

    assert build(before + after).canonical_nquads() == build(kept + after).canonical_nquads()


@given(some_articles)
@FEW
def test_a_second_build_changes_nothing(articles):
    store = build(articles)
    before = store.canonical_nquads()

    assert {store.add(facts) for facts in articles} <= {Change.UNCHANGED}
    assert store.canonical_nquads() == before


@given(some_articles)
@FEW
def test_an_article_comes_back_as_it_went_in(articles):
    store = build(articles)

    for facts in articles:
        assert store.article(facts.article.id) == canonical(facts)
        assert set(store.quads(article_graph(facts.article.id))) == to_quads(facts)


@given(some_articles)
@FEW
def test_the_default_graph_is_the_view_over_the_articles(articles):
    store = build(articles)
    said = [quad for quad in store.quads() if quad.graph_name not in {ONTOLOGY, BUILDS}]

    assert set(store.quads(ox.DefaultGraph())) == view(said, naming_of(said))


texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("\\u0022nrtU\"'\n\r\0\x7f<>{}")
literals = st.builds(ox.Literal, texts) | texts.map(lambda text: ox.Literal(text, language="en"))


@given(literals)
@settings(max_examples=300, deadline=None)
def test_any_text_survives_the_update_that_writes_and_deletes_it(literal):
    quad = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), literal, ox.NamedNode("x:g"))
    store = ox.Store()
    store.update(update_text([], [quad]))
    assert set(store) == {quad}

    store.update(update_text([quad], [], drop=[quad.graph_name]))
    assert len(store) == 0
    assert not list(store.named_graphs())


@pytest.mark.parametrize("failing", ["CLEAR GRAPH <x:not-there>", "LOAD <file:///not/there.ttl>"])
def test_an_update_whose_last_operation_fails_changes_nothing(tmp_path, failing):
    old, new = (ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:b"), ox.Literal(n)) for n in "on")
    store = ox.Store(tmp_path)
    store.add(old)
    with pytest.raises((RuntimeError, OSError)):
        store.update(f"{update_text([old], [new])} ;\n{failing}")

    assert set(store) == {old}
