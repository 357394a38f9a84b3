"""Signatures: made, validated, revoked."""
