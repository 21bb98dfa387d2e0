"""The Chorus Pro EDI gateway."""

__version__ = "0.3.0"
