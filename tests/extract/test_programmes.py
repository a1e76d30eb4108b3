"""Programmes and events without a name are the noun phrase that describes them."""

from __future__ import annotations

import pytest

from extract.components.programmes import described
from extract.components.words import words_between


def phrases(text):
    found = described(words_between(text, 0, len(text)))
    return [(text[run.words[0].start : run.words[-1].end], kind.value) for run, kind in found]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Acme runs a ship welder training programme.", "ship welder training programme"),
        ("Acme offers an apprenticeship for bakers.", "apprenticeship for bakers"),
        ("Acme will open a plumbing course in May.", "plumbing course"),
        (
            "Acme announced a hiring drive of about 2,500 people in May.",
            "hiring drive of about 2,500 people",
        ),
        ("It has started a summer school for young potters.", "summer school for young potters"),
    ],
)
def test_what_someone_runs_is_a_programme(text, phrase):
    assert phrases(text) == [(phrase, "Program")]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Acme hosted an event to show its view of the sea.", "event to show its view of the sea"),
        ("Acme will hold a bakers' fair.", None),
        ("Acme is to hold a harvest festival in May.", "harvest festival"),
    ],
)
def test_what_someone_hosts_is_an_event(text, phrase):
    assert phrases(text) == ([(phrase, "Event")] if phrase else [])


@pytest.mark.parametrize(
    "text",
    [
        "Acme has a plan to grow.",
        "Acme announced a merger plan.",
        "The course was hard.",
        "He took a new course.",
        "Acme Path, a short course, is full.",
        "Acme runs a language course, Talk Now.",
        "She attended an event to relax.",
    ],
)
def test_other_nouns_are_none(text):
    assert phrases(text) == []
