"""The audit of PDF files: their bytes, objects, fonts and what is seen on the page."""
