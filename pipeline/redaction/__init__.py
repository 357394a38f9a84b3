"""Redaction: marking, sealing, the vault, releasing, and searches for withheld words."""
