"""Dossier: documents in several formats and two editions from one set of content files."""

import os

# An installed plugin of Pydantic would be shown all that is validated, withheld words as well; and
# to look for one takes as long as to read a dossier.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
