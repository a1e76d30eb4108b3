"""Speed beside a spaCy CNN, load time and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc
from spacy.training import Example

from training.example import rows
from training.treebanks import read_conllu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

ONE = """
import time, resource
began = time.perf_counter()
import extract.language.component, extract.language.relations, spacy
imported = time.perf_counter()
nlp = spacy.load({model!r})
loaded = time.perf_counter()
nlp({text!r})
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{{loaded - imported:.2f}} s (with imports {{loaded - began:.2f}} s) | {{peak:.0f}} MB")
"""
FACTS = """
import resource, sys
from kg.cli import main
try:
    main(["facts", "--jsonl", sys.argv[1]])
except SystemExit:
    pass
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{peak:.0f}", file=sys.stderr)
"""
TEXT = "Acme Corp. said on Monday it will buy Binford Tools of Ohio for $2 billion. " * 60


def footprint(model: Path) -> Iterator[str]:
    """Yield load time, memory and size, measured in a fresh process."""
    code = ONE.format(model=str(model), text=TEXT)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    load, peak = done.stdout.strip().split(" | ")
    size = sum(f.stat().st_size for f in model.rglob("*") if f.is_file()) / 1e6
    yield f"Load time {load}; peak memory on one article of 900 words {peak}; folder {size:.1f} MB."
    yield f"Peak memory of `kg facts` on an article as long: {memory():.0f} MB."
    yield ""


def memory() -> float:
    """Return the peak memory of ``kg facts`` on one article, in MB, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_text(f"An article\n\n{TEXT}\n", encoding="utf-8")
        command = [sys.executable, "-c", FACTS, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stderr.split()[-1])


def convolutional(data: Path) -> Language:
    """Build a spaCy CNN tagger, parser and NER, barely trained: speed is all it is for."""
    nlp = spacy.blank("en")
    for name in ("tagger", "parser", "ner"):
        nlp.add_pipe(name)
    examples = []
    for sentences in list(read_conllu(data / "ud" / "en_ewt-ud-dev.conllu.gz"))[:40]:
        for s in sentences:
            heads = [h - 1 if h else n for n, h in enumerate(s.heads)]
            doc = Doc(
                nlp.vocab,
                words=s.words,
                tags=s.tags,
                heads=heads,
                deps=s.deps,
                ents=["O"] * len(s.words),
            )
            examples.append(Example(Doc(nlp.vocab, words=s.words), doc))
    names = spacy.blank("en").vocab
    doc = Doc(
        names,
        words=["Acme", "met", "Ada", "in", "Ohio"],
        ents=["B-ORG", "O", "B-PER", "O", "B-LOC"],
    )
    examples.append(Example(Doc(nlp.vocab, words=[t.text for t in doc]), doc))
    optimizer = nlp.initialize(lambda: examples)
    for start in range(0, 320, 32):
        nlp.update(examples[start : start + 32], sgd=optimizer)
    return nlp


def speed(nlp: Language, data: Path, baseline: Language | None = None) -> str:
    """Return words a second of the pipeline and of the CNN, on the same texts in one process."""
    texts = [row["text"] for row in rows(data / "rel" / "dwie_evalonly.dev.jsonl.gz")]
    cnn = baseline or convolutional(data)
    results = {}
    for name, pipeline in (("pipeline", nlp), ("CNN", cnn)):
        list(pipeline.pipe(texts[:5]))
        began = time.process_time()
        words = sum(len(doc) for doc in pipeline.pipe(texts, batch_size=32))
        results[name] = words / (time.process_time() - began)
    ratio = results["pipeline"] / results["CNN"]
    return f"{results['pipeline']:.0f} / {results['CNN']:.0f} = {ratio:.2f}"
