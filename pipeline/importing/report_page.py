"""Web page of an import's report, for people."""

from __future__ import annotations

from pipeline.importing import report_web_page
from pipeline.importing.report import Report


def as_html(report: Report) -> bytes:
    """Return a page that holds all it shows, without scripts."""
    return report_web_page.written("report", report=report, counts=report.counts())
