"""Packages for recipients: made from audited files, signed, registered, sent, verified.

Read top to bottom: ``listing`` takes files from an edition's manifest and from nowhere else,
``packing`` makes the bytes of a package, ``package_manifest`` is what it says of itself, ``issue``
hands it out, ``register`` remembers it, ``register_page`` lists what it remembers, ``verify`` is
the receiver's side. What signs and what reads signatures is loaded only where a signature is.
"""
