"""The letters: what they say, to whom they go, and that none goes twice; sent to a real mail server on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import typer
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from cli import digests
from graph import Graph, Settings, connect
from planning.digests import claim, digest, institutions
from planning.posting import is_address
from queries.days import today
from tests.given import given

MEMBER = "mailbox: '{}@exemple.test', admitted_at: '2026-01-01'"
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


class Inbox:
    """Keeps what it is sent; refuses whoever is named in `refused`."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - the library's name
        if address in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.letters.append((envelope.rcpt_tos, made))
        return "250 OK"


@pytest.fixture
def told(graph: Graph) -> Graph:
    """The CMA is told of a visit of the CCI, has a visit that nobody reported and one to come; the CCI of nothing."""
    given(
        graph,
        "(c:Company {uid: 'a', name: 'ACIER DU NORD'})",
        f"(one:Operator {{uid: 'cci', name: 'CCI', {MEMBER.format('cci')}}})-[:VISITED {{uid: 'v1', on: '2026-10-01', "
        "status: 'done', visibility: 'signalled', purpose: 'secret', note: 'secret'}]->(c)",
        f"(two:Operator {{uid: 'cma', name: 'CMA', {MEMBER.format('cma')}}})-[:VISITED {{uid: 'v2', on: '2026-10-09', "
        "status: 'planned', note: 'secret', agent: 'secret'}]->(c)",
        f"(two)-[:VISITED {{uid: 'v3', on: '{today().isoformat()}', status: 'planned'}}]->(c)",
        "(n:Notice {uid: 'n', owner: 'cma', kind: 'overlap', about: 'v2', other: 'cci', company: 'a', "
        "at: '2026-09-01T08:00:00+00:00', read_by: []})",
    )
    return graph


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A mail server on this machine."""
    kept = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield kept, port
    finally:
        server.stop()


@pytest.fixture
def run(told: Graph, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command, with settings of its own, and return its code and the letters it tells of."""
    app = typer.Typer()
    digests.register(app)
    monkeypatch.setattr("cli.common.connect", lambda: connect(settings))

    def call(*arguments: str, **more: Any) -> tuple[int, list[dict[str, Any]]]:
        made = Settings(home=tmp_path, public_url="https://dore.exemple.test", contact="dore@exemple.test", **more)
        monkeypatch.setattr("cli.digests.get_settings", lambda: made)
        result = CliRunner().invoke(app, [*arguments, "--json"], standalone_mode=False)
        if result.exception:
            raise result.exception
        return result.return_value, json.loads(result.stdout)["letters"]

    return call


def states(letters: list[dict[str, Any]]) -> dict[str, str]:
    return {one["organisation"]: one["state"] for one in letters}


