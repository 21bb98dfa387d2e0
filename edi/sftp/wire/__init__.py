"""The wire to a partner's server: the only part of the gateway that knows the SSH library."""
