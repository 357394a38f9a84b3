"""Write the table of languages in docs/languages.md from the files in templates/labels."""

from __future__ import annotations

from pathlib import Path

import yaml
from babel import Locale

from pipeline.resources import labels, paths

PAGE = Path(__file__).resolve().parent.parent / "docs" / "languages.md"
BEGIN, END = "<!-- languages: made by python -m tools.languages -->\n", "<!-- end -->\n"


def table() -> str:
    """Return the table: each language, and how many of its phrases were read in documents."""
    rows = ["| Language | Code | Read in published documents | Own wording |", "|---|---|---|---|"]
    for language in labels.languages():
        text = paths.templates("labels", f"{language}.yaml").read_text("utf-8")
        data = yaml.safe_load(text)
        name = Locale("en").languages[language]
        seen = ", ".join(f"`{key}`" for key in data["seen"]) if language != "en" else "most"
        rows.append(f"| {name} | `{language}` | {seen or 'none'} | {len(data['own'])} |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """Return the page with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, behind = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{behind}"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
