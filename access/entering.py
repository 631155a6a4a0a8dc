"""Coming in by an address that an identity provider vouches for: it says who somebody is, and nothing more.

No membership is ever made here, whatever else the provider tells of a person (an employer, a SIRET): somebody whom no
steward has invited stays outside.
"""

from __future__ import annotations

from access import moments
from access.people import fold_email
from access.secret import Secret, new_secret, new_uid
from access.sessions import opening
from access.standing import LIVE
from graph.errors import NotFound
from graph.store import Graph

_ENTER = f"""
MATCH (p:Person {{email: $email}}) WHERE p.disabled_at IS NULL
CALL (p) {{
  MATCH (m:Membership {{person: p.uid}})
  OPTIONAL MATCH (o:Operator {{uid: m.organisation}})
  WITH m, o WHERE {LIVE}
  RETURN collect(m.organisation) AS organisations
}}
WITH p, organisations WHERE size(organisations) > 0
MERGE (s:Session {{sha256: $session}})
ON CREATE SET s.uid = $uid, s.person = p.uid, s.created_at = $now, s.seen_at = $now,
  s.organisation = CASE WHEN size(organisations) = 1 THEN organisations[0] END
RETURN p.uid AS person
"""


def enter(graph: Graph, email: str, *, request_id: str = "") -> Secret:
    """Open a session for the member who has this address.

    Args:
        graph: the store.
        email: as the provider wrote it, which must have verified it.
        request_id: of the request, for the audit.

    Raises:
        Misuse: it is no address.
        NotFound: nobody has it, or is disabled, or is a member of nothing: the same answer.
    """
    secret, now = new_secret(), moments.present()
    asked = {"email": fold_email(email), "session": secret.sha256, "uid": new_uid(), "now": now}
    if not graph.write_all([(_ENTER, asked), *opening(secret, now, request_id)], guarded=True):
        raise NotFound(
            "Personne n'est inscrit dans DORE sous cette adresse.",
            hint="Demandez une invitation au responsable des données de votre institution.",
        )
    return secret
