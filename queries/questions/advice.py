"""What to say when a question is not understood: the word, near names, questions that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.answer import Answer, Outcome
from queries.questions.extras import set_aside
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.schema import Graph
    from queries.questions.tokens import Token

_EXAMPLES = f"""
SELECT ?predicate ?subject ?object (COUNT(*) AS ?stated) WHERE {{
  ?statement <{vocab.RDF}predicate> ?predicate ; <{vocab.RDF}subject>/<{vocab.RDFS}label> ?subject ;
    <{vocab.RDF}object>/<{vocab.RDFS}label> ?object ; <{vocab.NK}status> <{vocab.NK}actual>
}}
GROUP BY ?predicate ?subject ?object
ORDER BY DESC(?stated) ?predicate ?subject ?object LIMIT 400"""
_PATTERNS = {
    "partnersWith": "Which organisations partner with {subject}?",
    "worksFor": "Who works for {object}?",
    "investsIn": "Who invested in {object}?",
    "founderOf": "Who founded {object}?",
    "develops": "Which products does {subject} develop?",
    "operatesIn": "Where does {subject} operate?",
    "acquires": "Who acquired {object}?",
    "runsProgram": "Which programmes does {subject} run?",
    "educatedAt": "Where did {subject} study?",
    "ownsStakeIn": "Who owns a stake in {object}?",
}


def suggestions(graph: Graph, count: int = 3) -> tuple[str, ...]:
    """Return questions that this graph can answer, of different relations."""
    found: dict[str, str] = {}
    for row in graph.select(_EXAMPLES).values():
        predicate = str(row[0]).rpartition("/")[2]
        if predicate in _PATTERNS:
            found.setdefault(predicate, _PATTERNS[predicate].format(subject=row[1], object=row[2]))
    ordered = [found[name] for name in _PATTERNS if name in found]
    return tuple(ordered[:count])


def unknown_words(question: str, lexicon: Lexicon, today: date | None = None) -> list[str]:
    """Return the words of a question that nothing in the graph or in English explains."""
    from datetime import date as day

    extras = set_aside(tokenise(question), lexicon, today or day(2000, 1, 1))
    pieces = lexicon.pieces(extras.tokens)
    covered = {
        i for found in pieces.values() for piece in found for i in range(piece.start, piece.end)
    }
    covered |= {
        i
        for start, end in lexicon.indicators.spans([t.stem for t in extras.tokens])
        for i in range(start, end)
    }
    unknown = [i for i, t in enumerate(extras.tokens) if i not in covered and not _is_small(t)]
    return _runs(unknown, extras.tokens)


def _is_small(token: Token) -> bool:
    lists = english().lists
    return token.lower in lists["do"] or token.lower in {",", "'s", "not", "how", "much", "$", "%"}


def _runs(indexes: list[int], tokens: tuple[Token, ...]) -> list[str]:
    """Return words that stand side by side as one."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1 and tokens[index].is_name_like:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [" ".join(tokens[i].text for i in run) for run in runs]


def not_understood(question: str, lexicon: Lexicon, graph: Graph) -> Answer:
    """Say which word was not understood, what comes near it, and what can be asked instead."""
    words = unknown_words(question, lexicon)
    instead = suggestions(graph)
    near = [name for word in words for name in lexicon.names.nearest(word)][:3]
    if words:
        quoted = " and ".join(f"“{word}”" for word in words)
        verb = "is" if len(words) == 1 else "are"
        said = f"Not understood: {quoted} {verb} in neither the graph nor its vocabulary."
    else:
        said = "Not understood: the words are known, but not how they belong together."
    if near:
        said += f" Nearest names: {', '.join(near)}."
    if instead:
        said += f" This graph can answer, for instance: {' '.join(instead)}"
    return Answer(question, Outcome.NOT_UNDERSTOOD, said, suggestions=instead)
