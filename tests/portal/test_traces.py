"""Every page of the portal leaves exactly what the table says: changes do, a look at what is one's own does not."""

import re
from datetime import timedelta

from sqlalchemy import select

from consultant_tui.contract.vocabulary import AppointmentState as State
from server_stub.app import framework
from server_stub.services import organisation_codes
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import audit, clients
from tests.backend.practice import MELBOURNE
from tests.portal.mail import link_in, mail
from tests.portal.test_own_sessions import move_to
from tests.portal.walking import DETAILS, day_link, to_the_days

PASSWORD = "correct horse battery"  # noqa: S105
ANOTHER = "eleven loud magpies"
NEW, ANA = "newcomer@example.com", "ana@example.com"

LEAVES = {
    "/sign-up/account": {"account_made", "signed_in"},
    "/verify/{secret}": {"verified"},
    "/verify/{secret}/disown": {"account_disowned"},
    "/verify/{secret}/again": {"verification_sent"},
    "/reset/{secret}/again": {"password_forgotten"},
    "/reset/{secret}": {"password_changed", "signed_in"},
    "/forgot": {"password_forgotten"},
    "/sign-in": {"signed_in"},
    "/sign-out": {"signed_out"},
    "/account/verification": {"verification_sent"},
    "/account/details": {"contact_changed"},
    "/account/password": {"password_changed"},
    "/help/ticket": {"ticket_written"},
    "/book/hold": {"time_held"},
    "/book/confirm": {"booked", "case_opened"},
    "/sessions/{reference}/cancel": {"cancelled"},
    "/sessions/{reference}/move/hold": {"time_held"},
    "/sessions/{reference}/move": {"moved"},
    "/cases/new": {"case_opened"},
}
"""What is left by each form that is sent and accepted."""

NOTHING = {
    "/sign-up": "asks whether a code is good",
    "/book/details": "what was typed waits with the time that is kept; confirming it is audited",
}
"""Forms that leave nothing, and why; nor does any page that is only looked at, which tells clients what is theirs."""


ABOUT_A_CLIENT = {
    "/book/confirm",
    "/sessions/{reference}/cancel",
    "/sessions/{reference}/move/hold",
    "/sessions/{reference}/move",
    "/cases/new",
}
"""Whose rows name the client beside the account; before the first booking there is none."""


class Watch:
    """Notes which pages were asked for, and what each left."""

    def __init__(self, engines, browse) -> None:
        self._engines, self._browse = engines, browse
        self.pages = {}
        for route in framework().routes:
            if route.path.startswith("/portal"):
                pattern = re.compile(re.sub(r"\\{\w+:str\\}|\{\w+:str\}", "[^/]+", route.path.rstrip("/")) + "$")
                self.pages[re.sub(r":str", "", route.path.removeprefix("/portal"))] = (pattern, route.methods)
        self.left = {}
        self.count = len(self.rows())

    def rows(self):
        query = (
            select(audit.c.act, accounts.c.email, clients.c.name, audit.c.profile_id)
            .join_from(audit, accounts, audit.c.account_id == accounts.c.id, isouter=True)
            .join(clients, audit.c.client_id == clients.c.id, isouter=True)
            .order_by(audit.c.id)
        )
        with self._engines.reading() as connection:
            return list(connection.execute(query))

    def browser(self, session=""):
        browser = self._browse(session)
        browser.client.event_hooks["response"].append(self._seen)
        self.count = len(self.rows())
        return browser

    async def _seen(self, response):
        rows = self.rows()
        path = response.request.url.path.rstrip("/")
        fixed = sorted(self.pages, key=lambda one: one.count("{"))
        name = next(one for one in fixed if self.pages[one][0].match(path))
        self.left.setdefault((response.request.method, name), []).extend(rows[self.count :])
        self.count = len(rows)


