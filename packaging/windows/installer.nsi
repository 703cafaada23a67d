; The installer for Windows: for the person who runs it alone, without administrator's rights. Compiled by installer.py, which
; writes files.nsh: what is in the bundle, file by file, so that uninstalling removes these files and no others.
;
; Silent: Setup.exe /S [/D=FOLDER]. Exit status: 0 done, 1 given up by the person, 2 the program is open, 3 a newer version
; is installed (only a person can decide to go back), 4 this Windows is too old.

Unicode true
; Wine without its 32-bit half runs a 64-bit installer alone: try_under_wine.py compiles one.
!ifdef TARGET
  Target ${TARGET}
  !pragma warning disable 6012 ; "label not used": there, 64 bit is known without asking
!endif
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
SetCompressor /SOLID lzma
; The same files give the same installer, whenever it is compiled.
SetDateSave off
AllowSkipFiles off
CRCCheck force
SetOverwrite on

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define NAME "SCIM Connection"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\scim-connection"
!define SHARE_TYPE "SCIMConnection.EncryptedShare"
!define APPLICATION_KEY "Software\Classes\Applications\${WINDOW_PROGRAM}"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME} for R-Service"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs ${NAME} for R-Service"
VIAddVersionKey "LegalCopyright" ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
; The list as wide as the page: its words are long in some languages.
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW_PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; Windows' own language is taken where it is one of these, else the first.
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE Turkish
!insertmacro MUI_LANGUAGE Russian
!include words.nsh
!include "${FILES}"

; Windows lets nobody write to a program that runs: neither a window's nor a command's. Files of that name alone are asked,
; so that another version elsewhere may stay open.
!macro StopIfOpen FILE
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $9 "${FILE}" a
    ${If} ${Errors}
      StrCpy $8 "open"
    ${Else}
      FileClose $9
    ${EndIf}
  ${EndIf}
!macroend

; Waits until the person has closed the program, or ends.
!macro WaitUntilClosed UN
Function ${UN}WaitUntilClosed
  again:
    StrCpy $8 ""
    !insertmacro EachProgram StopIfOpen
    ${If} $8 == "open"
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Abort
    ${EndIf}
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Function .onInit
  SetShellVarContext current
  ${If} ${RunningX64}
    SetRegView 64
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 4
    Abort
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(NewerThere)" /SD IDNO IDYES goOn
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${EndIf}
  goOn:
FunctionEnd

; An earlier version is removed by its own uninstaller, which knows its files; links and settings stay for us.
Function RemoveEarlier
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == ""
  ${OrIfNot} ${FileExists} "$0\Uninstall.exe"
    Return
  ${EndIf}
  again:
    ClearErrors
    ExecWait '"$0\Uninstall.exe" /S /UPGRADE _?=$0' $1
    ${If} ${Errors}
    ${OrIf} $1 != 0
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Abort "$(StillOpen)"
    ${EndIf}
    ${If} $0 != $INSTDIR
      Delete "$0\Uninstall.exe"
      RMDir "$0"
    ${EndIf}
FunctionEnd

Section "-program"
  Call WaitUntilClosed
  Call RemoveEarlier
  !insertmacro InstallFiles
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW_PROGRAM}"

  ; Offered under "Open with" for .age files; which program opens them stays what the person chose.
  WriteRegStr HKCU "Software\Classes\${SHARE_TYPE}" "" "$(ShareFile)"
  WriteRegStr HKCU "Software\Classes\${SHARE_TYPE}\DefaultIcon" "" "$INSTDIR\${WINDOW_PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${SHARE_TYPE}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "Software\Classes\${SHARE_TYPE}\shell\open\command" "" '"$INSTDIR\${WINDOW_PROGRAM}" --open "%1"'
  WriteRegStr HKCU "Software\Classes\.age\OpenWithProgids" "${SHARE_TYPE}" ""
  WriteRegStr HKCU "${APPLICATION_KEY}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${APPLICATION_KEY}\SupportedTypes" ".age" ""
  WriteRegStr HKCU "${APPLICATION_KEY}\shell\open\command" "" '"$INSTDIR\${WINDOW_PROGRAM}" --open "%1"'

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME} for R-Service"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW_PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  SetShellVarContext current
  ${If} ${RunningX64}
    SetRegView 64
  ${EndIf}
FunctionEnd

Section "un.${NAME}" RemoveProgram
  SectionIn RO
  Call un.WaitUntilClosed
  !insertmacro RemoveFiles
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegValue HKCU "Software\Classes\.age\OpenWithProgids" "${SHARE_TYPE}"
    DeleteRegKey /ifempty HKCU "Software\Classes\.age\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "Software\Classes\.age"
    DeleteRegKey HKCU "Software\Classes\${SHARE_TYPE}"
    DeleteRegKey HKCU "${APPLICATION_KEY}"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
    ${un.RefreshShellIcons}
  ${EndIf}
SectionEnd

; What the person keeps: not ticked, asked once more, and never part of a silent run.
Section /o "un.$(YourData)" RemoveData
  ${If} ${Silent}
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(DeleteForGood)" /SD IDNO IDYES forGood
  Return
  forGood:
    RMDir /r "$LOCALAPPDATA\scim-connection"
    ; The key that those files were encrypted under, in the credential manager (app/vault/keyring_port.py).
    System::Call 'advapi32::CredDeleteW(w "SCIM Connection for R-Service", i 1, i 0)'
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${RemoveProgram} "$(AboutProgram)"
  !insertmacro MUI_DESCRIPTION_TEXT ${RemoveData} "$(AboutYourData)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
