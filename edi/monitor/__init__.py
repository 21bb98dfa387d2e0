"""How the gateway is doing, for those who watch it."""
