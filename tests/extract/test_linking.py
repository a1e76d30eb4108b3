"""Which names are linked to their IRIs elsewhere, and which stay unlinked."""

from __future__ import annotations

import gzip
import time
from importlib import resources

import pytest
import spacy
from spacy.tokens import Span

from extract.components.lexicon import load_lexicon
from extract.entities.clusters import Cluster
from extract.entities.linking import Setting, same_as
from extract.gazetteers import shipped
from kg.model import EntityType

UNIVERSITY = EntityType.UNIVERSITY
INSTITUTE = EntityType.RESEARCH_INSTITUTE
COMPANY = EntityType.COMPANY
LINES = """
northfielduniversity	University	US		 	https://northfield.example/
southeasternuniversity	University	CN		 	https://one.example/
southeasternuniversity	University	US		 	https://two.example/
zaist	University	KR	Seoul	a	https://ror.org/0zaist
plasmalaboratory	ResearchInstitute	GB	Leeds		https://ror.org/0plasma
gadget	Company			p	urn:ticker:NYSE:GDG
window	Company				urn:ticker:NYSE:WDW
zorblatt	Company				urn:ticker:NASDAQ:ZBT
"""


@pytest.fixture(autouse=True)
def known(monkeypatch):
    rows = [line.split("\t") for line in LINES.strip().splitlines()]
    lines = sorted("\t".join(cell.strip() for cell in row).encode() for row in rows)
    monkeypatch.setattr(shipped, "_lines", lambda: lines)


def cluster(kind, name, code=None):
    doc = spacy.blank("en")(name)
    return Cluster(kind, [Span(doc, 0, len(doc), label=kind.value)], code=code)


def links(kind, name, **setting):
    places = Setting(**{key: frozenset(value) for key, value in setting.items()})
    return same_as(cluster(kind, name), load_lexicon(), places)


def test_a_country_is_linked_to_iso_3166_and_wikidata():
    country = cluster(EntityType.COUNTRY, "Portugal", "PT")
    assert same_as(country, load_lexicon(), Setting()) == (
        "https://www.iso.org/obp/ui/#iso:code:3166:PT",
        "http://www.wikidata.org/entity/Q45",
    )


@pytest.mark.parametrize(
    ("kind", "name", "iri"),
    [
        (UNIVERSITY, "Northfield University", "https://northfield.example/"),
        (UNIVERSITY, "the Northfield\nUniversity", "https://northfield.example/"),
        (COMPANY, "Zorblatt", "urn:ticker:NASDAQ:ZBT"),
        (COMPANY, "Gadget", "urn:ticker:NYSE:GDG"),
        (COMPANY, "Window Corp.", "urn:ticker:NYSE:WDW"),
    ],
)
def test_a_sure_name_is_linked(kind, name, iri):
    assert links(kind, name) == (iri,)


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        (COMPANY, "Northfield University", "of another type"),
        (INSTITUTE, "Northfield University", "of another type"),
        (EntityType.PRODUCT, "Zorblatt", "of a type that is not linked"),
        (COMPANY, "Window", "a common word"),
        (UNIVERSITY, "ZAIST", "an acronym"),
        (UNIVERSITY, "Southeastern University", "two bear it"),
        (UNIVERSITY, "University of Northfield", "in another order"),
        (UNIVERSITY, "Northfield State University", "longer"),
        (UNIVERSITY, "Zzz University", "unknown"),
    ],
)
def test_a_name_that_may_be_anothers_is_not(kind, name, why):
    assert links(kind, name) == (), why


def test_the_country_named_nearby_tells_two_apart():
    name = "Southeastern University"
    assert links(UNIVERSITY, name, countries=["CN"]) == ("https://one.example/",)
    assert links(UNIVERSITY, name, countries=["CN", "US"]) == ()
    assert links(UNIVERSITY, "ZAIST", countries=["KR"]) == ("https://ror.org/0zaist",)


def test_an_institute_of_a_common_name_wants_its_city():
    name = "Plasma Laboratory"
    assert links(INSTITUTE, name, countries=["GB"]) == ()
    assert links(INSTITUTE, name, cities=["leeds"]) == ("https://ror.org/0plasma",)


def test_names_that_disagree_leave_an_entity_unlinked():
    both = cluster(COMPANY, "Zorblatt")
    both.absorb(cluster(COMPANY, "Gadget"))
    assert same_as(both, load_lexicon(), Setting()) == ()


def test_a_part_is_not_linked_to_the_whole():
    part = cluster(UNIVERSITY, "Northfield University's Center for Foo")
    part.absorb(cluster(UNIVERSITY, "Northfield University"))
    assert same_as(part, load_lexicon(), Setting()) == ()


def test_regions_and_large_cities_stand_for_their_country():
    found = Setting.of(
        [cluster(EntityType.REGION, "Ohio"), cluster(EntityType.CITY, "Osaka")], load_lexicon()
    )
    assert found == Setting(frozenset({"US", "JP"}), frozenset({"osaka"}))


def test_the_shipped_file_is_sorted_small_and_quick():
    path = resources.files("extract") / "gazetteers" / "organisations.tsv.gz"
    data = path.read_bytes()
    assert len(data) < 1_500_000
    start = time.process_time()
    lines = gzip.decompress(data).splitlines()
    assert time.process_time() - start < 0.5  # about 0.05 s on an idle machine
    assert lines == sorted(lines)
    for line in lines:
        key, kind, *rest = line.decode().split("\t")
        assert key
        assert EntityType(kind)
        assert len(rest) == 4
