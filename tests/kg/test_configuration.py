"""Settings of a server from its command line, the environment and a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.engine.limits import Limits
from kg.errors import UsageError
from kg.settings import Settings
from queries.service import ServiceSettings
from queries.service.configuration import NAMES, configuration


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "server.toml"
        path.write_text(text)
        return path

    return write


def test_without_any_all_is_as_the_defaults_say():
    read = configuration({})

    assert (read.settings, read.service) == (Settings(), ServiceSettings())


def test_an_option_goes_before_the_environment_and_that_before_the_file(file):
    path = file("port = 1\nhost = 'a'\nlog = 'none'\nseconds = 3\n")
    read = configuration({"NEWSKG_PORT": "2", "NEWSKG_HOST": "b"}, path, {"port": 3})

    assert (read.settings.port, read.settings.host, read.settings.log) == (3, "b", "none")
    assert read.service.limits.seconds == 3


def test_paths_in_a_file_start_from_its_folder(file, tmp_path):
    read = configuration({"NEWSKG_AUDIT_LOG": "here.log"}, file("graph='g'\ntokens='/t.json'"))

    assert read.settings.graph == tmp_path / "g"
    assert read.service.tokens == Path("/t.json")
    assert read.service.audit_log == Path("here.log")


def test_lists_are_lists_in_a_file_and_words_in_the_environment(file):
    path = file('hosts = ["a.example", "b.example"]\n')

    assert configuration({}, path).service.hosts == ("a.example", "b.example")
    words = {"NEWSKG_HOSTS": "c.example, d.example"}
    assert configuration(words, path).service.hosts == ("c.example", "d.example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 1", "there is no setting 'prot': did you mean port?"),
        ("[server]\nport = 1", "there is no setting 'server'"),
        ("port = '80a'", "port = '80a' is no whole number"),
        ("port = true", "port = True is no whole number"),
        ("port = 70000", "port 70000 is not between 1 and 65535"),
        ("seconds = 'soon'", "is no number"),
        ("seconds = 0", "seconds=0.0 is not above 0"),
        ("writable = 'maybe'", "expected true or false"),
        ("writable = true", "need tokens"),
        ("hosts = [1]", "is no list of texts"),
        ("log = 'xml'", "none of auto, json, text, none"),
        ("base_url = 'data.example'", "no address such as https://data.example"),
        ("endpoints = ['file:///etc']", "no address such as"),
        ("cors = ['https://a.example/path']", "neither * nor one such as"),
        ("rate = -1", "rate=-1 is below 0"),
        ("content_bytes = 0", "above 0"),
        ("idle_seconds = 0", "above 0"),
        ("grace_seconds = -1", "below 0"),
        ("port = ", "is not TOML"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(file, text, said):
    with pytest.raises(UsageError) as raised:
        configuration({}, file(text))

    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_every_mistake_has_a_line_of_its_own(file):
    path = file("prot = 1\nport = 'x'\nseconds = -1\n")
    with pytest.raises(UsageError) as raised:
        configuration({"NEWSKG_RATE": "fast"}, path)
    lines = str(raised.value).splitlines()

    assert lines[0] == "4 settings are wrong:"
    assert len(lines) == 5


def test_every_setting_is_documented():
    text = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text()

    assert {name for name in NAMES if f"`{name}`" not in text} == set()


def test_names_of_settings_are_unique():
    assert len(set(NAMES)) == len(NAMES)
    assert set(Limits.__slots__) <= set(NAMES)


def test_serve_checks_its_settings_and_ends(file):
    runner = CliRunner()
    right = runner.invoke(main, ["serve", "--check", "--config", str(file("port = 80"))])
    wrong = runner.invoke(main, ["serve", "--check", "--config", str(file("port = 0"))])
    absent = runner.invoke(main, ["serve", "--check", "--config", "none.toml"])
    tokens = ["serve", "--check", "--writable", "--tokens", "none.json"]
    unwritable = runner.invoke(main, tokens)

    assert (right.exit_code, right.output) == (0, "The settings are right.\n")
    assert (wrong.exit_code, absent.exit_code, unwritable.exit_code) == (2, 2, 2)
    assert "none.json is not there: make it with kg token create" in unwritable.output


def test_the_settings_for_deploying_are_right():
    path = Path(__file__).parents[2] / "docs" / "deploy" / "server.toml"
    read = configuration({}, path)

    assert read.service.base_url == "https://data.example"
    assert read.settings.host == "127.0.0.1"
