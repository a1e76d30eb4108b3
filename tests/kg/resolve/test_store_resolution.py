"""Resolution in a store: the view follows, in any order, and what users decide holds."""

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import vocab
from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate
from kg.resolve.clusters import resolve
from kg.resolve.decisions import APART, DECISIONS, ELSEWHERE, SAME, Decision
from kg.resolve.graph import ChangedGraph
from kg.resolve.index import BLOCKS, RESOLUTION, RESOLVED_TO
from kg.resolve.naming import naming_of
from kg.store import BUILDS, GraphStore
from kg.store.rdf_files import ONTOLOGY
from kg.view import view
from tests.stores import new_store

ACME = EntityType.COMPANY, "Acme Foo Manufacturing Company", ("AFMC",)
SHORT = EntityType.COMPANY, "AFMC", ()
GROUP = EntityType.COMPANY, "Acme Foo Manufacturing Group", ()
BOLT = EntityType.UNIVERSITY, "Bolt University", ()
KIM = EntityType.PERSON, "Kim Min-su", ("Kim",)
KIMS = EntityType.PERSON, "Kim Minsu", ()


def entity(type_, name, aliases=(), **more):
    return Entity(vocab.entity_iri(type_, name), type_, name, aliases, **more)


def article(id_, *entities, pairs=()):
    found = tuple(entity(*parts) for parts in entities)
    facts = tuple(Fact(found[a].iri, Predicate.PARTNERS_WITH, found[b].iri) for a, b in pairs)
    return ArticleFacts(Article(id_, ""), found, facts)


def iri(parts):
    return vocab.entity_iri(parts[0], parts[1])


def build(*articles, decisions=()):
    store = new_store()
    for facts in articles:
        store.add(facts)
    for decision in decisions:
        store.decide(decision)
    return store


def labels(store):
    return sorted(row[0] for row in store.select("SELECT ?l { ?e nk:name ?n ; rdfs:label ?l }"
                                                 " GROUP BY ?e ?l").values())  # fmt: skip


def test_two_names_of_one_entity_are_one_in_the_view_and_two_in_the_articles():
    store = build(article("a1", ACME, BOLT, pairs=[(0, 1)]), article("a2", SHORT, BOLT))

    assert labels(store) == ["AFMC", "Bolt University"]
    partner = store.select("SELECT ?c { ?c nk:partnersWith ?u . ?u a nk:University }").values()
    assert partner == [[iri(ACME)]]
    assert store.article("a2").entities[0].iri == iri(SHORT)


def test_a_merge_says_why():
    store = build(article("a1", ACME), article("a2", SHORT))
    query = """SELECT ?rule ?why ?article { ?m a nk:Merge ; nk:rule ?rule ; nk:reason ?why ;
               nk:entity ?e ; prov:wasDerivedFrom/nk:articleId ?article . ?e nk:resolvedTo ?to }"""

    assert sorted(store.select(query).values()) == [
        ["alias", "“Acme Foo Manufacturing Company” is also called AFMC", "a1"],
        ["alias", "“Acme Foo Manufacturing Company” is also called AFMC", "a2"],
    ]


def test_removing_the_article_that_joined_two_parts_them_again():
    store = build(article("a2", SHORT), article("a1", ACME, BOLT, pairs=[(0, 1)]))
    store.remove("a1")

    assert store.canonical_nquads() == build(article("a2", SHORT)).canonical_nquads()
    assert not list(store.quads(RESOLUTION))


def test_two_entities_of_one_article_stay_apart():
    store = build(article("a1", ACME), article("a2", SHORT, ACME))

    assert len(labels(store)) == 2


def test_a_user_joins_what_no_rule_does_and_it_holds_when_articles_change():
    same = Decision(SAME, iri(BOLT), iri(ACME))
    store = build(article("a1", ACME), article("a2", BOLT), decisions=[same])
    assert labels(store) == ["Acme Foo Manufacturing Company"]

    store.remove("a1")
    assert labels(store) == ["Bolt University"]
    store.add(article("a3", ACME))
    assert store.select("SELECT DISTINCT ?e { ?e nk:name ?n }").values() == [[iri(BOLT)]]


def test_a_user_parts_what_a_rule_joins_and_takes_it_back():
    apart = Decision(APART, iri(ACME), iri(SHORT))
    articles = article("a1", ACME), article("a2", SHORT)
    store = build(*articles, decisions=[apart])
    assert len(labels(store)) == 2

    assert store.forget(apart)
    assert store.canonical_nquads() == build(*articles).canonical_nquads()


def test_the_later_of_two_contrary_decisions_holds():
    store = build(article("a1", ACME), article("a2", SHORT))
    store.decide(Decision(APART, iri(ACME), iri(SHORT)))
    store.decide(Decision(SAME, iri(ACME), iri(SHORT)))

    assert len(labels(store)) == 1
    assert store.decisions() == [Decision(SAME, iri(ACME), iri(SHORT))]


