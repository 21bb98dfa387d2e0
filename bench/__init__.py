"""Speed and memory of the gateway, as ratios to bare lxml measured in the same run: `python -m bench`."""
