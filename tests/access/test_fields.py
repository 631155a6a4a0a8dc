"""Which fields of a record reach whom, level by level: the rules as they are written, against all that is answered.

Every field of every record holds a word of its own; every route that reads is asked over HTTP as every role, and the
words that came back are compared with a table written by hand from the rules of access.
"""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from access.keys import create_key
from access.roles import Role, local
from api.app import create_app
from gate.asking import COOKIE
from gate.doors import behind_one_address
from gate.service import Service
from graph import Graph, Settings
from tests.access.conftest import admitted, join
from tests.api.conftest import LYS
from tests.given import given
from tests.web.conftest import listening
from web.app import create_pages

LEVELS = ("private", "signalled", "shared", "open")
# For each level in turn: `y` must be told, `m` may be, `-` never is.
MEMBERS = {
    "visit":   {"month": "-yyy", "day": "--yy", "theme": "--yy", "purpose": "--yy", "overlap_reason": "--mm",
                "note": "----", "agent": "----", "reference": "----", "raw": "----"},
    "support": {"month": "-yyy", "day": "--yy", "amount_eur": "--yy", "scheme": "--yy", "purpose": "--yy", "raw": "----"},
    "need":    {"month": "-yyy", "day": "--yy", "title": "--yy", "theme": "--yy", "summary": "--mm", "raw": "----"},
    "project": {"month": "-yyy", "day": "--yy", "title": "--yy", "theme": "--yy", "amount_eur": "--yy",
                "summary": "--mm", "raw": "----"},
    "agreement": {"title": "--yy", "summary": "--mm", "raw": "----"},
    "action": {"title": "--yy", "summary": "--mm", "leader_name": "--yy", "raw": "----"},
    "outsider": {"name": "--yy"},
    "strategy": {"title": "--yy", "summary": "--mm", "raw": "----"},
    "consultation": {"title": "--yy", "summary": "--mm", "raw": "----"},
    "reply": {"summary": "--yy", "reason": "--yy"},
    "contact": {"name": "----", "email": "----", "phone": "----"},
    "review":  {"mention": "----", "row": "----"},
    "import":  {"file": "----"},
    "envelope": {"title": "--yy", "summary": "--mm", "raw": "----"},
    "commitment": {"title": "--yy", "summary": "--mm", "raw": "----"},
    "post": {"function": "--yy", "raw": "----"},
    "agent": {"name": "----", "email": "----"},
    "committee": {"title": "--yy", "minutes": "--mm", "raw": "----"},
    "item": {"title": "--yy", "reason": "--mm", "raw": "----"},
    "referral": {"title": "--yy", "answer": "--mm", "raw": "----"},
}  # fmt: skip
PUBLIC = {
    "support": {"amount_eur": "---y"},
    "project": {"amount_eur": "---m"},
}  # fmt: skip
"""What is not named is told to nobody outside: fact, institution, year, amount, and no other field."""
OWN = {"visit": {"note": "yyyy", "agent": "yyyy", "purpose": "yyyy"}, "support": {"scheme": "yyyy"},
       "need": {"title": "yyyy"}, "project": {"title": "yyyy"}, "agreement": {"title": "yyyy"},
       "action": {"title": "yyyy"}, "strategy": {"title": "yyyy"}, "consultation": {"title": "yyyy"},
       "reply": {"summary": "yyyy", "reason": "yyyy"}, "envelope": {"title": "yyyy"},
       "commitment": {"title": "yyyy"}, "post": {"function": "yyyy"}, "agent": {"name": "yyyy"},
       "committee": {"title": "yyyy"}, "item": {"title": "yyyy"}, "referral": {"title": "yyyy"}}  # fmt: skip
