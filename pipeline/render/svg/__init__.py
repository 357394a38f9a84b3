"""Charts and maps as SVG, for PDF, web page and the document's pictures."""
