"""Made-up people and groups of the pretend accounts. Any likeness to somebody is chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PracticePerson:
    """Somebody who works at Widget Data Center."""

    given: str
    family: str
    title: str
    department: str


@dataclass(frozen=True)
class PracticeGroup:
    """A group, and whose department it holds; everybody's where that is empty."""

    name: str
    department: str


_OPERATIONS, _NETWORK, _SUPPORT, _FACILITIES = "Operations", "Network", "Service Desk", "Facilities"
_SECURITY, _FINANCE, _PEOPLE, _SALES = "Security", "Finance", "People", "Customer Success"

GROUPS = (
    PracticeGroup("Everyone at Widget", ""),
    PracticeGroup("Data Center Operations", _OPERATIONS),
    PracticeGroup("Network Engineering", _NETWORK),
    PracticeGroup("Service Desk", _SUPPORT),
    PracticeGroup("Facilities and Power", _FACILITIES),
    PracticeGroup("Information Security", _SECURITY),
    PracticeGroup("Finance and Purchasing", _FINANCE),
    PracticeGroup("People Team", _PEOPLE),
    PracticeGroup("Customer Success", _SALES),
)

PEOPLE = (
    PracticePerson("Olivia", "Hart", "Head of Operations", _OPERATIONS),
    PracticePerson("Noah", "Berger", "Service Desk Manager", _SUPPORT),
    PracticePerson("Amara", "Okafor", "Network Engineer", _NETWORK),
    PracticePerson("Liam", "Fitzroy", "Shift Lead", _OPERATIONS),
    PracticePerson("Sofia", "Lindqvist", "Service Desk Agent", _SUPPORT),
    PracticePerson("Mateo", "Silveira", "Power Technician", _FACILITIES),
    PracticePerson("Hana", "Moriyama", "Security Analyst", _SECURITY),
    PracticePerson("Elias", "Thornbury", "Controller", _FINANCE),
    PracticePerson("Priya", "Raghavan", "Operations Engineer", _OPERATIONS),
    PracticePerson("Jonas", "Weidner", "Network Architect", _NETWORK),
    PracticePerson("Chloe", "Marchetti", "Recruiter", _PEOPLE),
    PracticePerson("Omar", "Haddad", "Service Desk Agent", _SUPPORT),
    PracticePerson("Freya", "Solberg", "Customer Success Manager", _SALES),
    PracticePerson("Tomas", "Novotny", "Cooling Technician", _FACILITIES),
    PracticePerson("Isla", "Kerrigan", "Operations Engineer", _OPERATIONS),
    PracticePerson("Kwame", "Boateng", "Network Engineer", _NETWORK),
    PracticePerson("Mila", "Petrova", "Buyer", _FINANCE),
    PracticePerson("Arthur", "Pemberton", "Service Desk Agent", _SUPPORT),
    PracticePerson("Leila", "Farahani", "Identity Engineer", _SECURITY),
    PracticePerson("Bruno", "Castellan", "Night Shift Lead", _OPERATIONS),
    PracticePerson("Yuki", "Tanabe", "Customer Success Manager", _SALES),
    PracticePerson("Ingrid", "Halvorsen", "People Partner", _PEOPLE),
    PracticePerson("Dario", "Venturi", "Site Technician", _FACILITIES),
    PracticePerson("Nadia", "Belkacem", "Service Desk Agent", _SUPPORT),
    PracticePerson("Oscar", "Lundgren", "Operations Engineer", _OPERATIONS),
    PracticePerson("Grace", "Whitcombe", "Accountant", _FINANCE),
    PracticePerson("Rafael", "Montoya", "Network Engineer", _NETWORK),
    PracticePerson("Zofia", "Kaminska", "Security Engineer", _SECURITY),
    PracticePerson("Henrik", "Aaltonen", "Operations Engineer", _OPERATIONS),
    PracticePerson("Maya", "Delacroix", "Customer Success Manager", _SALES),
    PracticePerson("Callum", "Rutherford", "Service Desk Agent", _SUPPORT),
    PracticePerson("Aisha", "Nwosu", "Capacity Planner", _OPERATIONS),
    PracticePerson("Viktor", "Szabados", "Generator Technician", _FACILITIES),
    PracticePerson("Emilia", "Rossetti", "Payroll Specialist", _FINANCE),
    PracticePerson("Samuel", "Adeyemi", "Operations Engineer", _OPERATIONS),
    PracticePerson("Clara", "Vandermeer", "Network Operations Lead", _NETWORK),
    PracticePerson("Theo", "Castlebury", "Service Desk Agent", _SUPPORT),
    PracticePerson("Ines", "Cardoso", "Compliance Officer", _SECURITY),
    PracticePerson("Marek", "Dvorak", "Remote Hands Technician", _OPERATIONS),
    PracticePerson("Lucia", "Ferrante", "Onboarding Specialist", _PEOPLE),
    PracticePerson("Gideon", "Ashworth", "Network Engineer", _NETWORK),
    PracticePerson("Sanne", "de Graaf", "Customer Success Manager", _SALES),
    PracticePerson("Anton", "Reuter", "Facilities Manager", _FACILITIES),
    PracticePerson("Beatriz", "Quintanilha", "Service Desk Agent", _SUPPORT),
)
