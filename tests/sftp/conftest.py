"""The fixtures of loopback.py, for every file of this folder."""

from loopback import area, scene, server, user

__all__ = ["area", "scene", "server", "user"]
