"""Audiences of packages: which editions, formats and languages each gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.distribution.package.listing import refused
from pipeline.edition.formats import Audience, Format

#: The audience that is everybody.
PUBLIC = "public"


@dataclass(frozen=True)
class Share:
    """Share of an audience in a dossier; without formats or languages, all there are."""

    editions: tuple[Audience, ...] = ("public",)
    formats: tuple[Format, ...] = ()
    languages: tuple[str, ...] = ()


#: What these audiences get where a dossier says nothing.
USUAL: Mapping[str, Share] = {PUBLIC: Share(), "delegations": Share(("full",))}

#: Choices of formats by name. The General Secretariat releases partial access as PDF only.
PROFILES: Mapping[str, tuple[Format, ...]] = {
    "pdf-only": ("pdf",),
    "office": ("pptx", "docx"),
}


def share(
    audience: str, shares: Mapping[str, Share], language: str, profile: str | None = None
) -> Share:
    """Return the share of an audience in a dossier: editions, formats, languages.

    Args:
        audience: a name from the dossier's ``distribution:``, or one of the usual ones.
        shares: the dossier's own.
        language: of the dossier.
        profile: a choice of formats, which narrows the audience's own.

    Raises:
        DistributeError: there is no such audience, or it gets nothing of this.
    """
    known = {**USUAL, **shares}
    if audience not in known:
        hint = f"use {', '.join(sorted(known))}, or add it under 'distribution:' in dossier.yaml"
        raise refused(audience, "unknown-audience", "no distribution has this name", hint)
    found = known[audience]
    if audience == PUBLIC and found.editions != ("public",):
        raise refused(audience, "not-public", "the public gets the public edition and no other", "")
    if found.languages and language not in found.languages:
        message = f"this audience does not get documents in '{language}'"
        hint = "its languages stand under 'distribution:' in dossier.yaml"
        raise refused(audience, "other-language", message, hint)
    if profile is None:
        return found
    chosen = PROFILES[profile]
    formats: tuple[Format, ...] = tuple(
        fmt for fmt in chosen if not found.formats or fmt in found.formats
    )
    if not formats:
        message = f"the profile '{profile}' leaves nothing of what this audience gets"
        raise refused(audience, "nothing-left", message, "choose another profile, or none")
    return Share(found.editions, formats, found.languages)