def test_a_letter_says_what_concerns_an_institution_and_no_more_than_its_pages(
    run: Run, inbox: tuple[Inbox, int]
) -> None:
    kept, port = inbox
    code, letters = run(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    assert (code, states(letters)) == (0, {"cci": "nothing", "cma": "sent"})
    [(to, letter)] = kept.letters
    text = letter.get_content()
    assert (to, letter["From"], letter["Auto-Submitted"]) == (
        ["cma@exemple.test"],
        "dore@exemple.test",
        "auto-generated",
    )
    assert letter["Subject"].endswith("1 nouvel avis, 1 compte rendu attendu")
    for said in (
        "CCI est allé chez ACIER DU NORD en octobre 2026, près de votre visite le 9 octobre 2026.",
        "https://dore.exemple.test/avis",
        "- ACIER DU NORD, le 9 octobre 2026 : https://dore.exemple.test/visites/v2",
    ):
        assert said in text
    assert "secret" not in text
    assert "octobre 2026, " in text, "a signalled visit tells its month"


def test_what_is_told_beside_visits_is_in_the_letter_with_its_address(run: Run, told: Graph) -> None:
    given(
        told,
        "(:Referral {uid: 'q', owner: 'cci', addressee: 'cma', title: 'Quel plafond ?', on: '2026-10-01'})",
        "(:Notice {uid: 'nq', owner: 'cma', kind: 'referral', about: 'q', other: 'cci', company: '', "
        "at: '2026-09-02T08:00:00+00:00', read_by: []})",
    )
    [letter] = [one for one in run("--dry-run")[1] if one["organisation"] == "cma"]
    assert letter["notices"] == 2
    assert "- CCI vous pose une question : Quel plafond ?\n" in letter["text"]
    assert "https://dore.exemple.test/questions/q" in letter["text"]


def test_an_open_request_is_told_once_and_its_answer_is_news(run: Run, told: Graph) -> None:
    given(
        told,
        "(:Exchange {uid: 'x', kind: 'join', status: 'open', owner: 'cci', addressee: 'cma', company: 'a', "
        "theirs: 'v2', asked_at: '2026-09-02T08:00:00+00:00'})",
        "(:Notice {uid: 'nx', owner: 'cma', kind: 'join', about: 'x', other: 'cci', company: 'a', "
        "at: '2026-09-02T08:00:00+00:00', read_by: []})",
    )
    told.write("MATCH (n:Notice {uid: 'n'}) DELETE n")
    [open_] = [one for one in run("--dry-run")[1] if one["organisation"] == "cma"]
    assert (open_["state"], open_["waiting"], open_["notices"]) == ("would-send", 1, 0), "it is due for that alone"
    assert open_["text"].count("CCI demande à se joindre") == 1
    assert "1 réponse attendue" in open_["subject"]
    assert "avis" not in open_["subject"]
    told.write("MATCH (x:Exchange {uid: 'x'}) SET x.status = 'withdrawn'")
    [answered] = [one for one in run("--dry-run")[1] if one["organisation"] == "cma"]
    assert (answered["waiting"], answered["notices"], answered["text"].count("CCI demande à se joindre")) == (0, 1, 1)


def test_what_was_told_is_not_told_again(run: Run, told: Graph, inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    assert states(run("--dry-run", **server)[1])["cma"] == "would-send"
    assert kept.letters == [], "a dry run sends nothing and remembers nothing"
    assert states(run(**server)[1])["cma"] == "sent"
    assert states(run(**server)[1])["cma"] == "nothing"
    assert states(run("--since", "2026-08-01", **server)[1])["cma"] == "sent"
    assert len(kept.letters) == 2


def test_what_still_waits_is_recalled_once_a_week(run: Run, told: Graph) -> None:
    assert states(run()[1])["cma"] == "written"
    assert states(run()[1])["cma"] == "nothing"
    told.write("MATCH (o:Operator {uid: 'cma'}) SET o.digest_at = toString(datetime() - duration({days: 8}))")
    [again] = [one for one in run()[1] if one["organisation"] == "cma"]
    assert (again["state"], again["notices"], again["unreported"]) == ("written", 0, 1)


def test_of_two_runs_at_once_one_sends(told: Graph) -> None:
    [_, cma] = institutions(told)
    one, two = digest(told, cma, today()), digest(told, cma, today())
    assert (claim(told, one), claim(told, two)) == (True, False)


def test_a_letter_that_is_refused_is_told_again_and_keeps_no_other_back(
    run: Run, told: Graph, inbox: tuple[Inbox, int]
) -> None:
    kept, port = inbox
    server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    told.write("MATCH ()-[v:VISITED {uid: 'v1'}]->() SET v.status = 'planned', v.on = '2026-10-01'")
    kept.refused = {"cci@exemple.test"}
    code, letters = run(**server)
    assert (code, states(letters)) == (1, {"cci": "failed", "cma": "sent"})
    kept.refused = set()
    code, letters = run(**server)
    assert (code, states(letters)["cci"]) == (0, "sent")


def test_without_a_server_letters_are_files_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    _, letters = run()
    path = Path(next(one["file"] for one in letters if one["organisation"] == "cma"))
    assert path.parent == tmp_path / "digests"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "cma@exemple.test"


def test_an_institution_without_a_mailbox_is_said_and_one_that_is_suspended_is_told_nothing(
    run: Run, told: Graph
) -> None:
    told.write("MATCH (o:Operator {uid: 'cma'}) REMOVE o.mailbox")
    assert states(run()[1])["cma"] == "no-mailbox"
    told.write("MATCH (o:Operator {uid: 'cma'}) SET o.suspended_at = '2026-02-01'")
    assert "cma" not in states(run()[1])


@pytest.mark.parametrize(
    "written", ["a@b.test\nBcc: c@d.test", "a@b.test, c@d.test", "A <a@b.test>", "sans arobase", "", None]
)
def test_what_is_not_one_address_is_none(written: str | None) -> None:
    assert not is_address(written)
    assert is_address("contact@cci.example")
