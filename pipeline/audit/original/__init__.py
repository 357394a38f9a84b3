"""Proof of an import: all words, numbers, notes and pictures of an original are accounted for.

The original is read with the audit's own means, the content as plain YAML, the report as JSON.
Nothing here may use what imported the file, nor the models of the content.
"""
