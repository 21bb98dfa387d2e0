"""Visits to the partners' servers: fetch drops, deliver returns."""
