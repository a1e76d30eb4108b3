"""Each page's main task, done as a reader would, in both themes, at a desk and on a phone."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Tab, expect

COUNTING = (
    "SELECT ?type (COUNT(*) AS ?count) WHERE { ?x nk:name ?n ; a ?type } GROUP BY ?type "
    "ORDER BY DESC(?count)"
)
pytestmark = pytest.mark.browser


def test_ask_completes_a_question_and_shows_where_the_answer_stands(tab):
    page = tab.open("/")
    expect(page.locator(".examples a").first).to_be_visible()
    assert tab.serious_faults() == []

    page.get_by_role("combobox", name="Question").fill("who works for lg")
    page.get_by_role("option", name="Who works for LG U+?").click()

    expect(page.get_by_label("Answer", exact=True)).to_contain_text("Hwang Hyun-sik")
    expect(page.locator(".quote mark").first).to_have_text("Hwang Hyun-sik")
    assert page.url.endswith("/ask?q=Who+works+for+LG+U%2B%3F")
    assert tab.serious_faults() == []
    page.locator(".quote a").first.click()
    expect(page.locator(".sentence.target")).to_contain_text("Hwang Hyun-sik")


def test_ask_says_what_it_did_not_understand_and_what_can_be_asked(tab):
    page = tab.open("/")
    box = page.get_by_role("combobox", name="Question")
    box.fill("How many moons has Jupiter?")
    box.press("Enter")

    expect(page.get_by_label("Answer", exact=True)).to_contain_text("Not understood")
    page.get_by_label("Answer", exact=True).locator(".examples a").first.click()
    expect(page.locator(".answer .text:not(.not)")).to_be_visible()


def test_explore_finds_expands_filters_and_shows_evidence(tab):
    page = tab.open("/explore")
    page.get_by_role("combobox", name="Add an entity by name").fill("anthro")
    page.get_by_role("option", name=re.compile("Anthropic")).click()
    expect(page.get_by_role("heading", name="Anthropic")).to_be_visible()
    page.wait_for_selector('.canvas[data-settled="yes"]')
    assert "about=org%2Fanthropic" in page.url
    expect(page.locator(".tally")).to_contain_text("9 entities")
    assert tab.serious_faults() == []

    page.locator(".detail").get_by_role("button", name="Anthropic competes with OpenAI").click()
    expect(page.locator(".detail .quote")).to_contain_text("rival OpenAI")
    page.get_by_role("button", name="Close").click()

    if page.get_by_role("button", name="Filters").is_visible():
        page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="University").uncheck()
    expect(page.locator(".tally")).to_contain_text("6 entities")
    address = page.url
    page.goto(address)
    expect(page.locator(".tally")).to_contain_text("6 entities")


def test_explore_opens_a_node_that_is_clicked_in_the_picture(tab):
    page = tab.open("/explore?about=org/anthropic&layout=type")
    page.wait_for_selector('.canvas[data-settled="yes"]')
    page.get_by_text("The facts shown, as a list").click()
    page.get_by_role("region", name="Facts shown").get_by_role(
        "button", name="OpenAI"
    ).first.click()
    expect(page.get_by_role("heading", name="OpenAI")).to_be_visible()
    page.get_by_role("button", name="Expand").click()
    expect(page.get_by_label("Entities that are expanded").locator("li")).to_have_count(2)


def test_explore_shows_the_paths_between_two(tab):
    page = tab.open("/explore?about=org/openai&node=org/openai")
    page.get_by_role("combobox", name="Paths to another entity").fill("anthro")
    page.get_by_role("option", name=re.compile("Anthropic")).click()
    expect(page.locator(".paths li").first).to_contain_text("competes with")
    expect(page.locator(".paths li").first).to_contain_text("OpenAI")
    page.wait_for_selector('.canvas[data-settled="yes"]')
    assert tab.serious_faults() == []


@pytest.mark.parametrize(
    ("kind", "opening"), [("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("GEXF", b"<?xml")]
)
def test_explore_saves_the_picture(tab, kind, opening):
    page = tab.open("/explore?about=org/anthropic&layout=time")
    page.wait_for_selector('.canvas[data-settled="yes"]')
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {kind}").click()
    content = download.value.path().read_bytes()

    assert content.startswith(opening)
    assert kind == "PNG" or b"Northeastern University" in content


def test_entity_shows_facts_with_evidence_and_leads_on(tab):
    page = tab.open("/entity?id=org/samsung-electronics")
    expect(page.get_by_role("heading", name="Samsung Electronics")).to_be_visible()
    fact = page.locator(".facts details").first
    fact.get_by_text("Evidence").click()
    expect(fact.locator("blockquote").last).to_contain_text("Samsung")
    assert tab.serious_faults() == []
    page.get_by_role("link", name="Explore from here").click()
    expect(page.locator(".tally")).to_contain_text("facts shown")


def test_entity_draws_its_numbers_over_time_with_their_unit(tab):
    page = tab.open("/entity?id=org/novo-nordisk")
    chart = page.get_by_role("img", name=re.compile("net sales over time"))
    expect(chart).to_be_visible()
    assert "2021: 140.8 billion DKK; 2022: 177 billion DKK; 2023: 232.3 billion DKK" in (
        chart.get_attribute("aria-label")
    )
    expect(chart).to_contain_text("DKK")
    expect(page.locator(".chip.denied").first).to_be_visible()


def test_entity_is_joined_with_another_and_told_apart_by_hand(chromium, writable):
    base, token = writable
    context = chromium.new_context()
    tab = Tab(context.new_page(), base)
    page = tab.open("/entity?id=org/novo-nordisk")
    page.get_by_role("combobox", name="Another entity that is the same").fill("novo-n")
    page.get_by_role("option", name=re.compile("Nordisk A.S")).click()
    page.get_by_role("button", name="Join them").click()
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("combobox", name="Another entity that is the same").fill("novo-n")
    page.get_by_role("option", name=re.compile("Nordisk A.S")).click()
    page.get_by_role("button", name="Join them").click()

    expect(page.locator(".joined")).to_contain_text("Novo-Nordisk A/S was joined: a user said so")
    tab.faults.clear()  # the browser notes the refusal without a token
    assert tab.serious_faults() == []
    page.get_by_role("button", name="Tell apart: Novo-Nordisk A/S").click()
    expect(page.locator(".joined")).to_have_count(0)
    context.close()


def test_entity_offers_no_joining_where_the_server_only_reads(tab):
    page = tab.open("/entity?id=org/novo-nordisk")
    expect(page.get_by_role("heading", name=re.compile("^Names"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("combobox", name="Another entity").count() == 0


def test_article_shows_what_each_paragraph_says_and_what_is_planned(tab):
    page = tab.open("/article?id=chips-act-awards")
    expect(page.locator(".mention", has_text="Samsung Electronics").first).to_be_visible()
    expect(page.locator(".margin .chip.planned").first).to_be_visible()
    expect(page.locator(".sentence.planned").first).to_be_visible()
    assert tab.serious_faults() == []
    page.locator(".margin a", has_text="TSMC").first.click()
    expect(page.get_by_role("heading", name="TSMC")).to_be_visible()


def test_sparql_runs_charts_saves_and_downloads(tab):
    page = tab.open("/query")
    page.wait_for_selector(".CodeMirror")
    page.locator(".CodeMirror").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(COUNTING)
    page.keyboard.press("Escape")
    expect(page.locator(".CodeMirror-code")).to_contain_text("PREFIX nk:")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("region", name="Result table")).to_contain_text("University")
    assert tab.serious_faults() == []

    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".chart .bar").first).to_be_visible()
    page.get_by_label("Name to save").fill("types")
    page.get_by_role("button", name="Save", exact=True).click()
    page.reload()
    expect(page.get_by_label("Saved queries")).to_contain_text("types")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.path().read_text().startswith("type,count")


def test_sparql_fills_a_named_query_and_draws_a_graph(tab):
    page = tab.open("/query")
    page.get_by_label("Named query").select_option("partners")
    page.get_by_role("textbox", name="entity").fill("Anthropic")
    page.get_by_role("button", name="Run partners").click()
    expect(page.get_by_role("region", name="Result table")).to_contain_text(
        "Northeastern University"
    )
    page.get_by_role("button", name="Graph").click()
    expect(page.locator(".canvas canvas").first).to_be_visible()


def test_sparql_says_what_is_wrong_with_a_query(tab):
    page = tab.open("/query?query=SELECT+WHERE")
    expect(page.get_by_role("alert")).to_contain_text("Not a SPARQL query")
    tab.faults.clear()  # the browser notes the refusal


def test_overview_leads_to_entities_relations_and_articles(tab):
    page = tab.open("/overview")
    expect(page.locator(".counts")).to_contain_text("articles")
    expect(page.get_by_role("link", name="Anthropic").first).to_be_visible()
    contradictions = page.locator(
        "section", has=page.get_by_role("heading", name=re.compile("^Contra"))
    )
    expect(contradictions).to_contain_text("Technical University of Denmark")
    expect(contradictions.locator(".chip.denied").first).to_be_visible()
    expect(page.get_by_text("Last written")).to_be_visible()
    assert tab.serious_faults() == []
    page.get_by_role("link", name="works for").click()
    page.wait_for_selector(".canvas canvas")
    assert "rel=works+for" in page.url or "rel=works%20for" in page.url


def test_the_theme_is_kept(tab, look):
    page = tab.open("/")
    other = "light" if look["color_scheme"] == "dark" else "dark"
    page.get_by_role("button", name=f"Use the {other} theme").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == other


def test_what_is_not_there_is_said_with_a_way_on(tab):
    page = tab.open("/entity?id=org/none-such")
    expect(page.get_by_role("alert")).to_contain_text("no entity of this graph")
    page.get_by_role("link", name="See what the graph holds").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    tab.faults.clear()  # the browser notes the refusal


def test_the_address_of_an_entity_leads_to_its_page(tab):
    page = tab.open("/id/org/sk-hynix")

    expect(page.get_by_role("heading", level=1)).to_have_text("SK Hynix")
