"""Where judging runs."""
