"""Fuzzing: each target takes bytes and checks what must hold whatever they are.

`make fuzz` or `python -m tests.fuzz --minutes 30` runs them for as long as asked, guided by coverage where atheris is
installed; test_fuzz.py replays the kept cases and runs each target shortly from a fixed seed.
"""
