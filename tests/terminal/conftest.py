"""Owns the fixtures: the stage of the wizard's tests is that of every screen."""

from tests.pictures import snap_compare
from tests.rebooking.conftest import demo, stage

__all__ = ["demo", "snap_compare", "stage"]
