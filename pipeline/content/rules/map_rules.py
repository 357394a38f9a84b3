"""Validation rules of maps: their states, each coloured once, and their colours, each named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.content.model.parts import LegendEntry, MapSpec, Partner
from pipeline.content.model.slides import ArrangementsSlide
from pipeline.content.model.walk import slots_in
from pipeline.content.model_errors import meant_country
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem
from pipeline.resources import maps


def problems(spec: MapSpec, path: Path, document: Document) -> Iterator[Problem]:
    """Yield every broken rule of a map that stands for itself."""
    yield from _states(spec, path, document, ())
    seen: set[str] = set()
    for index, entry in enumerate(spec.legend):
        if isinstance(entry, LegendEntry):
            if entry.fill in seen:
                yield Problem(
                    document.where((*path, "legend", index, "fill")),
                    "fill-twice",
                    "another entry of the legend has this fill",
                    "give each entry a fill of its own, or join the two",
                )
            seen.add(entry.fill)


def partner_problems(slide: ArrangementsSlide, path: Path, document: Document) -> Iterator[Problem]:
    """Yield what the partners of a slide add to its map's problems."""
    spec = slide.map
    named = [
        ((*path, "partners", index, "state"), partner.state)
        for index, partner in enumerate(slide.partners)
        if isinstance(partner, Partner) and partner.state
    ]
    if not isinstance(spec, MapSpec) or not named:
        return
    yield from _states(spec, (*path, "map"), document, named)


def _states(
    spec: MapSpec, path: Path, document: Document, partners: Sequence[tuple[Path, str]]
) -> Iterator[Problem]:
    """Check a map's states; with partners, only what they add: the map itself is met alone."""
    places = [
        ((*path, "legend", entry, "states", position), state)
        for entry, legend in enumerate(spec.legend)
        if isinstance(legend, LegendEntry)
        for position, state in enumerate(legend.states)
    ]
    known = maps.view(spec.view).states
    seen: set[str] = set()
    if partners:
        seen, places = {state for _, state in places}, list(partners)
    for place, state in places:
        if state not in known:
            yield Problem(
                document.where(place),
                "unknown-state",
                "the map has no such state",
                _country_hint(state, known),
            )
        elif state in seen:
            yield Problem(
                document.where(place),
                "state-twice",
                "this state is already coloured",
                "colour each state once",
            )
        seen.add(state)


def told_by_the_map(partner: Partner, path: Path, document: Document) -> Iterator[Problem]:
    """Yield a problem if a partner's place on the map would give its withheld name away."""
    if partner.state and any(slots_in(partner)):
        yield Problem(
            document.where((*path, "state")),
            "state-tells-slot",
            "the map would show the country whose name is withheld",
            "withhold the whole entry: replace it with '- withheld: slot-id'",
        )


def _country_hint(state: str, known: Iterable[str]) -> str:
    hint = "use an ISO 3166-1 alpha-3 code, or XKX"
    found = meant_country(state, known)
    return f"did you mean {' or '.join(found)}? {hint}" if found else hint
