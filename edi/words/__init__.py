"""How anything is said to a person."""
