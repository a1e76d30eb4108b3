"""What to say when a question is not understood: the word, near names, questions that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.answer import Answer, Outcome
from queries.questions.untyped import property_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.questions.layers import Graph
    from queries.questions.lexicon import Lexicon
    from queries.questions.ontology import Link, Ontology

_MOST_NEAR = 3


def not_understood(question: str, words: Sequence[str], lexicon: Lexicon, graph: Graph) -> Answer:
    """Say which words were not understood, what comes near, and what can be asked instead."""
    instead = suggested(graph, lexicon)
    if words:
        quoted = " and ".join(f"“{word}”" for word in words)
        verb = "is" if len(words) == 1 else "are"
        said = f"Not understood: {quoted} {verb} in neither the graph nor its vocabulary."
        near = [name for word in words for name in lexicon.names.nearest(word)][:_MOST_NEAR]
        if near:
            said += f" Nearest names: {', '.join(near)}."
    else:
        said = "Not understood: the words are known, but not how they belong together."
    if instead:
        said += f" This graph can answer, for instance: {' '.join(instead)}"
    return Answer(question, Outcome.NOT_UNDERSTOOD, said, suggestions=instead)


def suggested(graph: Graph, lexicon: Lexicon, count: int = 3) -> tuple[str, ...]:
    """Return questions that this graph can answer, of its commonest properties."""
    ontology = lexicon.ontology
    links = sorted(ontology.links.values(), key=lambda k: (-sum(k.subjects.values()), k.iri))
    asked: list[str] = []
    for link in links:
        made = next(_asked(graph, link, lexicon), None)
        if made is not None and made not in asked:
            asked.append(made)
        if len(asked) >= count - 1:
            break
    return tuple((*asked, *_counted(ontology))[:count])


def _asked(graph: Graph, link: Link, lexicon: Lexicon) -> Iterator[str]:
    """Yield a question about a pair that the property joins, or about its value."""
    if not link.subjects or (link.literal and link.kind == "truth"):
        return
    kind = max(sorted(link.subjects), key=lambda c: link.subjects[c])
    if property_of(kind) is not None:
        return
    path = f"<{link.iri}>/<{link.step}>" if link.step else f"<{link.iri}>"
    found = graph.select(f"SELECT ?s ?o {{ ?s a <{kind}> ; {path} ?o }} ORDER BY ?s ?o LIMIT 20")
    for row in found.values():
        subject, obj = (lexicon.names.label(str(end)) for end in row)
        if subject is None:
            continue
        if link.literal or not link.forward:
            yield f"What is the {link.label} of {subject}?"
        elif obj is not None:
            yield f"{_who(link, lexicon)} {_verb(link.label)} {obj}?"


def _who(link: Link, lexicon: Lexicon) -> str:
    kind = max(sorted(link.subjects), key=lambda c: link.subjects[c])
    if kind in lexicon.ontology.below(lexicon.people):
        return "Who"
    return f"Which {lexicon.ontology.classes[kind].label}"


def _verb(label: str) -> str:
    """Return a relation's label as what is said of one thing.

    >>> _verb("invests in"), _verb("headquartered in"), _verb("founder of")
    ('invests in', 'is headquartered in', 'is founder of')
    """
    first = label.split()[0]
    return label if first.endswith("s") and not first.endswith("ss") else f"is {label}"


def _counted(ontology: Ontology) -> Iterator[str]:
    largest = max(ontology.classes.values(), key=lambda c: c.size, default=None)
    if largest is not None and largest.size:
        yield f"How many {plural(largest.label)} are there?"


def plural(noun: str) -> str:
    """Return the plural of a label.

    >>> plural("country"), plural("box"), plural("loan")
    ('countries', 'boxes', 'loans')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun == "person":
        return "people"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
