"""The page of members and keys: who acts for an institution is its stewards' to say, and is shown to nobody else."""

from __future__ import annotations

import html
import re

import pytest

from access import Role, keys, memberships, sessions
from access.links import redeem
from access.organisations import admit
from access.roles import local, platform
from graph.errors import Unauthenticated
from tests.access.conftest import join
from tests.web.conftest import Browser

PAGE = "/institution"


@pytest.fixture
def steward(cci: Browser) -> Browser:
    """A steward of the CCI, beside the CMA; both were admitted."""
    for uid in ("cci", "cma"):
        admit(cci.service.graph, platform(), uid)
    return cci


def once(text: str) -> str:
    """What the page shows this once."""
    return html.unescape(re.findall(r'<code class="once">(.*?)</code>', text)[0])


def member(browser: Browser, organisation: str = "cci", email: str = "ada@exemple.fr") -> memberships.Membership:
    return memberships.membership(browser.service.graph, local(organisation), email)


def invited(browser: Browser, role: str = "reader") -> str:
    """Invite Ada by the form and return the link that the page shows."""
    answer = browser.post(f"{PAGE}/membres", {"name": "Ada", "email": "Ada@Exemple.fr", "role": role})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    return once(answer.text)


def test_somebody_invited_comes_in_by_the_link_once_and_needs_no_other(steward: Browser) -> None:
    link = invited(steward, "contributor")
    assert link.startswith("http://127.0.0.1/connexion?lien=")
    page = steward.get(PAGE).text
    assert ("pas encore venu" in page, "Nouveau lien" in page, link in page) == (True, True, False)
    again = once(steward.post(f"{PAGE}/membres/{member(steward).uid}/lien").text)
    session = redeem(steward.service.graph, again.partition("lien=")[2]).secret.shown
    who = sessions.identify(steward.service.graph, session)
    assert (who.organisation, who.role) == ("cci", Role.CONTRIBUTOR)
    memberships.accept_charter(steward.service.graph, who)
    assert "pas encore venu" not in steward.get(PAGE).text
    assert steward.post(f"{PAGE}/membres/{member(steward).uid}/lien").status_code == 409


def test_an_invitation_that_is_refused_keeps_what_was_typed(steward: Browser) -> None:
    answer = steward.post(f"{PAGE}/membres", {"name": "Ada", "email": "pas une adresse", "role": "dpo"})
    assert answer.status_code == 422
    assert 'value="pas une adresse"' in answer.text
    assert '<option value="dpo" selected>' in answer.text
    invited(steward)
    assert steward.post(f"{PAGE}/membres", {"name": "Ada", "email": "ada@exemple.fr"}).status_code == 422
    twice = steward.post(f"{PAGE}/membres", {"name": "Ada", "email": "ada@exemple.fr", "role": "reader"})
    assert twice.status_code == 409


def test_a_role_is_changed_and_a_membership_ended_but_the_last_stewards(steward: Browser) -> None:
    join(steward.service.graph, Role.STEWARD, email="ada@exemple.fr")
    join(steward.service.graph, Role.READER, email="bob@exemple.fr")
    [ada, bob] = (member(steward, email=f"{name}@exemple.fr").uid for name in ("ada", "bob"))
    assert steward.post(f"{PAGE}/membres/{ada}/role", {"role": "reader"}).status_code == 409
    assert steward.post(f"{PAGE}/membres/{ada}/retirer").status_code == 409
    assert steward.post(f"{PAGE}/membres/{bob}/role", {"role": "steward"}).status_code == 303
    assert steward.post(f"{PAGE}/membres/{ada}/retirer").status_code == 303
    assert [one.email for one in memberships.members(steward.service.graph, local("cci"))] == ["bob@exemple.fr"]


def test_a_key_is_shown_once_and_opens_nothing_once_revoked(steward: Browser) -> None:
    made = steward.post(f"{PAGE}/cles", {"label": "Tableur", "days": "90"})
    secret = once(made.text)
    assert (made.headers["cache-control"], secret in steward.get(PAGE).text) == ("no-store", False)
    assert keys.identify(steward.service.graph, secret).organisation == "cci"
    [key] = keys.keys(steward.service.graph, local("cci"))
    assert steward.post(f"{PAGE}/cles/{key.uid}/revoquer").status_code == 303
    with pytest.raises(Unauthenticated):
        keys.identify(steward.service.graph, secret)
    assert "1 clé a pris fin" in steward.get(PAGE).text
    assert steward.post(f"{PAGE}/cles", {"label": "Tableur", "days": "1000"}).status_code == 422
    assert steward.post(f"{PAGE}/cles", {"label": "Tableur"}).status_code == 422


def test_the_mailbox_that_others_see_is_the_stewards_to_say(steward: Browser) -> None:
    assert steward.post(f"{PAGE}/boite", {"mailbox": "Contact@CCI.example"}).status_code == 303
    assert 'value="contact@cci.example"' in steward.get(PAGE).text
    assert steward.post(f"{PAGE}/boite", {"mailbox": "pas une adresse"}).status_code == 422
    assert steward.post(f"{PAGE}/boite", {"mailbox": ""}).status_code == 303
    [row] = steward.service.graph.system_read("MATCH (o:Operator) RETURN collect(o.mailbox) AS known")
    assert "contact@cci.example" not in row["known"]


def test_members_and_keys_of_another_institution_are_as_if_they_were_not(steward: Browser) -> None:
    join(steward.service.graph, Role.READER, "cma", email="eve@exemple.fr")
    theirs = member(steward, "cma", "eve@exemple.fr").uid
    key, _ = keys.create_key(steward.service.graph, local("cma"), "Leur clé")
    page = steward.get(PAGE).text
    assert [text for text in ("eve@exemple.fr", "Leur clé", theirs) if text in page] == []
    for path in (f"membres/{theirs}/role", f"membres/{theirs}/retirer", f"membres/{theirs}/lien"):
        assert steward.post(f"{PAGE}/{path}", {"role": "reader"}).status_code == 404
    assert steward.post(f"{PAGE}/cles/{key.uid}/revoquer").status_code == 404
