"""Which language the window speaks, and changing it while it is open."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.ui.language.said import say_all_again

NAMES = {"en": "English", "tr": "Türkçe", "ru": "Русский"}
"""Each language by its ISO 639-1 code, with its own name for itself."""
SYSTEM = "system"


class WindowLanguage:
    """The language of one application. `choose` may be called as often as one likes."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._translators: list[QTranslator] = []
        self.code = ""

    def choose(self, wanted: str) -> None:
        """Speak this language from now on: a code of `NAMES`, or `system` for the first of the person's own languages
        that is among them, else English."""
        code = system_language() if wanted == SYSTEM else wanted
        if code == self.code:
            return
        for old in self._translators:
            self._application.removeTranslator(old)
        self._translators = []
        self.code = code
        QLocale.setDefault(_locale(code))
        if code != "en":
            self._install(f"scim-connection_{code}", _folder())
            self._install(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        say_all_again()

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator()
        if translator.load(f"{folder}/{name}.qm"):
            self._application.installTranslator(translator)
            self._translators.append(translator)


def system_language() -> str:
    """The first language of the person's system settings that this program speaks; English where it speaks none."""
    for tag in QLocale.system().uiLanguages():
        code = tag.split("-")[0].split("_")[0]
        if code in NAMES:
            return code
    return "en"


def _locale(code: str) -> QLocale:
    """The person's own locale where it is one of this language: it knows how their country writes numbers."""
    system = QLocale.system()
    return system if QLocale.languageToCode(system.language()) == code else QLocale(code)


def _folder() -> str:
    from importlib.resources import files  # slow to load, and not needed where English is spoken

    return str(files("resources").joinpath("translations"))
