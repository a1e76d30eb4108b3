"""Measure the shipped language pipeline on the development sets; print a Markdown table.

    OMP_NUM_THREADS=1 python -m benchmarks.nlp --data ../shared/data --baseline build/baseline

Grammar is measured on the treebanks' words in whole documents, without sentence borders or blank
lines; names on raw text of whole documents; relations between marked mentions.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.tokens import Doc

from benchmarks.nlp_relations import core, knowledgenet, newswire_pairs
from benchmarks.nlp_speed import footprint, speed
from extract.language import component, relations  # noqa: F401 - register the factories
from training.example import fold, rows
from training.gazetteers import Gazetteers
from training.names import kinds_of, text_and_offsets
from training.newswire import articles, names_of
from training.sources import WIKIGOLD_FOLD
from training.treebanks import Sentence, read_conllu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language

TRAINED = Path("extract/trained")
OWN = "newskg_language"
COARSE = {
    "Person": "PER",
    **dict.fromkeys(
        ("Company", "University", "ResearchInstitute", "GovernmentBody", "Organization"), "ORG"
    ),
    **dict.fromkeys(("Country", "Region", "City", "Place"), "LOC"),
}
DWIE_FINE = {
    "company": "Company",
    "education_org": "University",
    "research_center": "ResearchInstitute",
    "policy_institute": "ResearchInstitute",
    "governmental_organisation": "GovernmentBody",
    "ministry": "GovernmentBody",
    "agency": "GovernmentBody",
    "igo": "Organization",
    "so": "Organization",
    "ngo": "Organization",
    "party": "Organization",
}
Span = tuple[int, int, str]
ORGANISATIONS = {label for label, kind in COARSE.items() if kind == "ORG"}


@dataclass
class Score:
    """True positives, and how many were found and how many are there."""

    right: int = 0
    found: int = 0
    there: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, found: set[Any], there: set[Any]) -> None:
        """Count one document."""
        self.right += len(found & there)
        self.found += len(found)
        self.there += len(there)

    def __str__(self) -> str:
        """Return F1, precision and recall in percent."""
        p, r = 100 * self.right / max(1, self.found), 100 * self.right / max(1, self.there)
        return f"{2 * p * r / max(1e-9, p + r):.1f} (P {p:.1f}, R {r:.1f})"


def join(sentences: Iterable[Sentence]) -> tuple[list[str], list[bool]]:
    """Return words and spaces of a document; sentences are joined by one space."""
    words, spaces = [], []
    for sentence in sentences:
        words += sentence.words
        spaces += [*sentence.spaces[:-1], True]
    return words, spaces


def grammar(nlp: Language, path: Path, *, given: bool) -> dict[str, float]:
    """Return accuracies on gold words; ``given``: with gold sentence borders."""
    count: Counter[str] = Counter()
    gold = list(read_conllu(path))
    docs = []
    for sentences in gold:
        words, spaces = join(sentences)
        doc = Doc(nlp.vocab, words=words, spaces=spaces)
        if given:
            firsts = {sum(len(s.words) for s in sentences[:n]) for n in range(len(sentences))}
            for token in doc:
                token.is_sent_start = token.i in firsts
        docs.append(doc)
    for doc, sentences in zip(nlp.pipe(docs), gold, strict=True):
        tokens = iter(doc)
        for sentence in sentences:
            offset = None
            for word, token in zip(sentence.words, tokens, strict=False):
                assert word == token.text
                offset = token.i if offset is None else offset
                at = token.i - offset
                head = token.head.i - offset + 1 if token.head.i != token.i else 0
                arc = head == sentence.heads[at]
                label = arc and token.dep_.casefold() == sentence.deps[at].casefold()
                count["n"] += 1
                count["tag"] += token.tag_ == sentence.tags[at]
                count["pos"] += token.pos_ == sentence.pos[at]
                count["lemma"] += token.lemma_ == sentence.lemmas[at]
                count["morph"] += str(token.morph) == sentence.morphs[at]
                count["all"] += label
                count["uas"] += arc
                if sentence.deps[at] != "punct":
                    count["bare n"] += 1
                    count["bare"] += label
                if at + 1 == len(sentence.words):
                    break
    result = {
        k: 100 * count[k] / count["n"] for k in ("tag", "pos", "morph", "lemma", "uas", "all")
    }
    return {**result, "bare": 100 * count["bare"] / count["bare n"]}


def borders(nlp: Language, path: Path) -> Score:
    """Score sentence starts on raw text without blank lines; a document's first does not count."""
    score = Score()
    for sentences in read_conllu(path):
        text, starts = "", set()
        for sentence in sentences:
            starts.add(len(text))
            text += "".join(w + " " * s for w, s in zip(*join([sentence]), strict=True))
        score.add({s.start_char for s in nlp(text.rstrip()).sents} - {0}, starts - {0})
    return score


