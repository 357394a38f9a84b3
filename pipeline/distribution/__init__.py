"""Packages for recipients: made from audited files, signed, registered, sent, verified.

Read top to bottom: ``listing`` takes files from an edition's manifest and from nowhere else,
``package`` makes the bytes of a package, ``contents`` is what a package says of itself, ``issue``
hands it out, ``register`` remembers it, ``index`` lists what it remembers, ``verify`` is the
receiver's side. What signs and what reads signatures is loaded only where a signature is.
"""
