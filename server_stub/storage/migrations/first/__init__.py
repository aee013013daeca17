"""Owns what the first revision makes, in the order in which its tables point to each other."""