def named_documents(
    path: Path, keep: int | None = None
) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Yield the text and the marked names of each document, its rows joined by a space."""
    last, text, spans = None, "", []
    for row in rows(path):
        if keep is not None and fold(row["doc"], keep) != 0:
            continue
        if row["doc"] != last and text:
            yield text, spans
            text, spans = "", []
        last = row["doc"]
        piece, marked = text_and_offsets(row)
        offset = len(text)
        text += piece.rstrip() + " "
        spans += [(a + offset, b + offset, label) for a, b, label in marked]
    if text:
        yield text, spans


def names(nlp: Language, path: Path, keep: int | None = None, *, titles: bool = False) -> Score:
    """Score persons, organisations and places on a set of the ``ner`` folder.

    With ``titles``, a person counts as found without the title that the set marks.
    """
    marked = list(named_documents(path, keep))
    score = Score()
    for (_, spans), doc in zip(marked, nlp.pipe([text for text, _ in marked]), strict=True):
        there = {
            (a, b, "LOC" if k & {"GPE", "LOC"} else next(iter(k)))
            for a, b, label in spans
            if (k := kinds_of(path, label)) and k & {"PER", "ORG", "GPE", "LOC"}
        }
        found = _found(doc)
        score.add(titled(found, there) if titles else found, there)
    return score


def _found(doc: Doc) -> set[tuple[int, int, str]]:
    kinds = COARSE | {kind: kind for kind in COARSE.values()}
    return {(e.start_char, e.end_char, kinds[e.label_]) for e in doc.ents if e.label_ in kinds}


def titled(found: set[Span], there: set[Span]) -> set[Span]:
    """Return the names with people's titles put back where a set counts them as parts of names.

    A found person that ends a marked one ("Kim" in "president Kim") gets its borders.
    """
    whole = {(b, kind): a for a, b, kind in there if kind == "PER"}
    return {(min(a, whole.get((b, kind), a)), b, kind) for a, b, kind in found}


def dwie(nlp: Language, path: Path) -> tuple[Score, Counter[bool]]:
    """Score names, and the types of gold organisations, on DWIE."""
    score, typed = Score(), Counter[bool]()
    model = nlp.get_pipe(OWN) if OWN in nlp.pipe_names else None
    kinds = {"person": "PER", "organization": "ORG", "location": "LOC"}
    for row in rows(path):
        doc = nlp(row["text"])
        there = set()
        for entity in row["entities"]:
            kind = kinds.get(next((t for t in entity["tags"] if t in kinds), ""))
            if not kind:
                continue
            there |= {(a, b, kind) for a, b in entity["mentions"]}
            fine = {DWIE_FINE[tag] for tag in entity["tags"] if tag in DWIE_FINE}
            if model and kind == "ORG" and len(fine) == 1:
                for a, b in entity["mentions"]:
                    typed[_type(model, doc, a, b) in fine] += 1
        score.add(_found(doc), there)
    return score, typed


def _type(
    model: Any,  # noqa: ANN401 - a component
    doc: Doc,
    start: int,
    end: int,
) -> str:
    span = doc.char_span(start, end, alignment_mode="expand")
    return str(model._types.best([doc.tensor[[span.start, span.end - 1]]], ["ORG"], [span.text])[0])


def newswire(
    nlp: Language, own: Path, gazetteers: Gazetteers
) -> tuple[dict[str, Score], Counter[bool]]:
    """Score all types on the held-back articles; a nationality counts as its country."""
    scores, typed = {"all": Score(), "PER/ORG/LOC": Score()}, Counter[bool]()
    model = nlp.get_pipe(OWN)
    for row in articles(own, dev=True):
        doc = nlp(row["text"])
        marked = names_of(row, gazetteers)
        unsure = [(a, b) for a, b, kinds, _ in marked if not kinds]
        found = {
            (e.start_char, e.end_char, "Country" if e.label_ == "NORP" else e.label_)
            for e in doc.ents
            if not any(a < e.end_char and b > e.start_char for a, b in unsure)
        }
        there = {
            (a, b, "Country" if kinds == {"NORP"} else label)
            for a, b, kinds, label in marked
            if kinds
        }
        scores["all"].add(found, there)
        coarse = [{(a, b, COARSE[t]) for a, b, t in side if t in COARSE} for side in (found, there)]
        scores["PER/ORG/LOC"].add(coarse[0], coarse[1])
        for kind in sorted({t for _, _, t in there | found}):
            scores.setdefault(kind, Score()).add(
                {x for x in found if x[2] == kind}, {x for x in there if x[2] == kind}
            )
        for a, b, label in there:
            if label in ORGANISATIONS:
                typed[_type(model, doc, a, b) == label] += 1
    return scores, typed


@dataclass(frozen=True)
class Table:
    """Rows of ours and, if it is given, of the baseline."""

    nlp: Language
    baseline: Language | None = None

    def line(self, measure: str, value: object, bar: str = "", *, baseline: object = "") -> str:
        """Return a row."""
        cells = [measure, value, *([baseline] if self.baseline else []), bar]
        return f"| {' | '.join(map(str, cells))} |"

    def both(self, measure: str, scored: Callable[[Language], object], bar: str = "") -> str:
        """Return a row of a measure that any pipeline has."""
        theirs = scored(self.baseline) if self.baseline else ""
        return self.line(measure, scored(self.nlp), bar, baseline=theirs)

    def rows(self, data: Path, own: Path) -> Iterator[str]:
        """Yield all rows."""
        yield self.line("measure", "int8 as shipped", "bar", baseline="spaCy CNN, same data")
        yield self.line("---", "---", "---", baseline="---")
        yield from self.grammar(data / "ud")
        yield from self.names(data, own)
        rel = data / "rel"
        value = core(self.nlp, rel / "core.train.jsonl.gz")
        yield self.line("relations CORE fold, micro F1", value, "80")
        found = knowledgenet(self.nlp, rel / "knowledgenet.train.jsonl.gz")
        yield self.line("relations KnowledgeNet fold, F1, marked mentions", found, "65")
        for name, pairs in newswire_pairs(self.nlp, own, Gazetteers(data / "gaz")):
            yield self.line(name, pairs)
        ratio = speed(self.nlp, data, self.baseline)
        yield self.line("words a CPU second, one thread: ours / spaCy CNN", ratio, "0.35")

    def grammar(self, ud: Path) -> Iterator[str]:
        """Yield the rows on tags, trees, lemmas and sentences."""
        for name, bar in (("ewt", "87.5 / 96.0 / 96.0"), ("gum_open", "86")):
            path = ud / f"en_{name}-ud-dev.conllu.gz"
            for given in (False, True):
                sides = [
                    grammar(nlp, path, given=given) for nlp in (self.nlp, self.baseline) if nlp
                ]
                how = f"UD {name} dev, {'gold' if given else 'own'} sentences"
                for measure, keys, bars in (
                    ("LAS / tag / lemma", ("all", "tag", "lemma"), bar),
                    (
                        "UAS / LAS without punctuation / UPOS / morphology",
                        ("uas", "bare", "pos", "morph"),
                        "",
                    ),
                ):
                    ours, *theirs = [
                        " / ".join(f"{side[key]:.1f}" if side[key] else "–" for key in keys)
                        for side in sides
                    ]
                    yield self.line(f"{how}: {measure}", ours, bars, baseline="".join(theirs))
            bar = "90" if name == "ewt" else ""
            measure = f"sentence borders F, UD {name} dev, raw text"
            yield self.both(measure, partial(borders, path=path), bar)

    def names(self, data: Path, own: Path) -> Iterator[str]:
        """Yield the rows on names and their types."""
        ner = data / "ner"
        for name, file, keep, titles, bar in (
            ("UNER-EWT dev", "uner_ewt.dev", None, False, "84"),
            ("wikigold fold", "wikigold.train", WIKIGOLD_FOLD, False, "80"),
            ("Worldwide newswire dev", "worldwide_evalonly.dev", None, False, "80"),
            ("MEN dev", "men_evalonly.dev", None, False, "75"),
            ("MEN dev, titles left out", "men_evalonly.dev", None, True, ""),
        ):
            scored = partial(names, path=ner / f"{file}.jsonl.gz", keep=keep, titles=titles)
            yield self.both(f"NER {name}", scored, bar)
        path = data / "rel" / "dwie_evalonly.dev.jsonl.gz"
        found, dwie_types = dwie(self.nlp, path)
        theirs = dwie(self.baseline, path)[0] if self.baseline else ""
        yield self.line("NER DWIE dev", found, "82", baseline=theirs)
        scores, own_types = newswire(self.nlp, own, Gazetteers(data / "gaz"))
        yield self.line("NER own newswire fold, 14 types", scores.pop("all"), "80")
        for kind, score in scores.items():
            yield self.line(f"- {kind} ({score.there})", score)
        for name, counts in (
            ("DWIE dev", dwie_types),
            ("own newswire fold", own_types),
            ("both", dwie_types + own_types),
        ):
            value = f"{100 * counts[True] / counts.total():.1f} of {counts.total()}"
            yield self.line(f"organisation typing accuracy, {name}", value, "85")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--own", type=Path, default=Path("training/own/own.jsonl.gz"))
    parser.add_argument("--model", type=Path, default=TRAINED)
    parser.add_argument("--baseline", type=Path, help="what training.baseline wrote")
    given = parser.parse_args()
    for line in footprint(given.model):
        sys.stdout.write(f"{line}\n")
    table = Table(spacy.load(given.model), spacy.load(given.baseline) if given.baseline else None)
    for line in table.rows(given.data, given.own):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
