"""Owns the lint that lets no text from outside be taken for markup: of Textual in the terminal, of HTML in pages."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parents[2]

PARSERS = frozenset(
    [
        "Static",
        "Label",
        "Button",
        "Option",
        "Selection",
        "RadioButton",
        "Checkbox",
        "Tab",
        "Tabs",
        "TabPane",
        "TabbedContent",
        "Collapsible",
        "Link",
        "Select",
        "SelectionList",
        "OptionList",
        "RadioSet",
        "ListItem",
        "DataTable",
        "Tree",
        "Toast",
        "Tooltip",
    ]
)
"""What of Textual takes a string for markup when it is made with one."""

METHODS = frozenset(
    [
        "update",
        "notify",
        "with_tooltip",
        "add_row",
        "add_rows",
        "add_column",
        "add_columns",
        "add_option",
        "add_options",
        "set_options",
        "add_tab",
        "add_leaf",
        "replace_option_prompt",
        "update_cell",
    ]
)
"""The same when it is handed one later; a dictionary is updated with its fields by name."""

ATTRIBUTES = frozenset({"tooltip", "border_title", "border_subtitle"})
"""The same when it is set."""

REFUSED = frozenset(
    {"from_markup", "render_markup", "visualize", "to_content", "Markdown", "MarkdownViewer", "RichLog"}
)
"""What always reads markup; only text of our own may go in, written where it goes."""

HARMLESS = frozenset({"Content", "Text", "assemble", "styled", "blank", "Strip"})
"""What makes of a string what it says, to the letter."""

REASONS: dict[str, str] = {}
"""Places in pages and their code that hand on markup, each with the reason why no outside text can be in it."""

_UNESCAPED = re.compile(
    r"\|\s*safe\b|\bMarkup\(|\bmarkupsafe\b|autoescape\s*(?:=\s*False|false)|srcdoc=|<script(?![^>]* src=)"
)


def faults_of(source: str, file: str) -> list[str]:
    """Name every line of a module of the terminal that lets a text become markup."""
    tree = ast.parse(source)
    return [f"{file}:{line}: {what}" for line, what in sorted(set(_faults(tree)))]


def faults_of_page(source: str, file: str) -> list[str]:
    """Name every line of a template, or of code that makes pages, that hands on markup without a listed reason."""
    return [
        f"{file}:{number}: {found[0].strip()} lets a text become markup"
        for number, line in enumerate(source.splitlines(), start=1)
        for found in _UNESCAPED.finditer(line)
        if file not in REASONS
    ]


def _faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    named = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, named)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                name = target.attr if isinstance(target, ast.Attribute) else ""
                if name in ATTRIBUTES and not _is_harmless(node.value, named):
                    yield node.lineno, f".{name} takes a string for markup; give it a Content"
        elif isinstance(node, ast.ClassDef) and {_last(base, named) for base in node.bases} & PARSERS:
            yield from _of_heirs(node, named)


def _of_call(node: ast.Call, named: dict[str, str]) -> Iterator[tuple[int, str]]:
    name = _last(node.func, named)
    reads = name in PARSERS or (isinstance(node.func, ast.Attribute) and name in METHODS)
    given = [*node.args, *(word.value for word in node.keywords if word.arg in _WORDS)]
    if name in REFUSED and not all(isinstance(one, ast.Constant) for one in given):
        yield node.lineno, f"{name} reads markup; make a Content"
    elif reads and not _is_told(node) and not all(_is_harmless(one, named) for one in given):
        yield node.lineno, f"{name}() takes a string for markup; give it a Content, or markup=False"


_WORDS = frozenset(["content", "label", "prompt", "title", "message", "renderable", "value", "tooltip"])
"""The keywords by which such a string is given."""


def _of_heirs(node: ast.ClassDef, named: dict[str, str]) -> Iterator[tuple[int, str]]:
    for call in ast.walk(node):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "__init__":
            continue
        if not _is_told(call) and not all(_is_harmless(one, named) for one in call.args):
            yield call.lineno, f"{node.name} hands a string on that is taken for markup"


def _is_told(node: ast.Call) -> bool:
    """Whether a call says that no string is markup."""
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in node.keywords
    )


def _is_harmless(node: ast.expr, named: dict[str, str]) -> bool:
    """Whether an expression is text of our own, written here, or says that it is no markup."""
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr():
            return not any(isinstance(part, ast.FormattedValue) for part in node.values)
        case ast.IfExp():
            return _is_harmless(node.body, named) and _is_harmless(node.orelse, named)
        case ast.BinOp():
            return _is_harmless(node.left, named) and _is_harmless(node.right, named)
        case ast.Starred():
            inner = node.value
            return isinstance(inner, ast.GeneratorExp | ast.ListComp) and _is_harmless(inner.elt, named)
        case ast.GeneratorExp() | ast.ListComp():
            return _is_harmless(node.elt, named)
        case ast.Call():
            return _last(node.func, named) in HARMLESS
    return False


def _names(tree: ast.Module) -> dict[str, str]:
    """Tell what each imported name is called where it comes from."""
    return {
        one.asname or one.name: one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }


def _last(node: ast.expr, named: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        return _last(node.value, named)
    return named.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def all_faults() -> list[str]:
    """Look through the terminal, the portal and the letters."""
    found = []
    for path in sorted((HOME / "consultant_tui").rglob("*.py")):
        found += faults_of(path.read_text(encoding="utf-8"), str(path.relative_to(HOME)))
    for room in ("portal", "letters"):
        for path in sorted((HOME / "server_stub" / room).rglob("*")):
            if path.suffix in (".html", ".txt", ".py"):
                found += faults_of_page(path.read_text(encoding="utf-8"), str(path.relative_to(HOME)))
    return found


def main() -> int:
    """Print what was found; 1 when there is something."""
    found = all_faults()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
