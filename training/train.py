"""Train the language pipeline.

    python -m training.train --start MINILM_FOLDER --out OUT --minutes 60

The learning rate follows the time spent, so a run always ends annealed. A run that was stopped
goes on from its last checkpoint in ``OUT``.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer

from training import sources
from training.batches import Coded, Coder, Mix, collate, inventories
from training.loss import losses
from training.model import Model
from training.shipped import read_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.example import Example

log = logging.getLogger("training")
WARM_UP = 0.06
SMOKE_SENTENCES = 200
LOG_EVERY = 50


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="open data sets")
    parser.add_argument(
        "--own", type=Path, default=Path("training/own/own.jsonl.gz"), help="our own articles"
    )
    parser.add_argument(
        "--start", type=Path, required=True, help="folder of the all-MiniLM-L6-v2 weights"
    )
    parser.add_argument(
        "--further", type=Path, help="a shipped pipeline whose weights are trained further"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument(
        "--minutes", type=float, default=110, help="training time, over all resumed runs"
    )
    parser.add_argument(
        "--until",
        type=float,
        default=1e9,
        help="stop this run after as many minutes, to resume later",
    )
    parser.add_argument("--save-every", type=float, default=8, help="minutes between checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.3e-4)
    parser.add_argument("--head-rate", type=float, default=8.0, help="times --rate, for the heads")
    parser.add_argument("--pieces", type=int, default=800, help="word pieces in a batch")
    parser.add_argument(
        "--bf16",
        action=argparse.BooleanOptionalAction,
        help="compute in bfloat16; by default where this machine multiplies it faster",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--smoke", action="store_true", help="a few sentences of each source only")
    return parser.parse_args()


def tokenizer_at(folder: Path) -> Tokenizer:
    """Load the word piece tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def prepare(given: argparse.Namespace) -> tuple[dict[str, list[Coded]], dict[str, list[str]]]:
    """Read and code all sources."""
    examples: dict[str, list[Example]] = sources.load(given.data, given.own, seed=given.seed)
    if given.smoke:
        examples = {
            name: found[: SMOKE_SENTENCES // len(examples)] for name, found in examples.items()
        }
    labels = inventories([e for found in examples.values() for e in found])
    coder = Coder(tokenizer_at(given.start), labels)
    coded = {name: [c for e in found if (c := coder(e))] for name, found in examples.items()}
    for name, found in coded.items():
        log.info(
            "%-14s %6d windows %8d words %6d pairs",
            name,
            len(found),
            sum(c.words for c in found),
            sum(len(c.pairs["status"]) for c in found),
        )
    return coded, labels


def bfloat16_is_faster() -> bool:
    """Time products of the encoder's size in both precisions; not every CPU has both."""

    def seconds(kind: torch.dtype) -> float:
        one, two = torch.ones(800, 384, dtype=kind), torch.ones(384, 1536, dtype=kind)
        began = time.monotonic()
        for _ in range(30):
            one @ two
        return time.monotonic() - began

    for kind in (torch.float32, torch.bfloat16):
        seconds(kind)
    return seconds(torch.bfloat16) < seconds(torch.float32)


def optimizer_of(model: Model, given: argparse.Namespace) -> torch.optim.AdamW:
    """Build the optimizer; new parameters learn faster than the encoder's."""
    new = [
        p
        for name, p in model.named_parameters()
        if not name.startswith("encoder.") or ".case." in name
    ]
    known = {id(p) for p in new}
    old = [p for p in model.parameters() if id(p) not in known and p.requires_grad]
    groups = [{"params": old, "times": 1.0}, {"params": new, "times": given.head_rate}]
    return torch.optim.AdamW(groups, lr=given.rate, weight_decay=0.01, fused=True)


def rate_at(progress: float) -> float:
    """Return the share of the full learning rate at a share of the time.

    >>> [round(rate_at(p), 2) for p in (0.03, 0.06, 0.53, 1.0)]
    [0.5, 1.0, 0.5, 0.01]
    """
    return min(1.0, progress / WARM_UP, max(0.01, (1.0 - progress) / (1.0 - WARM_UP)))


class Run:
    """A training run that can stop and go on."""

    def __init__(
        self, given: argparse.Namespace, coded: dict[str, list[Coded]], labels: dict[str, list[str]]
    ) -> None:
        torch.manual_seed(given.seed)
        self.given, self.labels = given, labels
        self.model = Model({name: len(known) for name, known in labels.items()})
        self.model.encoder.load_start(given.start)
        if given.further:
            read_shipped(given.further, self.model, labels)
        self.optimizer = optimizer_of(self.model, given)
        self.mix = Mix(coded, sources.WEIGHTS, seed=given.seed, pieces=given.pieces)
        self.chance = random.Random(given.seed)
        self.seconds, self.steps, self.words = 0.0, 0, 0
        self.file = given.out / "checkpoint.pt"

    def resume(self) -> None:
        """Load the last checkpoint, if any."""
        if self.file.exists():
            state: dict[str, Any] = torch.load(self.file, weights_only=False)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.mix.restore(state["mix"])
            self.seconds, self.steps, self.words = state["seconds"], state["steps"], state["words"]
            torch.set_rng_state(state["torch"])
            log.info("resumed at %.1f minutes, step %d", self.seconds / 60, self.steps)

    def save(self) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mix": self.mix.state(),
            "seconds": self.seconds,
            "steps": self.steps,
            "words": self.words,
            "torch": torch.get_rng_state(),
            "labels": self.labels,
        }
        fresh = self.file.with_suffix(".new")
        torch.save(state, fresh)
        fresh.replace(self.file)

    def step(self, rows: list[Coded]) -> dict[str, float]:
        """Learn from one batch; returns the loss of each task."""
        for group in self.optimizer.param_groups:
            group["lr"] = (
                self.given.rate * group["times"] * rate_at(self.seconds / (60 * self.given.minutes))
            )
        batch = collate(rows, self.chance, self.labels)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.given.bf16):
            found = losses(self.model, batch)
        total = torch.stack([loss.float() for loss in found.values()]).sum()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.steps += 1
        self.words += sum(r.words for r in rows)
        return {name: loss.item() for name, loss in found.items()}

    def train(self) -> None:
        """Train until the time is spent."""
        self.model.train()
        end = min(60 * self.given.minutes, self.seconds + 60 * self.given.until)
        saved, total, count = self.seconds, Counter[str](), Counter[str]()
        stream: Iterator[list[Coded]] = iter(self.mix)
        while self.seconds < end:
            began = time.monotonic()
            for name, loss in self.step(next(stream)).items():
                total[name] += loss
                count[name] += 1
            self.seconds += time.monotonic() - began
            if self.steps % LOG_EVERY == 0:
                shown = " ".join(f"{n} {total[n] / count[n]:.3f}" for n in total)
                log.info(
                    "%6.1f min step %5d words %8d | %s",
                    self.seconds / 60,
                    self.steps,
                    self.words,
                    shown,
                )
                total.clear()
                count.clear()
            if self.seconds - saved > 60 * self.given.save_every:
                self.save()
                saved = self.seconds
        self.save()


def main() -> None:
    """Train as the command line says."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = options()
    torch.set_num_threads(given.threads)
    if given.bf16 is None:
        given.bf16 = bfloat16_is_faster()
    given.out.mkdir(parents=True, exist_ok=True)
    coded, labels = prepare(given)
    (given.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    run = Run(given, coded, labels)
    run.resume()
    run.train()


if __name__ == "__main__":
    main()
