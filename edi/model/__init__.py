"""Values only: frozen, and known by every part of the gateway. Nothing here reads, writes or decides."""