"""What an institution's own people must find again."""
MONTHS = {"visit": "2026-{:02d}", "support": "2025-{:02d}", "need": "2026-{:02d}", "project": "2025-{:02d}"}
FIRST = {"visit": 2, "support": 2, "need": 6, "project": 7}
"""Never January nor December, where what is told by its year begins and ends."""
PATHS = (
    *(f"/api/v1/companies/{LYS}", f"/api/v1/who?q={LYS}", "/api/v1/companies?q=textiles", "/api/v1/overlaps?window=90"),
    *("/api/v1/unsupported", f"/api/v1/network?ego={LYS}", f"/api/v1/centrality?ego={LYS}", "/api/v1/indicators"),
    *("/api/v1/imports", "/api/v1/reviews", "/?q=textiles", "/suggestions?q=textiles", f"/entreprises/{LYS}"),
    *(f"/preparation?entreprises={LYS}", "/recouvrements?ecart=90", "/recouvrements.csv", "/sans-accompagnement.csv"),
    *(f"/reseau.gexf?acteur={LYS}", f"/reseau.graphml?acteur={LYS}"),
    *("/api/v1/results", "/api/v1/sharing", "/indicateurs", "/indicateurs.csv", "/animation", "/animation.csv"),
    *(f"/analyses.csv?acteur={LYS}", f"/analyses.html?acteur={LYS}", "/avis", "/visites", "/visites.ics"),
    *("/besoins", "/besoins.csv", "/besoins/territoriaux?entreprises=1&mois=60", "/repartition", "/api/v1/needs"),
    *("/api/v1/territorial-needs?companies=1&months=60",),
    *("/conventions", "/conventions.csv", "/strategies", "/strategies.csv", "/consultations", "/consultations.csv"),
    *("/api/v1/agreements", "/api/v1/strategies", "/api/v1/consultations"),
    *("/enveloppes", "/enveloppes.csv", "/agents?tous=1", "/agents.csv", "/comites", "/comites.csv", "/comites.ics"),
    *("/api/v1/envelopes", "/api/v1/posts", "/api/v1/staffing", "/api/v1/committees", "/api/v1/referrals"),
    *("/imports", "/a-verifier", "/protection-des-donnees", "/protection-des-donnees/journal.csv"),
)
OF_A_RECORD = {"need": ("/besoins/{}", "/api/v1/needs/{}"),
               "visit": ("/visites/{}", "/visites/{}/modifier"), "import": ("/api/v1/imports/{}",),
               "review": ("/api/v1/reviews/{}",), "agreement": ("/conventions/{}", "/api/v1/agreements/{}"),
               "strategy": ("/strategies/{}", "/api/v1/strategies/{}"),
               "consultation": ("/consultations/{}", "/api/v1/consultations/{}"),
               "envelope": ("/enveloppes/{}", "/enveloppes/{}.csv", "/api/v1/envelopes/{}"),
               "committee": ("/comites/{}", "/comites/{}/compte-rendu", "/api/v1/committees/{}"),
               "item": ("/dossiers/{}",), "referral": ("/questions/{}",)}  # fmt: skip
SCALE = re.compile(r'(?:,?\{"month":"\d{4}-\d\d","value":[^}]*\}){6,}|(?:[;,]"?\d{4}-\d\d"?){6,}')
"""The months on which indicators are drawn are the same for all; that their values tell nothing, the twin worlds say."""
ROLES = ("reader", "steward", "api_key")
"""Of another institution: all its people read alike, which `tests/access/test_table.py` says route by route."""


def day(kind: str, level: str) -> str:
    """The day of a record, which no other has, in a month of its kind and level."""
    place = LEVELS.index(level)
    return f"{MONTHS[kind].format(FIRST[kind] + place)}-{17 + place + FIRST[kind]}"


def amount(kind: str, level: str) -> int:
    return 730_010 + 1000 * sorted(MEMBERS).index(kind) + LEVELS.index(level)


def word(kind: str, level: str, field: str) -> str:
    return f"mot{kind}{level}{field}".replace("_", "")


def uid_of(kind: str, level: str) -> str:
    return f"{sorted(MEMBERS).index(kind):x}" * 15 + str(LEVELS.index(level))


