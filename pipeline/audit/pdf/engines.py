"""Libraries that read PDFs, loaded when the first is read: qpdf's (pikepdf) and pdfium's.

Loading both takes longer than the audit of a document; who makes a deck reads no PDF. For type
checkers they are the libraries themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["pikepdf", "pypdfium2"]

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
else:

    class _Qpdf:
        def __getattr__(self, name: str) -> Any:
            import pikepdf as library  # noqa: PLC0415 - see above

            vars(self)[name] = value = getattr(library, name)
            return value

    class _Pdfium:
        def __getattr__(self, name: str) -> Any:
            import pypdfium2 as library  # noqa: PLC0415

            vars(self)[name] = value = getattr(library, name)
            return value

    pikepdf, pypdfium2 = _Qpdf(), _Pdfium()
