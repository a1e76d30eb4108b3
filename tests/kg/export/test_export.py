"""Every format: pictures, empty graphs, and a format that does not exist."""

import pytest

from kg.errors import UsageError
from kg.export import FOLDERS, FORMATS, export, write_folder
from kg.store import GraphStore
from tests.kg.examples import many


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_a_picture_is_of_its_format_and_the_same_each_time(store, form, start):
    picture = export(store, form)

    assert picture.startswith(start)
    assert export(store, form) == picture


def test_a_picture_names_entities_relations_and_types(store):
    picture = export(store, "svg").decode()

    for text in ("Acme", "Bolt University", "partnersWith", "acquires", "University", "planned"):
        assert f">{text}<" in picture


def test_a_picture_shows_the_best_connected_first(store):
    with GraphStore.memory() as crowd:
        for article in many(30):
            crowd.add(article)
        picture = export(crowd, "svg", nodes=5).decode()

    assert ">Acme<" in picture
    assert picture.count(">Company ") <= 4


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"html"}))
def test_an_empty_graph_can_be_exported(form):
    with GraphStore.memory() as empty:
        assert isinstance(export(empty, form), bytes)


@pytest.mark.parametrize("form", FOLDERS)
def test_an_empty_graph_can_be_exported_into_a_folder(form, tmp_path):
    with GraphStore.memory() as empty:
        write_folder(empty, form, tmp_path / "new" / "folder")

    assert any((tmp_path / "new" / "folder").iterdir())


def test_a_format_that_does_not_exist_is_told(store, tmp_path):
    with pytest.raises(UsageError, match="'xlsx' is no export format: expected one of turtle"):
        export(store, "xlsx")
    with pytest.raises(UsageError, match="'xlsx' is no format of several files: expected one of"):
        write_folder(store, "xlsx", tmp_path)
