"""How things look on a terminal. What stands here needs `rich`; a verb loads it when it has something to show."""
