"""The audit of web pages."""
