"""What each role is let do on pages, and that what it read is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import APIRouter

from access import Role
from tests.web.conftest import LYS, Browser
from web.permissions import listed

# Written out here, apart from the product's own table: the least role of an institution for each kind of page.
READS = (
    "/",
    f"/entreprises/{LYS}",
    "/sans-accompagnement",
    "/recouvrements",
    "/visites",
    "/avis",
    "/imports",
    "/a-verifier",
)
WRITES = ("/visites/nouvelle", "/visites/compte-rendu", "/imports/nouveau")


def as_role(browser: Browser, role: Role) -> Browser:
    return Browser(replace(browser.service, local=replace(browser.identity, role=role)))


@pytest.mark.parametrize("role", [Role.READER, Role.DPO, Role.CONTRIBUTOR, Role.STEWARD])
def test_whoever_belongs_to_an_institution_reads(cci: Browser, role: Role) -> None:
    assert [as_role(cci, role).get(page).status_code for page in READS] == [200] * len(READS)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.READER, 403), (Role.DPO, 403), (Role.CONTRIBUTOR, 200), (Role.STEWARD, 200)]
)
def test_contributors_and_stewards_write(cci: Browser, role: Role, status: int) -> None:
    assert [as_role(cci, role).get(page).status_code for page in WRITES] == [status] * len(WRITES)


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.STEWARD, 404)])
def test_stewards_alone_decide(cci: Browser, role: Role, status: int) -> None:
    assert as_role(cci, role).post("/a-verifier/inconnue", {"decision": "ignore"}).status_code == status


def test_an_administrator_of_the_platform_reads_nobodys_own_records(cci: Browser) -> None:
    admin = as_role(cci, Role.ADMIN)
    assert [admin.get(page).status_code for page in ("/visites", "/imports", "/a-verifier")] == [403] * 3


def test_what_was_read_and_done_is_recorded_without_what_was_shown(cci: Browser) -> None:
    cci.get(f"/entreprises/{LYS}")
    cci.app.state.journal.flush()
    events = cci.service.graph.system_read("MATCH (e:AuditEvent) RETURN properties(e) AS said")
    assert [(one["said"]["action"], one["said"]["target"]) for one in events] == [("read-members", LYS)]
    assert "TEXTILES" not in str(events)


def test_a_page_that_the_table_does_not_name_keeps_the_service_from_starting() -> None:
    router = APIRouter()

    @router.get("/secret")
    def secret() -> str:
        return "x"

    with pytest.raises(RuntimeError, match="GET /secret"):
        listed([router])
