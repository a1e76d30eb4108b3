"""The web page that holds a graph: what is in it, and that nothing of the graph can break it."""

import json
import re

import pytest

from kg.errors import UsageError
from kg.export import export, html
from kg.export.selection import Selection
from kg.model import Predicate
from kg.store import GraphStore
from kg.vocab import predicate_iri
from tests.kg.examples import ACME, BOLT, CRUX
from tests.kg.export.conftest import ODD, ODD_NAME, ODD_TEXT

needs_explorer = pytest.mark.skipif(not html.is_built(), reason="python web/build.py builds it")
_DATA = re.compile(r'<script type="application/json" id="newskg-data">(.*?)</script>', re.DOTALL)


def held(store, **options):
    page = export(store, "html", **options).decode()
    (data,) = _DATA.findall(page)
    return json.loads(data)


@pytest.fixture(scope="module")
def data(store):
    return held(store)


def row(data, iri):
    return next(n for n, node in enumerate(data["nodes"]) if node[0] == iri)


@needs_explorer
def test_entities_have_names_links_type_and_how_many_facts(data):
    at = row(data, ODD.iri)

    assert data["nodes"][at][1:] == [ODD_NAME, ODD.type.value, 1]
    assert sorted(data["names"][at]) == sorted(ODD.aliases)
    assert data["links"][at] == list(ODD.same_as)


@needs_explorer
def test_a_fact_has_days_details_and_every_statement_with_its_sentence(data):
    acme, crux, bolt = (row(data, entity.iri) for entity in (ACME, CRUX, BOLT))
    found = {(edge[0], edge[1]): n for n, edge in enumerate(data["edges"])}
    bought, partners = found[acme, crux], found[acme, bolt]

    assert data["edges"][bought][3:7] == ["planned", 1.0, "2024-04-01", "2024-04-30"]
    assert data["details"][bought] == {"amount": 5e6, "currency": "USD", "date": "2024-04"}
    relation = data["relations"][data["edges"][partners][2]]
    assert relation["iri"] == predicate_iri(Predicate.PARTNERS_WITH)
    assert relation["symmetric"] is True
    said = data["statements"][partners]
    assert [data["articles"][one["article"]]["id"] for one in said] == ["a1", "a2"]
    assert said[0]["quotes"] == ["Acme works with Bolt University."]


@needs_explorer
def test_numbers_stand_with_their_entity(data):
    (first, *_) = data["numbers"][str(row(data, BOLT.iri))]

    assert (first["indicator"], first["value"], first["period"]) == ("enrolment", 12000.0, "2023")
    assert first["quote"] == "Acme works with Bolt University."


@needs_explorer
def test_no_text_of_the_graph_ends_the_script_that_holds_it(store):
    page = export(store, "html").decode()
    data = _DATA.search(page)[1]

    assert "<" not in data
    assert "\u2028" not in data
    assert ODD_TEXT in [
        q for said in json.loads(data)["statements"] for s in said for q in s["quotes"]
    ]
    assert page.count("</html>") == 1


@needs_explorer
def test_the_page_may_load_nothing(store):
    page = export(store, "html").decode()

    assert "default-src 'none'" in page
    assert "connect-src" not in page
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?!data:)', page)


@needs_explorer
def test_a_part_holds_only_its_articles_and_the_same_gives_the_same(store):
    part = Selection(about=("Crux",))

    assert [one["id"] for one in held(store, selection=part)["articles"]] == ["a1", "a2"]
    assert export(store, "html", selection=part) == export(store, "html", selection=part)


@needs_explorer
def test_an_empty_graph_gives_a_page():
    with GraphStore.memory() as empty:
        assert held(empty)["nodes"] == []


def test_an_installation_without_the_explorer_says_how_to_build_it(store, tmp_path, monkeypatch):
    monkeypatch.setattr(html, "PAGE", tmp_path / "explorer.html")

    with pytest.raises(UsageError, match=r"not built here: run python web/build\.py"):
        export(store, "html")
