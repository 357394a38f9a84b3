"""The audit of Office files: their bytes, parts and elements."""
