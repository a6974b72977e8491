"""What a served page says beside its text: that it is behind, and what is wrong with its note; the site's files stay without."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

STYLE = """<style>
.pn-behind{position:fixed;inset-inline-end:.6rem;inset-block-end:.6rem;z-index:5;padding:.2rem .6rem;border-radius:.2rem;font-size:.6rem;background:var(--md-default-fg-color);color:var(--md-default-bg-color)}
.pn-faults{margin:0 0 1rem;padding:.4rem .8rem;border:.1rem solid var(--md-code-hl-special-color,#c00);border-radius:.2rem;font-size:.7rem;overflow-wrap:anywhere}
.pn-faults p,.pn-faults ul{margin:.3em 0}
</style>"""
BEHIND = '<div class="pn-behind" role="status">Titles, links back and search follow in a moment</div>'
ARTICLE = re.compile(rb"<article\b[^>]*>")


def add_marks(inner: Callable, environ: dict[str, Any], start_response: Callable, says: Callable[[str], tuple[bool, list[str]]]) -> Iterable[bytes]:
    """Answer a request for a page as `inner` does, with the marks that `says` finds for its address."""
    answer: list[Any] = []
    body = inner(environ, lambda *arguments: answer.append(arguments))
    status, headers, *rest = answer[0]
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    if dict(headers).get("Content-Type", "").startswith("text/html"):
        content = marked(content, *says(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")))
        headers = [(name, str(len(content)) if name == "Content-Length" else value) for name, value in headers]
    start_response(status, headers, *rest)
    return [content]


def marked(html: bytes, behind: bool, faults: Sequence[str]) -> bytes:
    """Put the marks into a page: the faults above its text, the rest where it covers little."""
    if faults:
        article = ARTICLE.search(html) or re.search(rb"<body\b[^>]*>", html)
        place = article.end() if article else 0
        html = html[:place] + faults_html(faults).encode() + html[place:]
    if behind or faults:
        end = html.rfind(b"</body>")
        html = html[:end] + (STYLE + (BEHIND if behind else "")).encode() + html[end:]
    return html


def faults_html(faults: Sequence[str]) -> str:
    """List what has to be mended before the page follows its note."""
    items = "".join(f"<li>{escape(fault, quote=False)}</li>" for fault in faults)
    return f'<div class="pn-faults" role="alert"><p><strong>To be mended; below stands what was last sound:</strong></p><ul>{items}</ul></div>'
