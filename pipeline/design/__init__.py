"""Design of all formats: the project's theme, colours, and an organisation's own templates."""
