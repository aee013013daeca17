"""Owns the fixtures: the stage of the wizard's tests is that of every screen."""

from tests.rebooking.conftest import demo, stage

__all__ = ["demo", "stage"]