async def test_every_page_leaves_what_the_table_says(practice, household, engines, browse):
    household.set_up()
    practice.engage("mira@example.org", name="Dr Mira Okafor")
    line = practice.add_line("mira@example.org")
    case = practice.open_case(zone=MELBOURNE, email=ANA, entitled=12)
    practice.appoint("mira@example.org", case, "2026-11-16T10:00", State.COMPLETED, zone=MELBOURNE)
    coming = practice.appoint("mira@example.org", case, "2026-12-10T10:00", schedule=line, zone=MELBOURNE)
    code = organisation_codes.make(engines, "ORG-1", practice.now)
    watch = Watch(engines, browse)
    newcomer = watch.browser()

    async def signed_up(email):
        page = await newcomer.send(await newcomer.open("/portal/sign-up"), code=code)
        return await newcomer.send(page, email=email, password=PASSWORD, zone="Australia/Adelaide")

    def newest(email):
        return link_in(mail(practice, email)[-1])

    def ending(page, words):
        (found,) = [form for form in page.forms if re.search(words, form.action)]
        return found

    await signed_up("stranger@example.com")
    await newcomer.open("/portal/sign-up/sent")
    page = await newcomer.open(newest("stranger@example.com"))
    await newcomer.send(page, ending(page, "/disown$"))

    await signed_up(NEW)
    await newcomer.send(await newcomer.open("/portal/account"))
    late = newest(NEW)
    practice.now += timedelta(days=8)
    page = await newcomer.open(late)
    await newcomer.send(page, ending(page, "/again$"))
    page = await newcomer.open(newest(NEW))
    await newcomer.send(page, ending(page, "/verify/[^/]+$"))
    await newcomer.send(await newcomer.open("/portal/forgot"), email=NEW)
    late = newest(NEW)
    practice.now += timedelta(days=2)
    page = await newcomer.open(late)
    await newcomer.send(page, ending(page, "/again$"))
    await newcomer.send(await newcomer.open(newest(NEW)), password=ANOTHER)
    page = await newcomer.open("/portal/account/password")
    await newcomer.send(page, ending(page, "/password$"), present=ANOTHER, password=PASSWORD)
    page = await newcomer.open("/portal/account/details")
    await newcomer.send(page, ending(page, "/details$"), **DETAILS, zone="Australia/Adelaide")
    page = await newcomer.open("/portal/account")
    await newcomer.send(page, ending(page, "/sign-out$"))
    page = await newcomer.open("/portal/sign-in")
    await newcomer.send(page, ending(page, "/sign-in$"), email=NEW, password=PASSWORD)
    await newcomer.open("/portal")
    await newcomer.open("/portal/static/portal.css")
    page = await newcomer.open("/portal/help/ticket")
    await newcomer.send(page, ending(page, "/ticket$"), message="Help.")

    ana = watch.browser(household.join(ANA, case=case))
    page = await ana.open("/portal/cases")
    await ana.send(await ana.open("/portal/cases/new"), issue="sleep")
    await ana.open("/portal/sessions")
    await ana.open(f"/portal/sessions/{coming}")
    check = await move_to(ana, coming, "4", "11:00")
    await ana.send(check)
    page = await ana.open(f"/portal/sessions/{coming}/cancel")
    await ana.send(page, ending(page, "/cancel$"))

    page = await newcomer.open(day_link(await to_the_days(newcomer), "Monday 7 December 2026"))
    page = await newcomer.send(page, at="2026-12-07T03:00Z")
    done = await newcomer.send(await newcomer.send(page, **DETAILS))
    await newcomer.client.get(done.links["Add to your calendar"])

    asked = {(method, page) for page, (_, methods) in watch.pages.items() for method in methods & {"GET", "POST"}}
    assert watch.left.keys() == asked
    forms = {page for method, page in asked if method == "POST"}
    assert forms == LEAVES.keys() | NOTHING.keys()
    for (method, page), rows in watch.left.items():
        left = {row.act for row in rows}
        assert left == (LEAVES.get(page, set()) if method == "POST" else set()), (method, page)
        assert all(row.email and row.profile_id is None for row in rows), "who did it is the account"
    named = {page for (_, page), rows in watch.left.items() if rows and all(row.name for row in rows)}
    assert named == ABOUT_A_CLIENT
