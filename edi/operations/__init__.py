"""What an operator asks for, without a terminal."""
