"""Check of link targets: only web pages and mailboxes may be named in a content file."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_link(url: str) -> bool:
    """Tell whether a link may lead there: a web page or a mailbox, and nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "mailto"} and bool(parts.netloc or parts.path)
