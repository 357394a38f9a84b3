"""Audit of PDF files: bytes, objects, fonts and visible text."""