def record(kind: str, level: str) -> str:
    """The properties of a record in Cypher: each field holds its word."""
    fields = {name: repr(word(kind, level, name)) for name in MEMBERS[kind]}
    for name in fields.keys() & {"raw", "row"}:
        fields[name] = '\'{"x": "' + word(kind, level, name) + "\"}'"
    if "day" in fields:
        fields |= {"on": repr(day(kind, level)), "amount_eur": f"{amount(kind, level)}.0"}
        if kind == "project":
            fields["starts_on"] = fields["on"]
    said = ", ".join(f"{name}: {value}" for name, value in fields.items() if name not in ("day", "month"))
    return f"uid: '{uid_of(kind, level)}', owner: 'cci', visibility: '{level}', {said}"


def reply(level: str) -> str:
    """The properties of what a guest answered, which is named after the consultation and the invitation."""
    return record("reply", level).replace(uid_of("reply", level), f"{uid_of('consultation', level)}|g")


def of_the_means(level: str) -> dict[str, str]:
    """What the institution tells of its envelopes, posts and committees at one level."""
    tie = f"{{owner: 'cci', visibility: '{level}'}}"
    agent = record("agent", level).replace(uid_of("agent", level), uid_of("post", level))
    return {
        "envelope": f"(:Envelope {{{record('envelope', level)}, year: 2026, amount_cents: 100, manager: 'cci', on: '2026-01-01'}})",
        "commitment": f"(c)-[:BENEFITS_FROM {tie}]->(:Commitment {{{record('commitment', level)}, status: 'committed',"
        f" envelope: '{uid_of('envelope', level)}', amount_cents: 10, on: '2024-02-03'}})",
        "post": f"(o)-[:HOLDS {tie}]->(:Post {{{record('post', level)}, fte: 1.0, territories: ['epci:200093201'], on: '2026-01-05'}})",
        "agent": f"(:Agent {{{agent}}})",
        "committee": f"(:Committee {{{record('committee', level)}, kind: 'territorial', status: 'held', on: '2026-03-04'}})",
        "item": f"(c)-[:ON_AGENDA {tie}]->(:AgendaItem {{{record('item', level)}, committee: '{uid_of('committee', level)}',"
        " kind: 'company', verdict: 'favourable', on: '2026-03-05'})",
        "referral": f"(:Referral {{{record('referral', level)}, addressee: 'cci', on: '2026-03-06', answered_on: '2026-03-07'}})",
    }  # fmt: skip


@pytest.fixture
def told_of(graph: Graph) -> Graph:
    """One company, of which one institution holds a record of each kind at each level."""
    admitted(graph)
    given(graph, f"(:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS', code_commune: '59017'}})")
    for level in LEVELS:
        # Facts are what the institution says of the company; the rest is its own, whatever its level.
        facts = {
            "visit": f"(o)-[:VISITED {{{record('visit', level)}}}]->(c)",
            "support": f"(o)-[:SUPPORTED {{{record('support', level)}}}]->(c)",
            "need": f"(c)-[:RAISED {{owner: 'cci', visibility: '{level}'}}]->(:Need {{{record('need', level)}, status: 'quo'}})",
            "project": f"(c)-[:CARRIES {{owner: 'cci', visibility: '{level}'}}]->(p:Project {{{record('project', level)}}}),"
            f" (o)-[:FOLLOWS {{owner: 'cci', visibility: '{level}'}}]->(p)",
            "agreement": f"(c)-[:PARTY_TO {{owner: 'cci', visibility: '{level}'}}]->(a:Agreement {{{record('agreement', level)}}}),"
            f" (o)-[:PARTY_TO {{owner: 'cci', visibility: '{level}'}}]->(a),"
            f" (:Outsider {{{record('outsider', level)}}})-[:PARTY_TO {{owner: 'cci', visibility: '{level}'}}]->(a),"
            f" (:AgreementAction {{{record('action', level)}, status: 'running'}})"
            f"-[:ACTION_OF {{owner: 'cci', visibility: '{level}'}}]->(a)",
            "strategy": f"(:Strategy {{{record('strategy', level)}}})",
            "consultation": f"(:Consultation {{{record('consultation', level)}}}),"
            f" (:ConsultationReply {{{reply(level)}, consultation: '{uid_of('consultation', level)}',"
            " guest: 'g', guest_name: 'G', said_at: '2026', outcome: 'kept'})",
            "contact": f"(:Contact {{{record('contact', level)}, company: c.uid}})",
            "review": f"(:Review {{{record('review', level)}, kind: 'company', status: 'open', reasons: ['doute'],"
            " candidates: '[]', line: 2, file: 'f.csv'})",
            "import": f"(:Import {{{record('import', level)}, status: 'done', counts: '{{}}', seconds: 1.0,"
            " started_at: '2026-01-01T00:00:00+00:00', finished_at: '2026-01-01T00:00:00+00:00', source_uid: 'visits'})",
        }  # fmt: skip
        facts |= of_the_means(level)
        for pattern in facts.values():
            graph.write(f"MATCH (o:Operator {{uid: 'cci'}}), (c:Company {{uid: '{LYS}'}}) CREATE {pattern}")
    given(graph, "(:Counter {name: 'essai'})")  # fills in what facts must have and no table speaks of
    return graph


