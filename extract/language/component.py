"""The spaCy component that tags, parses and finds names in one pass of the network."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.components.stops import after_stops
from extract.language.agreement import repeated, settle_kinds
from extract.language.lemmas import lemma_of
from extract.language.names import Labels, Name
from extract.language.network import (
    ENCODER,
    HEADS,
    LABELS,
    PIECES,
    Encoder,
    Heads,
    Pieces,
    Reading,
    read_labels,
)
from extract.language.sentences import RAW, sentence_starts
from extract.language.trees import best_tree
from extract.language.types import ContractTypes
from extract.language.windows import Window, cut
from extract.language.words import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FILES = (ENCODER, HEADS, LABELS, PIECES)
FAR = np.float32(-1e4)


class LanguageModel:
    """Sets tags, parts of speech, morphology, lemmas, the tree, sentences and names of a doc.

    ``doc.tensor`` gets the vectors that span heads read (see ``extract.language.relations``).
    A token with ``is_sent_start`` already True starts a sentence, one with False does not; a
    sentence starts after a blank line too. Threads may share one instance.
    """

    def __init__(self, *, threads: int = 1, window: int = 192, start_odds: float = RAW) -> None:
        self.threads, self.window, self.start_odds = threads, window, start_odds
        self._folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document; windows are read one by one, so ``nlp.pipe`` gives the same."""
        self._loaded()
        page = Page(doc)
        pieces = self._encoder.pieces(shown(page.words))
        sizes = [len(ids) for ids in pieces.ids]
        for window in cut(page.words, sizes, page.starts, limit=self.window):
            part = slice(window.start, window.end)
            reading = self._encoder.read(Pieces(pieces.ids[part], pieces.cases[part]))
            page.readings.append((window, reading))
        self._write(page)
        return doc

    def from_disk(self, path: str | Path, **_: object) -> LanguageModel:
        """Load the trained files.

        Raises:
            FileNotFoundError: One of them is missing.
        """
        folder = Path(path)
        for name in FILES:
            if not (folder / name).is_file():
                msg = f"No {name} in {folder}; a trained pipeline has {', '.join(FILES)} there"
                raise FileNotFoundError(msg)
        self._folder = folder
        self._labels = read_labels(folder / LABELS)
        self._heads = Heads.load(folder / HEADS)
        self._names = Labels(self._labels["name"])
        self._types = ContractTypes(self._heads, self._labels)
        self._encoder = Encoder(folder, threads=self.threads)
        return self

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Copy the trained files."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self._loaded() / name, Path(path) / name)

    def __getstate__(self) -> dict[str, Any]:
        """Keep what another process needs to load the same files."""
        return {
            "threads": self.threads,
            "window": self.window,
            "start_odds": self.start_odds,
            "folder": self._folder,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Load the same files again."""
        folder = state.pop("folder")
        self.__init__(**state)  # type: ignore[misc]
        if folder is not None:
            self.from_disk(folder)

    def _loaded(self) -> Path:
        if self._folder is None:
            msg = "The language model has no weights; load it with spacy.load or from_disk"
            raise ValueError(msg)
        return self._folder

    def _write(self, page: Page) -> None:
        """Turn the readings of a document into annotation."""
        if not page.words:
            page.write_nothing()
            return
        scores = page.joined("name")
        names = self._names.bare(self._names.decode(scores), page.words, scores)
        names = repeated(names, page.words, scores, self._names)
        kinds = settle_kinds(names, page.words, self._names.kinds)
        sentences = page.sentences(names, self.start_odds)
        heads: list[int] = []
        for start, end in sentences:
            tree = best_tree(page.arcs(start, end))
            heads += [start + head - 1 if head else -1 for head in tree]
        deps = self._deps(page, heads)
        page.write_tokens(self._labels, heads, deps)
        page.write_spans(names, kinds, self._types)

    def _deps(self, page: Page, heads: Sequence[int]) -> NDArray[np.int64]:
        """Return the number of each arc's label."""
        dependent, head, root = page.joined("dependent"), page.joined("head"), page.roots()
        chosen = np.array(heads)
        other = np.where((chosen < 0)[:, None], root, head[chosen])
        features = np.concatenate([np.maximum(dependent + other, 0), dependent * other], -1)
        best: NDArray[np.int64] = self._heads.dense("dep", features).argmax(-1)
        return best


class Page:
    """A document while it is read: its words without white space, and its windows' readings."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.places = [token.i for token in doc if not token.is_space]
        self.words = [doc[i].text for i in self.places]
        self.starts, self.never = self._given()
        self.readings: list[tuple[Window, Reading]] = []

    def _given(self) -> tuple[list[bool], list[bool]]:
        """Return where a sentence surely starts, and where it surely does not."""
        starts, never = [False] * len(self.places), [False] * len(self.places)
        for at, place in enumerate(self.places):
            given = self.doc[place].is_sent_start
            before = self.doc[place - 1] if place else None
            blank = before is not None and before.is_space and before.text.count("\n") > 1
            starts[at] = at == 0 or given is True or (blank and given is not False)
            never[at] = given is False and at > 0
        return starts, never

    def joined(self, name: str) -> NDArray[np.float32]:
        """Return one output for all words, each from the window that is responsible for it."""
        skip = int(name == "head")
        parts = []
        for window, reading in self.readings:
            low = window.first - window.start + skip
            parts.append(getattr(reading, name)[low : low + window.last - window.first])
        return np.concatenate(parts)

    def roots(self) -> NDArray[np.float32]:
        """Return what each word's window says of the root as a head: (words, width)."""
        sizes = [w.last - w.first for w, _ in self.readings]
        return np.repeat(np.stack([r.head[0] for _, r in self.readings]), sizes, axis=0)

    def sentences(self, names: Sequence[Name], sure: float) -> list[tuple[int, int]]:
        """Return each sentence's words; what was given before the pipeline ran holds."""
        stops = after_stops(self.doc)
        stopped = np.array([place in stops for place in self.places])
        borders_of_names = [(name.start, name.end) for name in names]
        odds = self.joined("start")
        starts = sentence_starts(odds, self.words, stopped, borders_of_names, sure=sure)
        starts = (starts & ~np.array(self.never)) | np.array(self.starts)
        borders = [*np.flatnonzero(starts).tolist(), len(self.words)]
        return list(itertools.pairwise(borders))

    def arcs(self, start: int, end: int) -> NDArray[np.float32]:
        """Return the head scores within a sentence: (words, 1 + words), the root first."""
        whole = [
            (min(start - w.start, w.end - end), n)
            for n, (w, _) in enumerate(self.readings)
            if w.start <= start and end <= w.end
        ]
        if whole:
            window, reading = self.readings[max(whole)[1]]
            low, high = start - window.start, end - window.start
            return np.concatenate(
                [reading.arc[low:high, :1], reading.arc[low:high, low + 1 : high + 1]], 1
            )
        scores = np.full((end - start, end - start + 1), FAR, np.float32)
        for window, reading in self.readings:
            low, high = max(start, window.start), min(end, window.end)
            first, last = max(start, window.first), min(end, window.last)
            if first < last:
                rows = slice(first - window.start, last - window.start)
                mine = slice(first - start, last - start)
                scores[mine, 0] = reading.arc[rows, 0]
                scores[mine, low - start + 1 : high - start + 1] = reading.arc[
                    rows, low - window.start + 1 : high - window.start + 1
                ]
        return scores

    def write_tokens(
        self, labels: dict[str, list[str]], heads: Sequence[int], deps: NDArray[np.int64]
    ) -> None:
        """Set tags, lemmas and the tree; white space hangs on the word before it."""
        doc, strings = self.doc, self.doc.vocab.strings
        numbers = {
            name: [strings.add(label) for label in labels[name]] for name in ("tag", "pos", "dep")
        }
        morphs = [doc.vocab.morphology.add(label) for label in labels["morph"]]
        table = np.zeros((len(doc), 6), dtype=np.uint64)
        for place, token in enumerate(doc):
            if token.is_space:
                offset = -1 if place else (1 if self.places[0] > 0 else 0)
                row = (
                    strings.add("_SP"),
                    strings.add("SPACE"),
                    0,
                    strings.add(token.text),
                    strings.add("dep"),
                )
                table[place, :5] = row
                table[place, 5] = np.int64(offset if place else self.places[0]).astype(np.uint64)
        tag, pos, morph = (self.joined(name).tolist() for name in ("tag", "pos", "morph"))
        for at, place in enumerate(self.places):
            lemma = lemma_of(self.words[at], labels["tag"][tag[at]])
            head = self.places[heads[at]] - place if heads[at] >= 0 else 0
            table[place, :5] = (
                numbers["tag"][tag[at]],
                numbers["pos"][pos[at]],
                morphs[morph[at]],
                strings.add(lemma),
                numbers["dep"][deps[at]],
            )
            table[place, 5] = np.int64(head).astype(np.uint64)
        doc.from_array(["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"], table)  # type: ignore[arg-type]

    def write_nothing(self) -> None:
        """Mark a document without words as read; its white space is one sentence."""
        for token in self.doc:
            token.is_sent_start = token.i == 0

    def write_spans(
        self, names: Sequence[Name], kinds: Sequence[str], types: ContractTypes
    ) -> None:
        """Set the names with their contract types, and the vectors that span heads read."""
        vectors = self.joined("span")
        tensor = np.zeros((len(self.doc), vectors.shape[1]), np.float32)
        tensor[self.places] = vectors
        self.doc.tensor = tensor  # type: ignore[assignment] # spaCy says float64, any will do
        ends = [vectors[[name.start, name.end - 1]] for name in names]
        surfaces = [" ".join(self.words[name.start : name.end]) for name in names]
        labels = types.best(ends, kinds, surfaces)
        places = [(self.places[n.start], self.places[n.end - 1] + 1) for n in names]
        spans = zip(places, labels, strict=True)
        self.doc.set_ents([Span(self.doc, a, b, label=label) for (a, b), label in spans])


@Language.factory(
    "newskg_language",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.sents",
        "doc.ents",
        "doc.tensor",
    ],
    default_config={"threads": 1, "window": 192, "start_odds": RAW},
)
def make_language_model(
    nlp: Language,  # noqa: ARG001 - spaCy passes it
    name: str,  # noqa: ARG001
    threads: int,
    window: int,
    start_odds: float,
) -> LanguageModel:
    """Build the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        threads: Threads of one network pass.
        window: Word pieces that are read together, at most 510.
        start_odds: Log odds of the network from which a sentence starts.
    """
    return LanguageModel(threads=threads, window=window, start_odds=start_odds)
