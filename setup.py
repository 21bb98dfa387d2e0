"""Everything else is in setup.cfg, which cannot say "all packages found, and these two that lie beside the package"."""

from __future__ import annotations

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["edi", "edi.*"]), "edi._config", "edi._schemas"])
