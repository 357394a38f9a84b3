"""Somebody's office file in, content files and a report out; nothing comes that was not asked for."""
