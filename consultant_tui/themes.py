"""Owns the looks of the program."""

from textual.theme import Theme

CALM = Theme(
    name="calm",
    primary="#86b7d8",
    secondary="#a9b8c9",
    accent="#86b7d8",
    success="#93cf93",
    warning="#e3bd74",
    error="#ee9a90",
    foreground="#d9dfe7",
    background="#12171e",
    surface="#19202a",
    panel="#222b37",
    dark=True,
    variables={
        "text": "#d9dfe7",
        "text-muted": "#9fadbd",
        "text-disabled": "#8795a5",
        "text-primary": "#86b7d8",
        "text-secondary": "#a9b8c9",
        "text-accent": "#86b7d8",
        "text-success": "#93cf93",
        "text-warning": "#e3bd74",
        "text-error": "#ee9a90",
        "border": "#5a6c80",
        "border-blurred": "#36424f",
        "block-cursor-background": "#2b4256",
        "block-cursor-foreground": "#f2f6fa",
        "block-cursor-text-style": "bold",
        "block-hover-background": "#1d2632",
        "input-cursor-background": "#d9dfe7",
        "input-cursor-foreground": "#12171e",
        "input-selection-background": "#2b4256",
        "scrollbar": "#36424f",
    },
)
"""Dark and quiet: one accent, and colours only beside words."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffe14d",
    success="#7dff9a",
    warning="#ffe14d",
    error="#ffb0a8",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "text": "#ffffff",
        "text-muted": "#e6e6e6",
        "text-disabled": "#bdbdbd",
        "text-primary": "#ffffff",
        "text-secondary": "#ffffff",
        "text-accent": "#ffe14d",
        "text-success": "#7dff9a",
        "text-warning": "#ffe14d",
        "text-error": "#ffb0a8",
        "border": "#ffffff",
        "border-blurred": "#bdbdbd",
        "block-cursor-background": "#ffe14d",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-hover-background": "#333333",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#00458a",
        "scrollbar": "#bdbdbd",
    },
)
"""For tired eyes and bright rooms: every text is far clear of its background."""

THEMES = {theme.name: theme for theme in (CALM, HIGH_CONTRAST)}
