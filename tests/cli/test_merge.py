"""``kg merge`` and ``kg split``: users' decisions, and what was joined."""

import json

import pytest

from kg.jsonl import to_lines
from kg.model import Article, ArticleFacts, Entity, EntityType
from kg.vocab import entity_iri


def article(id_, *names):
    found = tuple(
        Entity(entity_iri(EntityType.COMPANY, name), EntityType.COMPANY, name, aliases)
        for name, *aliases in names
    )
    return "\n".join(to_lines(ArticleFacts(Article(id_, ""), found)))


@pytest.fixture
def graph(kg):
    """A graph in which AFM and Acme Foo Motors are joined, and Bolt is by itself."""
    text = "\n".join(
        [article("a1", ("Acme Foo Motors", "AFM"), ("Bolt",)), article("a2", ("AFM",))]
    )
    assert kg("load", "-", stdin=text).exit_code == 0


def names(kg):
    query = "SELECT ?name { ?e nk:name ?n ; rdfs:label ?name } GROUP BY ?e ?name ORDER BY ?name"
    return kg("query", query, "--format", "csv").stdout.split("\n")[1:-1]


def test_what_was_joined_is_listed_with_its_reason(kg, graph):
    rows = json.loads(kg("merge", "--list", "--json").stdout)["merges"]

    assert [(row["rule"], row["reason"]) for row in rows] == [
        ("alias", "“Acme Foo Motors” is also called AFM")
    ]
    assert "org/afm" in kg("merge", "--list").stdout


def test_split_parts_what_was_joined_and_merge_joins_it_again(kg, graph):
    assert len(names(kg)) == 2
    assert kg("split", "AFM").exit_code == 0
    assert len(names(kg)) == 3

    assert kg("merge", "org/acme-foo-motors", "org/afm").exit_code == 0
    assert len(names(kg)) == 2


def test_merge_holds_when_the_article_comes_again(kg, graph):
    assert "Bolt is" in kg("merge", "Acme Foo Motors", "Bolt").stdout
    assert kg("remove", "a1").exit_code == 0
    assert kg("load", "-", stdin=article("a1", ("Bolt",))).exit_code == 0

    rows = json.loads(kg("merge", "--list", "--json").stdout)["merges"]
    assert rows == []  # Acme Foo Motors is gone
    assert kg("load", "-", stdin=article("a3", ("Acme Foo Motors",))).exit_code == 0
    rows = json.loads(kg("merge", "--list", "--json").stdout)["merges"]
    assert [row["rule"] for row in rows] == ["user"]


def test_one_name_can_be_another_in_one_article(kg, graph):
    assert kg("split", "AFM", "--article", "a2").exit_code == 0

    assert len(names(kg)) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["merge", "AFM"], 2, "takes two entities or --list"),
        (["merge", "AFM", "Crux"], 1, "no entity 'Crux'"),
        (["merge", "AFM", "Acme Foo Motors"], 2, "one entity already"),
        (["split", "Bolt"], 1, "nothing was joined with it"),
        (["split", "AFM", "Bolt"], 1, "was not joined with"),
        (["split", "AFM", "--article", "a9"], 1, "no article 'a9'"),
        (["split", "Bolt", "--article", "a2"], 1, "does not name 'Bolt'"),
    ],
)
def test_what_cannot_be_decided_is_told(kg, graph, arguments, status, message):
    result = kg(*arguments)

    assert result.exit_code == status
    assert message in result.stderr
