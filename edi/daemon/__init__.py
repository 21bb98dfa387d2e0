"""The gateway without end: rounds, events, signals."""
