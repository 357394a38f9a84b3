"""Design of all formats: the project's theme, and an organisation's own templates (``brand``)."""
