"""The business rules: what is said of a valid document. Each stands with its sentence; `run` lists and runs them."""
