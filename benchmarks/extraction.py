"""Measure extraction from raw text on public sets; print a Markdown table.

    OMP_NUM_THREADS=1 python -m benchmarks.extraction --data ../shared/data --limit 100

Nothing is given but the text: names, coreference and facts are newskg's own. KnowledgeNet and CORE
are the folds that training leaves out; DWIE, MEN and Text2KGBench's WebNLG ontologies train nothing
that ships. Text2KGBench's test part is held back: its figures here are of the train part, its
published ones (Vicuna, 13 billion parameters, shown the likest sentences of the train part) of the
test part. Its rows are the 24 predicates under a fixed mapping, and relations taught on folds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from benchmarks import teaching, text2kgbench
from benchmarks.nlp import COARSE, Score
from benchmarks.public_sets import LEADS, Case, Tally, count, held_back, make_case, mapping, meet
from extract.pipeline import extract_facts, load_pipeline
from extract.reading.files import read_text
from training.example import fold, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from kg.model import ArticleFacts

PUBLISHED = {"company": 0.41, "university": 0.23, "politician": 0.32}
SETS = ["KnowledgeNet", "CORE", "DWIE", "MEN", "Text2KGBench"]
DWIE_KINDS = {"person": "PER", "organization": "ORG", "location": "LOC"}
HEAD = "| set | texts | precision | recall | F1 | relations outside | published |"


def knowledgenet(folder: Path) -> Iterator[Case]:
    """Yield the held-back passages; a found fact counts if its property is marked in full there."""
    mapped = mapping(folder, "knowledgenet") | {
        "CEO": (frozenset({LEADS}), -1),
        "EMPLOYEE_OR_MEMBER_OF": (frozenset({"worksFor", "memberOf", LEADS}), 1),
    }
    asks = {native: min(p - {"memberOf", LEADS} or p) for native, (p, _) in mapped.items()}
    for row in held_back(folder / "knowledgenet.train.jsonl.gz"):
        full = {native for native in row["exhaustive_for"] if native in mapped}
        row["relations"] = [r for r in row["relations"] if r["type"] in row["exhaustive_for"]]
        asked = frozenset(asks[native] for native in full)
        yield replace(make_case(row, mapped), asked=asked, marked=None)


def core(folder: Path) -> Iterator[Case]:
    """Yield the held-back sentences with one pair of business entities each."""
    for row in held_back(folder / "core.train.jsonl.gz"):
        yield make_case(row, mapping(folder, "core"))


def dwie(folder: Path) -> Iterator[Case]:
    """Yield Deutsche Welle articles with names and relations of entities."""
    for row in rows(folder / "dwie_evalonly.dev.jsonl.gz"):
        names, adjectives = set(), []
        for entity in row["entities"]:
            kind = next((DWIE_KINDS[tag] for tag in entity["tags"] if tag in DWIE_KINDS), None)
            if kind:
                names |= {(a, b, kind) for a, b in entity["mentions"]}
            else:
                adjectives += [(a, b) for a, b in entity["mentions"]]
        case = make_case(row, mapping(folder, "dwie"))
        yield replace(case, names=frozenset(names), unsure=tuple(adjectives))


def men(folder: Path) -> Iterator[Case]:
    """Yield Malaysian news; the set's directions vary, so none is asked."""
    for row in rows(folder / "men_evalonly.dev.jsonl.gz"):
        yield replace(make_case(row, mapping(folder, "men")), undirected=True)


def read(text: str, nlp: Language) -> ArticleFacts:
    """Return what newskg finds in a text."""
    article = read_text(text, id="x")
    if article.text != text:
        msg = f"the text was changed in reading, so offsets do not hold: {text[:60]!r}"
        raise ValueError(msg)
    return extract_facts(article, nlp)


def add_names(case: Case, found: ArticleFacts, score: Score) -> None:
    """Count persons, organisations and places by exact borders; mentions that are names only."""
    spans = {
        (m.start, m.end, COARSE[entity.type])
        for entity in found.entities
        if entity.type in COARSE
        for m in entity.mentions
        if found.article.text[m.start : m.end] in {entity.name, *entity.aliases}
    }
    score.add({s for s in spans if not meet(((s[0], s[1]),), case.unsure)}, set(case.names))


def measure(cases: Iterable[Case], nlp: Language) -> tuple[int, Tally, Score]:
    """Return how many texts were read, and the counts of facts and names."""
    tally, score, texts = Tally(), Score(), 0
    for case in cases:
        found = read(case.text, nlp)
        count(case, found, tally)
        if case.names:
            add_names(case, found, score)
        texts += 1
    return texts, tally, score


