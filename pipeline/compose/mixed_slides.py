"""Lowering of slides with several figures or pictures, each in a region of its own in a grid."""

from __future__ import annotations

from pipeline.compose.parts import Parts
from pipeline.content.model import parts as kinds
from pipeline.content.model import slides
from pipeline.edition.blocks import Block, Paragraph
from pipeline.edition.slide import Layout


class MixedSlides(Parts):
    """Lowering of slides with several figures, and a text if there is one."""

    def mixed(self, given: slides.MixedSlide | slides.ImagesSlide) -> tuple[Layout, list[Block]]:
        """Lower a slide of one of these kinds; ``fit`` decides where its regions stand."""
        blocks = [*self.paragraphs(given.lead, "lead"), *self.bullets(given.points)]
        if isinstance(given, slides.ImagesSlide):
            for number, image in enumerate(given.images, start=1):
                blocks.append(self.picture(image, f"figure-{number}"))
            return "mixed", blocks
        for number, figure in enumerate(given.figures, start=1):
            if figure.heading:
                runs = self.runs(figure.heading)
                blocks.append(Paragraph(region=f"heading-{number}", style="heading", runs=runs))
            region = {"region": f"figure-{number}"}
            blocks += [block.model_copy(update=region) for block in self._drawn(figure)]
        foot = self.paragraphs((given.remark,), "source")
        return "mixed", blocks + [block.model_copy(update={"region": "foot"}) for block in foot]

    def _drawn(self, figure: kinds.MixedFigure) -> list[Block]:
        """Lower a figure; below a chart stands what of it is withheld."""
        if figure.table:
            return [self.table(figure.table)]
        if figure.chart:
            return self.chart(figure.chart)
        if figure.image:
            return [self.picture(figure.image)]
        return [self.map(figure.map)] if figure.map else []
