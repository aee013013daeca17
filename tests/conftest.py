"""Owns what holds for every test: no setting of the surroundings reaches the program."""

import os

_STRANGE = ("NO_COLOR", "TEXTUAL", "CONSULTANT_TUI")
_OWN = "TEXTUAL_SNAPSHOT"
"""What the snapshot plugin tells itself through the environment."""

for name in [name for name in os.environ if name.startswith(_STRANGE) and not name.startswith(_OWN)]:
    del os.environ[name]
os.environ["COLORTERM"] = "truecolor"