def relations_row(name: str, texts: int, tally: Tally, published: str) -> str:
    """Return a row of the table; relations outside have no counterpart among the predicates."""
    figures = " | ".join(f"{figure:.3f}" for figure in tally.figures())
    every = tally.outside + tally.unnamed + tally.there
    outside = f"{tally.outside} of {every}, {tally.unnamed} more unnamed"
    return f"| {name} | {texts} | {figures} | {outside} | {published} |"


def text2kg(rows_: list[dict[str, Any]], nlp: Language) -> tuple[dict[str, float], Counter[str]]:
    """Return the benchmark's means, those of each half, a plain micro F1, and what can be found."""
    scores, kinds = [], Counter[str]()
    plain = Tally()
    known = {relation for row in rows_ for _, relation, _ in row["triples"]}
    for row in rows_:
        gold = [(s, r, o) for s, r, o in row["triples"]]
        found = [t for t in text2kgbench.triples(read(row["text"], nlp)) if t[1] in known]
        scores.append((fold(row["doc"], 2), *text2kgbench.official(gold, found)))
        teaching.add(plain, gold, found)
        for _, relation, _ in gold:
            fact, number = relation in text2kgbench.OF_FACTS, relation in text2kgbench.NUMBERS
            kinds["facts" if fact else "observations" if number else "outside"] += 1
    figures = {name: mean(s[n] for s in scores) for n, name in enumerate(("", "P", "R", "F1")) if n}
    for half in (0, 1):
        figures[f"half {half}"] = mean([s[3] for s in scores if s[0] == half] or [0.0])
    return figures | {"plain": plain.figures()[2]}, kinds


def text2kg_row(ontology: str, texts: int, figures: dict[str, float], kinds: Counter[str]) -> str:
    """Return a row of the table."""
    return (
        f"| Text2KGBench {ontology}, train part (halves {figures['half 0']:.3f}, "
        f"{figures['half 1']:.3f}; plain micro F1 {figures['plain']:.3f}) | {texts} | "
        f"{figures['P']:.3f} | {figures['R']:.3f} | {figures['F1']:.3f} | {kinds['outside']} of "
        f"{kinds.total()} ({kinds['facts']} by facts, {kinds['observations']} by observations) | "
        f"{PUBLISHED[ontology]:.2f} (test part) |"
    )


def taught_rows(ontology: str, rows_: list[dict[str, Any]], nlp: Language) -> Iterator[str]:
    """Yield the rows of relations taught on folds over sentences and over subjects."""
    sentences = [teaching.make_sentence(row, nlp) for row in rows_]
    ways = {"sentences": teaching.folds_of_sentences, "subjects": teaching.folds_of_subjects}
    for name, part in ways.items():
        folds = part(sentences)
        figures = teaching.measure(sentences, folds)
        count = len(set(folds))
        yield (
            f"| Text2KGBench {ontology}, taught on {count - 1} of {count} folds over {name} "
            f"(plain micro F1 {figures.plain:.3f}) | {len(rows_)} | {figures.precision:.3f} | "
            f"{figures.recall:.3f} | {figures.f1:.3f} | - | {PUBLISHED[ontology]:.2f} (test part) |"
        )


def main() -> None:
    """Read the options, extract, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, help="texts of each set, at most")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, help="which to measure")
    options = parser.parse_args()
    folder, most, nlp = options.data / "rel", options.limit, load_pipeline()
    print(HEAD, "|---" * HEAD.count(" | ") + "|---|", sep="\n", flush=True)
    sets = [
        ("KnowledgeNet fold, facts between names", knowledgenet, "0.688 (all properties, test)"),
        ("CORE fold, the marked pair", core, "none end to end"),
        ("DWIE dev, relations", dwie, "none on this part"),
        ("MEN dev, relations, undirected", men, "none end to end"),
    ]
    for name, reader, published in sets:
        if name.split()[0] not in options.sets:
            continue
        texts, tally, score = measure(islice(reader(folder), most), nlp)
        print(relations_row(name, texts, tally, published), flush=True)
        if score.there:
            names = Tally(score.right, score.found, score.right, score.there)
            figures = " | ".join(f"{figure:.3f}" for figure in names.figures())
            print(f"| DWIE dev, names (exact borders) | {texts} | {figures} | - | - |", flush=True)
    every = list(rows(folder / "text2kg_webnlg_evalonly.train.jsonl.gz"))
    for ontology in PUBLISHED if "Text2KGBench" in options.sets else ():
        chosen = list(islice((row for row in every if row["ontology"] == ontology), most))
        print(text2kg_row(ontology, len(chosen), *text2kg(chosen, nlp)), flush=True)
        for row in taught_rows(ontology, chosen, nlp):
            print(row, flush=True)


if __name__ == "__main__":
    main()
