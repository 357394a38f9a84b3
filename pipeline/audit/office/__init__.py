"""Audit of Office files: their bytes, parts and elements."""
