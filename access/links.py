"""Links that sign a person in, once: how people enter where there is no identity provider.

A link tells who, and no more than that: what the person may do is read from the graph at each request. One that an
institution's steward has made lets its bearer act for that institution alone, whatever else the person is member of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access import moments
from access.audit import event, recorded
from access.people import person
from access.roles import Identity
from access.secret import Secret, digest, new_secret, new_uid
from access.sessions import forget_over, opening
from access.standing import LIVE
from graph.errors import AccessRefused, Misuse, Unauthenticated
from graph.store import Graph, Statement

SIGN_IN = timedelta(minutes=15)
INVITATION = timedelta(days=7)
"""The longest that a link may wait."""

_CREATE = """
MATCH (p:Person {email: $email}) WHERE p.disabled_at IS NULL
MERGE (l:Link {sha256: $sha256})
ON CREATE SET l.uid = $uid, l.person = p.uid, l.within = $within, l.created_at = $now, l.created_by = $by,
  l.expires_at = $expires_at
RETURN l.uid AS uid
"""
# The first SET takes the lock, so that of two who redeem at once the second reads what the first has written.
# A session of the same secret means that this very redemption is run again: it gives the same answer.
_REDEEM = f"""
MATCH (l:Link {{sha256: $sha256}}) SET l.sha256 = $sha256
WITH l WHERE l.expires_at > $now AND (l.used_at IS NULL OR l.session = $session)
MATCH (p:Person {{uid: l.person}}) WHERE p.disabled_at IS NULL
SET l.used_at = $now, l.session = $session
WITH l, p
CALL (l, p) {{
  MATCH (m:Membership {{person: p.uid}})
  OPTIONAL MATCH (o:Operator {{uid: m.organisation}})
  WITH m, o WHERE {LIVE} AND (l.within IS NULL OR l.within = m.organisation)
  RETURN collect(m.organisation) AS organisations
}}
MERGE (s:Session {{sha256: $session}})
ON CREATE SET s.uid = $uid, s.person = p.uid, s.within = l.within, s.created_at = $now, s.seen_at = $now,
  s.organisation = CASE WHEN size(organisations) = 1 THEN organisations[0] END
RETURN p.uid AS person
"""
_FORGET = "MATCH (l:Link) WHERE l.expires_at < $before CALL (l) { DELETE l } IN TRANSACTIONS OF 10000 ROWS"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session just opened.

    Args:
        secret: what the browser is given; `shown` goes into the cookie.
        person: uid of who signed in.
    """

    secret: Secret
    person: str


def creation(by: Identity, email: str, secret: Secret, lasts: timedelta) -> Statement:
    """Return the statement that makes a link for the person of a folded address."""
    return _CREATE, {
        "email": email,
        "sha256": secret.sha256,
        "uid": new_uid(),
        "within": by.organisation,
        "now": moments.present(),
        "by": by.actor,
        "expires_at": moments.ahead(lasts),
    }


def create_link(graph: Graph, by: Identity, email: str, *, lasts: timedelta = SIGN_IN) -> Secret:
    """Return a link's secret for somebody known; whoever opens it is that person, so only the server's own hand may.

    Args:
        graph: the store.
        by: the command line; with an institution, the link is good for that one alone.
        email: whose it is.
        lasts: until when it may be opened.

    Raises:
        AccessRefused: asked for over the network.
        Misuse: it would last more than seven days, or no time at all.
        NotFound: nobody is known by that address.
    """
    if by.via != "local":
        raise AccessRefused("Un lien de connexion ne se demande que sur la machine du service.")
    if not timedelta(0) < lasts <= INVITATION:
        raise Misuse("Un lien de connexion dure au plus sept jours.", hint="Choisissez une durée plus courte.")
    found = person(graph, email)
    secret = new_secret()
    line = event(by, "link-create", about=by.organisation, target=found.uid)
    graph.write_all([creation(by, found.email, secret, lasts), recorded(line)])
    return secret


def redeem(graph: Graph, shown: str, *, request_id: str = "") -> SignIn:
    """Open a session with a link, once. Call it on POST: mail programs open every link that they are sent.

    Raises:
        Unauthenticated: there is no such link, or it was used, or it is too old: the same answer.
    """
    secret = new_secret()
    now = moments.present()
    asked = {"sha256": digest(shown), "session": secret.sha256, "uid": new_uid(), "now": now}
    answers = graph.write_all([(_REDEEM, asked), *opening(secret, now, request_id)], guarded=True)
    if not answers:
        raise Unauthenticated(
            "Ce lien de connexion n'est pas valable : il a déjà servi, ou il est trop ancien.",
            hint="Demandez-en un autre au responsable des données de votre institution.",
        )
    return SignIn(secret, answers[0][0]["person"])


def forget_ended(graph: Graph) -> None:
    """Remove the links that ended longer ago than one could last, and the sessions that are over."""
    graph.auto_commit(_FORGET, before=moments.ago(INVITATION))
    forget_over(graph)
