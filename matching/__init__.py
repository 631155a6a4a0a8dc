"""The matching engine: from a mention to the organisation it designates, or to an honest doubt.

It knows no database and imports nothing else of the product. See docs/matching.md.
"""

from matching.model import Candidate, Code, Decision, Entry, Mention, Outcome
from matching.registry import Registry

__all__ = ["Candidate", "Code", "Decision", "Entry", "Mention", "Outcome", "Registry"]
