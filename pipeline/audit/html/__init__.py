"""Audit of web pages."""
