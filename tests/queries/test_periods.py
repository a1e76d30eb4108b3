from __future__ import annotations

from datetime import date

import pytest

from queries.questions.periods import range_at


@pytest.mark.parametrize(
    ("words", "text", "start", "end"),
    [
        ("in 2023", "2023", "2023-01-01", "2023-12-31"),
        ("in february 2024", "2024-02", "2024-02-01", "2024-02-29"),
        ("second quarter of 2024", "2024-Q2", "2024-04-01", "2024-06-30"),
        ("on april 15 , 2024", "2024-04-15", "2024-04-15", "2024-04-15"),
        ("15 april 2024", "2024-04-15", "2024-04-15", "2024-04-15"),
        ("since 2020", "since 2020", "2020-01-01", None),
        ("after 2020", "after 2020", "2021-01-01", None),
        ("before march 2024", "before 2024-03", None, "2024-02-29"),
        ("between 2020 and 2022", "2020 to 2022", "2020-01-01", "2022-12-31"),
        ("last year", "2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_period_is_read_with_its_preposition(words, text, start, end):
    period, used = range_at(words.split(), 0, date(2025, 6, 1))

    assert (period.text, period.start, period.end, used) == (text, start, end, len(words.split()))


@pytest.mark.parametrize("words", ["in germany", "may", "31 february 2024", "2024-13", "1200"])
def test_what_is_no_period_is_none(words):
    assert range_at(words.split(), 0, date(2025, 6, 1)) is None
