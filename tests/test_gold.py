"""Quality on the annotated articles stays above the bars (skipped where they are absent)."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    if not (GOLD / "dev").is_dir():
        pytest.skip("../shared/gold is absent: quality is not scored")
    spec = importlib.util.spec_from_file_location("score", ROOT / "benchmarks" / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score.score(GOLD / "dev", GOLD / "score.py", tmp_path_factory.mktemp("gold"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "figure", "bar"),
    [
        ("entity", "f1", 0.55),
        ("fact", "f1", 0.20),
        ("observation", "f1", 0.25),
        ("ask", "exact", 0.25),
    ],
)
def test_quality_stays_above_the_bar(figures, measure, figure, bar):
    assert figures[measure][figure] >= bar
