"""``kg analyse``: tables, JSON, and what is kept in the graph."""

import json

from tests.kg.examples import ACME, BOLT, CRUX

RANKS = "SELECT ?name { ?e nk:pageRank ?rank ; rdfs:label ?name } ORDER BY ?name"


def test_tables_show_entities_partners_communities_and_bridges(kg, graph):
    lines = kg("analyse").stdout.splitlines()

    titles = ["Most central entities", "Most central partners", "Communities", "Bridges"]
    assert [line for line in lines if line in titles] == titles
    assert any(line.split() == ["Acme", "Company", "1", "0.5000", "0.0000", "1"] for line in lines)
    assert any(line.split() == ["Acme", "Bolt", "University"] for line in lines)


def test_json_holds_every_measure(kg, graph):
    found = json.loads(kg("analyse", "--json", "--status", "actual", "--status", "planned").stdout)
    measures = {entity["iri"]: entity for entity in found["entities"]}

    assert set(measures) == {ACME.iri, BOLT.iri, CRUX.iri}
    assert (measures[ACME.iri]["degree"], measures[ACME.iri]["betweenness"]) == (2, 1.0)
    assert found["bridges"] == [[ACME.iri, BOLT.iri], [ACME.iri, CRUX.iri]]
    assert found["communities"][0]["members"][0] == ACME.iri


def test_measures_are_kept_in_the_graph_until_removed(kg, graph):
    assert kg("analyse", "--write").exit_code == 0
    assert kg("query", RANKS).stdout == "name\nAcme\nBolt University\n"
    assert kg("analyse", "--write", "--status", "planned").exit_code == 0
    assert kg("query", RANKS).stdout == "name\nAcme\nCrux\n"
    assert kg("analyse", "--remove").stdout == "graph: removed the analysis\n"
    assert kg("query", RANKS).stdout == "name\n"
    assert kg("analyse", "--remove").stdout == "graph holds no analysis\n"


def test_nothing_related_is_said(kg, graph):
    assert kg("analyse", "--type", "Person").stdout == "No two entities are related.\n"


def test_remove_stands_alone(kg, graph):
    result = kg("analyse", "--remove", "--write")

    assert result.exit_code == 2
    assert result.stderr == "kg: --remove stands alone: it takes no --write or --json\n"
