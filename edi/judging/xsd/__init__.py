"""A document held against its schema, and a refusal of libxml2 in words."""
