"""What no scanner sees: that keys alone lead everywhere, and that size, zoom and motion shut nobody out."""

import pytest

from server_stub.practice.rehearsal import ACCOUNT, PASSWORD

FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const holder = one.closest(".choice");
  const ring = holder ? getComputedStyle(holder) : style;
  return {
    name: (one.innerText || one.labels?.[0]?.innerText || one.name || one.id).trim(), tag: one.tagName,
    ring: ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    place: [...document.querySelectorAll("*")].indexOf(one),
  };
}"""

SMALL = """() => {
  const boxes = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
    .map(one => [one, (one.closest(".choice") || one).getBoundingClientRect()])
    .filter(([one, box]) => box.width > 1 && !one.closest(".skip"));
  const inline = one => one.tagName === "A" && getComputedStyle(one).display === "inline"
    && one.parentElement.innerText.trim() !== one.innerText.trim();
  const middle = box => [box.left + box.width / 2, box.top + box.height / 2];
  const near = (one, box) => boxes.some(([other, its]) => {
    if (other === one || one.closest(".choice") && other.closest(".choice") === one.closest(".choice")) return false;
    const [x, y] = middle(box);
    const away = Math.hypot(Math.max(its.left - x, 0, x - its.right), Math.max(its.top - y, 0, y - its.bottom));
    return away < 12;
  });
  return boxes.filter(([one, box]) => (box.width < 24 || box.height < 24) && !inline(one) && near(one, box))
    .map(([one, box]) => `${one.innerText || one.name} ${box.width}x${box.height}`);
}"""

MOVES = """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one))
  .filter(style => style.animationName !== "none" || style.transitionDuration !== "0s").length"""

CUT = """() => [...document.querySelectorAll("main *:not(.unseen)")].filter(one =>
  getComputedStyle(one).overflow === "hidden" && one.scrollHeight > one.clientHeight + 1).map(one => one.outerHTML)"""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
"""The spacing that somebody may set for reading (WCAG 1.4.12)."""

PAGES = [
    "/account", "/account/details", "/sessions", "/cases", "/cases/new", "/book/location",
    "/book/day?location=anywhere&who=me&group=counselling&reason=next-session&modality=phone",
    "/book/time?location=anywhere&who=me&group=counselling&reason=next-session&modality=phone&day=2026-11-26",
    "/help/ticket",
]  # fmt: skip


@pytest.fixture
def signed_in(visit):
    return visit().open("/sign-in").fill(email=ACCOUNT, password=PASSWORD).press("Sign in")


def tabbed(page, most=80):
    """Go round a page with the tabulator, and give what had the focus, in order."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUSED)
        if one["tag"] == "BODY" or (found and one["place"] == found[0]["place"]):
            return found
        found.append(one)
    raise AssertionError("the focus never comes round")


def test_keys_alone_reach_everything_in_order_and_are_seen_to(signed_in):
    for path in PAGES:
        found = tabbed(signed_in.open(path).page)
        assert found[0]["name"] == "Skip to the content", path
        assert [one["name"] for one in found if not (one["ring"] and one["seen"])] == [], path
        assert [one["place"] for one in found] == sorted(one["place"] for one in found), path
        assert found[-1]["name"] == "Get help with this page", path


def test_the_skip_link_leads_past_the_head_of_the_page(signed_in):
    page = signed_in.open("/account/details").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(signed_in):
    page = signed_in.open("/help/ticket").press("Send to user support").page
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "message"
    told = page.evaluate("document.activeElement.getAttribute('aria-describedby')").split()
    assert "Write what happened" in page.inner_text(f"#{told[-1]}")


def test_everything_is_large_enough_to_be_touched_and_nothing_moves(signed_in):
    for path in PAGES:
        page = signed_in.open(path).page
        assert page.evaluate(SMALL) == [], path
        assert page.evaluate(MOVES) == 0, path


def test_zoomed_in_four_times_and_spaced_out_nothing_is_cut_off(signed_in, chromium):
    cookies = signed_in.page.context.storage_state()
    context = chromium.new_context(viewport={"width": 320, "height": 256}, storage_state=cookies, bypass_csp=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(signed_in.portal.address + path)
        page.add_style_tag(content=SPACED)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
        assert page.evaluate(CUT) == [], path
    context.close()
