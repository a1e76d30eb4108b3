"""Whether what came back is what the suite expects, up to the names of blank nodes."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import rdflib
import rdflib.query

RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_ROW, _COLUMN = "urn:row:", "urn:column:"


def graph_of(text, media_type, base=None):
    """Return the triples of an RDF text."""
    form = ox.RdfFormat.from_media_type(media_type)
    return {quad.triple for quad in ox.parse(text, form, base_iri=base)}


def same_graph(found, expected) -> bool:
    """Say whether two sets of triples are isomorphic."""
    return same_dataset(map(_quad, found), map(_quad, expected))


def same_dataset(found, expected) -> bool:
    """Say whether two sets of quads are isomorphic."""
    return _canonical(found) == _canonical(expected)


def same_solutions(found: bytes, found_type: str, expected: bytes, expected_type: str) -> bool:
    """Say whether two results of SELECT or ASK are the same, in any order of rows."""
    one, other = _parsed(found, found_type), _parsed(expected, expected_type)
    if isinstance(one, ox.QueryBoolean) or isinstance(other, ox.QueryBoolean):
        return type(one) is type(other) and bool(one) == bool(other)
    if {v.value for v in one.variables} != {v.value for v in other.variables}:
        return False
    return same_dataset(_as_quads(one), _as_quads(other))


def rows_of(path, base) -> bytes:
    """Return a result that is written as RDF, with the result-set vocabulary, as XML."""
    graph = rdflib.Graph().parse(path, publicID=base)
    variables = [rdflib.Variable(str(v)) for v in graph.objects(None, RS.resultVariable)]
    result = rdflib.query.Result("SELECT")
    result.vars = variables
    result.bindings = [
        {
            rdflib.Variable(str(graph.value(one, RS.variable))): graph.value(one, RS.value)
            for one in graph.objects(solution, RS.binding)
        }
        for solution in graph.objects(None, RS.solution)
    ]
    return result.serialize(format="xml")


def same_csv(found: bytes, expected: bytes) -> bool:
    """Say whether two CSV results have the same rows; CSV tells no kind of term."""
    one, other = (
        list(csv.DictReader(io.StringIO(t.decode(), newline=""))) for t in (found, expected)
    )
    return sorted(map(_plain, one)) == sorted(map(_plain, other))


def _rows(data):
    return sorted(map(_plain, csv.DictReader(io.StringIO(data.decode(), newline=""))))


def _plain(row):
    """Return a row with blank nodes named alike and numbers as numbers."""
    return sorted(
        (name, "_:" if value.startswith("_:") else _number(value)) for name, value in row.items()
    )


def _number(value):
    try:
        return repr(float(value))
    except ValueError:
        return value


def _parsed(data, media_type):
    return ox.parse_query_results(data, ox.QueryResultsFormat.from_media_type(media_type))


def _as_quads(solutions):
    """Return rows as a graph: a blank node for each row, a triple for each value."""
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode(_ROW), ox.Literal("row"))
        for name, term in zip(names, row, strict=True):
            if term is not None:
                yield ox.Quad(node, ox.NamedNode(_COLUMN + name), term)


def _quad(triple):
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _canonical(quads):
    """Return quads with blank nodes named by content, literals as the engine spells them."""
    store = ox.Store()
    store.extend(quads)
    dataset = ox.Dataset(list(store))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)
