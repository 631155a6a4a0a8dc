"""The page of indicators, its files and the page for a board."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from reportlab.pdfgen.canvas import Canvas

from graph import Graph
from graph.visibility import MEMBER
from queries.results.model import ACTIONS_FR, Action, Meaning, MonthValue
from queries.results.results import Results, results
from tests.given import given
from tests.web.conftest import Browser
from web.board import board

LATELY = (
    "(cci:Operator {uid: 'cci2', name: 'Agence Test'})",
    "(:Territory {uid: 'epci:200093201', code: '200093201', level: 'epci', name: 'Métropole Européenne de Lille'})",
    "(a:Company {siren: '400000001', epci: '200093201', code_commune: '59350', departement: '59'})",
    "(cci)-[:VISITED {on: toString(date() - duration({days: 3})), recorded_at: toString(date()) + 'T09:00:00+00:00'}]->(a)",
)


def test_each_indicator_is_told_with_its_definition_its_freshness_and_what_it_lacks(
    region: Graph, cci: Browser
) -> None:
    given(region, *LATELY)
    page = unescape(cci.get("/indicateurs").text)
    for one in results(region, MEMBER).indicators:
        assert one.label in page
        assert one.definition in page
    assert "Aucune aide connue" in page
    assert '<svg class="sparkline"' in page


def test_the_months_are_a_table_that_says_what_the_lines_draw(region: Graph, cci: Browser) -> None:
    given(region, *LATELY)
    page = cci.get("/indicateurs?vue=mois").text
    row = page[page.index("Visites faites") :]
    assert row.count("<td", 0, row.index("</tr>")) == 12
    assert '<svg class="sparkline"' not in page


def test_a_territory_a_day_and_a_view_are_kept_by_the_files(region: Graph, cci: Browser) -> None:
    given(region, *LATELY)
    page = cci.get("/indicateurs?territory=epci:200093201&jour=2026-03-31").text
    assert "Métropole Européenne de Lille, au 31 mars 2026" in page
    assert "/indicateurs.pdf?territory=epci%3A200093201&amp;jour=2026-03-31" in page
    text = cci.get("/indicateurs.csv?territory=epci:200093201&jour=2026-03-31").text
    assert text.splitlines()[0].endswith("2026-03")
    assert "DORE, la base partagée;visites;Visites faites;0;nombre" in text


def test_a_day_to_come_or_an_unknown_place_is_read_as_today_and_the_region(region: Graph, cci: Browser) -> None:
    page = cci.get("/indicateurs?territory=epci:000000000&jour=2999-01-01")
    assert page.status_code == 200
    assert "Hauts-de-France, au" in page.text


def test_the_page_for_a_board_is_one_page_and_the_same_bytes_for_the_same_figures(region: Graph, cci: Browser) -> None:
    given(region, *LATELY)
    answer = cci.get("/indicateurs.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page\n") == 1
    assert answer.content == cci.get("/indicateurs.pdf").content


def _many(each: int) -> Results:
    months = tuple(MonthValue(month=f"2026-{number:02}", value=number * 1.5) for number in range(1, 13))
    made = [
        Meaning(action, f"{action}-{number}", f"Indicateur n° {number} au nom plutôt long, territoires concernés", "Dit.",
                "queries.x", "/x", unit).measured(months, 1234.5)
        for action in Action
        for number, unit in zip(range(each), ("number", "percent", "euros", "days", "fte") * 4, strict=False)
    ]  # fmt: skip
    return Results(territory=None, as_of=date(2026, 11, 20), indicators=tuple(made))


@pytest.mark.parametrize("each", [1, 12, 16])
def test_the_page_for_a_board_keeps_all_its_lines_on_the_page(monkeypatch: pytest.MonkeyPatch, each: int) -> None:
    heights: list[float] = []
    drawn = Canvas.drawString

    def draw(self: Canvas, x: float, y: float, text: str, *rest: object) -> None:
        heights.append(y)
        drawn(self, x, y, text, *rest)

    monkeypatch.setattr(Canvas, "drawString", draw)
    content = board(_many(each), "Hauts-de-France")
    assert content.count(b"/Type /Page\n") == 1
    lines = [height for height in heights if height > 18]
    assert len(lines) == 1 + len(ACTIONS_FR) + each * len(ACTIONS_FR)
    assert min(lines) > 30


def test_animation_says_what_one_shared_beside_the_median(region: Graph, cci: Browser) -> None:
    given(
        region,
        "(o:Operator {uid: 'agence', name: 'Agence Test'})",
        "(a:Company {siren: '400000001'})",
        "(o)-[:VISITED {on: '2026-01-02', recorded_at: '2026-01-03T09:00:00+00:00'}]->(a)",
    )
    region.write(
        "MATCH (o:Operator {uid: 'cci'}), (a:Company {siren: '400000001'}) CREATE (o)-[:VISITED {uid: 'w', visit: 'w', "
        "owner: 'cci', visibility: 'shared', status: 'done', on: '2026-01-02', earliest: '2026-01-02', "
        "latest: '2026-01-02', recorded_at: '2026-01-05T09:00:00+00:00'}]->(a)"
    )
    page = cci.get("/animation").text
    assert "Votre institution" in page
    assert "Rien n'a été ajouté depuis" in unescape(page)
    assert page.index("Agence Test") < page.index('<th scope="row">CCI Test')
    assert "Agence Test;1;2026-01-03" in cci.get("/animation.csv").text
