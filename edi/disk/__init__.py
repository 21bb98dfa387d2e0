"""The only writers of files: durable changes, locks, where originals lie."""