def heard(address: str, headers: dict[str, str]) -> dict[str, str]:
    """All that is answered to somebody, by path; spaces inside numbers left out."""
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        each = [(one, uid_of(kind, level)) for kind, every in OF_A_RECORD.items() for one in every for level in LEVELS]
        answers = {path: client.get(path) for path in (*PATHS, *(one.format(uid) for one, uid in each))}
        answers["briefings"] = client.post("/api/v1/briefings", json={"companies": [LYS]})
    assert [path for path, answer in answers.items() if answer.status_code >= 500] == []
    grouped = {path: re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})", "", answer.text) for path, answer in answers.items()}
    return {path: SCALE.sub("", text) for path, text in grouped.items()}


def signs(kind: str, level: str, field: str) -> tuple[str, ...]:
    """The forms under which a field may be recognised."""
    if field == "amount_eur":
        return (str(amount(kind, level)),)
    if field in ("day", "month"):
        on = day(kind, level)
        year, month, number = on.split("-")
        return (on, f"{number}/{month}/{year}", f"{year}{month}{number}") if field == "day" else (on[:7],)
    return (word(kind, level, field),)


def mismatches(who: str, answers: dict[str, str], table: dict[str, dict[str, str]], only: bool = True) -> list[str]:
    """Compare what was answered with a table; with `only`, what it does not name must be told by no answer."""
    found = []
    for kind, fields in MEMBERS.items():
        for place, level in enumerate(LEVELS):
            for field in dict.fromkeys((*fields, *table.get(kind, {}))):
                rule = table.get(kind, {}).get(field, "----" if only else "mmmm")[place]
                where = [
                    path for path, text in answers.items() if any(one in text for one in signs(kind, level, field))
                ]
                if (rule == "-" and where) or (rule == "y" and not where):
                    found.append(f"{who}: {field} of a {level} {kind}: {rule}, but {where or 'nowhere'}")
    return found


def test_each_field_of_each_level_is_told_to_those_of_the_table_and_to_nobody_else(
    told_of: Graph, tmp_path: Path
) -> None:
    join(told_of, Role.STEWARD, "cma", email="key@cma.example")
    _, key = create_key(told_of, local("cma"), "Essai")
    service = Service(told_of, Settings(home=tmp_path, rate_address="10000/minute"))
    wrong = []
    with listening(behind_one_address(create_app(service), create_pages(service))) as address:
        wrong += mismatches("anonymous", heard(address, {}), PUBLIC)
        for role in ROLES:
            shown = {"Authorization": f"Bearer {key.shown}"} if role == "api_key" else {
                "Cookie": f"{COOKIE}={join(told_of, Role(role), 'cma').shown}"}  # fmt: skip
            wrong += mismatches(f"{role} of another", heard(address, shown), MEMBERS)
        wrong += mismatches("admin", heard(address, {"Cookie": f"{COOKIE}={join(told_of, Role.ADMIN).shown}"}), MEMBERS)
        shown = {"Cookie": f"{COOKIE}={join(told_of, Role.READER).shown}"}
        wrong += mismatches("reader of the owner", heard(address, shown), OWN, only=False)
    assert wrong == []
