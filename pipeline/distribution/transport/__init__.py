"""Transport of packages to folders, SFTP, S3, WebDAV, and what else fsspec writes.

READ FIRST: ``send``, the loop of tries. ``store`` says what a store must do. Most can rename: the
package is written under another name, read back, and renamed; that is ``staged``. In ``s3`` it
appears at once. No password ever stands in an address.
"""
