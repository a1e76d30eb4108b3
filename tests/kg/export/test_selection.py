"""Which entities and facts a selection holds."""

import pytest

from kg.errors import UsageError
from kg.export.network import Edge, Network, Node
from kg.export.selection import Selection, select

NODES = {
    iri: Node(iri, label, type_, aliases, (), articles)
    for iri, label, type_, aliases, articles in [
        ("x:acme", "Acme", "Company", ("Acme Corp",), ("a1", "a2")),
        ("x:bolt", "Bolt", "University", (), ("a1",)),
        ("x:crux", "Crux", "Company", (), ("a2",)),
        ("x:dora", "Dora", "Person", (), ("a2",)),
        ("x:lone", "Lone", "Company", (), ("a3",)),
        ("x:acme-town", "ACME", "City", (), ()),
    ]
}
EDGES = (
    Edge("x:acme", "x:bolt", "partnersWith", "actual", 0.9, ("a1",), published="2023-05-01"),
    Edge(
        "x:acme",
        "x:crux",
        "acquires",
        "planned",
        0.6,
        ("a2",),
        start="2024-04-01",
        end="2024-04-30",
        published="2022-01-01",
        statements=("x:s1",),
    ),
    Edge("x:dora", "x:crux", "worksFor", "actual", 0.8, ("a2",)),
)
WHOLE = Network(NODES, EDGES)


def found(**chosen):
    part = select(WHOLE, Selection(**chosen))
    return " ".join(sorted(n.label for n in part.nodes.values())), [e.predicate for e in part.edges]


@pytest.mark.parametrize(
    ("chosen", "labels", "predicates"),
    [
        ({"about": ("x:crux",)}, "Acme Crux Dora", ["acquires", "worksFor"]),
        ({"about": ("crux",), "depth": 0}, "Crux", []),
        ({"about": ("dora",), "depth": 2}, "Acme Crux Dora", ["acquires", "worksFor"]),
        ({"about": ("acme corp",), "types": ("University",)}, "Acme Bolt", ["partnersWith"]),
        ({"about": ("acme",)}, "ACME Acme Bolt Crux", ["partnersWith", "acquires"]),
        ({"about": ("Lone",), "predicates": ("acquires",)}, "Lone", []),
        ({"types": ("Company",)}, "Acme Crux Lone", ["acquires"]),
        ({"predicates": ("worksFor",)}, "Crux Dora", ["worksFor"]),
        ({"statuses": ("planned",)}, "Acme Crux", ["acquires"]),
        ({"articles": ("a1",)}, "Acme Bolt", ["partnersWith"]),
        ({"since": "2023"}, "Acme Bolt Crux", ["partnersWith", "acquires"]),
        ({"since": "2024-04"}, "Acme Crux", ["acquires"]),
        ({"since": "2024-05"}, "", []),
        ({"until": "2023-05-01"}, "Acme Bolt", ["partnersWith"]),
        ({"since": "2023-06", "until": "2024-04-01"}, "Acme Crux", ["acquires"]),
        ({"min_confidence": 0.8}, "Acme Bolt Crux Dora", ["partnersWith", "worksFor"]),
        ({"entities": frozenset({"x:acme", "x:bolt", "x:none"})}, "Acme Bolt", ["partnersWith"]),
        ({"statements": frozenset({"x:s1"})}, "Acme Crux", ["acquires"]),
    ],
)  # fmt: skip
def test_a_selection_holds(chosen, labels, predicates):
    assert found(**chosen) == (labels, predicates)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"types": ("Firm",)}, "'Firm' is no entity type: expected one of Person, Company"),
        ({"predicates": ("likes",)}, "'likes' is no predicate: expected one of partnersWith"),
        ({"statuses": ("done",)}, "'done' is no status: expected one of actual, planned, denied"),
        ({"since": "yesterday"}, "'yesterday' is not a year, quarter, month or day"),
        ({"depth": -1}, "depth -1 is below 0"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_told(chosen, sentence):
    with pytest.raises(UsageError, match=sentence):
        Selection(**chosen)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Crx", "'Crx' names no entity of the graph: did you mean Crux?"),
        ("Zzzz", "'Zzzz' names no entity of the graph: expected a name or IRI"),
    ],
)
def test_a_name_of_none_is_told_with_those_that_are_near(name, sentence):
    with pytest.raises(UsageError) as error:
        select(WHOLE, Selection(about=(name,)))

    assert str(error.value) == sentence


def test_an_empty_selection_is_all():
    assert not Selection()
    assert Selection(about=("x",))
    assert select(WHOLE, Selection()) == WHOLE
