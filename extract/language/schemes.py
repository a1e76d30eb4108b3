"""Trees of other spaCy pipelines as Universal Dependencies, which the fact finders read.

The ``en_core_web`` pipelines label arcs as ClearNLP does: a preposition heads its noun, and "be"
its predicate. Their name labels (OntoNotes 5) are mapped in ``extract.components.model_names``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc
    from thinc.types import Ints2d

CLEARNLP: Final = frozenset({"dobj", "pobj", "nsubjpass", "auxpass"})
"""Labels that Universal Dependencies do not have: a parser with one of them is converted."""

RENAMED: Final = {
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nn": "compound",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "poss": "nmod:poss",
    "pcomp": "advcl",
    "pobj": "obl",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS: Final = frozenset({"prep", "agent", "dative"})
_CLAUSAL: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})


@dataclass
class Tree:
    """Heads (a root is its own) and labels of the words of a document, changed in place."""

    heads: list[int]
    deps: list[str]

    def lift(self, below: int, label: str) -> None:
        """Put a word in its head's place; the head and its other dependents go under it."""
        above = self.heads[below]
        root = self.heads[above] == above
        self.heads[below] = below if root else self.heads[above]
        for at, head in enumerate(self.heads):
            if head == above and at not in {above, below}:
                self.heads[at] = below
        self.heads[above], self.deps[above] = below, label


def universal(tree: Tree, lemmas: Sequence[str], pos: Sequence[str]) -> Tree:
    """Return a ClearNLP tree with nouns above their prepositions, predicates above "be".

    >>> tree = Tree([1, 1, 1, 2], ["nsubj", "ROOT", "prep", "pobj"])
    >>> universal(tree, ["it", "sit", "in", "Rome"], ["PRON", "VERB", "ADP", "PROPN"])
    Tree(heads=[1, 1, 3, 1], deps=['nsubj', 'ROOT', 'case', 'obl'])
    """
    for at, label in enumerate(list(tree.deps)):
        above = tree.heads[at]
        if label in {"attr", "acomp"} and lemmas[above] == "be" and tree.deps[above] != "cop":
            tree.deps[at] = tree.deps[above]
            tree.lift(at, "cop")
    for at in range(len(tree.heads) - 1, -1, -1):
        above = tree.heads[at]
        if tree.deps[at] in {"pobj", "pcomp"} and tree.deps[above] in _PREPOSITIONS:
            label = _role(tree, at, above, pos)
            mark = "mark" if tree.deps[at] == "pcomp" else "case"
            tree.lift(at, mark)
            tree.deps[at] = label
    tree.deps = [RENAMED.get(label, label) for label in tree.deps]
    return tree


def _role(tree: Tree, noun: int, preposition: int, pos: Sequence[str]) -> str:
    """Return the label of a noun, or a clause, that takes its preposition's place."""
    governor = tree.heads[preposition]
    if tree.deps[noun] == "pcomp":
        return "advcl" if pos[governor] in _CLAUSAL else "acl"
    if tree.deps[preposition] == "agent":
        return "obl:agent"
    return "obl" if pos[governor] in _CLAUSAL else "nmod"


@Language.component(
    "kg_universal", requires=["token.dep", "token.head"], assigns=["token.dep", "token.head"]
)
def convert(doc: Doc) -> Doc:
    """Turn the ClearNLP trees of a doc into Universal Dependencies."""
    tree = Tree([token.head.i for token in doc], [token.dep_ for token in doc])
    tree = universal(
        tree, [token.lemma_.lower() or token.lower_ for token in doc], [t.pos_ for t in doc]
    )
    strings = doc.vocab.strings
    table = np.array(
        [
            (np.int64(head - at).astype(np.uint64), strings.add(label))
            for at, (head, label) in enumerate(zip(tree.heads, tree.deps, strict=True))
        ],
        dtype=np.uint64,
    ).reshape(-1, 2)
    return doc.from_array(["HEAD", "DEP"], cast("Ints2d", table))


def labels_as_clearnlp(nlp: Language) -> bool:
    """Tell whether a pipeline's parser labels arcs as ClearNLP does."""
    return any(
        CLEARNLP & set(getattr(pipe, "labels", ()))
        for name, pipe in nlp.pipeline
        if nlp.get_pipe_meta(name).factory == "parser"
    )
