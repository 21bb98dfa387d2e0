"""One flow on its way: seen, settled, taken, decided, published, archived. One step a file."""
