"""Pictures of an office file, read: what is shown of their pixels, saved without all else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text, pixels, vector_pictures
from pipeline.importing.found import Box, Picture, Told
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    children,
    find,
    find_all,
    is_on,
    local,
    per_mille,
    whole,
)
from pipeline.importing.pixels import UnreadablePictureError, View
from pipeline.importing.source_part import SourcePart

#: Changes of a picture's look that its pixels do not have.
_LOOKS = {"duotone", "biLevel", "grayscl", "lum", "alphaModFix", "clrChange", "hsl", "tint", "blur"}
_RIGHT_ANGLE = 5_400_000
#: Light added, and part that is seen, from which on a picture cannot be seen.
_TOO_LIGHT, _TOO_FAINT = 80_000, 20_000
#: Pixels of all pictures of a file, in sum.
_MOST_PIXELS = 240_000_000
_FILMS = {"videoFile": "a film", "audioFile": "a sound", "quickTimeFile": "a film",
          "wavAudioFile": "a sound", "audioCd": "a sound"}  # fmt: skip


@dataclass
class _Job:
    picture: Picture
    data: bytes
    view: View
    stem: str


@dataclass
class Pictures:
    """Pictures of a file: collected while it is read, saved at its end.

    Attributes:
        folder: gets the files.
        slide: number of the one that is being read; 0 in a document.
    """

    folder: Path
    slide: int = 0
    _jobs: list[_Job] = field(default_factory=list)

    def read(
        self, shape: Element, box: Box, slide: SourcePart, owner: Element | None = None
    ) -> Picture | None:
        """Return a picture, whose file is saved later; None if it has no pixels that can be read.

        Args:
            shape: the picture.
            box: its place.
            slide: that it stands on; is told what is left out.
            owner: the frame whose picture it is, for its name and its alternative text.
        """
        from_shape = _properties(owner if owner is not None else shape)
        alt, told = alternative_text.read(from_shape)
        number = whole(from_shape.get("id")) if from_shape is not None else 0
        name = alternative_text.name(from_shape)
        told += _tell(shape, from_shape, slide)
        fill = next((row for row in shape.iter() if local(row) == "blipFill"), None)
        blip = find(fill, "a:blip")
        try:
            data = _data(blip, slide)
        except BadFileError as error:
            told.append(Told("picture", "unreadable", f"a picture is not taken: {error.message}"))
            data = b""
        picture = Picture(number, name, box, "", alt, hashlib.sha256(data).hexdigest(), told=told)
        view = _view(fill, shape, told)
        if data and _is_unseen(blip):
            words = "a picture that nobody sees: too light, or see-through"
            told, data, picture.alt = [Told("picture", "see-through", words)], b"", ""
        for fact in told:
            fact.shape, fact.name = number, name
        if not data:
            slide.told += [*told, *_with_it(picture)]
            return None
        stem = f"slide-{self.slide}-picture" if self.slide else "picture"
        self._jobs.append(_Job(picture, data, view, stem))
        return picture

    def data_of(self, picture: Picture) -> bytes:
        """Return the file of a picture that is not saved yet."""
        return next((job.data for job in self._jobs if job.picture is picture), b"")

    def paint(self, picture: Picture, box: Box, colour: str) -> None:
        """Paint over what a box covers."""
        own = picture.box
        for job in self._jobs:
            if job.picture is picture and (not own.width or not own.height or job.view.is_askew):
                picture.withheld = True
            elif job.picture is picture:
                job.view.painted.append((
                    (box.x - own.x) / own.width,
                    (box.y - own.y) / own.height,
                    (box.x + box.width - own.x) / own.width,
                    (box.y + box.height - own.y) / own.height,
                    colour,
                ))  # fmt: skip

    def finish(self) -> None:
        """Save all pictures; of what cannot be read, say so."""
        drawn = vector_pictures.drawn([job.data for job in self._jobs])
        saved: dict[tuple[str, str], str] = {}
        counts: dict[str, int] = {}
        room = _MOST_PIXELS
        for job in self._jobs:
            if job.picture.withheld:
                continue
            key = (job.picture.sha256, repr(job.view))
            if key not in saved:
                count = counts[job.stem] = counts.get(job.stem, 0) + 1
                stem = f"{job.stem}-{count}"
                data = drawn.get(job.data, job.data)
                room -= pixels.pixel_count(data)
                saved[key] = self._saved(job, data, stem, is_room=room >= 0)
            job.picture.file = saved[key]

    def _saved(self, job: _Job, data: bytes, stem: str, *, is_room: bool) -> str:
        try:
            if not is_room:
                message = (
                    f"the file's pictures have more than {_MOST_PIXELS // 10**6} million pixels"
                )
                raise UnreadablePictureError(message)
            kind, out = pixels.shown(data, job.view)
        except UnreadablePictureError as error:
            job.picture.told.append(
                Told(
                    "picture",
                    "unreadable",
                    f"a picture is not taken: {error}",
                    shape=job.picture.shape,
                    name=job.picture.name,
                )
            )
            job.picture.told += _with_it(job.picture)
            return ""
        name = f"{stem}.{kind}"
        (self.folder / name).write_bytes(out)
        return name


def _with_it(picture: Picture) -> list[Told]:
    """Return what goes with a picture that is not taken: its alternative text."""
    if not picture.alt:
        return []
    words = "the alternative text of a picture that is not taken"
    return [Told("alternative-text", "unreadable", words, text=picture.alt, shape=picture.shape,
                 name=picture.name)]  # fmt: skip


def _properties(shape: Element) -> Element | None:
    if local(shape) == "docPr":
        return shape
    for name in ("p:nvPicPr", "p:nvGraphicFramePr", "p:nvSpPr"):
        found = find(shape, f"{name}/p:cNvPr")
        if found is not None:
            return found
    return None


def _look(shape: Element) -> Element | None:
    """Return what says how a picture stands and in which outline."""
    return next((row for row in shape if local(row) == "spPr"), None)


def _tell(shape: Element, own: Element | None, slide: SourcePart) -> list[Told]:
    told: list[Told] = []
    for row in children(find(shape, "p:nvPicPr/p:nvPr")):
        if local(row) in _FILMS:
            words = f"{_FILMS[local(row)]} is left out: its still picture is taken"
            told.append(Told("film", "film", words))
    link = find(own, "a:hlinkClick")
    if address := slide.address(link):
        words = "a picture's link: pictures have none here"
        told.append(Told("link", "picture-link", words, text=address))
    return told


def _data(blip: Element | None, slide: SourcePart) -> bytes:
    """Return a picture's file: what the shape embeds, or the drawing that stands beside it.

    Raises:
        BadFileError: it embeds none that can be read.
    """
    relations = slide.package.relations(slide.part)
    keys = [str(blip.get(q("r:embed"), ""))] if blip is not None else []
    if blip is not None:
        keys += [str(row.get(q("r:embed"), "")) for row in blip.iter(q("asvg:svgBlip"))]
    for key in keys:
        relation = relations.get(key)
        if relation is not None and not relation.external and slide.package.has(relation.target):
            return slide.package.bytes(relation.target)
    if blip is not None and blip.get(q("r:link")):
        raise BadFileError("damaged-file", "it is linked and not in the file")
    raise BadFileError("damaged-file", "the file has not got it")


def _is_unseen(blip: Element | None) -> bool:
    """Tell whether a picture is made so light, or so much see-through, that it is not seen."""
    for row in children(blip):
        if local(row) == "lum" and per_mille(row.get("bright")) >= _TOO_LIGHT:
            return True
        if local(row) == "alphaModFix" and per_mille(row.get("amt", "100000")) <= _TOO_FAINT:
            return True
    return False


def _sides(element: Element | None) -> list[float]:
    return [per_mille(element.get(side)) / 100_000 if element is not None else 0.0
            for side in "ltrb"]  # fmt: skip


def _crop(fill: Element | None) -> tuple[float, float, float, float]:
    """Return shares cut off: from the file, and by a frame that is smaller than its filling."""
    cut, beyond = _sides(find(fill, "a:srcRect")), _sides(find(fill, "a:stretch/a:fillRect"))
    out = [0.0] * 4
    for low, high in ((0, 2), (1, 3)):
        seen = 1 - cut[low] - cut[high]
        filled = 1 - beyond[low] - beyond[high]
        for side in (low, high):
            out[side] = cut[side] - (beyond[side] * seen / filled if filled > 0 else 0.0)
    return out[0], out[1], out[2], out[3]


def _view(fill: Element | None, shape: Element, told: list[Told]) -> View:
    view = View(_crop(fill))
    if any(side > 0 for side in view.crop):
        told.append(Told("picture", "cropped", "what was cropped from it stays behind",
                         "changed"))  # fmt: skip
    blip = find(fill, "a:blip")
    if blip is not None and any(local(row) in _LOOKS for row in blip):
        words = "its colours were changed by the program: it has those of its file"
        told.append(Told("picture", "recoloured", words, "changed"))
    transform = find(_look(shape), "a:xfrm")
    if transform is not None:
        turned = whole(transform.get("rot")) % 21_600_000
        view.quarters = round(turned / _RIGHT_ANGLE) % 4
        view.flipped = (is_on(transform.get("flipH")), is_on(transform.get("flipV")))
        view.is_askew = bool(turned % _RIGHT_ANGLE)
        if view.is_askew or view.quarters or any(view.flipped):
            words = "it is turned or flipped there: its pixels are, by whole right angles"
            told.append(Told("picture", "turned", words, "changed"))
    _read_outline(shape, view)
    if find(fill, "a:tile") is not None:
        view.outline = "tiles"
    if view.is_cut_out:
        words = "what lies outside its outline is white"
        told.append(Told("picture", "masked", words, "changed"))
    return view


def _read_outline(shape: Element, view: View) -> None:
    """Read the shape within which a picture is seen, and its own numbers for its corners."""
    shown = find(_look(shape), "a:prstGeom")
    view.outline = str(shown.get("prst", "")) if shown is not None else ""
    for row in find_all(shown, "a:avLst/a:gd"):
        words = str(row.get("fmla", "")).split()
        value = whole(words[1]) if len(words) > 1 and words[0] == "val" else 50_000
        view.corners.append(min(max(value, 0), 50_000) / 100_000)
    if find(_look(shape), "a:custGeom") is not None:
        view.outline = "custom"
