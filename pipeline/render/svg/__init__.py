"""Charts and maps as SVG, for PDF and web page."""
