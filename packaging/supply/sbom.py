"""`dev.py sbom`: the bill of materials of the bundle, dist/scim-connection-VERSION.cdx.json (CycloneDX 1.6, ECMA-424).

The pinned requirements with the hashes of their files, where each is needed, what is in their machine code as far as
they say it themselves, and Python and Qt. The same sources give the same file. It is validated before it is written.
"""

import argparse
import datetime
import platform
import re
import sys
import uuid
from importlib.metadata import version as version_here
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import inside
from packageurl import PackageURL
from pinned import ROOT, licence_of, pins

sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from commit_time import commit_time  # noqa: E402  packaging

from app.domain.version import VERSION  # noqa: E402

NAME = "scim-connection"
NAMESPACE = uuid.UUID("6f0b7e0e-4c0f-5d39-9a0e-2f6a1d1f6c11")
"""Under which serial numbers are made of the contents (RFC 9562, version 5)."""


def library(name, version, kind, licence="", **more):
    licences = [LicenseFactory().make_from_string(licence)] if licence else []
    url = PackageURL(kind, None, name, version)
    return Component(
        type=ComponentType.LIBRARY, name=name, version=version, purl=url, bom_ref=str(url), licenses=licences, **more
    )


def of_pin(pin):
    """A requirement, with what is in it."""
    page = "https://pypi.org/project/%s/%s/" % (pin.name, pin.version)
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=content) for content in pin.hashes]
    files = ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(page), hashes=hashes)
    properties = [Property(name="scim-connection:needed-where", value=pin.marker)] if pin.marker else []
    parts = []
    for name, version, licence in inside(pin):
        part = library(name, version, "generic" if name == "openssl" else "cargo", licence)
        # The same library may be in several packages.
        part.bom_ref.value = "%s in %s" % (part.bom_ref.value, pin.name)
        parts.append(part)
    return library(
        pin.name,
        pin.version,
        "pypi",
        licence_of(pin),
        external_references=[files],
        properties=properties,
        components=parts,
    )


def required_by(pin, known):
    """The names, among `known`, of what a requirement requires itself."""
    distribution = pin.distribution()
    asked = (distribution.requires or ()) if distribution is not None else ()
    names = (re.split(r"[^A-Za-z0-9._-]", line)[0] for line in asked if "extra ==" not in line)
    return sorted({re.sub(r"[-_.]+", "-", name).lower() for name in names} & known)


def bill(moment):
    """The bill; `moment` is the time that stands in it."""
    bom = Bom()
    program = Component(type=ComponentType.APPLICATION, name=NAME, version=VERSION, bom_ref=NAME)
    bom.metadata.component = program
    bom.metadata.timestamp = moment
    found = {pin.name: of_pin(pin) for pin in pins()}
    python = library(
        "python", platform.python_version(), "generic", "PSF-2.0", description="in the bundle, with its library"
    )
    # The wheel's number is Qt's own.
    qt = library(
        "qt", version_here("pyside6-essentials"), "generic", "LGPL-3.0-only", description="in pyside6-essentials"
    )
    for component in (*found.values(), python, qt):
        bom.components.add(component)
    bom.register_dependency(program, [python, *found.values()])
    for pin in pins():
        needed = [found[name] for name in required_by(pin, found.keys())]
        bom.register_dependency(found[pin.name], [*needed, *([qt] if pin.name == "pyside6-essentials" else [])])
    contents = " ".join(sorted(str(component.purl) for component in bom.components))
    bom.serial_number = uuid.uuid5(NAMESPACE, "%s %s %s" % (VERSION, moment.isoformat(), contents))
    return bom


def text_of(bom):
    """As JSON. Raises ValueError where CycloneDX's schema does not allow it."""
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        raise ValueError("the bill of materials is no CycloneDX: %s" % error)
    return text + "\n"


def main(arguments):
    parser = argparse.ArgumentParser(prog="dev.py sbom", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / ("%s-%s.cdx.json" % (NAME, VERSION)))
    out = parser.parse_args(arguments).out
    bom = bill(datetime.datetime.fromtimestamp(commit_time(), tz=datetime.timezone.utc))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text_of(bom), encoding="utf-8", newline="\n")
    print("%s: %d components" % (out, len(bom.components)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
