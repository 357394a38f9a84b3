"""Audit of web pages: their HTML parsed, checked and read."""
