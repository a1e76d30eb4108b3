from __future__ import annotations

import pytest

from kg.cli.ask import open_graph
from kg.cli.ask_prompt import completions
from kg.errors import InputError

NAMES = ["Acme", "Acme Chips", "Bolt University"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who leads ac", [("Acme", 2), ("Acme Chips", 2)]),
        ("Who leads acme ch", [("Acme Chips", 7)]),
        ("Who leads a", []),
        ("Who leads zz", []),
    ],
)
def test_names_are_completed_from_what_is_typed(text, expected):
    assert list(completions(text, NAMES)) == expected


def test_a_folder_of_rdf_files_is_a_graph_in_memory(tmp_path):
    (tmp_path / "a.ttl").write_text('<x:a> <x:p> "1" .', encoding="utf-8")
    (tmp_path / "b.nt").write_text('<x:b> <x:p> "2" .', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no RDF", encoding="utf-8")

    with open_graph(tmp_path) as graph:
        assert len(graph.select("SELECT * { ?s <x:p> ?o }")) == 2


def test_a_file_that_is_no_rdf_is_told(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("no RDF", encoding="utf-8")

    with pytest.raises(InputError, match="no RDF file"):
        open_graph(file)
