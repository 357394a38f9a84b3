"""Audit of finished files: their bytes are read back and compared with the edition."""
