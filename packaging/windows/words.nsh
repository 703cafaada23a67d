; What the installer says, in its three languages.

!macro Word NAME ENGLISH TURKISH RUSSIAN
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_TURKISH} "${TURKISH}"
  LangString ${NAME} ${LANG_RUSSIAN} "${RUSSIAN}"
!macroend

!insertmacro Word StillOpen \
  "SCIM Connection is open, or one of its commands is running. Close it, then choose Retry." \
  "SCIM Connection açık ya da komutlarından biri çalışıyor. Kapatın, sonra yeniden deneyin." \
  "Программа SCIM Connection открыта, или выполняется одна из её команд. Закройте её и повторите попытку."

!insertmacro Word NewerThere \
  "A newer version, $0, is installed. Version ${VERSION} may not be able to read what that one keeps. Install it all the same?" \
  "Daha yeni bir sürüm ($0) yüklü. ${VERSION} sürümü onun sakladıklarını okuyamayabilir. Yine de yüklensin mi?" \
  "Установлена более новая версия: $0. Версия ${VERSION} может не прочитать её данные. Всё равно установить?"

!insertmacro Word TooOld \
  "SCIM Connection needs a 64-bit Windows 10 or later." \
  "SCIM Connection, 64 bit Windows 10 veya daha yenisini gerektirir." \
  "Для SCIM Connection нужна 64-разрядная Windows 10 или новее."

!insertmacro Word ShareFile \
  "Encrypted file (age)" \
  "Şifrelenmiş dosya (age)" \
  "Зашифрованный файл (age)"

!insertmacro Word YourData \
  "Your accounts, tokens and history" \
  "Hesaplarınız, belirteçleriniz ve geçmiş" \
  "Ваши учётные записи, токены и журнал"

!insertmacro Word AboutProgram \
  "Removes the program. What it keeps for you stays." \
  "Programı kaldırır. Sizin için sakladıkları kalır." \
  "Удаляет программу. Её данные остаются."

!insertmacro Word AboutYourData \
  "Deletes what SCIM Connection keeps on this computer, tokens included." \
  "SCIM Connection'ın bu bilgisayarda sakladıklarını, belirteçlerle birlikte siler." \
  "Удаляет всё, что SCIM Connection хранит на этом компьютере, вместе с токенами."

!insertmacro Word DeleteForGood \
  "Your accounts, their tokens and the history will be deleted from this computer. A token that is kept nowhere else is lost. This cannot be undone. Delete them?" \
  "Hesaplarınız, belirteçleri ve geçmiş bu bilgisayardan silinecek. Başka yerde saklanmayan bir belirteç kaybolur. Bu geri alınamaz. Silinsin mi?" \
  "Ваши учётные записи, их токены и журнал будут удалены с этого компьютера. Токен, который больше нигде не хранится, будет потерян. Отменить это нельзя. Удалить?"
