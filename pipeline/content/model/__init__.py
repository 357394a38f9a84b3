"""Pydantic models of the content files: what authors may write."""
