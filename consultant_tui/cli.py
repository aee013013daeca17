"""Owns the arguments of the program."""
