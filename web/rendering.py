"""From a template and its values to an answer: what every page is given, and the filters that write French."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from access.roles import ROLES_FR
from gate import forgery, showing
from gate.asking import asking
from gate.service import Service
from graph.schema.exchanges import ANSWERS, DECISIONS
from queries.overlap_kinds import KINDS_FR
from queries.unsupported_ranking import SIZES_FR
from web import tidings
from web.assets import address_of
from web.french import FILTERS
from web.navigation import SECTIONS
from web.words import EVENTS_FR, FIELDS_FR, STATES_FR, STATUSES_FR, theme

TEMPLATES = Path(__file__).parent / "templates"
VARY = "HX-Request, HX-Target"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the templates: all is escaped, and a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        FILTERS, theme=theme, query=query, before=tidings.before, after=tidings.after, tiding=tidings.sentence
    )
    made.globals.update(
        asset=address_of,
        sections=SECTIONS,
        roles=ROLES_FR,
        kinds=KINDS_FR,
        sizes=SIZES_FR,
        statuses=STATUSES_FR,
        states=STATES_FR,
        events=EVENTS_FR,
        fields=FIELDS_FR,
        decisions=DECISIONS,
        answers=ANSWERS,
    )
    return made


def query(values: dict[str, Any], **changed: Any) -> str:
    """Write the parameters of an address, empty ones left out.

    >>> query({"q": "a b", "size": ("0", "1-9"), "ess": None}, cursor="x")
    '?q=a+b&size=0&size=1-9&cursor=x'
    """
    pairs: list[tuple[str, str]] = []
    for name, value in {**values, **changed}.items():
        several = value if isinstance(value, (list, tuple)) else (value,)
        pairs += [(name, str(one)) for one in several if one not in (None, "")]
    return f"?{urlencode(pairs)}" if pairs else ""


def render(request: Request, template: str, /, status_code: int = 200, **context: Any) -> HTMLResponse:
    """Return a page, or a fragment of one.

    Every template knows `identity` (who asks), `csrf` (the token of its forms), `path` (the current address),
    `in_clear` (whether others on the network can read it), `asset(name)`, the names of things in French, and the
    filters of `web.french`.
    """
    identity = asking(request.scope)
    showing.note(list(context.values()))
    service: Service = request.app.state.service
    in_clear = service.insecure and service.reach.beyond
    known = {"identity": identity, "csrf": forgery.token(identity), "path": request.url.path, "in_clear": in_clear}
    text = environment().get_template(template).render(known | context)
    # One address may give a page or a part of it: caches must not mix them.
    return HTMLResponse(text, status_code, {"Vary": VARY})


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of a page, and not the browser for all of it."""
    return request.headers.get("hx-request") == "true"
