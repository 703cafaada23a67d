"""What macOS is told of the program: the Info.plist of `SCIM Connection.app` (developer.apple.com, "Information
Property List"), beside what PyInstaller writes into it (names, version, icon)."""


def info_plist():
    """Its entries."""
    return {
        "NSHighResolutionCapable": True,
        # Dark where the system is.
        "NSRequiresAquaSystemAppearance": False,
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        # What the wheel of PySide6 6.12 asks for at least (its name ends in macosx_14_0_universal2).
        "LSMinimumSystemVersion": "14.0",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "tr", "ru"],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Encrypted file (age)",
                "CFBundleTypeExtensions": ["age"],
                "CFBundleTypeRole": "Viewer",
                # Offered under "Open With"; which program opens such files stays what the person chose.
                "LSHandlerRank": "Alternate",
            }
        ],
    }
