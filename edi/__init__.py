"""The Chorus Pro EDI gateway."""

__version__ = "0.2.0"
