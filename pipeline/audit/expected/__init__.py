"""Expected content of each format, derived from the edition, which the audit compares with."""
