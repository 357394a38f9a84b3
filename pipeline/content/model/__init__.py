"""Pydantic models of the content files."""
