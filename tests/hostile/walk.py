"""Owns the walk through every screen of the terminal program: keys, and what the program itself then writes."""

from benchmarks.terminals import Terminal
from tests.rebooking.stage import MIRA

ENTER, ESCAPE, LEFT, RIGHT, DOWN = "\r", "\x1b", "\x1b[D", "\x1b[C", "\x1b[B"
CTRL_F, CTRL_K, CTRL_L, CTRL_P, CTRL_R, CTRL_S = "\x06", "\x0b", "\x0c", "\x10", "\x12", "\x13"
EMPTY = "\x15"
"""Empties a field up to the cursor."""
HOME = "Recently completed"

Steps = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys, and what the program itself writes on the screen that they lead to."""

WALK: Steps = (
    # Quick View and what lies over it
    ("c", ("Issue", "Start session")), ("w", ("Session count", "What happened")), (ESCAPE, ()), (ESCAPE, (HOME,)),
    ("?", ("Help", "Review the client")), (ESCAPE, (HOME,)), (CTRL_P, ("Type to find a command",)), (ESCAPE, (HOME,)),
    ("h", ("History of APP-",)), (ESCAPE, (HOME,)), ("jj", ()), ("G", ()), ("g", ()), ("3", ()), ("G", ()),
    ("h", ("History of APP-",)), ("jjj", ()), (ESCAPE, (HOME,)), ("y", ("Copied",)),
    # the client's page: cases, appointments, messages, access
    ("1", ()), ("p", ("1 Cases", "3 Messages")), ("a", ("Online booking for", "First password")),
    (ESCAPE, ("1 Cases",)), ("2", ()), ("h", ("History of APP-",)), (ESCAPE, ("1 Cases",)), ("1", ()),
    ("w", ("Session count",)), (ESCAPE, ("1 Cases",)), (ESCAPE, (HOME,)), ("1", ()), ("g", ()), ("p", ("1 Cases",)),
    ("3", ()), (ENTER, ("Your appointment", "With it", "Close")), (ESCAPE, ("1 Cases",)), (ESCAPE, (HOME,)),
    # changing an appointment
    ("1", ()), ("g", ()), ("x", ("Who cancels",)), (ESCAPE, (HOME,)), ("n", ("First try",)), (ESCAPE, (HOME,)),
    ("jj", ()), ("e", ("Edit", "Modality")), (ESCAPE, (HOME,)), ("m", ("Which line",)),
    (ENTER, ("New time", "Appointment date")), (ESCAPE, ("Which line",)), (ESCAPE, (HOME,)),
    # finding, reports
    ("f", ("Find", "Type the beginning")), ("app-200", ("Reference",)), (ESCAPE, (HOME,)), ("/", ()),
    ("[he", (" of ",)), (ESCAPE, (HOME,)), ("t", ("Reports", "2 Sessions left")), ("2", ()), ("G", ()),
    ("e", ("Export as CSV",)), (ESCAPE, ("2 Sessions left",)), (ESCAPE, (HOME,)),
    # prospects
    ("o", ("Prospects", "1 Waiting")), ("jjk", ()), ("g", ()), ("y", ("Copied",)), (ENTER, ("Clients who match",)),
    (ENTER, ("From the portal",)), (ESCAPE, ("Clients who match",)), ("c", ("First name",)),
    (ESCAPE, ("Clients who match",)), ("f", ("Type the beginning",)), (ESCAPE, ("Clients who match",)),
    (ESCAPE, ("1 Waiting",)), (ESCAPE, (HOME,)),
    # online booking
    ("b", ("Online booking", "1 ")), ("2", ()), ("3", ()), ("4", ("Where?",)), (ESCAPE, (HOME,)),
    # the calendar
    ("v", ("Calendar", "Mon 23", "10:00-11:00")), (RIGHT, ("Tue 24 Nov",)), (RIGHT, ("Wed 25 Nov",)), (DOWN, ()),
    (DOWN, ()), (DOWN, ("leave LV-1",)), ("x", ("Keep it",)), (ESCAPE, ("leave LV-1",)), ("l", ("calendar link",)),
    (ESCAPE, ("Calendar",)), ("d", ()),
    ("]", ()), ("]", ()), ("[", ()), ("d", ()), ("a", ("A break is short leave",)), (ESCAPE, ("Calendar",)),
    ("s", ("Save as CSV",)), (ESCAPE, ("Calendar",)), ("i", ("Save as .ics",)), (ESCAPE, ("Calendar",)),
    (ESCAPE, (HOME,)),
    # rebooking, from the review to the receipt
    ("3", ()), ("g", ()), (ENTER, ("Show the record",)), (LEFT, ("▸ Request extra",)), (LEFT, ("▸ Show the record",)),
    (ENTER, ("Record of",)),
    (ESCAPE, ()), (ESCAPE, ()), ("j", ()), ("r", ("Continue to Rebook",)), (ENTER, ("How do you want to book?",)),
    (ENTER, ("Which line",)), (ENTER, ("Starting time",)), (CTRL_S, ()), (ENTER, ("Is this right?",)),
    ("q", ("Leave",)), (ESCAPE, ("Is this right?",)), (ESCAPE, ("Starting time",)), (ENTER, ("Is this right?",)),
    (CTRL_F, ("Booked as APP-",)), ("y", ("Copied",)), (ENTER, (HOME,)),
    # what was booked a moment ago, taken back or not
    ("u", ("Take it back",)), (ESCAPE, (HOME,)),
    # real free times, and a series
    ("3", ()), ("g", ()), ("jj", ()), ("r", ("Continue to Rebook",)), (ENTER, ("How do you want to book?",)), ("3", ()),
    (ENTER, ("Days that suit",)), (ESCAPE, ("How do you want to book?",)), ("1", ()), (ENTER, ("Which line",)),
    (ENTER, ("Starting time",)), ("\t\t\t2", ("Sessions in all",)), (ENTER, ("sessions, weekly",)),
    (ESCAPE, ("Sessions in all",)), (ESCAPE, ("Which line",)), (ESCAPE, ("How do you want to book?",)),
    ("q", ("Leave without booking?",)), (RIGHT, ("▸ Leave",)), (ENTER, (HOME,)),
    # extra sessions, completing
    ("1", ()), ("g", ()), ("c", ("Request extra sessions",)), (RIGHT, ("▸ Request extra",)), (ENTER, ("decides",)),
    (ESCAPE, ("Start session",)), (ESCAPE, (HOME,)), ("2", ()), ("c", ("Complete",)), (ESCAPE, (HOME,)),
)  # fmt: skip
"""From Quick View through every screen, and back."""

TO_REVIEW: Steps = (
    ("3", ()), ("g", ()), ("jj", ()), ("r", ("Continue to Rebook",)), (ENTER, ("How do you want to book?",)),
    (ENTER, ("Which line",)), (ENTER, ("Starting time",)), (ENTER, ("Is this right?",)),
)  # fmt: skip
IN_DOUBT: Steps = ((CTRL_F, ("No answer yet", "We don't know yet")),)
"""The answer to a booking is lost."""
FOUND_OUT = "Booked as APP-"
"""What the program says by itself once it knows."""
FROM_RECEIPT: Steps = ((ENTER, (HOME,)),)

PASSWORD, ANOTHER_PASSWORD = "seven quiet herons", "eleven loud magpies"
SIGN_IN: Steps = (
    (EMPTY, ()), (f"{MIRA}\t", ()), (EMPTY, ()), (f"wrong{ENTER}", ("is not right",)),
    (f"{PASSWORD}{ENTER}", (HOME, "ASST-")),
)  # fmt: skip
"""From the dialog, whatever was typed in it, to Quick View."""
SIGN_IN_AGAIN: Steps = (
    (CTRL_R, ("Sign in again to go on",)), (f"{PASSWORD}{ENTER}", (HOME,)),
)  # fmt: skip
CHANGE_PASSWORD: Steps = (
    (EMPTY, ()), (f"wrong\t{ANOTHER_PASSWORD}\tanother{ENTER}", ("The two are not the same",)),
    (f"{EMPTY}{ANOTHER_PASSWORD}{ENTER}", ("This is not your present password",)),
    (f"{EMPTY}{PASSWORD}{ENTER}", ("Your password was changed",)),
)  # fmt: skip
"""From the dialog, whatever was typed in its first field, to Quick View."""


def walk(terminal: Terminal, steps: Steps) -> None:
    """Go along; what is left must be gone before the next key, or it would be the one to get it."""
    left: tuple[str, ...] = ()
    for keys, seen in steps:
        before = terminal.screen()
        for key in [keys] if keys.startswith(ESCAPE) else keys:
            terminal.press(key)
        if seen:
            terminal.see_change(before, *seen, without=left if keys == ESCAPE or HOME in seen else ())
            left = seen
        terminal.settle(0.2)
