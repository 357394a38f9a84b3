"""Somebody's office file in, content files and a report out; nothing comes unasked."""
