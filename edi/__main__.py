"""python -m edi"""

from __future__ import annotations

from edi.cli.app import main

main()
