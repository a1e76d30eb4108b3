"""SPARQL as a small tree of frozen values, and its serialiser: queries are built, never pasted.

Names and numbers from a question reach a query only as :class:`Literal` or :class:`Iri`, and only
:func:`to_sparql` turns them into text, so no question can change a query's shape.
Grammar: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg import vocab

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*")
_BAD_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Var:
    """A variable; its name is lower-case letters, digits and underscores."""

    name: str

    def __post_init__(self) -> None:
        if not _VARIABLE.fullmatch(self.name):
            msg = f"{self.name!r} is not a variable name such as company_2"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI."""

    value: str

    def __post_init__(self) -> None:
        if ":" not in self.value or _BAD_IN_IRI.search(self.value):
            msg = f"{self.value!r} is not an IRI"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number or boolean; a string may have a datatype, such as ``xsd:date``."""

    value: str | float | bool
    datatype: str | None = None


class PathOp(StrEnum):
    """How the parts of a property path are joined."""

    SEQUENCE = "/"
    ALTERNATIVE = "|"


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: parts joined by one operator."""

    op: PathOp
    parts: tuple[Iri | Path | Star | Inverse, ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    """A property from object to subject."""

    path: Iri


@dataclass(frozen=True, slots=True)
class Star:
    """A path repeated zero or more times."""

    path: Iri | Path


Term = Var | Iri | Literal
Verb = Var | Iri | Path | Star | Inverse


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern, or a path pattern."""

    subject: Term
    predicate: Verb
    object: Term


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in or aggregate by name, or an infix operator such as ``>``, over expressions."""

    name: str
    args: tuple[Expression, ...]
    distinct: bool = False


Expression = Term | Call


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep the solutions for which the expression is true."""

    test: Expression


@dataclass(frozen=True, slots=True)
class Values:
    """The variable is one of these terms."""

    var: Var
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Optionally:
    """Patterns that add bindings where they match."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternative groups of patterns (``UNION``)."""

    groups: tuple[tuple[Pattern, ...], ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """Patterns that must not match (``FILTER NOT EXISTS``)."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class InGraph:
    """Patterns that match within one named graph."""

    graph: Term
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A SELECT query inside another."""

    select: Select


@dataclass(frozen=True, slots=True)
class Bind:
    """An expression, named by a variable."""

    var: Var
    expression: Expression


Pattern = Triple | Filter | Values | Optionally | AnyOf | Absent | InGraph | Within | Bind


@dataclass(frozen=True, slots=True)
class Column:
    """A projected variable, or an expression and the variable that names it."""

    var: Var
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT query."""

    columns: tuple[Column, ...]
    where: tuple[Pattern, ...]
    distinct: bool = True
    group_by: tuple[Var, ...] = ()
    order_by: tuple[tuple[Expression, bool], ...] = ()  # (expression, descending)
    limit: int | None = None
    offset: int = 0
    having: Expression | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """An ASK query."""

    where: tuple[Pattern, ...]


_INFIX = frozenset({">", ">=", "<", "<=", "=", "!=", "&&", "||", "+", "-", "*", "/"})


def _string(text: str) -> str:
    body = "".join(_ESCAPES.get(c) or (c if c.isprintable() else _unicode(c)) for c in text)
    return f'"{body}"'


def _unicode(char: str) -> str:
    return f"\\U{ord(char):08X}"


def _short(iri: str) -> str | None:
    """Return the IRI with a prefix, if one of the graph's fits and the rest is a plain name."""
    for prefix, space in vocab.PREFIXES.items():
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return None


def _with_prefixes(text: str) -> str:
    used = (f"PREFIX {p}: <{iri}>" for p, iri in vocab.PREFIXES.items() if f"{p}:" in text)
    return "\n".join([*used, text])


def _term(term: Term) -> str:
    match term:
        case Var(name):
            return f"?{name}"
        case Iri(value):
            return _short(value) or f"<{value}>"
        case Literal(bool() as value):
            return "true" if value else "false"
        case Literal(str() as value, datatype):
            return _string(value) + (f"^^{_term(Iri(datatype))}" if datatype else "")
        case Literal(value):
            return repr(int(value)) if float(value).is_integer() else repr(float(value))


def _verb(verb: Verb) -> str:
    match verb:
        case Iri(value) if value == RDF_TYPE:
            return "a"
        case Path(op, parts):
            return "(" + op.value.join(_verb(part) for part in parts) + ")"
        case Star(path):
            return _verb(path) + "*"
        case Inverse(path):
            return "^" + _term(path)
    return _term(verb)


def _expression(expression: Expression) -> str:
    if not isinstance(expression, Call):
        return _term(expression)
    args = [_expression(arg) for arg in expression.args]
    if expression.name in _INFIX:
        return "(" + f" {expression.name} ".join(args) + ")"
    if expression.name == "IN":
        return f"({args[0]} IN ({', '.join(args[1:])}))"
    return f"{expression.name}({'DISTINCT ' * expression.distinct}{', '.join(args)})"


def _group(patterns: tuple[Pattern, ...], indent: str) -> str:
    inner = indent + "  "
    lines = [inner + _pattern(pattern, inner) for pattern in patterns]
    return "\n".join(["{", *lines, indent + "}"])


def _pattern(pattern: Pattern, indent: str) -> str:
    match pattern:
        case Triple(subject, predicate, obj):
            return f"{_term(subject)} {_verb(predicate)} {_term(obj)} ."
        case Filter(test):
            return f"FILTER ({_expression(test)})"
        case Values(var, terms):
            return f"VALUES {_term(var)} {{ {' '.join(_term(t) for t in terms)} }}"
        case Optionally(patterns):
            return f"OPTIONAL {_group(patterns, indent)}"
        case Absent(patterns):
            return f"FILTER NOT EXISTS {_group(patterns, indent)}"
        case InGraph(graph, patterns):
            return f"GRAPH {_term(graph)} {_group(patterns, indent)}"
        case Within(select):
            inner = _select(select).replace("\n", "\n" + indent + "  ")
            return f"{{ {inner} }}"
        case Bind(var, expression):
            return f"BIND ({_expression(expression)} AS {_term(var)})"
        case AnyOf(groups):
            return " UNION ".join(_group(group, indent) for group in groups)


def _column(column: Column) -> str:
    if column.expression is None:
        return _term(column.var)
    return f"({_expression(column.expression)} AS {_term(column.var)})"


def to_text(term: Iri | Literal) -> str:
    """Write one term as it stands in SPARQL.

    >>> to_text(Literal('say "hi"'))
    '"say \\\\"hi\\\\""'
    """
    return _term(term)


def to_sparql(query: Select | Ask) -> str:
    """Write the query as SPARQL 1.1.

    >>> to_sparql(Ask((Triple(Var("s"), Iri("x:p"), Literal('a"b')),)))
    'ASK {\\n  ?s <x:p> "a\\\\"b" .\\n}'
    """
    if isinstance(query, Ask):
        return _with_prefixes(f"ASK {_group(query.where, '')}")
    return _with_prefixes(_select(query))


def _select(query: Select) -> str:
    head = " ".join(_column(column) for column in query.columns)
    lines = [f"SELECT {'DISTINCT ' * query.distinct}{head} WHERE {_group(query.where, '')}"]
    if query.group_by:
        lines.append("GROUP BY " + " ".join(_term(var) for var in query.group_by))
    if query.having is not None:
        lines.append(f"HAVING ({_expression(query.having)})")
    if query.order_by:
        keys = (
            ("DESC" if down else "ASC") + f"({_expression(key)})" for key, down in query.order_by
        )
        lines.append("ORDER BY " + " ".join(keys))
    if query.limit is not None:
        lines.append(f"LIMIT {int(query.limit)}")
    if query.offset:
        lines.append(f"OFFSET {int(query.offset)}")
    return "\n".join(lines)
