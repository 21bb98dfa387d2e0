"""python -m edi"""

from edi.cli import main

main()
