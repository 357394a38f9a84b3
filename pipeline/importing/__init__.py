"""Import of somebody's .pptx: content files of a draft dossier, and a report."""
