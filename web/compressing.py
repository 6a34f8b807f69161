"""Pages leave gzipped: a list of work weighs a tenth, which is what a phone with bad signal waits for.

Compression tells the length of secrets to whoever can make the browser ask for pages with guesses in
them (BREACH). So only what our own pages or the person ask for is compressed, never what another
site made the browser ask for: ``Sec-Fetch-Site`` says which, and browsers let no page forge it.
"""

import gzip

from flask import Flask, Response, request

KINDS = frozenset({"text/html", "application/json", "text/javascript", "application/manifest+json"})
SMALLEST = 1000
LEVEL = 5


def init_app(app: Flask) -> None:
    """Compress what is worth it, last of all."""

    @app.after_request
    def _compress(answer: Response) -> Response:
        if _is_worth_it(answer) and _asked_by_ourselves():
            answer.set_data(gzip.compress(answer.get_data(), compresslevel=LEVEL, mtime=0))
            answer.headers["Content-Encoding"] = "gzip"
            answer.headers.add("Vary", "Accept-Encoding")
        return answer


def _is_worth_it(answer: Response) -> bool:
    return (
        answer.mimetype in KINDS
        and not answer.direct_passthrough
        and not answer.is_streamed
        and "Content-Encoding" not in answer.headers
        and request.accept_encodings.quality("gzip") > 0
        and len(answer.get_data()) >= SMALLEST
    )


def _asked_by_ourselves() -> bool:
    """Say whether one of our pages asks, or the person by typing or a bookmark."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    return (request.referrer or "").startswith(request.host_url)
