"""What the bundle is made with: every licence is written down and allows it, the bill of materials is one, and a
missing answer about known flaws is no good answer."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from app.domain.version import VERSION
from tests.layers.sources import ROOT
from tests.packaging.scripts import loaded

MOMENT = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def pinned() -> dict[str, Any]:
    return loaded("supply/pinned.py")


@pytest.fixture(scope="module")
def licences() -> dict[str, Any]:
    return loaded("supply/licences.py")


@pytest.fixture(scope="module")
def bill() -> Any:
    sbom = loaded("supply/sbom.py")
    return json.loads(sbom["text_of"](sbom["bill"](MOMENT)))  # raises where CycloneDX's schema does not allow it


def test_every_pinned_requirement_is_read(pinned: dict[str, Any]) -> None:
    text = (ROOT / "packaging/requirements.txt").read_text(encoding="utf-8")
    pins = pinned["pins"]()
    assert len(pins) == text.count("==") - text.count("_version ==") - text.count("_platform ==") - len(
        pinned["NOT_BUNDLED"]
    )
    assert sum(len(pin.hashes) for pin in pins) > 200
    assert {pin.name: pin.marker for pin in pins}["pywin32-ctypes"] == "sys_platform == 'win32'"


def test_each_licence_allows_what_is_done(pinned: dict[str, Any], licences: dict[str, Any]) -> None:
    may = pinned["may_be_used"]
    for pin in pinned["pins"]():
        assert may(pinned["licence_of"](pin), pinned["ALLOWED"]), pin.name
        for name, version, licence in licences["inside"](pin):
            assert may(licence, pinned["ALLOWED_INSIDE"]), f"{name} {version} in {pin.name}: {licence}"
    assert not may("GPL-3.0-only", pinned["ALLOWED"])
    assert not may("MIT AND GPL-3.0-only", pinned["ALLOWED"])
    assert may("(MIT OR GPL-3.0-only) AND ISC", pinned["ALLOWED"])


def test_the_page_of_licences_is_up_to_date(licences: dict[str, Any], pinned: dict[str, Any]) -> None:
    written = (ROOT / "resources/licences/third-party.txt").read_text(encoding="utf-8")
    for pin in pinned["pins"]():
        assert f"\n{pin.name} {pin.version}\nLicence: " in written, "run dev.py licences"
    for title, *_ in licences["BY_HAND"]:
        assert f"\n{title}\n" in written
    here = [pin for pin in pinned["pins"]() if "win32" not in pin.marker]
    if all(pin.distribution() is not None for pin in here):  # on Linux, under the Python that it was written with
        assert written == licences["compose"](), "run dev.py licences"


@pytest.mark.once
def test_the_bill_of_materials_names_what_is_in_the_bundle(bill: Any, pinned: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == VERSION
    assert bill["metadata"]["timestamp"] == MOMENT.isoformat()
    components = {component["name"]: component for component in bill["components"]}
    assert components.keys() == {pin.name for pin in pinned["pins"]()} | {"python", "qt"}
    for pin in pinned["pins"]():
        hashes = components[pin.name]["externalReferences"][0]["hashes"]
        assert {each["content"] for each in hashes} == set(pin.hashes)
        assert components[pin.name]["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
        assert components[pin.name]["licenses"]
    assert "openssl" in {part["name"] for part in components["cryptography"]["components"]}
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    (httpx,) = (ref for ref in needs if ref.startswith("pkg:pypi/httpx@"))
    assert {ref.split("@")[0] for ref in needs[httpx]} >= {"pkg:pypi/anyio", "pkg:pypi/certifi", "pkg:pypi/httpcore"}


@pytest.mark.once
def test_the_bill_of_materials_is_the_same_each_time(bill: Any) -> None:
    sbom = loaded("supply/sbom.py")
    again = json.loads(sbom["JsonV1Dot6"](sbom["bill"](MOMENT)).output_as_string())
    assert again == bill
    assert again["serialNumber"].startswith("urn:uuid:")


@pytest.mark.once
def test_qt_has_the_number_of_its_wheel(bill: Any) -> None:
    from PySide6.QtCore import qVersion

    assert {component["name"]: component["version"] for component in bill["components"]}["qt"] == qVersion()


FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["2.1"], "aliases": [], "description": ""}
CLEAN = {"name": "good", "version": "1.0", "vulns": []}
FLAWED = {"name": "bad", "version": "2.0", "vulns": [FLAW]}
SKIPPED = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (1.0)"}


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ([CLEAN], 0, "no flaw is known in any of 1"),
        ([CLEAN, FLAWED, SKIPPED], 1, "bad 2.0: PYSEC-2026-1, repaired in 2.1"),
        ([CLEAN, SKIPPED], 2, "1 of 2 could not be asked about"),
        ([], 2, "0 of 0 could not be asked about"),
        (None, 2, "gave no answer"),
    ],
)
def test_a_missing_answer_about_flaws_is_no_good_one(answer: Any, status: int, said: str) -> None:
    told, lines = loaded("supply/audit.py")["verdict"](answer)
    assert told == status
    assert said in lines[0]


def test_what_makes_and_tests_the_program_is_asked_about_too() -> None:
    files = {path.name for path in (ROOT / "packaging").glob("requirements*.txt")}
    # The other testers that figures are compared with reach nobody.
    assert set(loaded("supply/audit.py")["FILES"]) == files - {"requirements-bench.txt"}
