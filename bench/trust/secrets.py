"""Records of one institution that no other may know of, one of each kind that the schema has.

They are drawn over the secrets of a world alone: contacts, agents, notices, exchanges, accounts, the audit, what was
frozen. A kind that the schema gains is added to `KEPT_APART` and drawn here.
"""

from __future__ import annotations

import json
import random

from bench.trust.facts import FOURTH, PROVENANCE, SECRETIVE, Properties, World, other, siren_of

FAR = (6, 9)
"""Companies of which the other institutions tell nothing: to read their sheets concerns nobody else."""
KEPT_APART = (
    *("Contact", "Agent", "VisitChange", "Notice", "Exchange", "OverlapDecision", "Envelope", "Committee", "Reading"),
    *("Commitment", "Transfer", "Post", "Training", "AgendaItem", "Referral", "Ruling"),
    *(
        "Campaign",
        "CampaignTarget",
        "Person",
        "Membership",
        "Key",
        "Session",
        "Link",
        "AuditEvent",
        "Frozen",
        "Suppression",
    ),
)
AT = "2026-09-0{}T10:00:00+00:00"


def apart(world: World, chance: random.Random) -> None:
    """Add records that are the secretive institution's alone, of a random choice of kinds."""
    for label in chance.sample(KEPT_APART, chance.randint(len(KEPT_APART) // 2, len(KEPT_APART))):
        for number in range(chance.randint(1, 3)):
            said = _common(chance, f"h-{label.lower()}-{number}") | _of(label, chance, number)
            world.nodes.append((label, said))


def _common(chance: random.Random, uid: str) -> Properties:
    at = AT.format(chance.randint(1, 9))
    said = {"uid": uid, "owner": SECRETIVE, "visibility": "private", "recorded_at": at, "at": at, "created_at": at}
    return said | PROVENANCE | {"name": other("name", chance).title(), "organisation": SECRETIVE}


def _of(label: str, chance: random.Random, number: int) -> Properties:
    """What a record of this kind says besides, which no other institution may read."""
    company, text, by = siren_of(chance.randint(*FAR)), other("text", chance), f"h-person-{number}"
    hidden = f"hv{number}"
    said: dict[str, Properties] = {
        "Contact": {"email": f"{text[:4]}@lys.example", "phone": f"06 00 00 00 {number:02d}", "company": company},
        "Agent": {"function": text, "email": f"{text[:4]}@cci.example", "fte": 0.5, "territories": ["epci:200093201"]},
        "VisitChange": {"about": hidden, "by": by, "changed": ["on", "note"], "before": ["", text], "after": ["", ""]},
        "Notice": {"kind": "overlap", "about": hidden, "other": FOURTH, "company": company, "read_by": []},
        "Exchange": {"addressee": FOURTH, "kind": "join", "status": "open", "company": company, "theirs": hidden,
                     "reason": text, "asked_at": AT.format(1), "asked_by": by},
        "OverlapDecision": {"uid": f"hv{number} hv{number + 1}", "overlap": f"h{number}", "status": "justified",
                            "company": company, "visits": [f"hv{number}", f"hv{number + 1}"],
                            "by": by, "agreed": [SECRETIVE]},
        "Reading": {"source": "visits", "columns": ["theme", text], "positions": [0, 1], "level": "private"},
        "Campaign": {"title": text, "since": "2026-09-01", "until": "2026-12-31", "drawn": text, "created_by": by},
        "CampaignTarget": {"campaign": f"h-campaign-{number}", "company": company, "rank": number, "reason": text,
                           "taken_by": SECRETIVE, "taken_at": AT.format(3), "taken_actor": by},
        "Person": {"email": f"h{number}@cci.example", "created_by": "dore"},
        "Membership": {"standing": f"{SECRETIVE}/{by}", "person": by, "role": "reader", "since": AT.format(1),
                       "granted_by": "dore", "charter_accepted_at": AT.format(2)},
        "Key": {"sha256": f"{number:064x}", "label": text, "created_by": by, "expires_at": AT.format(9)},
        "Session": {"sha256": f"{number + 9:064x}", "person": by, "seen_at": AT.format(9)},
        "Link": {"sha256": f"{number + 99:064x}", "person": by, "created_by": by, "expires_at": AT.format(9)},
        "AuditEvent": {"action": chance.choice(("read-members", "write", "member-invite")), "actor": by,
                       "target": company, "shown": [company], "via": "session", "request_id": f"h{number}"},
        "Frozen": {"act": "h", "place": "VISITED", "record": hidden, "values": json.dumps({"note": text}),
                   "by": by},
        "Suppression": {"reason": "erase", "marks": [f"name:2:{number:064x}"],
                        "records": [], "by": by},
    }  # fmt: skip
    return said[label] if label in said else _of_means(label, number, text, by)


def _of_means(label: str, number: int, text: str, by: str) -> Properties:
    """What a record of the means says besides."""
    said: dict[str, Properties] = {
        "Envelope": {"year": 2026, "amount_cents": 70_000, "territory": "epci:200093201", "manager": SECRETIVE,
                     "title": text, "earliest": "2026-01-01"},
        "Committee": {"kind": "commitment", "on": "2026-09-01", "title": text, "territory": "epci:200093201",
                      "earliest": "2026-09-01", "latest": "2026-09-01", "status": "held"},
        "Commitment": {"envelope": f"h-envelope-{number}", "title": text, "status": "committed", "amount_cents": 100,
                       "on": "2026-09-01", "earliest": "2026-09-01", "latest": "2026-09-01"},
        "Transfer": {"out_of": f"h-envelope-{number}", "into": f"h-envelope-{number + 1}", "amount_cents": 10,
                     "reason": text, "on": "2026-09-02", "by": by},
        "Post": {"function": text, "fte": 1.0, "territories": ["epci:200093201"], "earliest": "2026-01-01"},
        "Training": {"title": text, "participants": 9, "on": "2026-09-01", "earliest": "2026-09-01"},
        "AgendaItem": {"committee": f"h-committee-{number}", "title": text, "kind": "company", "on": "2026-09-01"},
        "Referral": {"title": text, "addressee": SECRETIVE, "on": "2026-09-01", "earliest": "2026-09-01"},
        "Ruling": {"verdict": "favourable", "reason": text, "amount_cents": 100, "on": "2026-09-01", "by": by},
    }  # fmt: skip
    return said[label]
