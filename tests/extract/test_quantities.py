import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.quantities import QuantityKind, find_amounts
from extract.quantities.numbers import scale_value, spelled_value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("€10bn", 10e9, "EUR"),
        ("$3.87 billion", 3.87e9, "USD"),
        ("US$ 5m", 5e6, "USD"),
        ("Rs 20 crore", 200e6, "INR"),
        ("Rs 9 lakh", 900e3, "INR"),
        ("KRW 92.67 trillion", 92.67e12, "KRW"),
        ("1.9 trillion won", 1.9e12, "KRW"),
        ("400 million euros", 400e6, "EUR"),
        ("C$200 million", 200e6, "CAD"),
        ("NT$2.4 billion", 2.4e9, "TWD"),
        ("R$95m", 95e6, "BRL"),
        ("¥500", 500, "JPY"),
        ("£6 million", 6e6, "GBP"),
        ("$1.5-billion", 1.5e9, "USD"),
        ("half a million euros", 500e3, "EUR"),
        ("40,000 Swiss francs", 40e3, "CHF"),
        ("SAR 225 million", 225e6, "SAR"),
        ("62 bln yen", 62e9, "JPY"),
    ],
)
def test_money_is_a_plain_number_in_an_iso_currency(text, value, unit):
    (found,) = find_amounts(f"It cost {text} in all.")

    assert (found.kind, found.unit) == (QuantityKind.MONEY, unit)
    assert found.value == pytest.approx(value)


def test_an_amount_in_brackets_after_another_is_a_conversion():
    found = find_amounts("about $67.2 billion (about KRW 92.67 trillion), and $3 million")

    assert [item.converted for item in found] == [False, True, False]


def test_an_amount_in_brackets_after_a_name_is_no_conversion():
    (found,) = find_amounts("compared to China ($7.76 billion)")

    assert not found.converted


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12%", 12, "percent"),
        ("12 percent", 12, "percent"),
        ("3.8 per cent", 3.8, "percent"),
        ("49 pct", 49, "percent"),
        ("two percentage points", 2, "percentage point"),
        ("-0.5%", -0.5, "percent"),
    ],
)
def test_percentages_in_all_spellings(text, value, unit):
    (found,) = find_amounts(f"by {text}")

    assert (found.kind, found.value, found.unit) == (QuantityKind.PERCENT, value, unit)


@pytest.mark.parametrize(
    ("text", "rank", "out_of"),
    [
        ("ranked 9th out of 15 countries", 9, 15),
        ("rose to 377th out of 1,500 universities", 377, 1500),
        ("the third largest", 3, None),
        ("took sixth place", 6, None),
        ("is No. 4 in sales", 4, None),
    ],
)
def test_ranks_with_their_total(text, rank, out_of):
    (found,) = find_amounts(text)

    assert (found.kind, found.value, found.out_of) == (QuantityKind.RANK, rank, out_of)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two factories", 2),
        ("twenty-five people", 25),
        ("1,200 staff", 1200),
        ("2.3 million doses", 2.3e6),
        ("minus 1.5", -1.5),
        ("(-0.76)", -0.76),
    ],
)
def test_counts_in_digits_and_words(text, value):
    (found,) = find_amounts(text)

    assert (found.kind, found.value) == (QuantityKind.NUMBER, pytest.approx(value))


@pytest.mark.parametrize("text", ["a hyphen-42x", "at 2024-05-01", "the A320neo"])
def test_parts_of_words_are_no_money(text):
    assert not [q for q in find_amounts(text) if q.kind is QuantityKind.MONEY]


def test_offsets_give_the_words_back():
    text = "It paid €10bn for 12% of it."

    assert [text[q.start : q.end] for q in find_amounts(text)] == ["€10bn", "12%"]


def test_taken_stretches_are_left_out():
    assert find_amounts("Channel 4 News", taken=[(0, 14)]) == []


def test_words_that_are_no_number_have_no_value():
    assert spelled_value("several") is None
    assert scale_value("") == 1.0


@given(st.integers(min_value=0, max_value=10**12))
def test_any_amount_of_dollars_is_read_back(amount):
    (found,) = find_amounts(f"They paid ${amount:,} for it.")

    assert found.value == amount
    assert found.unit == "USD"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between 1.7 billion and 1.8 billion francs", [(1.7e9, "CHF"), (1.8e9, "CHF")]),
        ("between 5 and 7 percent", [(5, "percent"), (7, "percent")]),
        ("55 to 60 percent", [(55, "percent"), (60, "percent")]),
        ("5-7 million euros", [(5e6, "EUR"), (7e6, "EUR")]),
        ("12 and 7 percent", [(12, None), (7, "percent")]),
        ("300 people and 7 percent", [(300, None), (7, "percent")]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(text, values):
    assert [(item.value, item.unit) for item in find_amounts(text)] == values
