"""Files that only those entitled may read: taken in by content, kept away, shown as pictures.

The whole way of an upload::

    try:
        accepted = accept_file(upload, EVIDENCE)      # rules of yours, or PAPERS, PICTURES
    except FileRefused as refusal:
        form.add_error("file", str(refusal))          # Vietnamese: what is wrong, what to do
    row = Evidence(dossier=dossier)                   # class Evidence(PrivateFile)
    row.take(accepted)
    row.save()                                        # now it lies in PRIVATE_ROOT

    # in a view that has asked accounts.permissions first:
    return serve(row)                                 # the file, to be saved
    return serve_preview(row, page=1, width=960)      # a page of it as WebP, for an <img>

In a form, ``PrivateFilesField(rules=EVIDENCE, most=10)`` does the first step: it cleans to a list
of `AcceptedFile` and names each refused file. Should your transaction roll back, the file stays
behind without a row, unreachable, until ``manage.py sweep_private_files``.

Nothing here decides who may read; whoever calls `serve` or `serve_preview` has asked. A file has
no address of its own, its name on disk is random, and its content was proven to be what it
claims: pictures are drawn anew (no place of shooting, nothing hidden behind the picture), a PDF
was opened and its pages counted, a Word or Excel file is such an archive without macros.
"""

from ocop_portal.shared.private_files.accepting import AcceptedFile, accept_file
from ocop_portal.shared.private_files.fields import PrivateFilesField
from ocop_portal.shared.private_files.kinds import Kind
from ocop_portal.shared.private_files.model import PrivateFile
from ocop_portal.shared.private_files.previews import WIDTHS, NoPreview, preview
from ocop_portal.shared.private_files.rules import PAPERS, PICTURES, FileRefused, Rules
from ocop_portal.shared.private_files.serving import serve, serve_open, serve_preview
from ocop_portal.shared.private_files.storage import PrivateStorage

__all__ = [
    "PAPERS",
    "PICTURES",
    "WIDTHS",
    "AcceptedFile",
    "FileRefused",
    "Kind",
    "NoPreview",
    "PrivateFile",
    "PrivateFilesField",
    "PrivateStorage",
    "Rules",
    "accept_file",
    "preview",
    "serve",
    "serve_open",
    "serve_preview",
]