def test_a_name_that_means_another_in_one_article_is_another_there():
    articles = article("a1", KIM, BOLT), article("a2", KIM, ACME)
    store = build(*articles)
    assert labels(store).count("Kim Min-su") == 1

    store.decide(Decision(ELSEWHERE, iri(KIM), vocab.article_iri("a2")))
    assert labels(store).count("Kim Min-su") == 2
    spoken_of = store.select(
        f"SELECT ?k {{ <{vocab.article_iri('a2')}> nk:mentions ?k . ?k a nk:Person }}"
    )
    assert spoken_of.values() == [[iri(KIM) + "~a2"]]


def test_decisions_travel_with_an_export(tmp_path):
    apart = Decision(APART, iri(ACME), iri(SHORT))
    store = build(article("a1", ACME), article("a2", SHORT), decisions=[apart])
    file = tmp_path / "graph.nq"
    file.write_bytes(store.dump("nquads"))
    other = GraphStore.memory()
    other.load_rdf(file)

    assert other.canonical_nquads() == store.canonical_nquads()


def test_a_graph_that_other_rules_resolved_is_resolved_anew(tmp_path, monkeypatch):
    folder = tmp_path / "graph"
    with GraphStore.open(folder, create=True) as store:
        store.add(article("a1", ACME))
        store.add(article("a2", SHORT))
        wanted = store.canonical_nquads()
        merged = set(store.quads(RESOLUTION))
        for quad in merged:
            store.database.remove(quad)
    monkeypatch.setattr("kg.store.graph_store.RULES", "another")
    with GraphStore.open(folder) as store:
        assert set(store.quads(RESOLUTION)) == merged
        assert store.canonical_nquads() == wanted


NAMES = [ACME, SHORT, GROUP, BOLT, KIM, KIMS, (EntityType.PERSON, "Kim", ())]
NAMES += [(EntityType.CITY, "AFMC", ()), (EntityType.GOVERNMENT_BODY, "AFMC", ())]
decided = st.one_of(
    st.builds(
        lambda kind, pair: Decision(kind, iri(pair[0]), iri(pair[1])),
        st.sampled_from([SAME, APART]),
        st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique_by=iri),
    ),
    st.builds(
        lambda name, id_: Decision(ELSEWHERE, iri(name), vocab.article_iri(id_)),
        st.sampled_from(NAMES),
        st.sampled_from("ab"),
    ),
)


@st.composite
def written(draw):
    found = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique_by=iri))
    pairs = [(0, 1)] if len(found) > 1 and draw(st.booleans()) else []
    return article(draw(st.sampled_from("abcd")), *found, pairs=pairs)


SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def is_named(quad):
    return isinstance(quad.graph_name, ox.NamedNode)


def check(store):
    """Check that a store is what its articles and decisions make it, from scratch."""
    quads = list(store.quads())
    articles = [q for q in quads if is_named(q) and q.graph_name.value.startswith(vocab.ARTICLE)]
    said = [q for q in quads if q.graph_name not in {ONTOLOGY, BUILDS, BLOCKS}]
    assert set(store.quads(ox.DefaultGraph())) == view(said, naming_of(said))
    decisions = naming_of(said)._decisions
    graph = ChangedGraph(store._match, frozenset(), frozenset(), decisions)
    units = {decisions.unit(q.graph_name.value, q.subject.value)
             for q in articles if q.predicate.value == vocab.NK + "name"}  # fmt: skip
    found = resolve([graph.profile(unit) for unit in units], graph, decisions)
    wanted = {(m, c.iri) for c in found for m in c.members if m != c.iri}
    assert wanted == {
        (q.subject.value, q.object.value) for q in store.quads(RESOLUTION)
        if q.predicate == RESOLVED_TO
    }  # fmt: skip


@given(st.lists(written() | decided | st.sampled_from("abcd"), max_size=8))
@SOME
def test_step_by_step_gives_what_all_at_once_gives(steps):
    """A letter stands for the removal of that article."""
    store = new_store()
    for step in steps:
        if isinstance(step, ArticleFacts):
            store.add(step)
        elif isinstance(step, Decision):
            store.decide(step)
        else:
            store.remove(step)
        check(store)


@given(st.lists(written(), max_size=5, unique_by=lambda f: f.article.id), st.randoms())
@SOME
def test_the_order_of_articles_does_not_matter(articles, random):
    turned = random.sample(articles, len(articles))

    assert build(*articles).canonical_nquads() == build(*turned).canonical_nquads()


@pytest.mark.parametrize("decision", [Decision(APART, iri(ACME), iri(SHORT))])
def test_a_decision_is_kept_once(decision):
    store = build(article("a1", ACME))

    assert store.decide(decision)
    assert not store.decide(decision)
    assert len(store.decisions()) == 1
    assert {quad.graph_name for quad in store.quads(DECISIONS)} == {DECISIONS}
    assert not store.forget(Decision(SAME, iri(ACME), iri(BOLT)))
