"""Reader of a .pptx that somebody else made: what its slides show, in the order of reading.

Runs in a process of its own (``reader_process``); what leaves it is the plain data of ``found``.
"""
