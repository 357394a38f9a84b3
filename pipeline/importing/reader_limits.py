"""Limits of the process that reads an imported file: time, memory, bytes; its exit code."""

#: Seconds of work, and of waiting; bytes of memory, and of one file that it writes.
SECONDS, PATIENCE_S, MEMORY, LARGEST = 60, 180, 2 * 2**30, 256 * 2**20
#: Exit code of a reader that tells why a file cannot be imported.
REFUSED = 3
