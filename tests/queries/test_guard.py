"""No query or update makes the server call another, however it is spelt."""

from __future__ import annotations

import http.server
import threading

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import vocab
from kg.errors import QueryError
from queries.protocol.guard import check_query
from queries.protocol.updates import check_update

EVIL = "http://127.0.0.1:{port}/x"


@pytest.fixture(scope="module")
def listener():
    """A server that counts the requests it gets; the engine must never reach it."""
    reached = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            reached.append(self.path)
            self.send_error(404)

        def do_POST(self):
            self.do_GET()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, reached
    server.shutdown()


@pytest.mark.parametrize("number", [0, 4, 5, 6])
def test_without_the_guard_the_engine_calls(listener, number):
    port, reached = listener
    runs(SPELLINGS[number] % EVIL.format(port=port))

    assert reached
    reached.clear()


def refused(check, text):
    try:
        check(text)
    except QueryError:
        return True
    return False


def runs(text, *, update=False):
    """Run a text in the engine itself."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("1")))
    try:
        if update:
            store.update(text, prefixes=vocab.PREFIXES)
        else:
            result = store.query(text, prefixes=vocab.PREFIXES)
            result.serialize(format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, OSError, RuntimeError, AttributeError, ValueError):
        pass


SPELLINGS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "select * { service <%s> { ?s ?p ?o } }",
    "SELECT*{SERVICE<%s>{?s ?p ?o}}",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT*{SERVICESILENT<%s>{?s ?p ?o}}",
    "PREFIX x: <%s> SELECT*{SERVICEx:y{?s ?p ?o}}",
    "PREFIX x: <%s> PREFIX SERVICEx: <x:> SELECT*{SERVICEx:y{?s ?p ?o}}",
    "PREFIX x: <%s> PREFIX servicex: <x:> SELECT*{servicex:y{?s ?p ?o}}",
    "PREFIX x: <%s> PREFIX trueSERVICEx: <x:> SELECT*{?s ?p trueSERVICEx:y{?s ?p ?o}}",
    "PREFIX : <%s> PREFIX SERVICE: <x:> SELECT*{SERVICE: {?s ?p ?o}}",
    "PREFIX : <%s> PREFIX SERVICESILENT: <x:> SELECT*{SERVICESILENT:y{?s ?p ?o}}",
    "PREFIX x: <%s> SELECT*{?s ?p true SERVICE x:y {?a ?b ?c}}",
    "PREFIX x: <x:> SELECT*{?s ?p x:a.SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p trueSERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p 1SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p 1.SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p 1.0e1SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p 'a'SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p 'a'@en SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p ?o.#\nSERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p ?o.FILTER(?o<1)SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p ?o.FILTER(?o<?s)SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p ?o.FILTER(?o<?s#>\n)SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{?s ?p '''SERVICE'''.SERVICE<%s>{?a ?b ?c}}",
    'SELECT*{?s ?p "\\"".SERVICE<%s>{?a ?b ?c}#"}}',
    "SELECT*{{}UNION{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{OPTIONAL{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{FILTER EXISTS{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{FILTER NOT EXISTS{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{MINUS{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{GRAPH ?g{SERVICE<%s>{?a ?b ?c}}}",
    "SELECT*{{SELECT*{SERVICE<%s>{?a ?b ?c}}}}",
    "SELECT*{BIND(<%s> AS ?x)SERVICE ?x{?a ?b ?c}}",
    "SELECT*{VALUES ?x{<%s>}SERVICE ?x{?a ?b ?c}}",
    "SELECT*{LATERAL{SERVICE<%s>{?a ?b ?c}}}",
    "ASK{SERVICE<%s>{?a ?b ?c}}",
    "DESCRIBE ?a{SERVICE<%s>{?a ?b ?c}}",
    "CONSTRUCT{?a ?b ?c}WHERE{SERVICE<%s>{?a ?b ?c}}",
    "SELECT(EXISTS{SERVICE<%s>{?a ?b ?c}}AS ?x){}",
    "SELECT*{}HAVING(EXISTS{SERVICE<%s>{?a ?b ?c}})",
    "SELECT*{}ORDER BY EXISTS{SERVICE<%s>{?a ?b ?c}}",
    r"SELECT*{\u0053ERVICE<%s>{?a ?b ?c}}",
    "\ufeffSELECT*{SERVICE<%s>{?a ?b ?c}}",
    "SELECT*{SERVICE\t\r\n<%s>\n{?a ?b ?c}}",
    "SELECT*{SERVICE#x\n<%s>#y\n{?a ?b ?c}}",
    "BASE <%s> SELECT*{SERVICE<>{?a ?b ?c}}",
    "BASE <%s> SELECT*{SERVICE<y>{?a ?b ?c}}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_service_gets_through(listener, spelling):
    port, reached = listener
    text = spelling % EVIL.format(port=port)

    assert refused(check_query, text)
    assert refused(check_query, text.replace("SELECT*", "select *")) or "SELECT*" not in text
    assert reached == []


UPDATES = [
    "LOAD <%s>",
    "load<%s>",
    "LOAD SILENT <%s>",
    "LOADSILENT<%s>",
    "LOAD <%s> INTO GRAPH <x:g>",
    "LOAD <file:///etc/passwd>",
    "LOAD <file:///%s.ttl>",
    "PREFIX x: <%s> LOADx:y",
    "PREFIX x: <%s> PREFIX LOADx: <x:> LOADx:y",
    "PREFIX x: <%s> LOAD x:y",
    "INSERT DATA {} ; LOAD <%s>",
    "CLEARALL;LOAD<%s>",
    "#\nLOAD#\n<%s>",
    "INSERT {?a ?b ?c} WHERE {SERVICE<%s>{?a ?b ?c}}",
    "INSERT{?a ?b ?c}WHERE{SERVICESILENT<%s>{?a ?b ?c}}",
    "PREFIX x: <%s> INSERT{?a ?b ?c}WHERE{SERVICEx:y{?a ?b ?c}}",
    "WITH <x:g> DELETE {?a ?b ?c} WHERE {SERVICE<%s>{?a ?b ?c}}",
    "DELETE WHERE {?a ?b ?c} ; INSERT {?a ?b ?c} USING <x:g> WHERE {SERVICE<%s>{?a ?b ?c}}",
    "BASE <%s> LOAD <>",
]


@pytest.mark.parametrize("spelling", UPDATES)
def test_no_spelling_of_load_gets_through(listener, spelling):
    port, reached = listener
    target = EVIL.format(port=port)

    assert refused(check_update, spelling.replace("%s", target))
    assert reached == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <x:SERVICE> 'SERVICE <http://x/> {}' } # SERVICE <http://x/> {}",
        "PREFIX service: <x:> SELECT * { ?s a service:Service ; service:load ?o . { ?o ?p ?q } }",
        "SELECT ?service { ?service ?load ?x }",
        "SELECT * { _:service <x:p> 'LOAD'@load }",
        "PREFIX s: <x:> SELECT * { GRAPH s:service { ?s ?p ?o } }",
        "SELECT (?a<?b && ?c>?d AS ?x) { ?a ?b ?c, ?d }",
    ],
)
def test_what_only_looks_like_it_is_let_through(query):
    assert check_query(query).form == "SELECT"


PIECES = [
    *(
        "SERVICE",
        "service",
        "SILENT",
        "LOAD",
        "GRAPH",
        "OPTIONAL",
        "FILTER",
        "true",
        "a",
        "x:",
        ":",
    ),
    *("<%s>", "x:y", "SERVICEx:", "?v", "{", "}", "(", ")", ".", ";", " ", "\n", "#", "'", '"'),
    *(
        "'''",
        "\\",
        "<",
        ">",
        "1",
        "1.",
        "@en",
        "^^",
        "&&",
        "[]",
        "_:b",
        "EXISTS",
        "SELECT*",
        "\\u0053",
    ),
    *("?s ?p ?o", "{?s ?p ?o}", "UNION", "VALUES", "BIND(", "PREFIX x:<%s>", "ServiceX:y{"),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_what_passes_the_guard_never_calls(listener, pieces):
    port, reached = listener
    target = EVIL.format(port=port)
    for head in ("SELECT*{", f"PREFIX x:<{target}>PREFIX SERVICEx:<x:>PREFIX :<{target}>SELECT*{{"):
        text = head + "".join(pieces).replace("%s", target) + "}"
        if not refused(check_query, text):
            runs(text)
    text = "".join(pieces).replace("%s", target)
    if not refused(check_update, text):
        runs(text, update=True)

    assert reached == []


@pytest.mark.parametrize(
    "text", ["a" * 3_000_000, "SELECT" + "(" * 5000, "'" * 100_001, "a." * 200_000]
)
def test_large_nonsense_is_refused_at_once(text):
    assert refused(check_query, text)


def test_an_allowed_endpoint_is_let_through():
    allowed = frozenset(["http://example.org/sparql"])

    check_query("SELECT * { SERVICE <http://example.org/sparql> {} }", allowed)
    check_query("PREFIX e: <http://example.org/> ASK { SERVICE SILENT e:sparql {} }", allowed)
    for other in ("<http://example.org/sparql/>", "?e", "<sparql>", "<http://example.org>"):
        assert refused(lambda q: check_query(q, allowed), f"ASK {{ SERVICE {other} {{}} }}")


@pytest.mark.parametrize(
    ("update", "targets"),
    [
        ("INSERT DATA { <x:a> <x:b> 1 }", {""}),
        ("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } . <x:a> <x:b> 2 }", {"", "x:g"}),
        ("PREFIX g: <x:> DELETE DATA { GRAPH g:h { <x:a> <x:b> 1 } }", {"x:h"}),
        ("WITH <x:g> DELETE { ?s ?p ?o } INSERT { GRAPH ?g { ?s ?p ?o } } WHERE {}", {"x:g", None}),
        ("DELETE { ?s ?p ?o } USING <x:u> WHERE { GRAPH <x:w> { ?s ?p ?o } }", {""}),
        ("DELETE WHERE { GRAPH <x:g> { ?s ?p ?o } }", {"x:g"}),
        ("CLEAR SILENT GRAPH <x:g> ; DROP DEFAULT ; CREATE GRAPH <x:c>", {"x:g", "", "x:c"}),
        ("CLEAR ALL", {None}),
        ("DROP NAMED", {None}),
        ("ADD <x:a> TO <x:b> ; COPY DEFAULT TO GRAPH <x:c>", {"x:b", "x:c"}),
        ("MOVE <x:a> TO DEFAULT", {"x:a", ""}),
        (
            "BASE <http://e/d/> CLEAR GRAPH <g> ; BASE <../f/> CLEAR GRAPH <g>",
            {"http://e/d/g", "http://e/f/g"},
        ),
        ("INSERT {} WHERE {}", set()),
        ("", set()),
    ],
)
def test_what_an_update_writes_is_read_from_it(update, targets):
    assert check_update(update).targets() == targets


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 }",
        "INSERT DATA <x:a>",
        "PREFIX x: <x:> PREFIX GRAPHx: <x:> INSERT DATA { GRAPHx:y { <x:a> <x:b> 1 } }",
        "CLEARALL",
        "INSERTDATA{}",
        "DELETE { ?s ?p ?o { } } WHERE {}",
        "CLEAR GRAPH ?g",
        "INSERT DATA {} INSERT DATA {}",
        "SELECT * {}",
    ],
)
def test_what_is_no_update_is_refused(update):
    assert refused(check_update, update)


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT {} WHERE {}", "INSERT {} USING <x:u> USING NAMED <x:n> WHERE {}"),
        (
            "DELETE WHERE { ?s ?p ?o } ; CLEAR ALL",
            "DELETE { ?s ?p ?o } USING <x:u> USING NAMED <x:n> WHERE { ?s ?p ?o } ; CLEAR ALL",
        ),
        ("INSERT DATA {}", "INSERT DATA {}"),
    ],
)
def test_the_protocols_dataset_is_put_into_an_update(update, expected):
    assert check_update(update).using(["x:u"], ["x:n"]) == expected


def test_two_datasets_for_one_update_are_refused():
    with pytest.raises(QueryError, match="USING or WITH"):
        check_update("WITH <x:g> INSERT {} WHERE {}").using(["x:u"], [])
