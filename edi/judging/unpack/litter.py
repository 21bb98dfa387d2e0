"""What the systems of people leave in archives on their own: no file of anybody's, in a drop or in an attached ZIP."""

from __future__ import annotations

import re

# macOS, Synology, Windows and Linux
_FOLDERS = frozenset(
    (
        *(
            "__macosx",
            ".appledouble",
            ".spotlight-v100",
            ".trashes",
            ".fseventsd",
            ".temporaryitems",
            ".documentrevisions-v100",
        ),
        *("@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found"),
    )
)
_NAMES = frozenset(
    (".ds_store", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", ".directory", "icon\r")
)
# AppleDouble, locks of LibreOffice and Office, NFS and FUSE, trash of Linux, what Windows notes of a download
_SHAPES = re.compile(
    r"\._.*|\.~lock\..*\#|~\$.*|\.nfs[0-9a-f]{8,}|\.fuse_hidden[0-9a-f]+|\.trash-[0-9]+|.*[:\uf03a%_.]?zone\.identifier",
    re.DOTALL,
)


def is_litter(name: str, size: int = 0) -> bool:
    """Whether a file of this name in an archive is one of them; an `Icon` is, as long as it is empty."""
    *folders, last = name.replace("\\", "/").casefold().split("/")
    if last in _NAMES or _SHAPES.fullmatch(last) or (last == "icon" and not size):
        return True
    return any(folder in _FOLDERS or _SHAPES.fullmatch(folder) for folder in folders)
