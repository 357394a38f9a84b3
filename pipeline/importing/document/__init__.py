"""Import of a .docx: its reader, in a process of its own, and its content as Markdown."""
