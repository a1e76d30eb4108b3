from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.quantities import find_periods

SATURDAY = date(2024, 4, 27)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last year", "2023"),
        ("next year", "2025"),
        ("a year earlier", "2023"),
        ("two years ago", "2022"),
        ("last autumn", "2023"),
        ("this spring", "2024"),
        ("last month", "2024-03"),
        ("last quarter", "2024-Q1"),
        ("in the fourth quarter", "2023-Q4"),
        ("in Q3 2023", "2023-Q3"),
        ("the December quarter", "2023-Q4"),
        ("between July and September 2023", "2023-Q3"),
        ("on the 15th", "2024-04-15"),
        ("on the 29th", "2024-03-29"),
        ("on the 2nd of this month", "2024-04-02"),
        ("on Tuesday", "2024-04-23"),
        ("on Saturday", "2024-04-27"),
        ("last Saturday", "2024-04-20"),
        ("next Monday", "2024-04-29"),
        ("yesterday", "2024-04-26"),
        ("in January", "2024-01"),
        ("in October", "2023-10"),
        ("last October", "2023-10"),
        ("next May", "2024-05"),
        ("in September 2022", "2022-09"),
        ("on 22 October 2023", "2023-10-22"),
        ("on March 14, 2025", "2025-03-14"),
        ("on 2023-10-22", "2023-10-22"),
        ("on April 2", "2024-04-02"),
        ("since 2009", "2009"),
        ("in fiscal 2024", "2024"),
        ("in the first half", "2024-H1"),
        ("in the second half of last year", "2023-H2"),
        ("in H1 2023", "2023-H1"),
        ("in the first six months of 2023", "2023-H1"),
        ("in January-June 2023", "2023-H1"),
        ("from the year before", "2023"),
        ("from the preceding financial year", "2023"),
        ("twelve months ago", "2023"),
        ("a decade ago", "2014"),
        ("in mid-2023", "2023"),
        ("by end-2023", "2023"),
        ("in FY23", "2023"),
        ("from the quarter before", "2024-Q1"),
        ("in the three months to the end of September 2023", "2023-Q3"),
        ("in the six months to December", "2023-H2"),
        ("in the three months to October", "2023-10"),
    ],
)
def test_times_are_resolved_against_the_day_of_the_article(text, value):
    assert [period.value for period in find_periods(f"It rose {text}.", SATURDAY)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("in January", "2025-01"), ("on Tuesday", "2024-04-30"), ("on the 2nd", "2024-05-02")],
)
def test_times_ahead_are_resolved_forward(text, value):
    (period,) = find_periods(f"It will open {text}.", SATURDAY, future=True)

    assert period.value == value


def test_by_a_later_year_lies_ahead():
    (period,) = find_periods("by 2030", SATURDAY)

    assert period.future


def test_a_year_earlier_counts_from_the_year_before_it():
    found = find_periods("71% in 2021, down from 78% a year earlier", SATURDAY)

    assert [period.value for period in found] == ["2021", "2020"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on March 4, and fell the next day", ["2024-03-04", "2024-03-05"]),
        ("on March 1 after a rise the previous day", ["2024-03-01", "2024-02-29"]),
        ("opened in May 2021, in that month alone", ["2021-05", "2021-05"]),
        ("founded in 2019 and sold the same year", ["2019", "2019"]),
        ("in 2019 and again a year later", ["2019", "2020"]),
        ("in 2019 and in the following year", ["2019", "2020"]),
        ("in the first quarter of 2022 against the previous quarter", ["2022-Q1", "2021-Q4"]),
        ("from 4 to 5 the same year", []),
    ],
)
def test_times_are_counted_from_the_one_before_them(text, values):
    assert [period.value for period in find_periods(text, SATURDAY)] == values


def test_without_a_day_only_full_dates_count():
    assert [p.value for p in find_periods("on Tuesday, 3 May 2022", None)] == ["2022-05-03"]


@pytest.mark.parametrize(
    "text", ["it may rise", "a second plant", "march on", "$2024", "31 February 2024"]
)
def test_words_that_are_no_time(text):
    found = find_periods(text, SATURDAY)

    assert [p.value for p in found if len(p.value) == 10] == []


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_in_full_is_read_back(day):
    (period,) = find_periods(f"On {day:%B} {day.day}, {day.year} it closed.", SATURDAY)

    assert period.value == day.isoformat()


def test_without_a_day_to_reckon_from_only_full_dates_count():
    text = "In the first quarter, between July and September, last year; on 3 May 2021 and in 2019."

    assert [p.value for p in find_periods(text, None)] == ["2021-05-03", "2019"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3 in Q3 2023 against 4 in the same quarter of 2022", ["2023-Q3", "2022-Q3"]),
        ("3 in Q3 2023 against 4 in the year-earlier quarter", ["2023-Q3", "2022-Q3"]),
        ("3 in 2022, up from 2 the year before", ["2022", "2021"]),
        ("3 in February, 2 twelve months before", ["2024-02", "2023-02"]),
        ("3 in February, 2 a month earlier", ["2024-02", "2024-01"]),
        ("3 in 2022, up from 2 in the previous year", ["2022", "2021"]),
    ],
)
def test_what_is_compared_with_counts_from_the_time_before(text, values):
    assert [period.value for period in find_periods(text, SATURDAY)] == values


def test_half_of_something_else_is_no_time():
    assert find_periods("It lost in the first half of the match.", SATURDAY) == []
