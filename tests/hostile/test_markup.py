"""The lint against outside text as markup finds every way in, and the program has none."""

import pytest

from tests.hostile.markup import all_faults, faults_of, faults_of_page

PLANTED = {
    "a name": "Static(name)",
    "a name in a sentence": 'Label(f"Hello {name}")',
    "a name by keyword": "Button(label=name)",
    "a name joined": 'Option("Client " + name)',
    "a choice": 'RadioButton(name if name else "none")',
    "under another name": "S(name)",
    "in a module": "widgets.Checkbox(name)",
    "later": 'self.query_one("#told", Static).update(name)',
    "a toast": 'self.notify(f"Booked for {name}")',
    "a toast said to be markup": "self.notify(name, markup=True)",
    "a tooltip": "row.tooltip = name",
    "a title": "self.border_title = name",
    "a subtitle": "self.border_subtitle: str = name",
    "a cell": "table.add_row(name, 'b')",
    "a column": "table.add_column(name)",
    "an heir": "class Name(Static):\n    def __init__(self, name):\n        super().__init__(name)",
    "asked for": "Content.from_markup(name)",
    "markdown": "Markdown(name)",
    "escaped": "Static(escape(name))",
    "told what markup it is": "Static(name, markup=wanted)",
}
HARMLESS = (
    "Static('[b]ours[/b]')", "Static(Content(name))", "Static(name, markup=False)", "self.notify(name, markup=False)",
    "row.border_title = Content(name)", "table.add_row(*(Text(cell) for cell in cells))", "Static()",
    "line.update(Content(name) if name else '')", "Static(Content.assemble((name, 'bold')))", "found.update(a=name)",
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_text_that_could_be_markup_is_found(planted):
    found = faults_of(f"from textual.widgets import Static as S\n{planted}", "there.py")
    assert found, planted
    assert all(line.startswith("there.py:") for line in found)


@pytest.mark.parametrize("written", HARMLESS)
def test_what_is_no_markup_is_let_be(written):
    assert faults_of(written, "there.py") == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>{{ name | safe }}</p>", "<p>{{ name|safe }}</p>", "return Markup(name)", "from markupsafe import Markup",
        "{% autoescape false %}", "Environment(autoescape=False)", "<script>let name = '{{ name }}'</script>",
    ],
)  # fmt: skip
def test_a_page_that_hands_on_markup_is_found(planted):
    assert faults_of_page(planted, "there.html")


def test_nothing_in_the_program_takes_outside_text_for_markup():
    assert all_faults() == []
