"""The only writers of files: durable changes, locks, what a take changes, where originals lie; and the room left."""
