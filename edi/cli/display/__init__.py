"""How flows and findings look on a terminal."""
