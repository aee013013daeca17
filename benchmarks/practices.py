"""Owns the making of practices as files, as large as a measurement or a test needs them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_EMPTY = {
    "settings": "name value",
    "organisations": "reference name sessions_per_case",
    "organisation_codes": "organisation hint hash made retires",
    "consultants": "person name email engagement zone",
    "schedules": "reference consultant kind days opens closes zone rate location valid_from valid_until",
    "leave": "reference person start end zone reason",
    "clients": "reference name zone email phone first_name last_name address standing",
    "accounts": "reference organisation email first_name last_name phone address zone made made_by verified"
    " verified_by client prospect",
    "attendees": "reference account client name kind details",
    "cases": "reference client organisation issue opened entitled extra",
    "extra_requests": "reference case consultant sessions reason asked answer_due answered state granted answered_by"
    " answer_reason",
    "appointments": "reference case consultant schedule state start zone occurrence minutes approach modality platform"
    " attendance confirmed notify approval booked_at commenced_at ended_at charged cancelled_by end_reason attempts"
    " late_moves withdrawn sequence series origin account attendee location reason reason_name wishes",
}
LONG_AGO = "2025-12-01T00:00:00Z"


@dataclass
class Practice:
    """A practice that is put together row by row and then written down."""

    _rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in _EMPTY})
    online: str = ""
    """The settings of online booking; there are none when it is empty."""

    def __post_init__(self) -> None:
        self._add("organisations", {"reference": "ORG-1", "name": "Northwind", "sessions_per_case": "6"})

    def setting(self, name: str, value: str) -> None:
        """Change one of the provider's settings."""
        self._add("settings", {"name": name, "value": value})

    def consultant(self, zone: str, *, person: str = "", engagement: str = "partner") -> str:
        """Add a profile and give its e-mail address; without a person it belongs to a new one."""
        number = len(self._rows["consultants"]) + 1
        email = f"consultant{number}@example.org"
        person = person or f"CON-{number}"
        row = {"person": person, "name": f"Consultant {person}", "email": email}
        self._add("consultants", {**row, "engagement": engagement, "zone": zone})
        return email

    def person_of(self, email: str) -> str:
        """Tell whose profile it is."""
        return next(row["person"] for row in self._rows["consultants"] if row["email"] == email)

    def line(
        self,
        consultant: str,
        zone: str,
        *,
        kind: str = "open",
        days: str = "Mon Tue Wed Thu Fri Sat Sun",
        opens: str = "00:00",
        closes: str = "23:59",
    ) -> str:
        """Add a line of recurring hours and give its reference."""
        reference = f"SCH-{len(self._rows['schedules']) + 1}"
        row = {"reference": reference, "consultant": consultant, "kind": kind, "days": days, "opens": opens}
        self._add("schedules", {**row, "closes": closes, "zone": zone, "rate": "rate A"})
        return reference

    def leave(self, person: str, zone: str, *, start: str, end: str) -> None:
        """Keep a person from being booked, on the clock of a zone."""
        reference = f"LV-{len(self._rows['leave']) + 1}"
        self._add("leave", {"reference": reference, "person": person, "start": start, "end": end, "zone": zone})

    def client(self, zone: str) -> str:
        """Add a client and give the reference."""
        number = len(self._rows["clients"]) + 1
        row = {"reference": f"CLI-{number}", "name": f"Client {number}", "zone": zone, "standing": "client"}
        self._add("clients", {**row, "email": f"client{number}@example.org"})
        return row["reference"]

    def account(self, client: str) -> None:
        """Give a client an account for online booking, with the client's own address."""
        known = next(row for row in self._rows["clients"] if row["reference"] == client)
        number = len(self._rows["accounts"]) + 1
        row = {"reference": f"ACC-{number}", "organisation": "ORG-1", "email": known["email"], "zone": known["zone"]}
        self._add("accounts", {**row, "made": LONG_AGO, "verified": LONG_AGO, "client": client})

    def case(self, client: str, *, entitled: int, extra: int = 0) -> str:
        """Add a case and give its reference."""
        reference = f"ASST-{100000 + len(self._rows['cases']) + 1}"
        row = {"reference": reference, "client": client, "organisation": "ORG-1", "issue": "Sleep"}
        self._add("cases", {**row, "opened": LONG_AGO, "entitled": str(entitled), "extra": str(extra)})
        return reference

    def appointment(
        self, case: str, consultant: str, schedule: str, *, start: str, state: str = "completed", charged: bool = False
    ) -> str:
        """Add an hour on the phone, on the client's clock, and give its reference."""
        reference = f"APP-{len(self._rows['appointments']) + 1}"
        began = LONG_AGO if state in ("commenced", "completed") else ""
        ended = LONG_AGO if state in ("completed", "cancelled", "no_show") else ""
        row = {"reference": reference, "case": case, "consultant": consultant, "schedule": schedule, "state": state}
        row |= {"start": start, "zone": self._zone_of(case), "minutes": "60", "approach": "manual", "modality": "phone"}
        row |= {"attendance": "individual", "confirmed": "yes", "notify": "yes", "booked_at": LONG_AGO}
        row |= {"commenced_at": began, "ended_at": ended, "charged": "yes" if charged else "no"}
        row |= {"late_moves": "0", "withdrawn": "no", "sequence": "0", "origin": "consultant"}
        self._add("appointments", row)
        return reference

    def write(self, folder: Path) -> Path:
        """Write the files that ``booking-server import`` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, columns in _EMPTY.items():
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, columns.split(), restval="")
                writer.writeheader()
                writer.writerows(self._rows[name])
        if self.online:
            (folder / "online-booking.toml").write_text(self.online, encoding="utf-8")
        return folder

    def _zone_of(self, case: str) -> str:
        client = next(row["client"] for row in self._rows["cases"] if row["reference"] == case)
        return next(row["zone"] for row in self._rows["clients"] if row["reference"] == client)

    def _add(self, name: str, row: Mapping[str, str]) -> None:
        self._rows[name].append(dict(row))
