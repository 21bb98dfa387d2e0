"""The nouns of the gateway: frozen values, no behaviour beyond reading themselves."""
