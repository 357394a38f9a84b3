"""Import of a .docx: its reader, which runs in a process of its own, and its content as Markdown."""
