"""Import of an office file of somebody's: content files of a draft dossier, and a report."""
