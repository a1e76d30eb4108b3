from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.questions.algebra import Call, Column, Iri, Literal, Select, Var, to_sparql


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_comes_back_from_the_engine_as_it_went_in(text):
    query = to_sparql(Select((Column(Var("x"), Call("STR", (Literal(text),))),), ()))

    assert [row["x"].value for row in ox.Store().query(query)] == [text]


@pytest.mark.parametrize("iri", ["no colon", "x:a b", "x:<y>", 'x:"', "x:{", "x:\n"])
def test_what_is_no_iri_is_refused(iri):
    with pytest.raises(ValueError, match="IRI"):
        Iri(iri)


@pytest.mark.parametrize("name", ["x y", "?x", "", "1x", "x}"])
def test_what_is_no_variable_name_is_refused(name):
    with pytest.raises(ValueError, match="variable"):
        Var(name)
