<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
 <context>
  <name>SCIM Connection</name>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer stops again and again.</source>
   <translation>R-Service на этом компьютере снова и снова останавливается.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer takes too long to start.</source>
   <translation>R-Service на этом компьютере слишком долго запускается.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>This computer no longer has the key of the pretend accounts: it is gone from the system keyring.</source>
   <translation>На этом компьютере больше нет ключа учебных аккаунтов: он исчез из системной связки ключей.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Their database is kept as it is, and cannot be opened without the key.</source>
   <translation>Их база данных сохранена без изменений, но открыть её без ключа нельзя.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Restore your keyring from a backup, then choose Try again. Or start a new pretend account: the database is kept beside {folder} then.</source>
   <translation>Восстановите связку ключей из резервной копии, затем нажмите «Повторить». Или создайте новый учебный аккаунт: тогда база данных сохранится рядом с папкой {folder}.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/settings_api.py"></location>
   <source>The answer to your rotation makes no sense to SCIM Connection.</source>
   <translation>SCIM Connection не понимает ответа на ваш запрос о смене.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Use the id of the one that you mean: {ids}.</source>
   <translation>Укажите идентификатор нужного аккаунта: {ids}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>The tokens of your accounts are encrypted under a key that only the keyring of your desktop holds.</source>
   <translation>Токены ваших аккаунтов зашифрованы ключом, который есть только в связке ключей вашего рабочего стола.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Run this command inside your desktop session, with its keyring open.</source>
   <translation>Выполните эту команду в сеансе рабочего стола, где открыта его связка ключей.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old refused</source>
   <translation>старый отклонён</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old unknown</source>
   <translation>старый неизвестен</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>another account</source>
   <translation>другой аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old works</source>
   <translation>старый работает</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>This is the old token, the one from before the present one.</source>
   <translation>Это старый токен, который действовал до нынешнего.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Nothing was changed.</source>
   <translation>Ничего не изменено.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token that R-Service shows now, then paste again.</source>
   <translation>Скопируйте токен доступа SCIM, который R-Service показывает сейчас, затем вставьте снова.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works and opens the same account, and the old one still works.</source>
   <translation>Новый токен работает и открывает тот же аккаунт, а старый ещё работает.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>R-Service does not accept this token (401). It may not be whole, or be another account's or environment's. Copy it again in R-Service, then paste another.</source>
   <translation>R-Service не принимает этот токен (401). Возможно, он скопирован не целиком либо относится к другому аккаунту или другой среде. Скопируйте его в R-Service ещё раз, затем вставьте другой.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works, but the old one does not any more: R-Service may have ended it, and clients that have it stand still. Whether both open the same account cannot be seen. Use the new one if you copied it from this account, and hand it over at once.</source>
   <translation>Новый токен работает, а старый — уже нет: возможно, R-Service прекратил его действие, и клиенты, у которых он есть, не работают. Открывают ли оба токена один и тот же аккаунт, определить нельзя. Используйте новый, если вы скопировали его из этого аккаунта, и сразу передайте его.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work. The account has no users and no groups yet, so it cannot be told from another one. Use the new token if you copied it from this account.</source>
   <translation>Оба токена работают. В аккаунте пока нет ни пользователей, ни групп, поэтому отличить его от другого нельзя. Используйте новый токен, если вы скопировали его из этого аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>This token works, but it seems to open another account: it shows other users and groups than the token kept here. Copy it again from this account and environment, then paste another.</source>
   <translation>Этот токен работает, но, похоже, открывает другой аккаунт: в нём не те пользователи и группы, что у сохранённого здесь токена. Скопируйте его ещё раз из этого аккаунта и этой среды, затем вставьте другой.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work, so the one kept here was not mistyped. If R-Service rotated it, choose that above: the old one is then counted down.</source>
   <translation>Оба токена работают, значит, сохранённый здесь введён без ошибки. Если R-Service сменил его, выберите этот вариант выше: тогда для старого начнётся обратный отсчёт.</translation>
  </message>
  <message>
   <location filename="../../app/actions/handover.py"></location>
   <source>taken back</source>
   <translation>подтверждение снято</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>present token</source>
   <translation>действующий токен</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>old token</source>
   <translation>старый токен</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>token {fingerprint}</source>
   <translation>токен {fingerprint}</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>When (UTC)</source>
   <translation>Время (UTC)</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>State of the token</source>
   <translation>Состояние токена</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>With whom</source>
   <translation>Кому передан</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>This computer cannot read the token of any account that you added.</source>
   <translation>Этот компьютер не может прочитать токен ни одного из добавленных вами аккаунтов.</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>Remove those that you no longer need.</source>
   <translation>Удалите те, которые вам больше не нужны.</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>There are too many accounts for one file.</source>
   <translation>Слишком много аккаунтов для одного файла.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What SCIM Connection remembered on this computer was damaged. It was moved to {moved_to}. The accounts that you added are listed again, with their tokens, from the vault that your system keyring locks. Their history, earlier tests and shares stay in the moved file. Look through the list of accounts before you go on.</source>
   <translation>Данные SCIM Connection на этом компьютере были повреждены. Они перенесены в {moved_to}. Добавленные вами аккаунты снова в списке вместе с токенами: они взяты из хранилища, защищённого системной связкой ключей. Журнал, прежние проверки и передачи остались в перенесённом файле. Просмотрите список аккаунтов, прежде чем продолжить.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>You chose to go on without your system keyring.</source>
   <translation>Вы решили продолжить без системной связки ключей.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer has no keyring that SCIM Connection can use.</source>
   <translation>На этом компьютере нет связки ключей, которую может использовать SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What you add or practise with then lives in memory and is gone when you close the window; nothing on the disk is changed.</source>
   <translation>В этом случае всё, что вы добавляете или пробуете на учебном аккаунте, хранится в памяти и исчезнет, когда вы закроете окно; на диске ничего не меняется.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, close the window, unlock your keyring and start again.</source>
   <translation>Чтобы данные сохранялись, закройте окно, разблокируйте связку ключей и запустите программу снова.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, install a keyring (Debian and Ubuntu: sudo apt install gnome-keyring), sign in again and start SCIM Connection again.</source>
   <translation>Чтобы данные сохранялись, установите связку ключей (Debian и Ubuntu: sudo apt install gnome-keyring), войдите в систему заново и снова запустите SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The address of the pretend account has changed, because another program uses its old one. Copy the SCIM endpoint again wherever you entered it.</source>
   <translation>Адрес учебного аккаунта изменился, потому что прежний использует другая программа. Снова скопируйте конечную точку SCIM везде, где вы её вводили.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was damaged. It was moved to {moved_to}, and new pretend accounts were made.</source>
   <translation>База данных учебных аккаунтов была повреждена. Она перенесена в {moved_to}, и созданы новые учебные аккаунты.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was gone. New pretend accounts were made; copy their values again.</source>
   <translation>База данных учебных аккаунтов исчезла. Созданы новые учебные аккаунты; скопируйте их значения снова.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>Open SCIM Connection</source>
   <translation>Открыть SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>{name} ({environment})</source>
   <translation>{name} ({environment})</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/actions/notifications.py"></location>
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source> and {n} more</source>
   <translation>
    <numerusform> и ещё {n}</numerusform>
    <numerusform> и ещё {n}</numerusform>
    <numerusform> и ещё {n}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/actions/notifications.py"></location>
   <source>{n} SCIM accounts need you</source>
   <translation>
    <numerusform>{n} аккаунт SCIM требует внимания</numerusform>
    <numerusform>{n} аккаунта SCIM требуют внимания</numerusform>
    <numerusform>{n} аккаунтов SCIM требуют внимания</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>{accounts}{more}. Open SCIM Connection to see what is due.</source>
   <translation>{accounts}{more}. Откройте SCIM Connection, чтобы узнать, что нужно сделать.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>This share is an exercise: its account is a pretend one on the sender's computer.</source>
   <translation>Эта передача — упражнение: её аккаунт учебный и находится на компьютере отправителя.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> ending {last_four}</source>
   <translation> (оканчивается на {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>entered in {entered_in} on {at}</source>
   <translation>введён в «{entered_in}» {at}</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>arrived on {at} and is not entered yet</source>
   <translation>получен {at} и пока не введён</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> SCIM Connection ran it on {tested_at}.</source>
   <translation> Проверку выполнила программа SCIM Connection {tested_at}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>New SCIM token{ending} for {account} {done}; {tested}{when}</source>
   <translation>Новый токен SCIM{ending} для аккаунта {account} {done}; {tested}{when}</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was not run here.</source>
   <translation>проверка Test Connection здесь не запускалась.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green.</source>
   <translation>проверка Test Connection прошла успешно.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green, with warnings.</source>
   <translation>проверка Test Connection прошла успешно, но с предупреждениями.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection failed.</source>
   <translation>проверка Test Connection завершилась ошибкой.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection gave no clear answer.</source>
   <translation>проверка Test Connection не дала однозначного результата.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Try again</source>
   <translation>Повторить</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Go on without it</source>
   <translation>Продолжить без неё</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Start a new pretend account</source>
   <translation>Создать новый учебный аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Close message</source>
   <translation>Закрыть сообщение</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Replace token…</source>
   <translation>Заменить токен…</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The folder of the pretend accounts could not be moved.</source>
   <translation>Не удалось переместить папку учебных аккаунтов.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>They are left as they are.</source>
   <translation>Они оставлены без изменений.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Check that {folder} is yours to move, then choose {start_afresh} again.</source>
   <translation>Проверьте, что у вас есть право перемещать папку {folder}, затем снова нажмите «{start_afresh}».</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The pretend accounts from before were moved to {target}.</source>
   <translation>Прежние учебные аккаунты перенесены в папку {target}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Waiting for your system keyring. Look for a window that asks for your password.</source>
   <translation>Ожидание системной связки ключей. Найдите окно, в котором запрашивается ваш пароль.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source> on {date} at {time} UTC</source>
   <translation> {date} в {time} UTC</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>This token was rotated from this computer{when}, in another window.</source>
   <translation>Этот токен сменили с этого компьютера{when}, в другом окне.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody used another SCIM Connection to rotate this token{when}.</source>
   <translation>Кто-то сменил этот токен через другой экземпляр SCIM Connection{when}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>, with a program that calls itself “{program}”</source>
   <translation>, с помощью программы, которая называет себя «{program}»</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody else rotated this token{when}{named}.</source>
   <translation>Этот токен сменил кто-то другой{when}{named}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>An earlier rotation of this token had not been finished. It is now.</source>
   <translation>Предыдущая смена этого токена не была завершена. Теперь она завершена.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing else was rotated; the new token is shown.</source>
   <translation>Больше ничего не менялось; показан новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and the new one could not be kept on this computer yet. It is not lost: R-Service has it, and the same request brings it again.</source>
   <translation>Токен сменён, но новый пока не удалось сохранить на этом компьютере. Он не потерян: он есть в R-Service, и тот же запрос вернёт его снова.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was not rotated. SCIM Connection could not write that down, so it may still be, once.</source>
   <translation>Токен не сменён. SCIM Connection не удалось это записать, поэтому смена ещё может произойти, но только один раз.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Free some space on your disk, then choose Try again.</source>
   <translation>Освободите место на диске и нажмите «Повторить».</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and R-Service can no longer read the new one.</source>
   <translation>Токен сменён, но R-Service больше не может прочитать новый.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The old token works until it ends; nobody can be given the new one.</source>
   <translation>Старый токен действует до своего срока; новый никому передать нельзя.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. The new token could not be fetched yet.</source>
   <translation>Сейчас ничего не менялось. Новый токен пока не удалось получить.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Choose Try again to see the new token.</source>
   <translation>Нажмите «Повторить», чтобы увидеть новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. R-Service cannot read its new token.</source>
   <translation>Сейчас ничего не менялось. R-Service не может прочитать свой новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Without your system keyring SCIM Connection cannot read the token of this account.</source>
   <translation>Без системной связки ключей SCIM Connection не может прочитать токен этого аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>The token is kept on this computer, and nothing of it is lost.</source>
   <translation>Токен хранится на этом компьютере, и ничего не потеряно.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Unlock or install your keyring, then restart SCIM Connection.</source>
   <translation>Разблокируйте или установите связку ключей, затем перезапустите SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/actions/which_token.py"></location>
   <source>old, ended</source>
   <translation>старый, истёк</translation>
  </message>
  <message>
   <location filename="../../app/clients/catalogue.py"></location>
   <source>Another client</source>
   <translation>Другой клиент</translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <source>Practice</source>
   <translation>Учебный</translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <location filename="../../app/domain/typed_input.py"></location>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Production</source>
   <translation>Рабочая</translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <location filename="../../app/domain/typed_input.py"></location>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>QA</source>
   <translation>QA</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The words of its own test are not known here. Look for one of these in what it says:</source>
   <translation>Какими словами отвечает его собственная проверка, здесь неизвестно. Поищите в её сообщении следующее:</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The token is wrong or has ended, or the word Bearer is missing or stands there twice.</source>
   <translation>Токен неверен или истёк либо слово Bearer отсутствует или указано дважды.</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The path of the URL is wrong: compare it, letter by letter, with the one to enter.</source>
   <translation>Неверен путь в URL: посимвольно сравните его с тем, который нужно ввести.</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>Timeout, cannot connect, certificate</source>
   <translation>Тайм-аут, не удаётся подключиться, сертификат</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The client did not reach the service: the host name is wrong, or a firewall or proxy stands between them.</source>
   <translation>Клиент не смог обратиться к службе: имя хоста неверно либо на пути стоит межсетевой экран или прокси-сервер.</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>ended</source>
   <translation>истёк</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{days} {hours} left</source>
   <translation>Осталось {days} {hours}</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{hours} {minutes} left</source>
   <translation>Осталось {hours} {minutes}</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{time} left</source>
   <translation>Осталось {time}</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>less than a minute left</source>
   <translation>Осталось меньше минуты</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{n} days</source>
   <translation>
    <numerusform>{n} день</numerusform>
    <numerusform>{n} дня</numerusform>
    <numerusform>{n} дней</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} hours</source>
   <translation>
    <numerusform>{n} час</numerusform>
    <numerusform>{n} часа</numerusform>
    <numerusform>{n} часов</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} minutes</source>
   <translation>
    <numerusform>{n} минута</numerusform>
    <numerusform>{n} минуты</numerusform>
    <numerusform>{n} минут</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Open it to see its token</source>
   <translation>Откройте аккаунт, чтобы увидеть токен</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token is more than a year old. Rotate it now, then share the new one.</source>
   <translation>Этому токену больше года. Смените его сейчас, затем передайте новый.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token is more than {n} days old, as you set it. Rotate it now, then share the new one.</source>
   <translation>
    <numerusform>Этому токену больше {n} дня — таков ваш срок. Смените его сейчас, затем передайте новый.</numerusform>
    <numerusform>Этому токену больше {n} дней — таков ваш срок. Смените его сейчас, затем передайте новый.</numerusform>
    <numerusform>Этому токену больше {n} дней — таков ваш срок. Смените его сейчас, затем передайте новый.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Rotate now</source>
   <translation>Сменить сейчас</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}</source>
   <translation>Сменить не позже чем через {within}</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token will be a year old in {within}. Rotate it before then, then share the new one.</source>
   <translation>Этому токену исполнится год через {within}. Смените его до этого срока, затем передайте новый.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token will be {n} days old in {within}. Rotate it before then, then share the new one.</source>
   <translation>
    <numerusform>Через {within} этому токену исполнится {n} день. Смените его до этого, затем передайте новый.</numerusform>
    <numerusform>Через {within} этому токену исполнится {n} дня. Смените его до этого, затем передайте новый.</numerusform>
    <numerusform>Через {within} этому токену исполнится {n} дней. Смените его до этого, затем передайте новый.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate it at least once a year. The old token then works for another 30 days.</source>
   <translation>Меняйте токен не реже раза в год. После смены старый токен действует ещё 30 дней.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate it within {within}. The old token then works for another 30 days.</source>
   <translation>Смените его не позже чем через {within}. Старый токен после этого работает ещё 30 дней.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it now, or enter when it was last rotated.</source>
   <translation>Возраст этого токена неизвестен. Смените его сейчас или укажите, когда его меняли в последний раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate now: its age is not known</source>
   <translation>Сменить сейчас: возраст неизвестен</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it within {within}, or enter when it was last rotated.</source>
   <translation>Возраст этого токена неизвестен. Смените его не позже чем через {within} или укажите, когда его меняли в последний раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}: its age is not known</source>
   <translation>Сменить не позже чем через {within}: возраст неизвестен</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to bring its new token here {ago}. Open the account and go on.</source>
   <translation>Вы начали переносить сюда новый токен {ago}. Откройте аккаунт и продолжите.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}, and the new token is not in use here yet. Open the account and go on.</source>
   <translation>Вы начали смену этого токена {ago}, но новый токен здесь ещё не используется. Откройте аккаунт и продолжите.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}. Did you press Rotate in R-Service? Open the account and go on.</source>
   <translation>Вы начали смену этого токена {ago}. Вы нажали «Rotate SCIM token» в R-Service? Откройте аккаунт и продолжите.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Finish the rotation that you began</source>
   <translation>Завершите начатую смену</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Its administrator has the new one: nothing is left to do.</source>
   <translation>Старый токен истекает через {span}. У администратора уже есть новый: делать больше ничего не нужно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Just wait: the old token ends in {span}</source>
   <translation>Просто подождите: старый токен истекает через {span}</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}, and a client used it {ago}. Have the new token entered there before then.</source>
   <translation>Старый токен истекает через {span}, но клиент использовал его {ago}. Попросите ввести там новый токен до этого срока.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Make sure that your provisioning client has the new one.</source>
   <translation>Старый токен истекает через {span}. Убедитесь, что у вашего клиента подготовки есть новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token within {span}</source>
   <translation>Передать новый токен не позже чем через {span}</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended while a client still used it. Have the new token entered there now.</source>
   <translation>Старый токен истёк, хотя клиент ещё использовал его. Попросите немедленно ввести там новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended. Make sure that your provisioning client works with the new one.</source>
   <translation>Старый токен истёк. Убедитесь, что ваш клиент подготовки работает с новым.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token now</source>
   <translation>Передать новый токен сейчас</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>an hour</source>
   <translation>час</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>white space or a line end</source>
   <translation>пробелы или конец строки</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>quotation marks</source>
   <translation>кавычки</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>invisible characters</source>
   <translation>невидимые символы</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after #</source>
   <translation>часть после #</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after ?</source>
   <translation>часть после ?</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a trailing slash</source>
   <translation>косая черта в конце</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a doubled slash</source>
   <translation>двойная косая черта</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a dot after the host name</source>
   <translation>точка после имени хоста</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the name of a resource at its end</source>
   <translation>имя ресурса в конце</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>https:// was missing</source>
   <translation>не хватало https://</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested.</source>
   <translation>Введённая конечная точка не является веб-адресом, пригодным для проверки.</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Nothing was sent.</source>
   <translation>Ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Copy the SCIM endpoint again from the settings of your service; it looks like https://api.example.com/scim/v2.</source>
   <translation>Снова скопируйте конечную точку SCIM из настроек вашей службы; она выглядит так: https://api.example.com/scim/v2.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Something went wrong.</source>
   <translation>Что-то пошло не так.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not done.</source>
   <translation>Запрошенное действие не выполнено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again. If it happens again, restart SCIM Connection.</source>
   <translation>Повторите попытку. Если ошибка возникнет снова, перезапустите SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you do now lives in memory and is gone when you close the window.</source>
   <translation>Всё, что вы сейчас делаете, хранится в памяти и исчезнет, когда вы закроете окно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Install one (Debian and Ubuntu: gnome-keyring), sign in again and restart SCIM Connection.</source>
   <translation>Установите её (Debian и Ubuntu: gnome-keyring), войдите в систему заново и перезапустите SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring is locked.</source>
   <translation>Системная связка ключей заблокирована.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it is open.</source>
   <translation>Пока она закрыта, SCIM Connection не может прочитать ваши токены.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Unlock it when your system asks, then choose Try again.</source>
   <translation>Разблокируйте её, когда система предложит это сделать, затем нажмите «Повторить».</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring does not answer.</source>
   <translation>Системная связка ключей не отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it does.</source>
   <translation>Пока она не ответит, SCIM Connection не может прочитать ваши токены.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Look for a window that asks for your password, then choose Try again.</source>
   <translation>Найдите окно, в котором запрашивается ваш пароль, затем нажмите «Повторить».</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring did not keep what it was given.</source>
   <translation>Системная связка ключей не сохранила переданное ей значение.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was stored, and nothing that was stored before has changed.</source>
   <translation>Ничего не сохранено, а сохранённое ранее не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check that your keyring works, then choose Try again.</source>
   <translation>Проверьте, работает ли связка ключей, затем нажмите «Повторить».</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: its key is gone from the system keyring.</source>
   <translation>На этом компьютере больше нет токена этого аккаунта: его ключ исчез из системной связки ключей.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Everything else is kept, and the account itself is unchanged.</source>
   <translation>Всё остальное сохранено, и сам аккаунт не изменился.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore your keyring from a backup, or get the token again from R-Service.</source>
   <translation>Восстановите связку ключей из резервной копии или снова получите токен в R-Service.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: the file that held it is damaged.</source>
   <translation>На этом компьютере больше нет токена этого аккаунта: файл, в котором он хранился, повреждён.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore the file from a backup, or get the token again from R-Service.</source>
   <translation>Восстановите файл из резервной копии или снова получите токен в R-Service.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another SCIM Connection on this computer is writing and does not come to an end.</source>
   <translation>Другой экземпляр SCIM Connection на этом компьютере ведёт запись и никак её не закончит.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not kept; nothing that was kept before has changed.</source>
   <translation>То, что вы хотели сохранить, не сохранено; сохранённое ранее не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection, then try again.</source>
   <translation>Закройте другой экземпляр SCIM Connection и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What SCIM Connection keeps on this computer is damaged.</source>
   <translation>Данные SCIM Connection на этом компьютере повреждены.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your tokens are not affected: they are kept elsewhere.</source>
   <translation>Ваших токенов это не касается: они хранятся в другом месте.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection: it moves the damaged file aside and starts a new one.</source>
   <translation>Перезапустите SCIM Connection: повреждённый файл будет отложен и создан новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The disk is full.</source>
   <translation>Диск переполнен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written, and nothing was lost.</source>
   <translation>Ничего не записано наполовину и ничего не потеряно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Free some space, then try again.</source>
   <translation>Освободите место и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file could not be written there.</source>
   <translation>Туда не удалось записать файл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written.</source>
   <translation>Ничего не записано наполовину.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another folder that you may write to.</source>
   <translation>Выберите другую папку, в которую вам разрешено записывать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>A newer SCIM Connection has been used on this computer.</source>
   <translation>На этом компьютере использовалась более новая версия SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one would not understand what the newer one wrote, so it changes nothing.</source>
   <translation>Эта версия старше и не поняла бы того, что записала новая, поэтому она ничего не меняет.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Start the newer SCIM Connection, or update this one.</source>
   <translation>Запустите более новую версию SCIM Connection или обновите эту.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not answer.</source>
   <translation>R-Service не отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you see is what was last known.</source>
   <translation>Показаны последние известные данные.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check your network connection, then choose Try again.</source>
   <translation>Проверьте подключение к сети, затем нажмите «Повторить».</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service answered in a way that SCIM Connection does not understand.</source>
   <translation>SCIM Connection не понимает ответа R-Service.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for may not have been done.</source>
   <translation>Возможно, запрошенное действие не выполнено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again in a few minutes. If it happens again, ask R-Service's support.</source>
   <translation>Повторите попытку через несколько минут. Если ошибка возникнет снова, обратитесь в поддержку R-Service.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The R-Service on this computer could not be started.</source>
   <translation>Не удалось запустить R-Service на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account cannot be used for now; nothing of it is lost.</source>
   <translation>Учебным аккаунтом пока нельзя пользоваться; его данные не потеряны.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again. If it happens again, restart your computer.</source>
   <translation>Нажмите «Повторить». Если ошибка возникнет снова, перезагрузите компьютер.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account was last used by a newer SCIM Connection.</source>
   <translation>В последний раз учебный аккаунт использовался в более новой версии SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one leaves its database unchanged.</source>
   <translation>Эта версия старше и не меняет его базу данных.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another R-Service already uses this data folder.</source>
   <translation>Эту папку данных уже использует другой R-Service.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two at once would damage it, so this one was not started.</source>
   <translation>Одновременная работа двух повредила бы её, поэтому этот не запущен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection or `scim-connection serve`, then try again.</source>
   <translation>Закройте другой экземпляр SCIM Connection или `scim-connection serve` и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your R-Service session has ended.</source>
   <translation>Ваш сеанс R-Service завершён.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read or change the account until you sign in again.</source>
   <translation>Пока вы не войдёте снова, SCIM Connection не может ни прочитать, ни изменить аккаунт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection to sign in again.</source>
   <translation>Перезапустите SCIM Connection, чтобы войти снова.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You are not an owner of this account.</source>
   <translation>Вы не владелец этого аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Only the account owner can see the SCIM token.</source>
   <translation>Токен SCIM может видеть только владелец аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Ask the account owner to share it with you securely.</source>
   <translation>Попросите владельца аккаунта безопасно передать его вам.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Somebody else has rotated this token in the meantime.</source>
   <translation>Тем временем этот токен сменил кто-то другой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was rotated now; the new token is shown.</source>
   <translation>Сейчас ничего не менялось; показан новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Use the token that is shown now. Rotate again only if you still need to.</source>
   <translation>Используйте показанный сейчас токен. Меняйте его снова, только если это всё ещё нужно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>An old token of this account is still valid.</source>
   <translation>Старый токен этого аккаунта ещё действует.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotating now would end it, and a client that still uses it would stop.</source>
   <translation>Смена сейчас прекратила бы его действие, и клиент, который ещё использует его, остановился бы.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Revoke the old token first, or wait until it has ended.</source>
   <translation>Сначала отзовите старый токен или дождитесь, пока он истечёт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service can no longer read this token.</source>
   <translation>R-Service больше не может прочитать этот токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Clients that have it can go on; R-Service can show it to nobody.</source>
   <translation>Клиенты, у которых он есть, продолжат работать, но показать его R-Service уже никому не может.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotate the token to get a new one.</source>
   <translation>Смените токен, чтобы получить новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You already have an account of this name in this environment.</source>
   <translation>В этой среде у вас уже есть аккаунт с таким именем.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two accounts of one name could be mistaken for each other, so nothing was saved.</source>
   <translation>Два аккаунта с одним именем легко перепутать, поэтому ничего не сохранено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another name.</source>
   <translation>Выберите другое имя.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This is the token that you have here already, not a new one.</source>
   <translation>Этот токен у вас здесь уже есть, он не новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was changed. R-Service may not have rotated it, or you have copied it from an older place.</source>
   <translation>Ничего не изменено. Возможно, R-Service не сменил его или вы скопировали его из старого места.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is no SCIM access token in what you pasted.</source>
   <translation>Во вставленном тексте нет токена доступа SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token in R-Service, and nothing else, then paste again.</source>
   <translation>Скопируйте в R-Service только токен доступа SCIM, затем вставьте снова.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This token has ended; somebody may have rotated it.</source>
   <translation>Этот токен больше не действует; возможно, его кто-то сменил.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not accept it any more (401). A provisioning client that has it cannot work either.</source>
   <translation>R-Service больше не принимает его (401). Клиент подготовки, у которого он есть, тоже не может работать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Open R-Service's settings, copy the token that stands there now, and choose Replace token…</source>
   <translation>Откройте настройки R-Service, скопируйте токен, который указан там сейчас, затем выберите команду Заменить токен…</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The answer to your rotation has not arrived.</source>
   <translation>Ответ на ваш запрос о смене не пришёл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The token may have been rotated. It is not lost: the same request is repeated, never a second one.</source>
   <translation>Возможно, токен сменён. Он не потерян: повторяется тот же запрос, а не отправляется второй.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again, or restart SCIM Connection when the network is back.</source>
   <translation>Нажмите «Повторить» или перезапустите SCIM Connection, когда сеть снова заработает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The share could not be encrypted.</source>
   <translation>Не удалось зашифровать передачу.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>No file was written, and nothing was shared.</source>
   <translation>Файл не записан, и ничего не передано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your computer does not have enough free memory to encrypt the share.</source>
   <translation>На компьютере недостаточно свободной памяти, чтобы зашифровать передачу.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Encrypting takes up to one gigabyte for a few seconds. No file was written, and nothing was shared.</source>
   <translation>Для шифрования на несколько секунд требуется до одного гигабайта. Файл не записан, и ничего не передано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/domain/opening.py"></location>
   <location filename="../../app/share/sealing.py"></location>
   <source>Close programs that you do not need, then try again.</source>
   <translation>Закройте ненужные программы и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This passphrase is too easy to guess.</source>
   <translation>Эту парольную фразу слишком легко угадать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Whoever gets hold of the file could open it. Nothing was written.</source>
   <translation>Любой, к кому попадёт файл, смог бы его открыть. Ничего не записано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Suggest a passphrase, or type a longer one.</source>
   <translation>Нажмите «Предложить парольную фразу» или введите фразу подлиннее.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is already a file of this name.</source>
   <translation>Файл с таким именем уже есть.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>It was left as it is, and nothing was written.</source>
   <translation>Он оставлен без изменений, и ничего не записано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another name, or confirm that this file may be replaced.</source>
   <translation>Выберите другое имя или подтвердите, что этот файл можно заменить.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file with certificates to trust cannot be read, or holds no certificate.</source>
   <translation>Файл с доверенными сертификатами не читается или не содержит сертификатов.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was tested.</source>
   <translation>Ничего не проверено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Name a file that holds certificates as PEM text.</source>
   <translation>Укажите файл, в котором есть сертификаты в текстовом формате PEM.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is far too long for a token. Paste the token alone.</source>
   <translation>Это слишком длинно для токена. Вставьте только токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>Paste what you found first.</source>
   <translation>Сначала вставьте найденный текст.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is a hidden token: its digits are not in it. Look for the place where it is whole.</source>
   <translation>Это скрытый токен: его символов в тексте нет. Найдите место, где он указан целиком.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is too short for a token. Paste all of it.</source>
   <translation>Это слишком коротко для токена. Вставьте его целиком.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Settings console › Apps › SCIM</source>
   <translation>Settings console › Apps › SCIM</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Check that the token here is the one R-Service shows</source>
   <translation>Проверьте, что здесь тот же токен, что показывает R-Service</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Press Rotate SCIM token in R-Service</source>
   <translation>Нажмите «Rotate SCIM token» в R-Service</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste the new token</source>
   <translation>Вставьте новый токен</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Confirm when it was rotated</source>
   <translation>Подтвердите время смены</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Did you press Rotate in R-Service?</source>
   <translation>Вы нажали «Rotate SCIM token» в R-Service?</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> (ending in {ending})</source>
   <translation> (оканчивается на {ending})</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>You rotate in R-Service's own settings, and this guide leads you through it in four steps. You can close it at any time and go on later. The present token{named} becomes the old token, which R-Service keeps valid for another 30 days.</source>
   <translation>Вы меняете токен в настройках самого R-Service, а эта программа проведёт вас через четыре шага. Окно можно закрыть в любой момент и продолжить позже. Действующий токен{named} станет старым, и R-Service будет принимать его ещё 30 дней.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
R-Service publishes no way to end a leaked token at once. So rotate now, hand over the new token, and ask R-Service's support to end the old one: afterwards you find a request to copy, and a check whether the leaked token still works.</source>
   <translation>
У R-Service нет опубликованного способа сразу прекратить действие утёкшего токена. Поэтому смените его сейчас, передайте новый и попросите поддержку R-Service прекратить действие старого: после смены здесь появятся готовый запрос, который можно скопировать, и проверка, работает ли ещё утёкший токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
An older token counts as valid until {living_until}. What becomes of it when you rotate again is not documented; it is not counted down here any more.</source>
   <translation>
Более старый токен считается действующим до {living_until}. Что с ним будет при повторной смене, не документировано; отсчёт для него здесь больше не ведётся.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Open R-Service's settings</source>
   <translation>Откройте настройки R-Service</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Open {path} in R-Service</source>
   <translation>Откройте {path} в R-Service</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that ends in {ending}</source>
   <translation>тот, что оканчивается на {ending}</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that is kept here</source>
   <translation>тот, что хранится здесь</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and look at the last four digits of the SCIM access token. Is it {named}?</source>
   <translation>{there} и посмотрите на последние четыре символа токена доступа SCIM. Это {named}?</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and press Rotate SCIM token there. It shows you a new token then. Come back here with it: the next step keeps it.</source>
   <translation>{there} и нажмите там «Rotate SCIM token». Появится новый токен. Вернитесь с ним сюда: на следующем шаге он будет сохранён.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the token that R-Service shows now</source>
   <translation>Скопируйте токен, который R-Service показывает сейчас</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the new SCIM access token in R-Service</source>
   <translation>Скопируйте в R-Service новый токен доступа SCIM</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{first}, then choose Paste. It is kept on this computer at once, and tried before it is used.</source>
   <translation>{first}, затем нажмите «Вставить». Он сразу сохраняется на этом компьютере и перед использованием проверяется.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The new token's age is counted from the moment of rotation. If you do not know it exactly, choose the earliest that it can be.</source>
   <translation>Возраст нового токена отсчитывается от момента смены. Если вы не знаете его точно, выберите самый ранний возможный.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token's 30 days run from the moment of rotation. If you do not know it exactly, choose the earliest that it can be: the countdown then ends too early rather than too late.</source>
   <translation>30 дней старого токена отсчитываются от момента смены. Если вы не знаете его точно, выберите самый ранний возможный: тогда отсчёт закончится скорее раньше срока, чем позже.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token then works until {until}. Hand over the new one before then.</source>
   <translation>Тогда старый токен действует до {until}. Передайте новый до этого срока.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>R-Service does not accept the old token any more, so there is nothing to count down.</source>
   <translation>R-Service больше не принимает старый токен, поэтому отсчитывать нечего.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token that ends in {ending}</source>
   <translation>токен доступа SCIM, который оканчивается на {ending}</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token before the present one</source>
   <translation>токен доступа SCIM, предшествовавший действующему</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> It still worked on {checked}.</source>
   <translation> {checked} он ещё работал.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> We rotated it on {rotated}.</source>
   <translation> Мы сменили его {rotated}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>To: R-Service support
Subject: Please end a leaked SCIM access token ({account}, {environment})

Hello,

In our account {account} ({environment}), {named} has leaked.{when}{seen}

Please end this token now, if you can, and do not wait for its 30 days to pass. Please tell us when it has been ended, and whether it was used from anywhere since it leaked.

The token itself is not in this message. Please do not ask us to send it.
</source>
   <translation>Кому: поддержка R-Service
Тема: Просьба прекратить действие утёкшего токена доступа SCIM ({account}, {environment})

Здравствуйте.

В нашем аккаунте «{account}» ({environment}) утёк {named}.{when}{seen}

Пожалуйста, по возможности прекратите действие этого токена сейчас, не дожидаясь окончания его 30 дней. Сообщите нам, пожалуйста, когда он перестал действовать и использовался ли он откуда-либо после утечки.

Самого токена в этом сообщении нет. Пожалуйста, не просите нас прислать его.
</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It has not been checked yet whether the leaked token still works. Choose Check now.</source>
   <translation>Ещё не проверено, работает ли утёкший токен. Нажмите «Проверить сейчас».</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token still works (checked {checked}).</source>
   <translation>Утёкший токен ещё работает (проверено {checked}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token does not work any more (checked {checked}).</source>
   <translation>Утёкший токен больше не работает (проверено {checked}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It is not known whether the leaked token still works (checked {checked}). {why} Try again later.</source>
   <translation>Неизвестно, работает ли ещё утёкший токен (проверено {checked}). {why} Повторите попытку позже.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>R-Service does not tell this program who uses the old one.</source>
   <translation>R-Service не сообщает этой программе, кто использует старый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Whether the old token works has not been checked.</source>
   <translation>Работает ли старый токен, не проверялось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works} (checked {ago}).</source>
   <translation>Старый токен {works} (проверено {ago}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>(checked {ago})</source>
   <translation>(проверено {ago})</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Both tokens work {when}.</source>
   <translation>Оба токена работают {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Neither token works {when}.</source>
   <translation>Ни один из токенов не работает {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works}, the new one {new_works} {when}.</source>
   <translation>Старый токен {works}, новый {new_works} {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Not shared from this computer</source>
   <translation>С этого компьютера не передавался</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared with {whom} on {day}</source>
   <translation>Передан: {whom}, {day}</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: not confirmed</source>
   <translation>переход: не подтверждён</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>you</source>
   <translation>вы</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: confirmed by {by} on {confirmed_on}</source>
   <translation>переход: подтверждён {confirmed_on} ({by})</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: hand over the new token with Share securely…, then ask whether it is entered there.</source>
   <translation>Дальше: передайте новый токен с помощью команды «Передать безопасно…», затем спросите, введён ли он в клиент.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: ask whether the new token is entered there, then choose Mark as confirmed….</source>
   <translation>Дальше: спросите, введён ли в клиент новый токен, затем выберите «Отметить как подтверждённый…».</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>No longer works</source>
   <translation>Больше не работает</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <location filename="../../app/domain/history.py"></location>
   <source>Switch confirmed</source>
   <translation>Переход подтверждён</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Switch not confirmed</source>
   <translation>Переход не подтверждён</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared on {day}</source>
   <translation>Передан {day}</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>no longer works</source>
   <translation>больше не работает</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <location filename="../../app/domain/history.py"></location>
   <source>works</source>
   <translation>работает</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Everything</source>
   <translation>Всё</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reveals and copies</source>
   <translation>Показы и копирования</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shares</source>
   <translation>Передачи</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotations and ends</source>
   <translation>Смены и прекращения</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tests and checks</source>
   <translation>Проверки</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Changes of the account</source>
   <translation>Изменения аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Kept on this computer</source>
   <translation>Сохранено на этом компьютере</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Revealed</source>
   <translation>Показано</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/widgets/copy_button.py"></location>
   <source>Copied</source>
   <translation>Скопировано</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Copied as header</source>
   <translation>Скопировано как заголовок</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shared</source>
   <translation>Передано</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Share opened</source>
   <translation>Передача открыта</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated</source>
   <translation>Токен сменён</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated, leaked</source>
   <translation>Токен сменён из-за утечки</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Became the old token</source>
   <translation>Стал старым токеном</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Old token revoked</source>
   <translation>Старый токен отозван</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Replaced</source>
   <translation>Токен заменён</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Corrected</source>
   <translation>Токен исправлен</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reported as leaked</source>
   <translation>Сообщено об утечке</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Added</source>
   <translation>Аккаунт добавлен</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Renamed</source>
   <translation>Аккаунт переименован</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removed</source>
   <translation>Аккаунт удалён</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removal undone</source>
   <translation>Удаление отменено</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved to a file</source>
   <translation>Перенесено в файл</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved in from a file</source>
   <translation>Перенесено из файла</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tested</source>
   <translation>Подключение проверено</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Token checked</source>
   <translation>Токен проверен</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>done</source>
   <translation>выполнено</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>stopped</source>
   <translation>остановлено</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>failed</source>
   <translation>ошибка</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>ready</source>
   <translation>готово</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>usable</source>
   <translation>пригодно</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>blocked</source>
   <translation>заблокировано</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>unknown</source>
   <translation>неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>refused</source>
   <translation>отклонён</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>still works</source>
   <translation>ещё работает</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>does not work any more</source>
   <translation>больше не работает</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>not known</source>
   <translation>неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the keyring was not open</source>
   <translation>связка ключей не была открыта</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the token could not be read</source>
   <translation>не удалось прочитать токен</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>another window was writing</source>
   <translation>запись вело другое окно</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>this computer's records could not be used</source>
   <translation>не удалось использовать записи этого компьютера</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the disk was full</source>
   <translation>диск был переполнен</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the file could not be written</source>
   <translation>не удалось записать файл</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not answer</source>
   <translation>R-Service не ответил</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not do it</source>
   <translation>R-Service не выполнил запрос</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the session had ended</source>
   <translation>сеанс был завершён</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>not an owner of the account</source>
   <translation>не владелец аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>somebody else had rotated it</source>
   <translation>токен сменил кто-то другой</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>an old token was still valid</source>
   <translation>старый токен ещё действовал</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the answer had not arrived yet</source>
   <translation>ответ ещё не пришёл</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service could not read it</source>
   <translation>R-Service не смог его прочитать</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>too little memory</source>
   <translation>недостаточно памяти</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the passphrase was too weak</source>
   <translation>парольная фраза была слишком слабой</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>it could not be encrypted</source>
   <translation>не удалось зашифровать</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Failed: {reason}</source>
   <translation>Ошибка: {reason}</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Keep the one here</source>
   <translation>Оставить тот, что здесь</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Replace it with the one from the file</source>
   <translation>Заменить тем, что в файле</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add it under another name</source>
   <translation>Добавить под другим именем</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This file opens, and it does not hold the accounts of another computer.</source>
   <translation>Файл открывается, но аккаунтов другого компьютера в нём нет.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Nothing on this computer has changed.</source>
   <translation>На этом компьютере ничего не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote.</source>
   <translation>Выберите файл, записанный командой «Перенести на другой компьютер…».</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This is a share of one account, not a file with the accounts of another computer.</source>
   <translation>Это передача одного аккаунта, а не файл с аккаунтами другого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote. To look into a share, choose Open a share….</source>
   <translation>Выберите файл, записанный командой «Перенести на другой компьютер…». Чтобы посмотреть передачу, выберите «Открыть передачу…».</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>A newer SCIM Connection wrote this file.</source>
   <translation>Этот файл записан более новой версией SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This older one would not understand all of it, so nothing was taken from it.</source>
   <translation>Эта версия старше и поняла бы не всё, поэтому из файла ничего не взято.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Update SCIM Connection on this computer, then try again.</source>
   <translation>Обновите SCIM Connection на этом компьютере и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>There is no account here that could be moved.</source>
   <translation>Здесь нет аккаунтов, которые можно перенести.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Only accounts that you added yourself are moved: pretend ones stay where they are.</source>
   <translation>Переносятся только аккаунты, которые вы добавили сами: учебные остаются на месте.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add an account first, or open this on the computer that has your accounts.</source>
   <translation>Сначала добавьте аккаунт или откройте это окно на компьютере, где есть ваши аккаунты.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was opened, and nothing on this computer has changed.</source>
   <translation>Ничего не открыто, и на этом компьютере ничего не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be read.</source>
   <translation>Не удалось прочитать файл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Check that it is still there and that you may read it, then try again.</source>
   <translation>Проверьте, что он на месте и у вас есть право его читать, и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This is not an encrypted file of SCIM Connection.</source>
   <translation>Это не зашифрованный файл SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Save the file that you were sent once more, without a preview of it, then choose that one.</source>
   <translation>Сохраните присланный файл ещё раз, не из окна предварительного просмотра, и выберите его.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file was made by a newer program, in a form that this one does not know.</source>
   <translation>Этот файл создан более новой программой в формате, который эта не знает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened, since it could be misunderstood.</source>
   <translation>Он не открыт, поскольку его можно было бы понять неверно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Update SCIM Connection, then open the file again.</source>
   <translation>Обновите SCIM Connection и откройте файл снова.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>There is no share of SCIM Connection inside this file.</source>
   <translation>В этом файле нет передачи SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It opened, but holds something else, which is not shown.</source>
   <translation>Он открылся, но содержит что-то другое, и это не показано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent as a share.</source>
   <translation>Убедитесь, что это тот файл, который вам прислали как передачу.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>A part of this share is missing.</source>
   <translation>В этой передаче не хватает части данных.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection makes no such shares, so nothing of it is used.</source>
   <translation>SCIM Connection таких передач не создаёт, поэтому ничего из неё не используется.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and ask for a new one.</source>
   <translation>Выясните, кто вам её прислал, и попросите новую.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This share cannot be kept as a connection.</source>
   <translation>Эту передачу нельзя сохранить как подключение.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was kept.</source>
   <translation>Ничего не сохранено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it for a share of a real account.</source>
   <translation>Попросите отправителя передать вам настоящий аккаунт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to somebody's key, not with a passphrase.</source>
   <translation>Этот файл зашифрован для чьего-то ключа, а не парольной фразой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Only that key opens it.</source>
   <translation>Его открывает только этот ключ.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open it with the identity file that holds the key, or ask for a file with a passphrase.</source>
   <translation>Откройте его с помощью файла с ключом или попросите файл с парольной фразой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked with a passphrase, not to a key.</source>
   <translation>Этот файл зашифрован парольной фразой, а не для ключа.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>No identity file opens it.</source>
   <translation>Никакой файл с ключом его не откроет.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever wrote the file for the passphrase, and open it with that.</source>
   <translation>Узнайте парольную фразу у того, кто записал файл, и откройте его с ней.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is damaged: a part of it is missing or was changed.</source>
   <translation>Этот файл повреждён: часть его отсутствует или изменена.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Copy it again from where it came, or have it written again.</source>
   <translation>Скопируйте его снова из исходного места или попросите записать его ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This passphrase does not open the file.</source>
   <translation>Эта парольная фраза не открывает файл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask for it again, word by word, and whether it belongs to this very file.</source>
   <translation>Запросите её снова, слово за словом, и уточните, относится ли она именно к этому файлу.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to another key than the one in your identity file.</source>
   <translation>Этот файл зашифрован для другого ключа, а не для того, что в вашем файле с ключом.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or send your public key and have the file written again.</source>
   <translation>Выберите другой файл с ключом или отправьте свой открытый ключ и попросите записать файл ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This identity file holds no private key that SCIM Connection can use.</source>
   <translation>В этом файле с ключом нет закрытого ключа, который SCIM Connection может использовать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It takes age identities (AGE-SECRET-KEY-1…) and SSH keys of the kinds ed25519 and RSA.</source>
   <translation>Подходят ключи age (AGE-SECRET-KEY-1…) и ключи SSH типов ed25519 и RSA.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or open the file with the age command.</source>
   <translation>Выберите другой файл с ключом или откройте файл командой age.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The key in this identity file is protected by a passphrase of its own.</source>
   <translation>Ключ в этом файле защищён собственной парольной фразой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection does not ask for passphrases of keys.</source>
   <translation>SCIM Connection не запрашивает парольные фразы ключей.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open the file in a terminal with age, which does: age --decrypt --identity KEYFILE FILE</source>
   <translation>Откройте файл в терминале программой age, которая её запросит: age --decrypt --identity KEYFILE FILE</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening this file would take more memory than is reasonable.</source>
   <translation>Чтобы открыть этот файл, потребовалось бы неоправданно много памяти.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection writes no such file, so it was not opened.</source>
   <translation>SCIM Connection таких файлов не записывает, поэтому он не открыт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and have it written again.</source>
   <translation>Выясните, кто вам его прислал, и попросите записать его ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is far larger than any that SCIM Connection writes.</source>
   <translation>Этот файл намного больше любого файла, который записывает SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened.</source>
   <translation>Он не открыт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent.</source>
   <translation>Убедитесь, что это тот файл, который вам прислали.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be decrypted.</source>
   <translation>Не удалось расшифровать файл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Your computer does not have enough free memory to open the file.</source>
   <translation>На компьютере недостаточно свободной памяти, чтобы открыть файл.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening it takes up to two gigabytes for a few seconds. Nothing on this computer has changed.</source>
   <translation>Для этого на несколько секунд требуется до двух гигабайт. На этом компьютере ничего не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked so weakly that its passphrase could be guessed in no time.</source>
   <translation>Защита этого файла так слаба, что его парольную фразу можно угадать мгновенно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened: SCIM Connection makes no such files.</source>
   <translation>Он не открыт: SCIM Connection таких файлов не создаёт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it to make a new share with SCIM Connection.</source>
   <translation>Попросите отправителя создать новую передачу в SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>usable, with something to look at first</source>
   <translation>пригодно, но есть замечания</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>not proven to work</source>
   <translation>работоспособность не подтверждена</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>a warning</source>
   <translation>предупреждение</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>an error</source>
   <translation>ошибка</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>for your information</source>
   <translation>примечание</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It was {verdict_then} then; it is {verdict_now} now.</source>
   <translation>Результат тогда: {verdict_then}; сейчас: {verdict_now}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, either.</source>
   <translation>Ничего не изменилось, результат и тогда был таким: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, either.</source>
   <translation>Результат сейчас и тогда одинаков: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, too.</source>
   <translation>Ничего не изменилось, результат и тогда был таким: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, too.</source>
   <translation>Результат сейчас и тогда одинаков: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>another client</source>
   <translation>другой клиент</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>any client</source>
   <translation>любой клиент</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>The test was for {client_then} then, and is for {client_now} now.</source>
   <translation>Для какого клиента выполнена проверка: тогда — {client_then}, сейчас — {client_now}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>New: {message}</source>
   <translation>Новое: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Found now, and not looked at then: {message}</source>
   <translation>Обнаружено сейчас, а тогда не проверялось: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>This is {kind_now} now, and was {kind_then}: {message}</source>
   <translation>Сейчас это {kind_now}, а тогда — {kind_then}: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>No longer found: {message}</source>
   <translation>Больше не обнаружено: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Not looked at this time: {message}</source>
   <translation>В этот раз не проверялось: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: {check} took {time_now}, and {time_then} then.</source>
   <translation>Медленнее: проверка «{check}» заняла {time_now}, а тогда — {time_then}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: the whole test took {time_now}, and {time_then} then.</source>
   <translation>Медленнее: вся проверка заняла {time_now}, а тогда — {time_then}.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/past_run.py"></location>
   <source>{n} more checks are slower.</source>
   <translation>
    <numerusform>Ещё {n} проверка стала медленнее.</numerusform>
    <numerusform>Ещё {n} проверки стали медленнее.</numerusform>
    <numerusform>Ещё {n} проверок стали медленнее.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>{number} s</source>
   <translation>{number} с</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>{number} ms</source>
   <translation>{number} мс</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is no endpoint and no token in what you copied. Copy both in R-Service, under Settings console › Apps › SCIM, then choose Paste both again.</source>
   <translation>В скопированном тексте нет ни конечной точки, ни токена. Скопируйте их в R-Service, в разделе Settings console › Apps › SCIM, и снова нажмите «Вставить оба значения».</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The clipboard is empty. Copy the endpoint or the token in R-Service first, then choose Paste both again.</source>
   <translation>Буфер обмена пуст. Сначала скопируйте в R-Service конечную точку или токен, затем снова нажмите «Вставить оба значения».</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the endpoint, too, and choose Paste both again.</source>
   <translation>Теперь скопируйте и конечную точку, затем снова нажмите «Вставить оба значения».</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the token, too, and choose Paste both again.</source>
   <translation>Теперь скопируйте и токен, затем снова нажмите «Вставить оба значения».</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Only the beginning of what you copied was looked at: it is very long.</source>
   <translation>Просмотрено только начало скопированного текста: он очень длинный.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The endpoint was pasted.</source>
   <translation>Конечная точка вставлена.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {n} addresses in what you copied: copy the right endpoint alone.</source>
   <translation>
    <numerusform>В скопированном {n} адрес: скопируйте отдельно только нужную конечную точку.</numerusform>
    <numerusform>В скопированном {n} адреса: скопируйте отдельно только нужную конечную точку.</numerusform>
    <numerusform>В скопированном {n} адресов: скопируйте отдельно только нужную конечную точку.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {last_four}</source>
   <translation> (оканчивается на {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Endpoint and token were pasted; the token is the one{ending}.</source>
   <translation>Вставлены конечная точка и токен{ending}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The token{ending} was pasted.</source>
   <translation>Токен{ending} вставлен.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {n} tokens in it. Choose the one that R-Service shows now.</source>
   <translation>
    <numerusform>В нём {n} токен. Выберите тот, который R-Service показывает сейчас.</numerusform>
    <numerusform>В нём {n} токена. Выберите тот, который R-Service показывает сейчас.</numerusform>
    <numerusform>В нём {n} токенов. Выберите тот, который R-Service показывает сейчас.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is a value that could be a token, but what you copied calls it a checksum. If it is the token, copy it alone.</source>
   <translation>В тексте есть значение, похожее на токен, но названо оно контрольной суммой. Если это токен, скопируйте только его.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>What you copied calls it an old token: make sure that R-Service still shows it.</source>
   <translation>В скопированном тексте этот токен назван старым: убедитесь, что R-Service всё ещё его показывает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The old token{ending} was left out.</source>
   <translation>Старый токен{ending} не вставлен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>It is written in capital letters, which R-Service's tokens are not: check it.</source>
   <translation>Он записан заглавными буквами, а в токенах R-Service их не бывает: проверьте его.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>, ending in {last_four},</source>
   <translation>, оканчивающийся на {last_four},</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} days ago</source>
   <translation>
    <numerusform>{n} день назад</numerusform>
    <numerusform>{n} дня назад</numerusform>
    <numerusform>{n} дней назад</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} hours ago</source>
   <translation>
    <numerusform>{n} час назад</numerusform>
    <numerusform>{n} часа назад</numerusform>
    <numerusform>{n} часов назад</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} minutes ago</source>
   <translation>
    <numerusform>{n} минуту назад</numerusform>
    <numerusform>{n} минуты назад</numerusform>
    <numerusform>{n} минут назад</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>just now</source>
   <translation>только что</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{seconds} s</source>
   <translation>{seconds} с</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{minutes} min {seconds} s</source>
   <translation>{minutes} мин {seconds} с</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>You do not know when it was last rotated.</source>
   <translation>Вы не знаете, когда его меняли в последний раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated today.</source>
   <translation>Сменён сегодня.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated yesterday.</source>
   <translation>Сменён вчера.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated {n} days ago.</source>
   <translation>
    <numerusform>Сменён {n} день назад.</numerusform>
    <numerusform>Сменён {n} дня назад.</numerusform>
    <numerusform>Сменён {n} дней назад.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} No provisioning client has used it yet.</source>
   <translation>{age_of} Ни один клиент подготовки его ещё не использовал.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} Last used {ago} by {caller}.</source>
   <translation>{age_of} Последнее использование: {ago}, {caller}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>This share is an exercise: its account is a pretend one, on the sender's computer. Do not enter it in a provisioning client.</source>
   <translation>Эта передача — упражнение: её аккаунт учебный и находится на компьютере отправителя. Не вводите её данные в клиент подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>An exercise cannot be kept: its account is there on the sender's computer alone.</source>
   <translation>Упражнение нельзя сохранить: его аккаунт есть только на компьютере отправителя.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>That is what the file says. Anybody can write such a file, and nobody has checked it.</source>
   <translation>Так сказано в файле. Такой файл может создать кто угодно, и никто его не проверял.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Call the sender on a number that you know already, not one from the message, and have the host name above read to you. Whoever chose it receives everything that your provisioning client sends there: the names and mail addresses of everybody in your directory.</source>
   <translation>Позвоните отправителю по номеру, который вы уже знали раньше, а не по номеру из сообщения, и попросите прочитать вам указанное выше имя хоста. Тот, кто его выбрал, получит всё, что отправляет туда ваш клиент подготовки: имена и адреса электронной почты всех, кто есть в вашем каталоге.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source> for “{for_whom}”</source>
   <translation> для «{for_whom}»</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The share{whom} does not say who made it.</source>
   <translation>В передаче{whom} не указано, кто её создал.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>“{made_by}” says to have made this share{whom}.</source>
   <translation>Как указано в файле, эту передачу{whom} создал отправитель «{made_by}».</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says that it was made on {moment}, which is still to come: one of the two clocks is wrong.</source>
   <translation>В ней указана дата создания, которая ещё не наступила: {moment}. Часы одного из двух компьютеров идут неверно.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Made {ago}, on {moment}.</source>
   <translation>Создана {ago}, {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>{host} means the computer that it is used on: a provisioning client in the cloud cannot reach the sender's R-Service by it.</source>
   <translation>{host} означает тот компьютер, на котором этот адрес используется: облачный клиент подготовки не сможет обратиться по нему к R-Service отправителя.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address begins with http://. A token that is sent there can be read on the way: do not enter it, and ask for an address with https://.</source>
   <translation>Адрес начинается с http://. Отправленный туда токен могут прочитать в пути: не вводите его и попросите адрес с https://.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address {host} is one of a company's own network: a provisioning client in the cloud does not reach it, and R-Service has no such address.</source>
   <translation>Адрес {host} относится к внутренней сети компании: облачному клиенту подготовки он недоступен, а у R-Service таких адресов нет.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address is a number, {host}, and no name: nobody can tell by it whose computer that is.</source>
   <translation>Вместо имени в адресе стоит число, {host}: по нему нельзя понять, чей это компьютер.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The host name has letters that are not from A to Z. It may be made to look like another one on the screen of your browser.</source>
   <translation>В имени хоста есть буквы, отличные от A–Z. Возможно, оно подобрано так, чтобы на экране браузера выглядеть как другое имя.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Its fields for the provisioning client's console name another host than its endpoint ({hosts}). SCIM Connection does not use them. Ask the sender why before you enter anything.</source>
   <translation>В полях для консоли клиента подготовки указан не тот хост, что в конечной точке ({hosts}). SCIM Connection их не использует. Прежде чем что-либо вводить, спросите отправителя о причине.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says {badge}, and {host_shown} looks like the host of a {other} account.</source>
   <translation>В ней указано «{badge}», а {host_shown} похоже на имя хоста для аккаунта другого типа: {other}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It is so old that the token may have been rotated since. Test it, or ask for a new share, first.</source>
   <translation>Она такая старая, что с тех пор токен могли сменить. Сначала проверьте её или попросите новую.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>The users' own addresses name the hosts {hosts}.</source>
   <translation>
    <numerusform>В адресах самих пользователей указан хост {hosts}.</numerusform>
    <numerusform>В адресах самих пользователей указаны хосты {hosts}.</numerusform>
    <numerusform>В адресах самих пользователей указаны хосты {hosts}.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users} and {groups}.</source>
   <translation>По данным службы, в ней {users} и {groups}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users}.</source>
   <translation>По данным службы, в ней {users}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {groups}.</source>
   <translation>По данным службы, в ней {groups}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>Check that this is the account that you mean.</source>
   <translation>Убедитесь, что это нужный вам аккаунт.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} users</source>
   <translation>
    <numerusform>{number} пользователь</numerusform>
    <numerusform>{number} пользователя</numerusform>
    <numerusform>{number} пользователей</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} groups</source>
   <translation>
    <numerusform>{number} группа</numerusform>
    <numerusform>{number} группы</numerusform>
    <numerusform>{number} групп</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection does not work from this computer: {why}</source>
   <translation>С этого компьютера подключение не работает. {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client cannot use this connection: {why}</source>
   <translation>Клиент подготовки не может использовать это подключение. {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{client} cannot use this connection: {why}</source>
   <translation>{client} не может использовать это подключение. {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>You stopped the test before it was over.</source>
   <translation>Вы остановили проверку до её завершения.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The service asked to slow down, so the test could not be finished.</source>
   <translation>Служба попросила снизить частоту запросов, поэтому проверку не удалось завершить.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The test could not prove that this connection works.</source>
   <translation>Проверка не смогла подтвердить, что это подключение работает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection works, but look at this first: {what}</source>
   <translation>Подключение работает, но сначала обратите внимание на замечание. {what}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Nothing that was found keeps {client} from using this connection.</source>
   <translation>{client}: не обнаружено ничего, что мешало бы использовать это подключение.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection works from this computer.</source>
   <translation>Для упражнения: с этого компьютера подключение работает.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection does what {client} needs.</source>
   <translation>Для упражнения: подключение делает всё, что нужно клиенту {client}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for a provisioning client.</source>
   <translation>Подключение готово для клиента подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for {client}.</source>
   <translation>Подключение готово для клиента {client}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Run the test again.</source>
   <translation>Запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer, for practice. A provisioning client in the cloud connects from its own network and cannot reach this address. What to enter, below, shows how it looks: with your real service, its own values stand there.</source>
   <translation>Это верно для данного компьютера и только для упражнения. Облачный клиент подготовки подключается из своей сети, и этот адрес ему недоступен. Ниже для примера показано, что вводить: у вашей настоящей службы там будут её собственные значения.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client in the cloud</source>
   <translation>Облачный клиент подготовки</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network, and cannot reach this private address unless it runs inside yours: use a public endpoint otherwise.</source>
   <translation>Это верно для данного компьютера. {name} подключается из своей сети, и этот частный адрес доступен ему, только если он работает внутри вашей сети: в противном случае используйте общедоступную конечную точку.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network: run its own connection test after you have entered the values.</source>
   <translation>Это верно для данного компьютера. {name} подключается из своей сети: введите значения, а затем запустите его собственную проверку подключения.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{value} as {label}</source>
   <translation>{value} в поле «{label}»</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>the token as {label}</source>
   <translation>токен в поле «{label}»</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>In {client}, enter {values}.</source>
   <translation>В клиенте {client} введите {values}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Enter {url} as the base URL in your provisioning client, with the same token.</source>
   <translation>Введите {url} как базовый URL в вашем клиенте подготовки с тем же токеном.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>if it adds {added} itself, enter {url}</source>
   <translation>если клиент сам добавляет {added}, введите {url}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Some clients add a part themselves: {parts}.</source>
   <translation>Некоторые клиенты сами добавляют часть адреса: {parts}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>The file holds the SCIM endpoint and the token, locked with the passphrase: whoever has both can use the token.</source>
   <translation>Файл содержит конечную точку SCIM и токен и защищён парольной фразой: тот, у кого есть и файл, и фраза, может использовать токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>It does not expire by itself: rotating the token ends it, once the old token has ended too.</source>
   <translation>Срока действия у файла нет: он становится бесполезным после смены токена, когда истечёт и старый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Mail filters often stop HTML files: then send a link from OneDrive or Teams. Previews do not open the page; the administrator has to save it first.</source>
   <translation>Почтовые фильтры часто задерживают файлы HTML: тогда отправьте ссылку из OneDrive или Teams. В предварительном просмотре страница не открывается; администратору нужно сначала сохранить её.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Whoever could swap the file on its way could catch the passphrase: the next page shows its SHA-256, which you can compare by phone.</source>
   <translation>Тот, кто смог бы подменить файл в пути, мог бы перехватить парольную фразу: на следующей странице показана контрольная сумма SHA-256 файла, которую можно сверить по телефону.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Your administrator opens it with the free program age (age --decrypt) and the passphrase.</source>
   <translation>Администратор открывает его бесплатной программой age (age --decrypt) и парольной фразой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>A secret tool of your company is a good way, too: send the message below, which holds no secret, and put into the tool what Copy SCIM access token gives you on the tab SCIM.</source>
   <translation>Подойдёт и корпоративное средство обмена секретами: отправьте сообщение ниже, в котором нет секретов, а в само средство поместите то, что копирует кнопка «Копировать токен доступа SCIM» на вкладке «SCIM».</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>There is no account of this name or id on this computer.</source>
   <translation>На этом компьютере нет аккаунта с таким именем или идентификатором.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Nothing was shared.</source>
   <translation>Ничего не передано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use a name as scim-connection status prints it.</source>
   <translation>Укажите имя так, как его выводит команда scim-connection status.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Several accounts have this name.</source>
   <translation>Это имя есть у нескольких аккаунтов.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Sharing the wrong one would send people to the wrong place, so nothing was shared.</source>
   <translation>Передача не того аккаунта направила бы людей не туда, поэтому ничего не передано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use the id of the one that you mean.</source>
   <translation>Укажите идентификатор нужного аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>This recipient's key is not one that a share can be encrypted to.</source>
   <translation>Для ключа этого получателя зашифровать передачу нельзя.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>It takes public keys of age (age1…) and of SSH (ssh-ed25519 …, ssh-rsa …). Nothing was written.</source>
   <translation>Подходят открытые ключи age (age1…) и SSH (ssh-ed25519 …, ssh-rsa …). Ничего не записано.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Ask the recipient for such a key, or share with a passphrase.</source>
   <translation>Попросите у получателя такой ключ или передайте данные с парольной фразой.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Not seen in use</source>
   <translation>Использование не замечено</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Still in use</source>
   <translation>Ещё используется</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Perhaps still in use</source>
   <translation>Возможно, ещё используется</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched a short while ago</source>
   <translation>Переход выполнен недавно</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched</source>
   <translation>Переход выполнен</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service has not said yet who uses it.</source>
   <translation>R-Service ещё не сообщил, кто его использует.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Not known</source>
   <translation>Неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service last said {ago} who uses it.</source>
   <translation>Последние сведения R-Service о том, кто его использует, получены {ago}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one was last used {ago}. Wait until it has not been used for {days}, then revoke it.</source>
   <translation>Все клиенты, замеченные со старым токеном за последние 30 дней, теперь используют новый; старый в последний раз использовался {ago}. Дождитесь, когда его не будут использовать {days}, и отзовите его.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}: you can revoke it.</source>
   <translation>Все клиенты, замеченные со старым токеном за последние 30 дней, теперь используют новый; старый не использовали {days}: его можно отозвать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client that still uses it stops now.</source>
   <translation>Клиент, который ещё использует его, сразу остановится.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>It stops now, until the new token is entered there.</source>
   <translation>Он сразу остановится и не будет работать, пока в него не введут новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>They stop now, until the new token is entered there.</source>
   <translation>Они сразу остановятся и не будут работать, пока в них не введут новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever still uses it stops now.</source>
   <translation>Все, кто ещё использует его, сразу остановятся.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one, but the old one was last used {ago}. Another client of the same name may still use it, and would stop now.</source>
   <translation>Все клиенты, замеченные со старым токеном за последние 30 дней, теперь используют новый, но старый в последний раз использовался {ago}. Возможно, его ещё использует другой клиент с тем же именем; такой клиент сразу остановится.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever was given it and has not used it yet needs the new one.</source>
   <translation>Тем, кто получил его и ещё не использовал, нужен новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}.</source>
   <translation>Все клиенты, замеченные со старым токеном за последние 30 дней, теперь используют новый; старый не использовали {days}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Have the new token entered there before you revoke the old one.</source>
   <translation>Прежде чем отозвать старый токен, попросите ввести там новый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Ask before you revoke the old one.</source>
   <translation>Прежде чем отозвать старый токен, спросите об этом.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>So do {n} more clients.</source>
   <translation>
    <numerusform>И ещё {n} клиент.</numerusform>
    <numerusform>И ещё {n} клиента.</numerusform>
    <numerusform>И ещё {n} клиентов.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses both tokens (the old one {ago}): the new one may have been tried there and not saved, or two clients share that name.</source>
   <translation>{client} использует оба токена (старый — {ago}): возможно, новый там попробовали, но не сохранили, или это два клиента с одним именем.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} still uses the old token ({ago}).</source>
   <translation>{client} ещё использует старый токен ({ago}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} used the old token {ago}, and no token since. It may run rarely, or be switched off.</source>
   <translation>{client}: старый токен использовался {ago}, после этого — ни одного токена. Возможно, этот клиент запускается редко или отключён.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>The same is true of {n} more clients.</source>
   <translation>
    <numerusform>То же относится ещё к {n} клиенту.</numerusform>
    <numerusform>То же относится ещё к {n} клиентам.</numerusform>
    <numerusform>То же относится ещё к {n} клиентам.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>More clients used the old token than R-Service tells apart; the last of the rest did so {ago}.</source>
   <translation>Старый токен использовало больше клиентов, чем R-Service различает; последний из остальных использовал его {ago}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Those that it tells apart now use the new one.</source>
   <translation>Те, кого R-Service различает, теперь используют новый.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{n} {of_the_clients} seen on it in the last 30 days now use the new one.</source>
   <translation>
    <numerusform>Новый токен теперь использует {n} {of_the_clients} (учтены клиенты, замеченные со старым за последние 30 дней).</numerusform>
    <numerusform>Новый токен теперь используют {n} {of_the_clients} (учтены клиенты, замеченные со старым за последние 30 дней).</numerusform>
    <numerusform>Новый токен теперь используют {n} {of_the_clients} (учтены клиенты, замеченные со старым за последние 30 дней).</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>of the {n} clients</source>
   <translation>
    <numerusform>из {n} клиента</numerusform>
    <numerusform>из {n} клиентов</numerusform>
    <numerusform>из {n} клиентов</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses the new one: you can revoke the old one.</source>
   <translation>{client} использует новый: старый можно отозвать.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Share the new token, then revoke the old one.</source>
   <translation>Передайте новый токен, затем отзовите старый.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has been seen using it.</source>
   <translation>Использование клиентами подготовки не замечено.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has used it in the last 30 days (the last did {ago}).</source>
   <translation>За последние 30 дней его не использовал ни один клиент подготовки (последний раз — {ago}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client had been seen using it.</source>
   <translation>Использование клиентами подготовки замечено не было.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client had last used it {ago}.</source>
   <translation>Последнее известное использование клиентом: {ago}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/text.py"></location>
   <source>{before} and {last}</source>
   <translation>{before} и {last}</translation>
  </message>
  <message>
   <location filename="../../app/domain/token_text.py"></location>
   <source>the word Bearer</source>
   <translation>слово Bearer</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” has not been tested from this computer yet. Test that one first.</source>
   <translation>QA-пара этого аккаунта, «{name}», ещё не проверялась с этого компьютера. Сначала проверьте её.</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source> Look at that before you hand out this one.</source>
   <translation> Разберитесь с этим, прежде чем передавать этот аккаунт.</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” was last tested on {when}: {verdict_words}.{advice}</source>
   <translation>QA-пара этого аккаунта, «{name}», в последний раз проверялась {when}: {verdict_words}.{advice}</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>settings page</source>
   <translation>страница настроек</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose QA or Production: which of your accounts is this?</source>
   <translation>Выберите «QA» или «Рабочая»: к какой среде относится этот аккаунт?</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Give the account a name by which you know it, such as your company's.</source>
   <translation>Дайте аккаунту имя, по которому вы его узнаете, например название вашей компании.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose a shorter name: at most {longest_name} characters.</source>
   <translation>Выберите имя короче: не более {longest_name} символов.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like a token. Enter it below, and give the account a name here.</source>
   <translation>Это похоже на токен. Введите его ниже, а здесь укажите имя аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This name has characters that cannot be shown. Type it again.</source>
   <translation>В этом имени есть символы, которые нельзя показать. Введите его снова.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM endpoint from R-Service, under Settings console › Apps › SCIM.</source>
   <translation>Скопируйте конечную точку SCIM из R-Service, раздел Settings console › Apps › SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like the token. It belongs in the field Access token.</source>
   <translation>Это похоже на токен. Его место в поле «Токен доступа».</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not a web address. The SCIM endpoint looks like https://api.r-service.tech/scim/v2.</source>
   <translation>Это не веб-адрес. Конечная точка SCIM выглядит так: https://api.r-service.tech/scim/v2.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token that is sent to an address with http:// can be read on the way. Enter the one with https://.</source>
   <translation>Токен, отправленный на адрес с http://, могут прочитать в пути. Введите адрес с https://.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM access token from R-Service, under Settings console › Apps › SCIM.</source>
   <translation>Скопируйте токен доступа SCIM из R-Service, раздел Settings console › Apps › SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is too long for a token, which has at most {longest_token} characters.</source>
   <translation>Это слишком длинно для токена: в нём не более {longest_token} символов.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token has no blanks and no letters with accents. Copy it again, and nothing beside it.</source>
   <translation>В токене нет ни пробелов, ни букв, кроме обычных латинских. Скопируйте его снова, без ничего лишнего.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is a web address. It belongs in the field Endpoint.</source>
   <translation>Это веб-адрес. Его место в поле «Конечная точка».</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not an address that can be opened safely. Copy it from your browser; it begins with https://.</source>
   <translation>Этот адрес нельзя безопасно открыть. Скопируйте его из браузера; он начинается с https://.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>There is a token in this address. Leave that part out.</source>
   <translation>В этом адресе есть токен. Уберите эту часть.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>test</source>
   <translation>тестовый</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>production</source>
   <translation>рабочий</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>You chose {word}, and {host} looks like the host of a {other} account.</source>
   <translation>Вы выбрали «{word}», а {host} похоже на имя хоста для аккаунта другого типа: {other}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have 64 characters, and this one has {length}: a part may be missing, or something else stands beside it.</source>
   <translation>Токены R-Service состоят из 64 символов, а в этом их {length}: возможно, часть потеряна или рядом есть что-то лишнее.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have the digits 0 to 9 and the letters a to f alone, in small letters; this one has others.</source>
   <translation>Токены R-Service состоят только из цифр от 0 до 9 и строчных букв от a до f; в этом есть другие символы.</translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that does not say its name</source>
   <translation>клиент, который не сообщает своего имени</translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that calls itself “{name}”</source>
   <translation>клиент, который называет себя «{name}»</translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>The key in this identity file is of a kind that only the age command can use.</source>
   <translation>Ключ в этом файле такого типа, который может использовать только команда age.</translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>This is a public key: it encrypts, and opens nothing.</source>
   <translation>Это открытый ключ: он шифрует, но ничего не открывает.</translation>
  </message>
  <message>
   <location filename="../../app/share/moved_payload.py"></location>
   <source>an account without a name</source>
   <translation>аккаунт без имени</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>not strong enough</source>
   <translation>недостаточно надёжная</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>strong</source>
   <translation>надёжная</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very weak</source>
   <translation>очень слабая</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>weak</source>
   <translation>слабая</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a name that goes with this account, which is the first thing that anybody would try.</source>
   <translation>В ней есть имя, связанное с этим аккаунтом, а такие имена пробуют в первую очередь.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is, or is close to, a password that many people use.</source>
   <translation>Это пароль, которым пользуются многие, или он очень на него похож.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is made of too few words.</source>
   <translation>В ней слишком мало слов.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It follows the keys of a keyboard.</source>
   <translation>Она повторяет порядок клавиш на клавиатуре.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It repeats itself.</source>
   <translation>В ней есть повторы.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It counts or follows the alphabet.</source>
   <translation>Она следует порядку чисел или алфавиту.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a year, which is soon tried.</source>
   <translation>В ней есть год, а его легко подобрать.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a date, which is soon tried.</source>
   <translation>В ней есть дата, а её легко подобрать.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is too short.</source>
   <translation>Она слишком короткая.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Choose Suggest a passphrase, or type at least five words that have nothing to do with each other.</source>
   <translation>Нажмите «Предложить парольную фразу» или введите не менее пяти слов, не связанных между собой.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very strong</source>
   <translation>очень надёжная</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>There is no passphrase yet.</source>
   <translation>Парольной фразы пока нет.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>too long</source>
   <translation>слишком длинная</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It has more than {longest} characters.</source>
   <translation>В ней больше {longest} символов.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type a shorter one.</source>
   <translation>Введите фразу покороче.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>cannot be typed</source>
   <translation>невозможно ввести</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a character that cannot be seen or typed.</source>
   <translation>В ней есть символ, который нельзя увидеть или ввести.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type it again by hand, on one line.</source>
   <translation>Введите её снова вручную, в одну строку.</translation>
  </message>
  <message>
   <location filename="../../app/share/payload.py"></location>
   <source>This is an exercise: the account is a pretend one on the sender's computer. Do not enter it in a real client.</source>
   <translation>Это упражнение: аккаунт учебный и находится на компьютере отправителя. Не вводите его данные в настоящий клиент.</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account</source>
   <translation>аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>word on whether it is an exercise</source>
   <translation>отметка о том, упражнение ли это</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>date</source>
   <translation>дата</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>recipient</source>
   <translation>получатель</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>sender</source>
   <translation>отправитель</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>end of the old token</source>
   <translation>окончание срока старого токена</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>date to warn after</source>
   <translation>дата, после которой нужно предупреждать</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>The {what} in this share is missing, or is not one.</source>
   <translation>В этой передаче отсутствует или непригодно значение: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM endpoint</source>
   <translation>Конечная точка SCIM</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM access token</source>
   <translation>Токен доступа SCIM</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account's name</source>
   <translation>имя аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>environment</source>
   <translation>среда</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>provisioning client</source>
   <translation>клиент подготовки</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>list of fields</source>
   <translation>список полей</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>This is a private key: it opens shares, and is for nobody but its owner.</source>
   <translation>Это закрытый ключ: он открывает передачи и не предназначен никому, кроме владельца.</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Other users of this computer may have seen it among the arguments. Nothing was written.</source>
   <translation>Другие пользователи этого компьютера могли увидеть его среди аргументов. Ничего не записано.</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Give its public key (age1…) instead, and make a new pair of keys.</source>
   <translation>Укажите вместо него его открытый ключ (age1…) и создайте новую пару ключей.</translation>
  </message>
  <message>
   <location filename="../../app/share/sealing.py"></location>
   <source>Encrypting the share took too long and was stopped.</source>
   <translation>Шифрование передачи заняло слишком много времени и было остановлено.</translation>
  </message>
  <message>
   <location filename="../../app/share/unsealing.py"></location>
   <source>Decrypting the file took too long and was stopped.</source>
   <translation>Расшифровка файла заняла слишком много времени и была остановлена.</translation>
  </message>
  <message>
   <location filename="../../app/share/web_reader.py"></location>
   <source>Opening this file would take many minutes.</source>
   <translation>Открытие этого файла заняло бы много минут.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another folder.</source>
   <translation>Выберите другую папку.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The folder that you chose is not there any more.</source>
   <translation>Выбранной папки больше нет.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>There is a folder of this name.</source>
   <translation>Папка с таким именем уже есть.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>This file name is too long, or not one that your system takes.</source>
   <translation>Это имя файла слишком длинное или недопустимо в вашей системе.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The disk that you chose can only be read.</source>
   <translation>Выбранный диск доступен только для чтения.</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is empty</source>
   <translation>он пуст</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it holds far too many values</source>
   <translation>в нём слишком много значений</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is not UTF-8 text</source>
   <translation>это не текст в кодировке UTF-8</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is nested too deeply</source>
   <translation>его вложенность слишком глубока</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it cannot be read as JSON</source>
   <translation>он не читается как JSON</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked: what came before it has to work first.</source>
   <translation>Не проверялось: сначала должен успешно выполниться предыдущий шаг.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked here: the company proxy looks the name up.</source>
   <translation>Здесь не запрашивалось: имя определяет корпоративный прокси-сервер.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not made here: the company proxy connects to the server.</source>
   <translation>Здесь не устанавливалось: к серверу подключается корпоративный прокси-сервер.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>This did not work.</source>
   <translation>Не удалось.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It can be tested as it stands.</source>
   <translation>Можно проверять в таком виде.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It cannot be tested.</source>
   <translation>Проверить нельзя.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The address is {address}.</source>
   <translation>Адрес: {address}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{address} answers.</source>
   <translation>{address} отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{protocol}, and the certificate is trusted.</source>
   <translation>{protocol}; сертификат доверенный.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not encrypted: the endpoint begins with http://.</source>
   <translation>Без шифрования: конечная точка начинается с http://.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{url} opens the way to the server.</source>
   <translation>Прокси-сервер {url} открывает путь к серверу.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The server took no further connection for this request.</source>
   <translation>Сервер не принял новое подключение для этого запроса.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>There was no answer.</source>
   <translation>Ответа не было.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Refused, as it should be (status {status}).</source>
   <translation>Отказано, как и должно быть (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not clearly refused (status {status}).</source>
   <translation>Явного отказа нет (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}.</source>
   <translation>Получен ответ с кодом состояния {status}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}; this is not needed.</source>
   <translation>Получен ответ с кодом состояния {status}; это не обязательно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered.</source>
   <translation>Ответ получен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>An empty list, as it should be.</source>
   <translation>Пустой список, как и должно быть.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with a list.</source>
   <translation>Получен список.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not served here (status {status}); this is not needed.</source>
   <translation>Здесь не предоставляется (код состояния {status}); это не обязательно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/client_requests.py"></location>
   <source>Test request of {client}</source>
   <translation>Проверочный запрос клиента {client}</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>You stopped the test: what is shown was seen until then.</source>
   <translation>Вы остановили проверку: показано то, что было обнаружено до этого.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Run the test again to see the rest.</source>
   <translation>Запустите проверку ещё раз, чтобы увидеть остальное.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>There is no SCIM service at this endpoint, nor where it usually is on this server.</source>
   <translation>Службы SCIM нет ни по этой конечной точке, ни там, где она обычно находится на этом сервере.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings, with its whole path.</source>
   <translation>Снова скопируйте конечную точку SCIM из настроек вашей службы, с полным путём.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered does not serve SCIM, but {url} does.</source>
   <translation>По введённой конечной точке службы SCIM нет, но она есть по адресу {url}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered gave no answer, but {url} serves SCIM.</source>
   <translation>Введённая конечная точка не ответила, но по адресу {url} есть служба SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered answered with status {status}, but {url} serves SCIM.</source>
   <translation>Введённая конечная точка ответила кодом состояния {status}, но по адресу {url} есть служба SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Enter {url} in your provisioning client.</source>
   <translation>Введите {url} в вашем клиенте подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users without any token: anybody can read them.</source>
   <translation>Служба показывает своих пользователей вообще без токена: прочитать их может кто угодно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users with a made-up token: anybody can read them.</source>
   <translation>Служба показывает своих пользователей с вымышленным токеном: прочитать их может кто угодно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users without any token: anybody can read them.</source>
   <translation>Служба отвечает на запрос пользователей вообще без токена: прочитать их может кто угодно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users with a made-up token: anybody can read them.</source>
   <translation>Служба отвечает на запрос пользователей с вымышленным токеном: прочитать их может кто угодно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token: it says that it wants a user name and a password.</source>
   <translation>Служба не принимает токен: она сообщает, что ей нужны имя пользователя и пароль.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token.</source>
   <translation>Служба не принимает токен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it is right, ask whoever runs the service for an endpoint that takes a bearer token.</source>
   <translation>Снова скопируйте токен из настроек того же аккаунта и той же среды, что и конечная точка; если он верен, попросите у администратора службы конечную точку, которая принимает токен Bearer.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it was rotated, use the new one.</source>
   <translation>Снова скопируйте токен из настроек того же аккаунта и той же среды, что и конечная точка; если его сменили, используйте новый.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>A firewall or gateway in front of the service keeps you out.</source>
   <translation>Межсетевой экран или шлюз перед службой не пропускает вас.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service knows the token, but does not let it see the users.</source>
   <translation>Служба знает этот токен, но не разрешает ему видеть пользователей.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to let this computer's and the provisioning client's addresses in.</source>
   <translation>Попросите администратора службы разрешить доступ с адресов этого компьютера и клиента подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to switch SCIM on and to give the token the right to manage users.</source>
   <translation>Попросите администратора службы включить SCIM и дать токену право управлять пользователями.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Do not connect a provisioning client; tell whoever runs the service at once.</source>
   <translation>Не подключайте клиент подготовки; немедленно сообщите администратору службы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service refuses requests in words of its own, not as a SCIM error message.</source>
   <translation>Служба отклоняет запросы собственным сообщением, а не сообщением об ошибке SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>You need not do anything: provisioning clients understand the refusal all the same.</source>
   <translation>Ничего делать не нужно: клиенты подготовки всё равно понимают отказ.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token still works.</source>
   <translation>Старый токен ещё работает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Enter the new token in every provisioning client before the old one ends.</source>
   <translation>Введите новый токен во все клиенты подготовки, пока не истёк старый.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token does not work any more.</source>
   <translation>Старый токен больше не работает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Check that every provisioning client has the new token.</source>
   <translation>Убедитесь, что новый токен есть у всех клиентов подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>an underscore</source>
   <translation>символ подчёркивания</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>This run could not prove that the connection works.</source>
   <translation>Эта проверка не смогла подтвердить, что подключение работает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it asks for is not known here.</source>
   <translation>Что запрашивает этот клиент, здесь неизвестно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it.</source>
   <translation>Не обнаружено ничего, что мешало бы этому клиенту.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it needs was answered.</source>
   <translation>На всё, что нужно этому клиенту, получен ответ.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it. Test for this client to try its own request as well.</source>
   <translation>Не обнаружено ничего, что мешало бы этому клиенту. Выполните проверку для него, чтобы испытать и его собственный запрос.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What its connection test asks for was answered as it needs it.</source>
   <translation>На запросы его проверки подключения получены нужные ему ответы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The endpoint holds {character}, which {names} does not take in a base URL.</source>
   <translation>В конечной точке есть {character}; такой символ в базовом URL не принимают: {names}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service for another host name or path if you use that client.</source>
   <translation>Если вы используете такой клиент, попросите у администратора службы другое имя хоста или другой путь.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service to answer this request of {client}; show them this report.</source>
   <translation>Попросите администратора службы обеспечить ответ на этот запрос клиента {client}; покажите ему этот отчёт.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with gets no answer.</source>
   <translation>На запрос, которым {client} проверяет подключение, ответа нет.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with is not answered as it needs (status {status}).</source>
   <translation>На запрос, которым {client} проверяет подключение, получен не тот ответ, который нужен клиенту (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, gets no answer.</source>
   <translation>На запрос, которым {client} проверяет подключение и в котором не указан принимаемый тип данных, ответа нет.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, is not answered as it needs (status {status}).</source>
   <translation>На запрос, которым {client} проверяет подключение и в котором не указан принимаемый тип данных, получен не тот ответ, который нужен клиенту (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server took the request, but did not answer it completely in time.</source>
   <translation>Сервер принял запрос, но не успел ответить на него полностью.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again; if it stays slow, ask whoever runs the service to look into it.</source>
   <translation>Запустите проверку ещё раз; если ответ останется медленным, попросите администратора службы выяснить причину.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server's answer is larger than 1 MiB, far more than one page of users needs.</source>
   <translation>Ответ сервера больше 1 МиБ — намного больше, чем нужно для одной страницы пользователей.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and ask whoever runs the service whether it honours page sizes.</source>
   <translation>Убедитесь, что это конечная точка SCIM, и спросите администратора службы, учитывает ли служба размер страницы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>What the server sent is not a proper web answer.</source>
   <translation>Ответ сервера не соответствует протоколу HTTP.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service what stands in front of it.</source>
   <translation>Проверьте хост и порт конечной точки и спросите администратора службы, что стоит перед ней.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Wait a while, then run the test again.</source>
   <translation>Подождите немного и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service failed with an error of its own (status {status}).</source>
   <translation>В службе произошла внутренняя ошибка (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again in a few minutes; if it stays so, ask whoever runs the service to look at its logs.</source>
   <translation>Запустите проверку ещё раз через несколько минут; если ничего не изменится, попросите администратора службы посмотреть её журналы событий.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another address of its own; provisioning clients do not follow.</source>
   <translation>Служба перенаправляет запросы на другой собственный адрес; клиенты подготовки не выполняют перенаправление.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service for the exact SCIM endpoint, and enter that.</source>
   <translation>Узнайте у администратора службы точную конечную точку SCIM и введите её.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another server. That was not followed, and your token was not sent there.</source>
   <translation>Служба перенаправляет запросы на другой сервер. Перенаправление не выполнено, и ваш токен туда не отправлен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to {server}. That was not followed, and your token was not sent there.</source>
   <translation>Служба перенаправляет запросы на сервер {server}. Перенаправление не выполнено, и ваш токен туда не отправлен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one and not that of a web page where people sign in.</source>
   <translation>Убедитесь, что это конечная точка SCIM, а не адрес веб-страницы для входа.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with a web page where SCIM data was expected.</source>
   <translation>Служба ответила веб-страницей вместо ожидаемых данных SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Enter the SCIM endpoint, not the address that you open in a browser: it often ends in /scim/v2.</source>
   <translation>Введите конечную точку SCIM, а не адрес, который вы открываете в браузере: она часто заканчивается на /scim/v2.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service's answer is not the JSON data that SCIM uses: {problem}.</source>
   <translation>Ответ службы — не данные JSON, которые использует SCIM: {problem}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and show this report to whoever runs the service.</source>
   <translation>Убедитесь, что это конечная точка SCIM, и покажите этот отчёт администратору службы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with JSON (status {status}), but not with a SCIM list of users.</source>
   <translation>Служба ответила данными JSON (код состояния {status}), но это не список пользователей SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service does not label its answers as SCIM or JSON; some provisioning clients refuse them.</source>
   <translation>Служба не помечает свои ответы как SCIM или JSON; некоторые клиенты подготовки такие ответы отклоняют.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service to send the content type application/scim+json.</source>
   <translation>Попросите администратора службы настроить отправку типа содержимого application/scim+json.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again in {n} seconds.</source>
   <translation>
    <numerusform>Служба сообщает, что запросов было слишком много и повторить можно через {n} секунду.</numerusform>
    <numerusform>Служба сообщает, что запросов было слишком много и повторить можно через {n} секунды.</numerusform>
    <numerusform>Служба сообщает, что запросов было слишком много и повторить можно через {n} секунд.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often.</source>
   <translation>Служба сообщает, что запросов было слишком много.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again after {moment}.</source>
   <translation>Служба сообщает, что запросов было слишком много и повторить можно после этого момента: {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server was found, but nothing listens at this port: it refused the connection.</source>
   <translation>Сервер найден, но на этом порту никто не отвечает: он отклонил подключение.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service whether it is up.</source>
   <translation>Проверьте хост и порт конечной точки и спросите администратора службы, работает ли она.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server did not answer while connecting: a firewall may drop the connection.</source>
   <translation>Сервер не ответил при подключении: возможно, подключение блокирует межсетевой экран.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check that this computer may reach the service, then run the test again.</source>
   <translation>Убедитесь, что этому компьютеру разрешён доступ к службе, и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection before it answered.</source>
   <translation>Сервер закрыл подключение, не ответив.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service whether a firewall or an address list keeps you out, then run the test again.</source>
   <translation>Узнайте у администратора службы, не блокирует ли вас межсетевой экран или список адресов, и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>There is no way from this computer to the server's address.</source>
   <translation>С этого компьютера нет пути к адресу сервера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, or the VPN that the service needs, then run the test again.</source>
   <translation>Проверьте сетевое подключение этого компьютера или VPN, который нужен для доступа к службе, и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server does not speak an encrypted protocol at this port.</source>
   <translation>Сервер не использует шифрование на этом порту.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port; the encrypted one is usually 443. Where the service runs on this computer, put http:// before the endpoint.</source>
   <translation>Проверьте порт конечной точки: шифрование обычно доступно на порту 443. Если служба работает на этом компьютере, поставьте перед конечной точкой http://.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server speaks only outdated versions of encryption: TLS 1.2 or later is needed.</source>
   <translation>Сервер поддерживает только устаревшие версии шифрования: нужен TLS 1.2 или новее.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to switch on TLS 1.2 and TLS 1.3.</source>
   <translation>Попросите администратора службы включить TLS 1.2 и TLS 1.3.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server and this computer could not agree on an encrypted connection.</source>
   <translation>Серверу и этому компьютеру не удалось договориться о зашифрованном подключении.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings for the endpoint's host name.</source>
   <translation>Попросите администратора службы проверить настройки TLS для имени хоста конечной точки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection while encryption was being set up.</source>
   <translation>Сервер закрыл подключение во время настройки шифрования.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings, and whether a firewall keeps you out.</source>
   <translation>Попросите администратора службы проверить её настройки TLS и выяснить, не блокирует ли вас межсетевой экран.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server asks for a client certificate, which provisioning clients with a token do not have.</source>
   <translation>Сервер запрашивает сертификат клиента, а у клиентов подготовки с токеном его нет.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for an endpoint that needs the token alone.</source>
   <translation>Попросите у администратора службы конечную точку, для которой достаточно токена.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up just now: the name service did not answer properly.</source>
   <translation>Сейчас не удалось определить адрес сервера по имени: служба имён ответила неправильно.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again in a few minutes.</source>
   <translation>Проверьте сетевое подключение этого компьютера и запустите проверку ещё раз через несколько минут.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up in time: the name service does not answer.</source>
   <translation>Не удалось вовремя определить адрес сервера по имени: служба имён не отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again.</source>
   <translation>Проверьте сетевое подключение этого компьютера и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>No server of this name is known from this computer.</source>
   <translation>С этого компьютера сервер с таким именем не найден.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name for a slip, and whether this computer is online; if it is an internal name, connect to your company's network first.</source>
   <translation>Проверьте, нет ли опечатки в имени хоста конечной точки и подключён ли этот компьютер к сети; если это внутреннее имя, сначала подключитесь к сети вашей компании.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint is this computer itself: good for practice, out of reach for a client in the cloud.</source>
   <translation>Конечная точка — сам этот компьютер: для упражнений годится, но облачному клиенту она недоступна.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use the endpoint of your real service when you set up a client in the cloud.</source>
   <translation>При настройке облачного клиента используйте конечную точку вашей настоящей службы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint has a private address: a provisioning client in the cloud cannot reach it.</source>
   <translation>У конечной точки частный адрес: облачному клиенту подготовки она недоступна.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use a public endpoint, or a provisioning client (or its agent) that runs inside your network.</source>
   <translation>Используйте общедоступную конечную точку или клиент подготовки (либо его агент), который работает внутри вашей сети.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server took the connection, but did not go on to encrypt it in time.</source>
   <translation>Сервер принял подключение, но вовремя не перешёл к шифрованию.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port, then run the test again.</source>
   <translation>Проверьте порт конечной точки и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not trusted by this computer.</source>
   <translation>Этот компьютер не доверяет сертификату сервера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority, with its whole chain.</source>
   <translation>Попросите администратора службы установить сертификат общепризнанного центра сертификации вместе со всей цепочкой.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not valid yet.</source>
   <translation>Срок действия сертификата сервера ещё не начался.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate has expired.</source>
   <translation>Срок действия сертификата сервера истёк.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it; check this computer's clock, too.</source>
   <translation>Попросите администратора службы обновить его; проверьте также часы этого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate was issued for another host name.</source>
   <translation>Сертификат сервера выдан для другого имени хоста.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name; if it is right, ask whoever runs the service for a certificate with it.</source>
   <translation>Проверьте имя хоста конечной точки; если оно верно, попросите администратора службы получить сертификат с этим именем.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is self-signed: no authority vouches for it.</source>
   <translation>Сертификат сервера самоподписанный: его не подтверждает ни один центр сертификации.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority.</source>
   <translation>Попросите администратора службы установить сертификат общепризнанного центра сертификации.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server sent only its own certificate: the one that connects it to a known authority is missing, or its issuer is a private one.</source>
   <translation>Сервер прислал только собственный сертификат: нет сертификата, который связывает его с известным центром сертификации, или он выдан частным центром.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install the whole chain, its own certificate first.</source>
   <translation>Попросите администратора службы установить всю цепочку, начиная с собственного сертификата сервера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate leads to an authority that this computer does not know.</source>
   <translation>Цепочка сертификата сервера ведёт к центру сертификации, который этому компьютеру неизвестен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for a certificate of a public authority; if the authority is your company's, name its certificate with --ca-file.</source>
   <translation>Попросите администратора службы установить сертификат общепризнанного центра сертификации; если это центр вашей компании, укажите его сертификат параметром --ca-file.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate ends in {n} days.</source>
   <translation>
    <numerusform>Срок действия сертификата сервера истекает через {n} день.</numerusform>
    <numerusform>Срок действия сертификата сервера истекает через {n} дня.</numerusform>
    <numerusform>Срок действия сертификата сервера истекает через {n} дней.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it before then.</source>
   <translation>Попросите администратора службы обновить его до этого срока.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask your network's administrator which it is, and test again from a network without such a proxy.</source>
   <translation>Спросите администратора вашей сети, какой из этих случаев ваш, и повторите проверку из сети без такого прокси-сервера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy opens the connection and can read the token.</source>
   <translation>Ваш компьютер доверяет сертификату сервера, но вне вашей компании ему не доверяют: это внутренняя служба либо прокси-сервер вашей компании расшифровывает подключение и может прочитать токен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy ({proxy}) opens the connection and can read the token.</source>
   <translation>Ваш компьютер доверяет сертификату сервера, но вне вашей компании ему не доверяют: это внутренняя служба либо прокси-сервер вашей компании ({proxy}) расшифровывает подключение и может прочитать токен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to allow this host and port, or to have it left out of the proxy (NO_PROXY).</source>
   <translation>Попросите администратора вашей сети разрешить этот хост и порт или добавить хост в исключения прокси-сервера (NO_PROXY).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the proxy's address with your network's administrator, then run the test again.</source>
   <translation>Уточните адрес прокси-сервера у администратора вашей сети и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>What is set as company proxy on this computer cannot be read as the address of a proxy, so nothing was sent.</source>
   <translation>Значение, заданное на этом компьютере для корпоративного прокси-сервера, не читается как адрес прокси-сервера, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set it as http://host:port (in HTTPS_PROXY, or in this computer's proxy settings), then run the test again.</source>
   <translation>Задайте его в виде http://host:port (в HTTPS_PROXY или в настройках прокси-сервера этого компьютера) и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is of a kind (SOCKS) that this test cannot go through, so nothing was sent.</source>
   <translation>{proxy} относится к типу (SOCKS), через который эта проверка не работает, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for an HTTP proxy, set HTTPS_PROXY to it, and run the test again.</source>
   <translation>Узнайте у администратора вашей сети адрес HTTP-прокси, задайте его в HTTPS_PROXY и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is not known by that name from this computer.</source>
   <translation>{proxy} не найден по этому имени с этого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refused the connection: nothing listens at that port.</source>
   <translation>{proxy} отклонил подключение: на этом порту никто не отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} took the connection, but closed it without an answer.</source>
   <translation>{proxy} принял подключение, но закрыл его, не ответив.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} shows a certificate that this computer does not trust, so nothing was sent to it.</source>
   <translation>{proxy} предъявляет сертификат, которому этот компьютер не доверяет, поэтому ему ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to have this computer trust the proxy's certificate, or name the certificate's authority with --ca-file.</source>
   <translation>Попросите администратора вашей сети настроить доверие этого компьютера к сертификату прокси-сервера или укажите сертификат его центра сертификации параметром --ca-file.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not speak an encrypted protocol, though its address begins with https://.</source>
   <translation>{proxy} не использует шифрование, хотя его адрес начинается с https://.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If the proxy takes unencrypted connections, set its address with http:// (your token is encrypted all the same), then run the test again.</source>
   <translation>Если прокси-сервер принимает незашифрованные подключения, задайте его адрес с http:// (ваш токен всё равно шифруется) и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer.</source>
   <translation>{proxy} не отвечает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a user name and a password, and none are set on this computer.</source>
   <translation>{proxy} запрашивает имя пользователя и пароль, а на этом компьютере они не заданы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set HTTPS_PROXY to http://user:password@host:port with your own values, then run the test again.</source>
   <translation>Задайте в HTTPS_PROXY значение http://user:password@host:port со своими данными и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refuses the user name and the password that are set on this computer.</source>
   <translation>{proxy} не принимает имя пользователя и пароль, заданные на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Correct them in HTTPS_PROXY (special characters percent-encoded), then run the test again.</source>
   <translation>Исправьте их в HTTPS_PROXY (специальные символы — в процентной кодировке) и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a kind of sign-in, such as Windows', that this test does not know.</source>
   <translation>{proxy} требует способа входа (например, входа Windows), которого эта проверка не поддерживает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for a proxy that takes a user name and a password, or to let this computer through without.</source>
   <translation>Попросите у администратора вашей сети прокси-сервер, принимающий имя пользователя и пароль, или доступ для этого компьютера без входа.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The requests go through the company proxy {url}, which {named_by} names.</source>
   <translation>Запросы идут через корпоративный прокси-сервер {url}, указанный {named_by}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Nothing is to be done about it: a provisioning client in the cloud does not go through this proxy.</source>
   <translation>Делать ничего не нужно: облачный клиент подготовки не подключается через этот прокси-сервер.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy</source>
   <translation>Корпоративный прокси-сервер</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy {url}</source>
   <translation>Корпоративный прокси-сервер {url}</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not agree on encryption.</source>
   <translation>{proxy} не смог договориться о шифровании.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not take the user name and the password that are set for it, or wants some (status 401).</source>
   <translation>{proxy} не принимает заданные для него имя пользователя и пароль или требует их (код состояния 401).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not reach the server (status {status}): the host name may be wrong, or the server is down.</source>
   <translation>{proxy} не смог подключиться к серверу (код состояния {status}): возможно, имя хоста неверно или сервер не работает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the endpoint's host and port; if they are right, ask your network's administrator whether the proxy may reach it, or whether it should be left out (NO_PROXY).</source>
   <translation>Проверьте хост и порт конечной точки; если они верны, спросите администратора вашей сети, разрешён ли прокси-серверу доступ к этому хосту или его следует добавить в исключения (NO_PROXY).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer as a proxy does: something else listens there.</source>
   <translation>{proxy} отвечает не как прокси-сервер: по этому адресу работает что-то другое.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered itself instead.</source>
   <translation>{proxy} не пропускает этот компьютер к серверу: вместо этого он ответил сам.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered with status {status}.</source>
   <translation>{proxy} не пропускает этот компьютер к серверу: он ответил кодом состояния {status}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the test connected directly.</source>
   <translation>На этом компьютере задан сценарий настройки прокси-сервера, который не удалось выполнить, поэтому проверка подключалась напрямую.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the proxy {url} was used, which {named_by} names.</source>
   <translation>На этом компьютере задан сценарий настройки прокси-сервера, который не удалось выполнить, поэтому использован прокси-сервер {url}, указанный {named_by}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If that is not the way out of your network, ask its administrator for the proxy's address, set HTTPS_PROXY to it, and run the test again.</source>
   <translation>Если ваша сеть выходит в интернет не так, узнайте адрес прокси-сервера у её администратора, задайте его в HTTPS_PROXY и запустите проверку ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service answers 'not found' instead of an empty list.</source>
   <translation>На запрос несуществующего пользователя служба отвечает «не найдено» вместо пустого списка.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to answer such a search with an empty list; some clients accept it as it is.</source>
   <translation>Попросите администратора службы сделать так, чтобы на такой поиск она отвечала пустым списком; некоторые клиенты принимают и нынешний ответ.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service refuses to search for a user by user name (status {status}).</source>
   <translation>Служба отказывается искать пользователя по имени пользователя (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation>Попросите администратора службы обеспечить поддержку фильтра SCIM: userName eq "…".</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service returns users: it ignores the search.</source>
   <translation>На запрос несуществующего пользователя служба возвращает пользователей: она не учитывает условие поиска.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Do not connect a provisioning client, which would change the wrong users; ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation>Не подключайте клиент подготовки: он изменил бы не тех пользователей; попросите администратора службы обеспечить поддержку фильтра SCIM: userName eq "…".</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service answers for groups, but not with a SCIM list.</source>
   <translation>Служба отвечает на запрос групп, но не списком SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service manages users, but no groups (status {status}).</source>
   <translation>Служба управляет пользователями, но не группами (код состояния {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Switch the provisioning of groups off in your provisioning client.</source>
   <translation>Отключите подготовку групп в вашем клиенте подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for one user, the service returns more: it does not honour the size of a page.</source>
   <translation>На запрос одного пользователя служба возвращает больше: она не учитывает размер страницы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for the second page of users, the service does not return it.</source>
   <translation>На запрос второй страницы пользователей служба её не возвращает.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to honour startIndex and count; a client that reads all users may miss some.</source>
   <translation>Попросите администратора службы обеспечить поддержку startIndex и count; иначе клиент, читающий всех пользователей, может некоторых пропустить.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service does not describe itself in full: {missing} cannot be read.</source>
   <translation>Служба описывает себя не полностью: не удаётся прочитать {missing}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>You need not do anything unless your provisioning client asks for it: most do not.</source>
   <translation>Ничего делать не нужно, если ваш клиент подготовки этого не запрашивает: большинству это не требуется.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service says that it cannot change parts of a user (PATCH).</source>
   <translation>Служба сообщает, что не может изменять отдельные данные пользователя (PATCH).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Check that your provisioning client can send whole users instead (PUT).</source>
   <translation>Проверьте, может ли ваш клиент подготовки вместо этого отправлять данные пользователя целиком (PUT).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested, so nothing was sent.</source>
   <translation>Введённая конечная точка не является веб-адресом, пригодным для проверки, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Endpoint and token look exchanged: enter the web address as endpoint, and the token as token.</source>
   <translation>Похоже, конечная точка и токен перепутаны: введите веб-адрес в поле конечной точки, а токен — в поле токена.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings: it begins with https:// and holds no user name or password.</source>
   <translation>Снова скопируйте конечную точку SCIM из настроек вашей службы: она начинается с https:// и не содержит ни имени пользователя, ни пароля.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint was tested without something that does not belong to it: {what}.</source>
   <translation>При проверке из конечной точки убрано лишнее: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client as this report shows it.</source>
   <translation>Введите конечную точку в клиент подготовки так, как она указана в этом отчёте.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint did not say how to connect, so https:// was put before it.</source>
   <translation>В конечной точке не указан способ подключения, поэтому перед ней добавлено https://.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client with https:// at its beginning.</source>
   <translation>Введите конечную точку в клиент подготовки с https:// в начале.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint begins with http://, which would send the token unencrypted, so nothing was sent.</source>
   <translation>Конечная точка начинается с http://, и токен был бы отправлен без шифрования, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint with https:// at its beginning.</source>
   <translation>Введите конечную точку с https:// в начале.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token was tested without something that does not belong to it: {what}.</source>
   <translation>При проверке из токена убрано лишнее: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again without it before you enter it in your provisioning client.</source>
   <translation>Прежде чем вводить токен в клиент подготовки, скопируйте его снова без лишнего.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>There is no token to test with.</source>
   <translation>Нет токена для проверки.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM access token from your service's settings and enter it.</source>
   <translation>Скопируйте токен доступа SCIM из настроек вашей службы и введите его.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token is longer than {longest} characters, the most that is tested with, so nothing was sent.</source>
   <translation>Токен длиннее {longest} символов, а более длинные не проверяются, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token alone from your service's settings, and enter it again.</source>
   <translation>Скопируйте из настроек вашей службы только токен и введите его снова.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that no token can have, such as a blank, a line end or an accented letter, so nothing was sent.</source>
   <translation>В токене есть символы, которых в токенах не бывает, например пробел, конец строки или буква с диакритическим знаком, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again, in one piece and nothing around it.</source>
   <translation>Скопируйте токен снова, целиком и без ничего лишнего.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that tokens rarely have.</source>
   <translation>В токене есть символы, которые в токенах встречаются редко.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Compare it with the one in your service's settings if it is refused.</source>
   <translation>Если он будет отклонён, сравните его с токеном в настройках вашей службы.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has 64 characters, not all of them hexadecimal digits.</source>
   <translation>Токен R-Service состоит из 64 шестнадцатеричных цифр (от 0 до 9 и от a до f), а в этом 64 символа, и не все они шестнадцатеричные цифры.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has {number} characters.</source>
   <translation>
    <numerusform>Токен R-Service состоит из 64 шестнадцатеричных цифр (от 0 до 9 и от a до f), а в этом {number} символ.</numerusform>
    <numerusform>Токен R-Service состоит из 64 шестнадцатеричных цифр (от 0 до 9 и от a до f), а в этом {number} символа.</numerusform>
    <numerusform>Токен R-Service состоит из 64 шестнадцатеричных цифр (от 0 до 9 и от a до f), а в этом {number} символов.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the whole SCIM access token again from R-Service's settings, and nothing else.</source>
   <translation>Снова скопируйте из настроек R-Service токен доступа SCIM целиком и без ничего лишнего.</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Endpoint as you entered it</source>
   <translation>Введённая конечная точка</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Token as you entered it</source>
   <translation>Введённый токен</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Company proxy</source>
   <translation>Корпоративный прокси-сервер</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Server name</source>
   <translation>Имя сервера</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Connection to the server</source>
   <translation>Подключение к серверу</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Encryption and certificate</source>
   <translation>Шифрование и сертификат</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users without a token</source>
   <translation>Запрос пользователей без токена</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with a made-up token</source>
   <translation>Запрос пользователей с вымышленным токеном</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with the old token</source>
   <translation>Запрос пользователей со старым токеном</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>A user that does not exist</source>
   <translation>Поиск несуществующего пользователя</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>The second page of users</source>
   <translation>Вторая страница пользователей</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of resource types</source>
   <translation>Список типов ресурсов</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of schemas</source>
   <translation>Список схем</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at the host alone</source>
   <translation>Пользователи по адресу хоста без пути</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at the host alone</source>
   <translation>Группы по адресу хоста без пути</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at the host alone</source>
   <translation>Описание службы по адресу хоста без пути</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at {path}</source>
   <translation>Пользователи по пути {path}</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at {path}</source>
   <translation>Группы по пути {path}</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at {path}</source>
   <translation>Описание службы по пути {path}</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy settings</source>
   <translation>в настройках прокси-сервера этого компьютера</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy script</source>
   <translation>в сценарии настройки прокси-сервера этого компьютера</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer connects directly.</source>
   <translation>Без прокси-сервера: этот компьютер подключается напрямую.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the endpoint is this computer itself.</source>
   <translation>Без прокси-сервера: конечная точка — сам этот компьютер.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable NO_PROXY names this host.</source>
   <translation>Без прокси-сервера: этот хост указан в переменной среды NO_PROXY.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable {variable} is empty.</source>
   <translation>Без прокси-сервера: переменная среды {variable} пуста.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>the environment variable {variable}</source>
   <translation>в переменной среды {variable}</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy script says to connect directly.</source>
   <translation>Без прокси-сервера: сценарий настройки прокси-сервера этого компьютера указывает подключаться напрямую.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy settings except this host.</source>
   <translation>Без прокси-сервера: этот хост исключён в настройках прокси-сервера этого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/tester/redact.py"></location>
   <source>[hidden: it held part of a token]</source>
   <translation>[скрыто: здесь была часть токена]</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint cannot be read as a web address, so nothing was sent.</source>
   <translation>Конечная точка SCIM не читается как веб-адрес, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint is not encrypted (it begins with http), so the token was not sent.</source>
   <translation>Конечная точка SCIM не использует шифрование (начинается с http), поэтому токен не отправлен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The token holds characters that no token can have, so nothing was sent.</source>
   <translation>В токене есть символы, которых в токенах не бывает, поэтому ничего не отправлено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>It took too long to reach the service.</source>
   <translation>Подключение к службе заняло слишком много времени.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service answers a made-up token as well, so nothing can be learned of yours. Ask its provider.</source>
   <translation>Служба отвечает и на вымышленный токен, поэтому о вашем ничего узнать нельзя. Обратитесь к её поставщику.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The name of the service's server was not found.</source>
   <translation>Имя сервера службы не найдено.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service's server cannot be reached.</source>
   <translation>Сервер службы недоступен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>No trusted encrypted connection to the service could be made, so the token was not sent.</source>
   <translation>Не удалось установить доверенное зашифрованное подключение к службе, поэтому токен не отправлен.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>Your company's proxy did not let the connection through.</source>
   <translation>Прокси-сервер вашей компании не пропустил подключение.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service did not answer as a SCIM service does.</source>
   <translation>Служба ответила не так, как отвечает служба SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service took too long to answer.</source>
   <translation>Служба отвечала слишком долго.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service, or a firewall in front of it, forbids the request (403).</source>
   <translation>Служба или межсетевой экран перед ней запрещает запрос (403).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service asks for a pause, because it was asked too often (429).</source>
   <translation>Служба просит сделать паузу, потому что запросов было слишком много (429).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service has a fault at the moment ({status}).</source>
   <translation>Сейчас в службе сбой ({status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service leads elsewhere, and the token is sent to nobody else.</source>
   <translation>Служба перенаправляет на другой адрес, а токен больше никуда не отправляется.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>A web page came back, and no SCIM answer.</source>
   <translation>Получена веб-страница, а не ответ SCIM.</translation>
  </message>
  <message>
   <location filename="../../app/tester/wire.py"></location>
   <source>it is a web page</source>
   <translation>это веб-страница</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/doing.py"></location>
   <source>Leave this field first: these keys would copy or show the token.</source>
   <translation>Сначала выйдите из этого поля: эти клавиши скопировали бы или показали токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>The program</source>
   <translation>Программа</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>Open the menu</source>
   <translation>Открыть меню</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Account</source>
   <translation>&amp;Аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Token</source>
   <translation>&amp;Токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Connection</source>
   <translation>&amp;Подключение</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;View</source>
   <translation>&amp;Вид</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help</source>
   <translation>&amp;Справка</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Add an account…</source>
   <translation>&amp;Добавить аккаунт…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Open a share…</source>
   <translation>&amp;Открыть передачу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Search accounts</source>
   <translation>&amp;Поиск аккаунтов</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show this a&amp;ccount</source>
   <translation>По&amp;казать этот аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Edit account…</source>
   <translation>&amp;Изменить аккаунт…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;place token…</source>
   <translation>&amp;Заменить токен…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add another &amp;like this</source>
   <translation>Добавить &amp;ещё один такой же</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Remove account</source>
   <translation>&amp;Удалить аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Test all</source>
   <translation>Проверить &amp;все</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Move to another computer…</source>
   <translation>Пере&amp;нести на другой компьютер…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy SCIM &amp;endpoint</source>
   <translation>Копировать конечную &amp;точку SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Copy SCIM access token</source>
   <translation>&amp;Копировать токен доступа SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy as Authorization &amp;header</source>
   <translation>Копировать как &amp;заголовок Authorization</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Show or hide token</source>
   <translation>&amp;Показать или скрыть токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Share sec&amp;urely…</source>
   <translation>Передать &amp;безопасно…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Read out the &amp;passphrase…</source>
   <translation>Про&amp;диктовать парольную фразу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Rotate SCIM token…</source>
   <translation>&amp;Сменить токен SCIM…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;voke old token now…</source>
   <translation>&amp;Отозвать старый токен сейчас…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add to ca&amp;lendar…</source>
   <translation>Добавить в ка&amp;лендарь…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Which token is this?</source>
   <translation>&amp;Что это за токен?</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Run or stop test</source>
   <translation>&amp;Запустить или остановить проверку</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Save what is shown…</source>
   <translation>&amp;Сохранить показанное…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show set-&amp;up steps</source>
   <translation>Показать &amp;шаги настройки</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;SCIM</source>
   <translation>&amp;SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Connection &amp;tester</source>
   <translation>&amp;Проверка подключения</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Client setup</source>
   <translation>&amp;Настройка клиента</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;History</source>
   <translation>&amp;Журнал</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Accounts</source>
   <translation>&amp;Аккаунты</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Received share</source>
   <translation>По&amp;лученная передача</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Preferences</source>
   <translation>Нас&amp;тройки</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help for what is shown</source>
   <translation>&amp;Справка по этому экрану</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;What is SCIM?</source>
   <translation>&amp;Что такое SCIM?</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Keyboard shortcuts</source>
   <translation>Сочетания &amp;клавиш</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;About SCIM Connection</source>
   <translation>&amp;О программе SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Diagnostics…</source>
   <translation>&amp;Диагностика…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Quit</source>
   <translation>Вы&amp;ход</translation>
  </message>
  <message>
   <location filename="../../app/ui/desk/leaving.py"></location>
   <source>Get them back</source>
   <translation>Вернуть токены</translation>
  </message>
  <message>
   <location filename="../../app/ui/desk/leaving.py"></location>
   <source>Tokens were put away while you were away: they are in no window and not in this program's memory. When you use one, it comes back from your system keyring.</source>
   <translation>Пока вас не было, токены были убраны: их нет ни в окнах, ни в памяти этой программы. Когда вы воспользуетесь токеном, он вернётся из системной связки ключей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>This copy of SCIM Connection has no list of licences, because it runs from its source text: python3 packaging/dev.py licences writes one. Each package that lies in .venv has its own licence beside it.</source>
   <translation>В этой копии SCIM Connection нет списка лицензий, потому что она запущена из исходного кода: список создаёт команда python3 packaging/dev.py licences. Лицензия каждого пакета из .venv лежит рядом с ним.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <source>About SCIM Connection</source>
   <translation>О программе SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>SCIM Connection {version}</source>
   <translation>SCIM Connection {version}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Hands R-Service's SCIM endpoint and token to a provisioning client.</source>
   <translation>Передаёт конечную точку и токен SCIM из R-Service клиенту подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Diagnostics…</source>
   <translation>Диагностика…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <location filename="../../app/ui/dialogs/help_window.py"></location>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Close</source>
   <translation>Закрыть</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Your data lies in {folder}</source>
   <translation>Ваши данные хранятся в папке {folder}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open data folder</source>
   <translation>Открыть папку данных</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open folder</source>
   <translation>Открыть папку</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Search licences</source>
   <translation>Поиск по лицензиям</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences</source>
   <translation>Лицензии</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences of what it is made of</source>
   <translation>Лицензии компонентов</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Qt and PySide6 are used under the LGPL, version 3. Their source text: {qt} and {pyside}</source>
   <translation>Qt и PySide6 используются на условиях LGPL версии 3. Их исходный код: {qt} и {pyside}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Not found</source>
   <translation>Не найдено</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>I do not know</source>
   <translation>Не знаю</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>On this day:</source>
   <translation>В этот день:</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Today</source>
   <translation>Сегодня</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Account name</source>
   <translation>Имя аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Endpoint</source>
   <translation>Конечная точка</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Settings page address</source>
   <translation>Адрес страницы настроек</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Optional. The page in R-Service that shows the token: it is opened for you later.</source>
   <translation>Необязательно. Страница R-Service, на которой показан токен: позже она будет открываться автоматически.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Environment</source>
   <translation>Среда</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Rotated on</source>
   <translation>Дата смены</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Last rotated</source>
   <translation>Последняя смена</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>R-Service asks you to rotate within a year of it. If you do not know the day, you are reminded in 30 days.</source>
   <translation>R-Service просит менять токен не реже раза в год. Если вы не знаете дату смены, напоминание появится через 30 дней.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>In R-Service, open Settings console › Apps › SCIM: only an account owner sees it. Copy the SCIM endpoint there and choose Paste both here, then the same with the SCIM access token. Or copy both at once.</source>
   <translation>В R-Service откройте Settings console › Apps › SCIM: этот раздел виден только владельцу аккаунта. Скопируйте там конечную точку SCIM и нажмите «Вставить оба значения», затем так же вставьте токен доступа SCIM. Или скопируйте оба значения сразу.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Kept on this computer only: the token in a vault that your system keyring locks. Nothing is sent anywhere now.</source>
   <translation>Хранится только на этом компьютере: токен — в хранилище, защищённом системной связкой ключей. Сейчас ничего никуда не отправляется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Your system keyring cannot be used, so this account is kept until you close SCIM Connection, and no longer.</source>
   <translation>Системную связку ключей использовать нельзя, поэтому этот аккаунт хранится только до закрытия SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Add an account</source>
   <translation>Добавление аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Access token</source>
   <translation>Токен доступа</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Save account</source>
   <translation>Сохранить аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Cancel</source>
   <translation>Отмена</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Paste both</source>
   <translation>Вставить оба значения</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use the one ending in {ending}</source>
   <translation>Использовать токен с окончанием {ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use number {number}</source>
   <translation>Использовать токен № {number}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/awaited.py"></location>
   <location filename="../../app/ui/dialogs/help_window.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <location filename="../../app/ui/window/header.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Help</source>
   <translation>Справка</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/cover.py"></location>
   <source>Show again</source>
   <translation>Показать снова</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/cover.py"></location>
   <source>This was hidden while you were away. Nothing in it has changed.</source>
   <translation>Содержимое было скрыто, пока вас не было. В нём ничего не изменилось.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics</source>
   <translation>Диагностика</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Versions and counts for somebody who helps you. No token, no name, no address and no path is in it: read it before you send it.</source>
   <translation>Версии и количества для того, кто вам помогает. Здесь нет ни токенов, ни имён, ни адресов, ни путей: прочитайте текст, прежде чем отправлять.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics text</source>
   <translation>Текст диагностики</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Looking…</source>
   <translation>Подождите…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Copy diagnostics</source>
   <translation>Копировать диагностику</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>None</source>
   <translation>Нет</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Edit account</source>
   <translation>Изменение аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Save changes</source>
   <translation>Сохранить изменения</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>The token stays as it is. These are kept on this computer only.</source>
   <translation>Токен остаётся прежним. Эти данные хранятся только на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Twin account</source>
   <translation>Парный аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your QA account of the same kind: before you hand out this one, it is said whether that was tested.</source>
   <translation>Соответствующий QA-аккаунт: перед передачей этого аккаунта вы увидите, проверялся ли парный.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your production account of the same kind: before that goes out, it is said whether this was tested.</source>
   <translation>Соответствующий рабочий аккаунт: перед его передачей вы увидите, проверялся ли этот.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotate SCIM token</source>
   <translation>Сменить токен SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is</source>
   <translation>Да, это он</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is not…</source>
   <translation>Нет, другой…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>I did not press Rotate</source>
   <translation>Кнопка «Rotate SCIM token» не нажата</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>I have pressed Rotate</source>
   <translation>Кнопка «Rotate SCIM token» нажата</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Check the new token</source>
   <translation>Проверить новый токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Paste another token</source>
   <translation>Вставить другой токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Use it all the same</source>
   <translation>Всё равно использовать</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Finish</source>
   <translation>Завершить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Go on later</source>
   <translation>Продолжить позже</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Planned rotation</source>
   <translation>Плановая смена</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This token has leaked</source>
   <translation>Этот токен утёк</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Step {number} of {steps}: {name}</source>
   <translation>Шаг {number} из {steps}: {name}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden</source>
   <translation>скрыт</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden, ends in {last_four}</source>
   <translation>скрыт, оканчивается на {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Done</source>
   <translation>Выполнено</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Now</source>
   <translation>Сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>To come</source>
   <translation>Впереди</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>now</source>
   <translation>сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>to come</source>
   <translation>впереди</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark switch as confirmed</source>
   <translation>Подтверждение перехода</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Who confirmed it</source>
   <translation>Кто подтвердил</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>You</source>
   <translation>Вы</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Confirmed on</source>
   <translation>Дата подтверждения</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>R-Service does not tell this program who uses a token. Mark it once the administrator has said, or you have seen, that the new token is saved in the provisioning client and its own test has succeeded.</source>
   <translation>R-Service не сообщает этой программе, кто использует токен. Ставьте отметку, когда администратор сообщит или вы сами увидите, что новый токен сохранён в клиенте подготовки и собственная проверка клиента прошла успешно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark as confirmed</source>
   <translation>Отметить как подтверждённый</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Move to another computer</source>
   <translation>Перенос на другой компьютер</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that has your accounts</source>
   <translation>На компьютере, где есть ваши аккаунты</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write every account that you added, with its tokens and their dates, to one file that a passphrase locks. Nothing is removed here.</source>
   <translation>Запишите все добавленные вами аккаунты с их токенами и датами в один файл, защищённый парольной фразой. Здесь ничего не удаляется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>There is no account here that you added yourself, so there is nothing to write.</source>
   <translation>Здесь нет аккаунтов, которые вы добавили сами, поэтому записывать нечего.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write a file…</source>
   <translation>Записать файл…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that gets them</source>
   <translation>На компьютере, куда они переносятся</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read the file with its passphrase. You see what is in it before anything is added, and nothing that is here is replaced unless you say so.</source>
   <translation>Прочитайте файл с его парольной фразой. Прежде чем что-либо будет добавлено, вы увидите содержимое файла; без вашего согласия ничего не заменяется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read a file…</source>
   <translation>Прочитать файл…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>The history and the pretend accounts stay where they are.</source>
   <translation>Журнал и учебные аккаунты остаются на месте.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>{accounts} will be in the file.</source>
   <translation>Содержимое файла: {accounts}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Whoever has the file and the passphrase can use all of their tokens: choose the passphrase well, and delete the file once the other computer has read it.</source>
   <translation>Тот, у кого есть файл и парольная фраза, может использовать все эти токены: выберите надёжную фразу и удалите файл, как только другой компьютер его прочитает.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting</source>
   <translation>Шифрование</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Save file…</source>
   <translation>Сохранить файл…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting. This takes a few seconds.</source>
   <translation>Шифрование. Это займёт несколько секунд.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Stop</source>
   <translation>Остановить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy passphrase</source>
   <translation>Копировать парольную фразу</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Passphrase to write down</source>
   <translation>Парольная фраза, которую нужно записать</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>1  Write the passphrase down: it is shown here once, and nothing else opens the file.</source>
   <translation>1  Запишите парольную фразу: она показывается здесь один раз, и ничем другим файл не открыть.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>2  Take the file to the other computer. There choose Accounts, then Move to another computer…</source>
   <translation>2  Перенесите файл на другой компьютер. На странице «Аккаунты» выберите там команду Перенести на другой компьютер…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>3  Delete the file.</source>
   <translation>3  Удалите файл.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Everything in this file is here already, so nothing is left to do. Delete the file.</source>
   <translation>Всё из этого файла здесь уже есть, делать больше ничего не нужно. Удалите файл.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/widgets/said_line.py"></location>
   <source>Working</source>
   <translation>Выполняется</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Open file</source>
   <translation>Открыть файл</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Type the passphrase that was shown when the file was written.</source>
   <translation>Введите парольную фразу, которая была показана при записи файла.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Passphrase of the file</source>
   <translation>Парольная фраза файла</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Accounts in the file</source>
   <translation>Аккаунты в файле</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Host</source>
   <translation>Хост</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Name</source>
   <translation>Имя</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What stands here</source>
   <translation>Что есть здесь</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do</source>
   <translation>Что сделать</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Take them in</source>
   <translation>Перенести сюда</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do with {account_name} ({badge})</source>
   <translation>Что сделать с аккаунтом «{account_name}» ({badge})</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open a share</source>
   <translation>Открытие передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>A share is an encrypted file that somebody sent you: a web page (.html) or an age file (.age). Choose it, drop it here, or copy the text from -----BEGIN AGE ENCRYPTED FILE----- on out of a mail and paste it.</source>
   <translation>Передача — это присланный вам зашифрованный файл: веб-страница (.html) или файл age (.age). Выберите его, перетащите сюда или скопируйте из письма текст начиная со строки -----BEGIN AGE ENCRYPTED FILE----- и вставьте его.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>No file chosen yet</source>
   <translation>Файл пока не выбран</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open share</source>
   <translation>Открыть передачу</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose a file…</source>
   <translation>Выбрать файл…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Paste its text</source>
   <translation>Вставить текст передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Share passphrase</source>
   <translation>Парольная фраза передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Show passphrase</source>
   <translation>Показать парольную фразу</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Ask the sender for it by phone. Capitals, and blanks in place of hyphens, make no difference.</source>
   <translation>Узнайте её у отправителя по телефону. Заглавные буквы и пробелы вместо дефисов значения не имеют.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose identity file…</source>
   <translation>Выбрать файл с ключом…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>This share is locked to a key of yours, not with a passphrase. The identity file holds the private key: one that age made, or an SSH key.</source>
   <translation>Эта передача зашифрована для вашего ключа, а не парольной фразой. Закрытый ключ находится в файле с ключом: это ключ, созданный программой age, или ключ SSH.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Identity file</source>
   <translation>Файл с ключом</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Read out the passphrase</source>
   <translation>Продиктовать парольную фразу</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Passphrase to read out</source>
   <translation>Парольная фраза, которую нужно продиктовать</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>This computer forgets it on {until}.</source>
   <translation>Она хранится на этом компьютере до {until}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Forget it now</source>
   <translation>Забыть сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Replace token</source>
   <translation>Замена токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Check and keep it</source>
   <translation>Проверить и сохранить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Continue</source>
   <translation>Продолжить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Keep it all the same</source>
   <translation>Всё равно сохранить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here becomes the old token and is counted down. Choose Continue, then paste the new one: it is checked before it is used.</source>
   <translation>Сохранённый здесь токен станет старым, и для него начнётся обратный отсчёт. Нажмите «Продолжить», затем вставьте новый: перед использованием он проверяется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here is forgotten, and this one takes its place. Its dates stay.</source>
   <translation>Сохранённый здесь токен удаляется, и его место занимает этот. Даты остаются прежними.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>This computer cannot read the token of this account any more. Copy the SCIM access token that R-Service shows now, and paste it here.</source>
   <translation>Этот компьютер больше не может прочитать токен этого аккаунта. Скопируйте токен доступа SCIM, который R-Service показывает сейчас, и вставьте его сюда.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>R-Service rotated it (the old one lives on)</source>
   <translation>Токен сменён в R-Service (старый ещё действует)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>I mistyped it</source>
   <translation>Токен введён с ошибкой</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>, ending in {token_ending},</source>
   <translation>, оканчивающийся на {token_ending},</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source> The old token that is still valid ends too.</source>
   <translation> Старый токен, который ещё действует, тоже истечёт.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} ends at once.{also}
Provisioning stops until the new token is entered in your provisioning client: have its administrator ready before you choose Rotate now.</source>
   <translation>Вы получите новый токен. Действующий токен{ending} сразу перестанет работать.{also}
Подготовка учётных записей остановится, пока в клиент подготовки не будет введён новый токен: договоритесь с его администратором, прежде чем нажать «Сменить сейчас».</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} becomes the old token and keeps working until {old_works_until}.
Share the new one with the administrator of your provisioning client in that time.</source>
   <translation>Вы получите новый токен. Действующий токен{ending} станет старым и будет работать до {old_works_until}.
За это время передайте новый администратору клиента подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke old token</source>
   <translation>Отзыв старого токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>, ending in {ending},</source>
   <translation>, оканчивающийся на {ending},</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>The old token{named} stops working at once.</source>
   <translation>Старый токен{named} сразу перестанет работать.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This cannot be undone.</source>
   <translation>Отменить это нельзя.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke now</source>
   <translation>Отозвать сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_file.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>All files (*)</source>
   <translation>Все файлы (*)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Web page (*.html)</source>
   <translation>Веб-страница (*.html)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>age file (*.age)</source>
   <translation>Файл age (*.age)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <source>Save share</source>
   <translation>Сохранение передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Share securely</source>
   <translation>Безопасная передача</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>What this share can and cannot do</source>
   <translation>Что даёт и чего не даёт эта передача</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy a message for a secret tool</source>
   <translation>Копировать сообщение для средства обмена секретами</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy message for a secret tool</source>
   <translation>Копировать сообщение для средства обмена секретами</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Save share…</source>
   <translation>Сохранить передачу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For whom</source>
   <translation>Для кого</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Jane Doe, Contoso</source>
   <translation>Анна Смирнова, Contoso</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The person who will open the file.</source>
   <translation>Тот, кто откроет файл.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For client</source>
   <translation>Для клиента</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The file names the fields as its console does.</source>
   <translation>Поля в файле называются так же, как в консоли клиента.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Web page for any browser</source>
   <translation>Веб-страница для любого браузера</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>age file</source>
   <translation>Файл age</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Kind of file</source>
   <translation>Тип файла</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase text</source>
   <translation>Текст парольной фразы</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Suggest a passphrase</source>
   <translation>Предложить парольную фразу</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase</source>
   <translation>Парольная фраза</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Keep the passphrase on this computer for 7 days</source>
   <translation>Хранить парольную фразу на этом компьютере 7 дней</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Share ready</source>
   <translation>Передача готова</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>It is shown here once: copy it, or write it down, before you close.</source>
   <translation>Она показывается здесь один раз: скопируйте или запишите её, прежде чем закрыть окно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message</source>
   <translation>Копировать сообщение</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message to send with the file</source>
   <translation>Копировать сообщение, сопровождающее файл</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>1  Send the file with this message, by mail or chat.</source>
   <translation>1  Отправьте файл вместе с этим сообщением по почте или в чате.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>2  Read the passphrase out by phone, or send it another way than the file.</source>
   <translation>2  Продиктуйте парольную фразу по телефону или отправьте её другим путём, чем файл.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <location filename="../../app/ui/widgets/calendar_button.py"></location>
   <source>Add to calendar…</source>
   <translation>Добавить в календарь…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>3  Have your calendar remind you of this token's dates.</source>
   <translation>3  Добавьте в календарь напоминания о датах этого токена.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Details</source>
   <translation>Подробности</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy SHA-256</source>
   <translation>Копировать SHA-256</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Whoever compares it by phone knows that nobody has swapped the file.</source>
   <translation>Сверив её по телефону, можно убедиться, что файл никто не подменил.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>From whom</source>
   <translation>От кого</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>You, as the recipient knows you.</source>
   <translation>Ваше имя, под которым вас знает получатель.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Also of the message to copy.</source>
   <translation>А также язык копируемого сообщения.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Language of the page</source>
   <translation>Язык страницы</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Which token is this?</source>
   <translation>Что это за токен?</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste a text that you found, in a chat or a log for instance. You learn whether it is a token of an account on this computer. The text stays in this window: it is neither kept nor sent.</source>
   <translation>Вставьте найденный текст, например из чата или журнала. Вы узнаете, есть ли в нём токен аккаунта с этого компьютера. Текст остаётся в этом окне: он не сохраняется и не отправляется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Found text</source>
   <translation>Найденный текст</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste</source>
   <translation>Вставить</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste found text</source>
   <translation>Вставить найденный текст</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Find out</source>
   <translation>Узнать</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Accounts</source>
   <translation>Аккаунты</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add an account…</source>
   <translation>Добавить аккаунт…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all</source>
   <translation>Проверить все</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Open a share…</source>
   <translation>Открыть передачу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Move to another computer…</source>
   <translation>Перенести на другой компьютер…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Open account</source>
   <translation>Открыть аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Edit account…</source>
   <translation>Изменить аккаунт…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add another like this</source>
   <translation>Добавить ещё один такой же</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Remove account</source>
   <translation>Удалить аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all progress</source>
   <translation>Ход проверки всех аккаунтов</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>What needs you first stands first. Choose an account, then what to do with it below the table.</source>
   <translation>Сверху — аккаунты, которые прежде всего требуют внимания. Выберите аккаунт, а затем — действие под таблицей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>You have no account here yet. Add yours, or choose SCIM on the left to see what else you can do.</source>
   <translation>У вас здесь пока нет аккаунтов. Добавьте свой или выберите слева «SCIM», чтобы узнать о других возможностях.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Stop testing</source>
   <translation>Остановить проверку</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>{heading}: {words}</source>
   <translation>{heading}: {words}</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Token’s age</source>
   <translation>Возраст токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Old token</source>
   <translation>Старый токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last test</source>
   <translation>Последняя проверка</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last shared with</source>
   <translation>Последний получатель</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Next step</source>
   <translation>Следующий шаг</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Blocked, just now</source>
   <translation>Заблокировано, только что</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the token</source>
   <translation>с токеном</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the old token</source>
   <translation>со старым токеном</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with a made-up token</source>
   <translation>с вымышленным токеном</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>without a token</source>
   <translation>без токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Shape of the answer</source>
   <translation>Структура ответа</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as curl</source>
   <translation>Копировать как curl</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as PowerShell</source>
   <translation>Копировать как PowerShell</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>The line asks for the token when it runs.</source>
   <translation>При запуске команда запросит токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>There was no answer to it.</source>
   <translation>Ответа на этот запрос не было.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}, {media_type}.</source>
   <translation>Ответ: код состояния {status}, {media_type}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}.</source>
   <translation>Ответ: код состояния {status}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Of its body, names and kinds of values alone are kept:</source>
   <translation>Из тела ответа сохраняются только имена и типы значений:</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Paste the new token…</source>
   <translation>Вставить новый токен…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on with the new token…</source>
   <translation>Продолжить с новым токеном…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>If you did, R-Service shows a new token, and the one below is now the old one.</source>
   <translation>Если да, то R-Service показывает новый токен, а указанный ниже уже стал старым.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token{named} is kept here, and not used yet.</source>
   <translation>Новый токен{named} сохранён здесь, но пока не используется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Until you go on, the token below is the one from before the rotation.</source>
   <translation>Пока вы не продолжите, ниже показан токен, действовавший до смены.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on once more to finish the rotation.</source>
   <translation>Продолжите ещё раз, чтобы завершить смену.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token is used already.</source>
   <translation>Новый токен уже используется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Copy request to support</source>
   <translation>Копировать запрос в поддержку</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Check now</source>
   <translation>Проверить сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source> that ends in {ending}</source>
   <translation> (оканчивается на {ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The token{named} has leaked</source>
   <translation>Токен{named} утёк</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Nothing is left to do for it. Make sure that your provisioning client has the new token.</source>
   <translation>Больше с ним ничего делать не нужно. Убедитесь, что у вашего клиента подготовки есть новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>R-Service publishes no way to end a token at once. Ask its support to end it, and check here whether it still works. Hand the new token over to your provisioning client now.</source>
   <translation>У R-Service нет опубликованного способа сразу прекратить действие токена. Попросите об этом поддержку R-Service и проверьте здесь, работает ли он ещё. Передайте новый токен клиенту подготовки сейчас.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Checking…</source>
   <translation>Проверка…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing has been done with this account's tokens on this computer yet. What you reveal, copy, share, rotate or test is listed here from now on.</source>
   <translation>С токенами этого аккаунта на этом компьютере пока ничего не делали. С этого момента здесь записываются показ, копирование, передача, смена и проверка.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing of this kind was done in the last 400 days. Choose Everything to see the rest.</source>
   <translation>За последние 400 дней таких действий не было. Выберите «Всё», чтобы увидеть остальные.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Without a keyring no history is kept: what you do now is forgotten when you close the window. The notice above says how to change that.</source>
   <translation>Без связки ключей журнал не ведётся: всё, что вы сейчас делаете, забывается при закрытии окна. Как это изменить, сказано в уведомлении выше.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show</source>
   <translation>Показать</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Export history…</source>
   <translation>Экспортировать журнал…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Result</source>
   <translation>Результат</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>Token</source>
   <translation>Токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>What</source>
   <translation>Действие</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>When</source>
   <translation>Время</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History</source>
   <translation>Журнал</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token has ended</source>
   <translation>Старый токен истёк</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token still works</source>
   <translation>Старый токен ещё работает</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token should have ended</source>
   <translation>Старый токен уже должен был истечь</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Old token time left</source>
   <translation>Оставшийся срок старого токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Revoke old token now…</source>
   <translation>Отозвать старый токен сейчас…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Mark as confirmed…</source>
   <translation>Отметить как подтверждённый…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Take back the confirmation</source>
   <translation>Снять подтверждение</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Valid until {moment}.</source>
   <translation>Действует до {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>On Linux no program can keep its windows out of screen captures and screen sharing. Hide the token before you share your screen.</source>
   <translation>В Linux ни одна программа не может исключить свои окна из снимков экрана и демонстрации экрана. Скройте токен, прежде чем показывать свой экран.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>days</source>
   <translation>дней</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>minutes</source>
   <translation>минут</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>seconds</source>
   <translation>секунд</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Hide a shown token after</source>
   <translation>Скрывать показанный токен через</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Then only its last four digits stand there.</source>
   <translation>После этого видны только его последние четыре символа.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Clear a copied secret after</source>
   <translation>Очищать скопированный секрет через</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Only if it is still in the clipboard: what you copy meanwhile stays.</source>
   <translation>Только если он ещё в буфере обмена: то, что вы скопируете за это время, останется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Keep more minutes adds</source>
   <translation>Кнопка продления добавляет</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>The button beside each of these times gives you so much longer.</source>
   <translation>Настолько дольше даёт кнопка рядом с каждым из этих сроков.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Put secrets away without me after</source>
   <translation>Убирать секреты в моё отсутствие через</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Shown secrets hide, the clipboard is cleared, and tokens leave this program's memory. When you use one again, it asks your system keyring. The same happens at once when your screen locks.</source>
   <translation>Показанные секреты скрываются, буфер обмена очищается, а токены уходят из памяти этой программы. Когда вы снова воспользуетесь токеном, программа обратится к системной связке ключей. То же происходит сразу при блокировке экрана.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Advise a new token after</source>
   <translation>Советовать новый токен через</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>R-Service asks you to rotate a token at least once a year.</source>
   <translation>R-Service просит менять токен не реже раза в год.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Remind me before that</source>
   <translation>Напоминать заранее за</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>So long before, the token counts as due.</source>
   <translation>За столько до срока токен считается требующим смены.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Remind me before an old token ends</source>
   <translation>Напоминать до окончания старого токена за</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>So long before its end you are told that somebody may still use it.</source>
   <translation>За столько до его окончания вы узнаете, что им, возможно, ещё пользуются.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>As the system</source>
   <translation>Как в системе</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Light</source>
   <translation>Светлая</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Dark</source>
   <translation>Тёмная</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>High contrast</source>
   <translation>Высокая контрастность</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Preferences</source>
   <translation>Настройки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>What you change here holds at once, and is kept on this computer.</source>
   <translation>Изменения действуют сразу и сохраняются на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Secrets that you show or copy</source>
   <translation>Секреты, которые вы показываете или копируете</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>When you leave your desk</source>
   <translation>Когда вас нет за компьютером</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Reminders</source>
   <translation>Напоминания</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>At most once a day, of what is due.</source>
   <translation>Не чаще раза в день, о том, что пора сделать.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Desktop notifications</source>
   <translation>Уведомления на рабочем столе</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Sharing</source>
   <translation>Передача</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Whether that is ticked when you open Share securely. Your system keyring locks it.</source>
   <translation>Будет ли это отмечено, когда вы открываете «Передать безопасно». Фразу запирает системная связка ключей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Look and language</source>
   <translation>Внешний вид и язык</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Colours of this window.</source>
   <translation>Цвета этого окна.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Theme</source>
   <translation>Тема</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Language</source>
   <translation>Язык</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>What you send to others is not changed by it.</source>
   <translation>То, что вы отправляете другим, от этого не меняется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Restore defaults</source>
   <translation>Восстановить значения по умолчанию</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Leave windows with secrets out of screen captures</source>
   <translation>Не показывать окна с секретами на снимках экрана</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Whoever sees your shared screen, or a recording of it, does not see them.</source>
   <translation>Тот, кто видит ваш экран при демонстрации или в записи, не увидит этих окон.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Screen captures</source>
   <translation>Снимки экрана</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Nothing is entered. {holds} {unit} still hold. Enter {least} to {most} {unit}.</source>
   <translation>Ничего не введено. По-прежнему действует: {holds} {unit}. Введите от {least} до {most} {unit}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>“{typed}” cannot be used. {holds} {unit} still hold. Enter a whole number from {least} to {most}.</source>
   <translation>Значение «{typed}» не подходит. По-прежнему действует: {holds} {unit}. Введите целое число от {least} до {most}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Not entered yet</source>
   <translation>Пока не введено</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Received share</source>
   <translation>Полученная передача</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Close this share</source>
   <translation>Закрыть эту передачу</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Its token leaves this window and the clipboard.</source>
   <translation>Её токен будет удалён из этого окна и буфера обмена.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Check this before you enter anything</source>
   <translation>Проверьте это, прежде чем что-либо вводить</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy</source>
   <translation>Копировать</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM endpoint</source>
   <translation>Копировать конечную точку SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Show token</source>
   <translation>Показать токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM access token</source>
   <translation>Копировать токен доступа SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as Authorization header</source>
   <translation>Копировать как заголовок Authorization</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as header</source>
   <translation>Копировать как заголовок</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <source>Test this connection</source>
   <translation>Проверить это подключение</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Show set-up steps</source>
   <translation>Показать шаги настройки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep it as a connection</source>
   <translation>Сохранение в качестве подключения</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Connection name</source>
   <translation>Имя подключения</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep as a connection</source>
   <translation>Сохранить как подключение</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Answer the sender</source>
   <translation>Ответ отправителю</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Entered in</source>
   <translation>Введено в</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Copy a reply</source>
   <translation>Копировать ответ</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide</source>
   <translation>Скрыть</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide token</source>
   <translation>Скрыть токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hides in {span}</source>
   <translation>Скроется через {span}</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Some clients add /scim or /scim/v2 themselves. The connection tester tells you which form to enter.</source>
   <translation>Некоторые клиенты сами добавляют /scim или /scim/v2. Какой вариант вводить, подскажет проверка подключения.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Share securely…</source>
   <translation>Передать безопасно…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Waiting for R-Service…</source>
   <translation>Ожидание R-Service…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotating…</source>
   <translation>Смена токена…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Documented by the vendor</source>
   <translation>Документировано поставщиком</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others, not documented by the vendor</source>
   <translation>По сообщениям других, поставщиком не документировано</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others</source>
   <translation>По сообщениям других</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service follows the vendor's own documentation.</source>
   <translation>Требования клиента к службе взяты из документации поставщика.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service is known from others. Trust its own connection test more than ours.</source>
   <translation>Требования клиента к службе известны со слов других. Его собственной проверке подключения доверяйте больше, чем нашей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service could not be found out. Its own connection test has the last word.</source>
   <translation>Требования клиента к службе выяснить не удалось. Решающее слово — за его собственной проверкой подключения.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Set up the first time</source>
   <translation>Первоначальная настройка</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Replace the token</source>
   <translation>Замена токена</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Messages you may see</source>
   <translation>Возможные сообщения</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>How sure this is</source>
   <translation>Насколько это достоверно</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Where it is documented</source>
   <translation>Где это документировано</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Use the account's values</source>
   <translation>Использовать значения аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Save as a page…</source>
   <translation>Сохранить как страницу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Without the token: to print, or to send on.</source>
   <translation>Без токена: для печати или пересылки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Saved</source>
   <translation>Сохранено</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Provisioning clients</source>
   <translation>Клиенты подготовки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Welcome to SCIM Connection</source>
   <translation>Добро пожаловать в SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Hand R-Service's SCIM endpoint and token to the administrator of your provisioning client.</source>
   <translation>Передайте конечную точку и токен SCIM из R-Service администратору клиента подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Add my R-Service account</source>
   <translation>Добавить мой аккаунт R-Service</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You own an R-Service account: enter its SCIM endpoint and token once, and test, share and rotate from here. They are kept on this computer only.</source>
   <translation>У вас есть аккаунт R-Service: введите его конечную точку и токен SCIM один раз, и отсюда можно будет проверять, передавать и менять токен. Данные хранятся только на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Open a share I received</source>
   <translation>Открыть полученную передачу</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Somebody sent you an encrypted file with a SCIM endpoint and a token: open it here with its passphrase. You can also drop the file on this window.</source>
   <translation>Вам прислали зашифрованный файл с конечной точкой SCIM и токеном: откройте его здесь с парольной фразой. Файл можно и перетащить в это окно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Test a connection</source>
   <translation>Проверить подключение</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You have an endpoint and a token: find out whether they work before you type them into your provisioning client. Nothing is changed and nothing is kept.</source>
   <translation>У вас есть конечная точка и токен: узнайте, работают ли они, прежде чем вводить их в клиент подготовки. Ничего не меняется и не сохраняется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Practise with a pretend account</source>
   <translation>Потренироваться на учебном аккаунте</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>See the SCIM screen with an account that lives on this computer alone. Copy, share and rotate as often as you like.</source>
   <translation>Посмотрите, как выглядит экран SCIM, на примере аккаунта, который существует только на этом компьютере. Копируйте, передавайте и меняйте токен сколько угодно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Any client</source>
   <translation>Любой клиент</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Endpoint to test</source>
   <translation>Проверяемая конечная точка</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Token to test</source>
   <translation>Проверяемый токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Run test</source>
   <translation>Запустить проверку</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Provisioning client</source>
   <translation>Клиент подготовки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Stop test</source>
   <translation>Остановить проверку</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Base URLs</source>
   <translation>Базовые URL</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <source>Choose a check to see what was asked and how it was answered.</source>
   <translation>Выберите проверку, чтобы увидеть, что запрашивалось и каким был ответ.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Checks</source>
   <translation>Проверки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Clients</source>
   <translation>Клиенты</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Passed</source>
   <translation>Пройдено</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Warning</source>
   <translation>Предупреждение</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Failed</source>
   <translation>Ошибка</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Skipped</source>
   <translation>Пропущено</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Groups</source>
   <translation>Группы</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use</source>
   <translation>Подходит</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Users</source>
   <translation>Пользователи</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Check</source>
   <translation>Проверка</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Detail</source>
   <translation>Подробности</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Duration</source>
   <translation>Длительность</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Client</source>
   <translation>Клиент</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>How sure</source>
   <translation>Достоверность</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Ready</source>
   <translation>Готово</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>What that means</source>
   <translation>Что это значит</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use this one</source>
   <translation>Используйте этот</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Works too</source>
   <translation>Тоже работает</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>No</source>
   <translation>Нет</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Not tested</source>
   <translation>Не проверено</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Documented</source>
   <translation>Документировано</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Reported</source>
   <translation>По сообщениям других</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Unknown</source>
   <translation>Неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Yes</source>
   <translation>Да</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Test progress</source>
   <translation>Ход проверки</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Save report…</source>
   <translation>Сохранить отчёт…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Compared with the test of</source>
   <translation>Сравнение с проверкой от</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing…</source>
   <translation>Проверка…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>running</source>
   <translation>выполняется</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing… {title}</source>
   <translation>Проверка… {title}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>The folder could not be opened. Open it with your file manager: its path stands above.</source>
   <translation>Не удалось открыть папку. Откройте её в файловом менеджере: путь указан выше.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>Diagnostics copied</source>
   <translation>Диагностика скопирована</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Usable</source>
   <translation>Пригодно</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Blocked</source>
   <translation>Заблокировано</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Not tested since it was rotated</source>
   <translation>Не проверялось после смены</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Somebody</source>
   <translation>Не указан</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>There is no account with a token to test.</source>
   <translation>Нет ни одного аккаунта с токеном, который можно проверить.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{number} {verdict}</source>
   <translation>{verdict} — {number}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{done} of {total} tested</source>
   <translation>Проверено {done} из {total}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}.</source>
   <translation>{begun}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}. You stopped the test.</source>
   <translation>{begun}. Вы остановили проверку.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>on this computer</source>
   <translation>на этом компьютере</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>until you close SCIM Connection</source>
   <translation>до закрытия SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>“{account_name}” is kept {where}.</source>
   <translation>Аккаунт «{account_name}» сохранён {where}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>Tested {done} of {total}.</source>
   <translation>Проверено {done} из {total}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Let me change it</source>
   <translation>Исправить</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Save it as it is</source>
   <translation>Сохранить как есть</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>The clipboard was emptied of it.</source>
   <translation>Из буфера обмена он удалён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>It is still in the clipboard: copy something else.</source>
   <translation>Он ещё в буфере обмена: скопируйте что-нибудь другое.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>The token ending in {last_four} was pasted.</source>
   <translation>Вставлен токен с окончанием {last_four}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>Is that right?</source>
   <translation>Всё верно?</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>“{account_name}” ({badge}) has this very token.</source>
   <translation>У аккаунта «{account_name}» ({badge}) точно такой же токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Save dates for your calendar</source>
   <translation>Сохранение дат для календаря</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>iCalendar file (*.ics)</source>
   <translation>Файл iCalendar (*.ics)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Calendar file saved</source>
   <translation>Файл календаря сохранён</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Saved as {target_name}. Open it, or import it in Outlook or Google Calendar.</source>
   <translation>Сохранено в файл {target_name}. Откройте его или импортируйте в Outlook или Google Календарь.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <source>Copy gives Bearer and the token together.</source>
   <translation>Кнопка «Копировать» копирует Bearer вместе с токеном.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The Authorization header</source>
   <translation>Заголовок Authorization</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/secrets/clipboard.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>The token</source>
   <translation>Токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>From now on the token is sent to {now} instead of {before}.</source>
   <translation>С этого момента токен отправляется на адрес {now}, а не {before}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Trying the new token and the old one…</source>
   <translation>Проверка нового и старого токенов…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The new token, ending in {last_four}, is kept.</source>
   <translation>Новый токен, оканчивающийся на {last_four}, сохранён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The token is kept.</source>
   <translation>Токен сохранён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Your browser could not be opened. Open R-Service's settings there yourself.</source>
   <translation>Не удалось открыть браузер. Откройте в нём настройки R-Service самостоятельно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>Nothing was rotated. Everything is as it was.</source>
   <translation>Смена не выполнена. Всё осталось как было.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The token was replaced.</source>
   <translation>Токен заменён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The new token is the present one now. The old one is counted down.</source>
   <translation>Новый токен теперь действующий. Для старого идёт обратный отсчёт.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is marked as confirmed.</source>
   <translation>Переход отмечен как подтверждённый.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is not confirmed any more.</source>
   <translation>Переход больше не отмечен как подтверждённый.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Comma-separated values (*.csv)</source>
   <translation>Значения, разделённые запятыми (*.csv)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Export history</source>
   <translation>Экспорт журнала</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>{n} lines were written to {target}. No token is in the file.</source>
   <translation>
    <numerusform>В файл {target} записана {n} строка. Токенов в нём нет.</numerusform>
    <numerusform>В файл {target} записаны {n} строки. Токенов в нём нет.</numerusform>
    <numerusform>В файл {target} записано {n} строк. Токенов в нём нет.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History exported</source>
   <translation>Журнал экспортирован</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It is kept on this computer only: the token in a vault that your system keyring locks.</source>
   <translation>Хранится только на этом компьютере: токен — в хранилище, защищённом системной связкой ключей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Your system keyring cannot be used, so it is kept until you close SCIM Connection, and no longer.</source>
   <translation>Системную связку ключей использовать нельзя, поэтому подключение хранится только до закрытия SCIM Connection.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It becomes an account of this program, marked {badge} as the share says. {place}</source>
   <translation>Станет аккаунтом этой программы с пометкой «{badge}», как указано в передаче. {place}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Kept as “{name}” ({badge}). {place}</source>
   <translation>Сохранено под именем «{name}» ({badge}). {place}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Read a file of another computer</source>
   <translation>Чтение файла с другого компьютера</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>{n} accounts</source>
   <translation>
    <numerusform>{n} аккаунт</numerusform>
    <numerusform>{n} аккаунта</numerusform>
    <numerusform>{n} аккаунтов</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Very strong: six words that were drawn at random.</source>
   <translation>Очень надёжная: шесть случайно выбранных слов.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>{strength}.</source>
   <translation>{strength}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Save file</source>
   <translation>Сохранение файла</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Stopped. Choose Save file… to try again.</source>
   <translation>Остановлено. Нажмите «Сохранить файл…», чтобы повторить попытку.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Not in the file, because this computer cannot read the token: {names}.</source>
   <translation>Не вошли в файл, потому что этот компьютер не может прочитать токен: {names}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>The file is written. It holds {holds}.</source>
   <translation>Файл записан. В нём {holds}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>File written</source>
   <translation>Файл записан</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The passphrase</source>
   <translation>Парольная фраза</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Passphrase copied</source>
   <translation>Парольная фраза скопирована</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Stopped.</source>
   <translation>Остановлено.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Opening. This takes a few seconds.</source>
   <translation>Открытие. Это займёт несколько секунд.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file is open</source>
   <translation>Файл открыт</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Taking them in.</source>
   <translation>Перенос аккаунтов.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file holds {holds}. It was written on {moment}.</source>
   <translation>В файле {holds}. Он записан {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Not usable in it: {accounts}.</source>
   <translation>Непригодны для переноса: {accounts}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>New: it will be added.</source>
   <translation>Новый: будет добавлен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here already, with the same token: it is left as it is.</source>
   <translation>Уже есть здесь, с тем же токеном: остаётся без изменений.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here, and this computer cannot read its token.</source>
   <translation>Есть здесь, но этот компьютер не может прочитать его токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {here_ending}</source>
   <translation> (оканчивается на {here_ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>, rotated {moment}</source>
   <translation>, дата смены: {moment}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token. The file also has a new one, which waits to be used.</source>
   <translation>Есть здесь с тем же токеном. Кроме того, в файле есть новый токен, который ещё не используется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token, and another endpoint or old token.</source>
   <translation>Есть здесь с тем же токеном, но с другой конечной точкой или старым токеном.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with another token{here}. The file has one{theirs}{rotated}.</source>
   <translation>Есть здесь с другим токеном{here}. В файле — токен{theirs}{rotated}.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were added.</source>
   <translation>
    <numerusform>Добавлен {n} аккаунт.</numerusform>
    <numerusform>Добавлено {n} аккаунта.</numerusform>
    <numerusform>Добавлено {n} аккаунтов.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were replaced.</source>
   <translation>
    <numerusform>Заменён {n} аккаунт.</numerusform>
    <numerusform>Заменено {n} аккаунта.</numerusform>
    <numerusform>Заменено {n} аккаунтов.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were left as they were.</source>
   <translation>
    <numerusform>Без изменений оставлен {n} аккаунт.</numerusform>
    <numerusform>Без изменений оставлено {n} аккаунта.</numerusform>
    <numerusform>Без изменений оставлено {n} аккаунтов.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{each_name} was not taken in. {sentences}</source>
   <translation>Аккаунт «{each_name}» не перенесён. {sentences}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>You stopped before the others were taken in.</source>
   <translation>Вы остановили перенос раньше, чем дошла очередь до остальных.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Read the file again to take in what is missing.</source>
   <translation>Прочитайте файл снова, чтобы перенести недостающее.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Delete the file now. Tokens in it can be used by whoever has it and the passphrase.</source>
   <translation>Удалите файл сейчас. Токены из него может использовать любой, у кого есть файл и парольная фраза.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Nothing was taken in.</source>
   <translation>Ничего не перенесено.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is nothing to paste: the clipboard holds no text.</source>
   <translation>Вставлять нечего: в буфере обмена нет текста.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the SCIM access token in R-Service, then choose Paste.</source>
   <translation>Скопируйте в R-Service токен доступа SCIM, затем нажмите «Вставить».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is more than one token in what you pasted.</source>
   <translation>Во вставленном тексте больше одного токена.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the token that R-Service shows now, and nothing else, then paste again.</source>
   <translation>Скопируйте только тот токен, который R-Service показывает сейчас, затем вставьте снова.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Time is over</source>
   <translation>Время вышло</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> R-Service has not said yet that it works no more.</source>
   <translation> R-Service ещё не сообщил, что он больше не работает.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>It ended on {moment}. Only the new token works now: share it with whoever still needs it.</source>
   <translation>Он истёк {moment}. Теперь работает только новый токен: передайте его тем, кому он ещё нужен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token no longer works</source>
   <translation>Старый токен больше не работает</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token's 30 days are over</source>
   <translation>30 дней старого токена прошли</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Its 30 days ended on {moment}.</source>
   <translation>Его 30 дней закончились {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> Its last four digits are {last_four}.</source>
   <translation> Последние четыре символа: {last_four}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>R-Service does not accept it any more. It was to work until {moment}.{ending}</source>
   <translation>R-Service его больше не принимает. Он должен был работать до {moment}.{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Valid until {moment}.{ending}</source>
   <translation>Действует до {moment}.{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Shares (*.html *.htm *.age *.txt)</source>
   <translation>Передачи (*.html *.htm *.age *.txt)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{shares};;All files (*)</source>
   <translation>{shares};;Все файлы (*)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>There is no text in the clipboard. Copy the share's text in your mail program, then paste it again.</source>
   <translation>В буфере обмена нет текста. Скопируйте текст передачи в почтовой программе, затем вставьте его снова.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>What you copied is no share. Copy all of it, from the line -----BEGIN AGE ENCRYPTED FILE----- to the line -----END AGE ENCRYPTED FILE-----, then paste it again.</source>
   <translation>Скопированный текст — не передача. Скопируйте его целиком, от строки -----BEGIN AGE ENCRYPTED FILE----- до строки -----END AGE ENCRYPTED FILE-----, затем вставьте снова.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose a share</source>
   <translation>Выбор передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (a web page)</source>
   <translation>{name} (веб-страница)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (an age file)</source>
   <translation>{name} (файл age)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>The text that you pasted</source>
   <translation>Вставленный текст</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose an identity file</source>
   <translation>Выбор файла с ключом</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Stopped. Nothing was opened. Choose Open share to try again.</source>
   <translation>Остановлено. Ничего не открыто. Нажмите «Открыть передачу», чтобы повторить попытку.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/own_tool.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Message copied</source>
   <translation>Сообщение скопировано</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/preferences.py"></location>
   <source>Everything is as it came.</source>
   <translation>Все значения снова исходные.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/preferences.py"></location>
   <source>What you chose holds until you close SCIM Connection, and is not kept.</source>
   <translation>Ваш выбор действует, пока вы не закроете SCIM Connection, и не сохраняется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase of this share is not kept any more: it is forgotten after 7 days. Share the token again.</source>
   <translation>Парольная фраза этой передачи больше не хранится: она удаляется через 7 дней. Передайте токен ещё раз.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>Read out the passphrase…</source>
   <translation>Продиктовать парольную фразу…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> for {with_whom}</source>
   <translation> (получатель: {with_whom})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> of {moment}</source>
   <translation> от {moment}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>It opens the share{whom}{made}. Read it out by phone, to somebody whose voice you know.</source>
   <translation>Она открывает передачу{made}{whom}. Продиктуйте её по телефону тому, чей голос вы знаете.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase is forgotten.</source>
   <translation>Парольная фраза удалена.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>ended on</source>
   <translation>истёк</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>works until</source>
   <translation>работает до</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>The token before this one {lives} {moment}.</source>
   <translation>Предыдущий токен {lives} {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Made for {client_name}.</source>
   <translation>Создана для клиента {client_name}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Share opened: {account_name}, {badge}, {host}</source>
   <translation>Передача открыта: {account_name}, {badge}, {host}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Token hidden</source>
   <translation>Токен скрыт</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM endpoint copied</source>
   <translation>Конечная точка SCIM скопирована</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM access token copied</source>
   <translation>Токен доступа SCIM скопирован</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Authorization header copied</source>
   <translation>Заголовок Authorization скопирован</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} other accounts need you: {listed}.</source>
   <translation>
    <numerusform>Ещё {n} аккаунт требует внимания: {listed}.</numerusform>
    <numerusform>Ещё {n} аккаунта требуют внимания: {listed}.</numerusform>
    <numerusform>Ещё {n} аккаунтов требуют внимания: {listed}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} accounts need you: {listed}.</source>
   <translation>
    <numerusform>{n} аккаунт требует внимания: {listed}.</numerusform>
    <numerusform>{n} аккаунта требуют внимания: {listed}.</numerusform>
    <numerusform>{n} аккаунтов требуют внимания: {listed}.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{view_name}” ({badge}) was removed.</source>
   <translation>Аккаунт «{view_name}» ({badge}) удалён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{account_name}” could not be put back yet: try Undo again.</source>
   <translation>Вернуть аккаунт «{account_name}» пока не удалось: ещё раз нажмите «Отменить действие».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{name}” is back.</source>
   <translation>Аккаунт «{name}» восстановлен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>The token{ending} was pasted. {clipboard}</source>
   <translation>Токен{ending} вставлен. {clipboard}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>Trying the token…</source>
   <translation>Проверка токена…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The token was rotated. The new one is shown.</source>
   <translation>Токен сменён. Показан новый.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The old token has ended.</source>
   <translation>Старый токен истёк.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>{cannot_tell} A client that still uses it stops now.</source>
   <translation>{cannot_tell} Клиент, который ещё использует его, сразу остановится.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>An old token is still valid until {moment}. It ends at once.</source>
   <translation>Старый токен ещё действует до {moment}. Он сразу истечёт.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>To print it, open it in your browser. It holds no token.</source>
   <translation>Чтобы напечатать страницу, откройте её в браузере. Токена в ней нет.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>your own choice</source>
   <translation>на ваш выбор</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Save as a page</source>
   <translation>Сохранение страницы</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Page saved</source>
   <translation>Страница сохранена</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>, ending in {last_four}</source>
   <translation>, оканчивающийся на {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Bearer, a blank and the token{ending}</source>
   <translation>Bearer, пробел и токен{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>the token{ending}</source>
   <translation>токен{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>not known here</source>
   <translation>здесь неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The old token</source>
   <translation>Старый токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source> with {with_whom}</source>
   <translation> (получатель: {with_whom})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Last shared{whom} on {moment}.</source>
   <translation>В последний раз передан {moment}{whom}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>You have not shared this token from this computer yet.</source>
   <translation>С этого компьютера вы этот токен ещё не передавали.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>A rotation that was interrupted is finished. The new token is shown.</source>
   <translation>Прерванная смена завершена. Показан новый токен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production. QA has its own.</source>
   <translation>Это значения для рабочей среды. У QA они свои.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA. Production has its own.</source>
   <translation>Это значения для QA. У рабочей среды они свои.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>For exercise: no provisioning client in the cloud can reach the R-Service on this computer.</source>
   <translation>Для упражнения: облачный клиент подготовки не может обратиться к R-Service на этом компьютере.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Enter them once you have called the sender, as the page Received share says.</source>
   <translation>Вводите их только после звонка отправителю, как сказано на странице «Полученная передача».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production, as the share says. {called}</source>
   <translation>Это значения для рабочей среды, как указано в передаче. {called}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA, as the share says. {called}</source>
   <translation>Это значения для QA, как указано в передаче. {called}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>An exercise: do not enter them in a provisioning client.</source>
   <translation>Упражнение: не вводите их в клиент подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Before you copy them, make sure whether they are for QA or for production.</source>
   <translation>Прежде чем копировать значения, убедитесь, для какой они среды: QA или рабочей.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The token was put away while you were away. Choose Get them back above.</source>
   <translation>Токен был убран, пока вас не было. Выберите «Вернуть токены» выше.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Run the connection tester first, then choose Show set-up steps.</source>
   <translation>Сначала запустите проверку подключения, затем нажмите «Показать шаги настройки».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>No values yet</source>
   <translation>Значений пока нет</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>They are not known: the tab SCIM says why.</source>
   <translation>Они неизвестны: причина указана на вкладке «SCIM».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The token is not known yet: the tab SCIM says why.</source>
   <translation>Токен пока неизвестен: причина указана на вкладке «SCIM».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Which URL this client wants is not known yet. {run_test}</source>
   <translation>Пока неизвестно, какой URL нужен этому клиенту. {run_test}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of {account_name}</source>
   <translation>Значения аккаунта «{account_name}»</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of the share of {given_name}</source>
   <translation>Значения из передачи аккаунта «{given_name}»</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>, of {name}</source>
   <translation>, аккаунт «{name}»</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The values that you tested</source>
   <translation>Проверенные вами значения</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>{label} copied</source>
   <translation>Скопировано: {label}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found no URL for this client. Do what the connection tester says first, then test again.</source>
   <translation>Проверка не нашла URL для этого клиента. Сначала сделайте то, что указано на вкладке «Проверка подключения», затем запустите проверку снова.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found what stops this client. {reason}</source>
   <translation>Проверка нашла, что мешает этому клиенту. {reason}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Type a passphrase, or choose Suggest a passphrase.</source>
   <translation>Введите парольную фразу или нажмите «Предложить парольную фразу».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Stopped. No file was written. Choose Save share… to try again.</source>
   <translation>Остановлено. Файл не записан. Нажмите «Сохранить передачу…», чтобы повторить попытку.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It could not be kept on this computer. {happened} {once}</source>
   <translation>Сохранить её на этом компьютере не удалось. {happened} {once}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It is kept on this computer until {day}: choose Read out the passphrase… on the tab SCIM.</source>
   <translation>Она хранится на этом компьютере до {day}: выберите «Продиктовать парольную фразу…» на вкладке «SCIM».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were not tested yet: run the Connection tester before you send the file.</source>
   <translation>Эти значения ещё не проверялись: запустите проверку на вкладке «Проверка подключения», прежде чем отправлять файл.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were tested on {moment}: {word}.</source>
   <translation>Эти значения проверены {moment}: {word}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> for {for_whom}</source>
   <translation> (получатель: {for_whom})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> It is an exercise: it holds a pretend account.</source>
   <translation> Это упражнение: в ней учебный аккаунт.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The share{whom} is written.{exercise}</source>
   <translation>Передача{whom} записана.{exercise}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>SHA-256 copied</source>
   <translation>SHA-256 скопирован</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>R-Service does not accept this token any more. Replace it first, then share the new one.</source>
   <translation>R-Service больше не принимает этот токен. Сначала замените его, затем передайте новый.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>A rotation was left in the middle: finish it first. Else you share the token from before it.</source>
   <translation>Смена токена не завершена: сначала завершите её. Иначе вы передадите токен, действовавший до смены.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>These values were not tested on this computer yet.</source>
   <translation>На этом компьютере эти значения ещё не проверялись.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Tested on {moment}: {verdict}.</source>
   <translation>Проверено {moment}: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Reply copied</source>
   <translation>Ответ скопирован</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token, ending in {last_four}</source>
   <translation>Токен этого аккаунта, оканчивающийся на {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token</source>
   <translation>Токен этого аккаунта</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The test only reads. Leave the token empty to test with this account's own.</source>
   <translation>Проверка только читает данные. Оставьте поле токена пустым, чтобы проверить с собственным токеном этого аккаунта.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token, ending in {last_four}</source>
   <translation>Токен из передачи, оканчивающийся на {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token</source>
   <translation>Токен из передачи</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>These are the values of the share that you opened. The test only reads. To go back, choose Received share on the left.</source>
   <translation>Это значения из передачи, которую вы открыли. Проверка только читает данные. Чтобы вернуться, выберите слева «Полученная передача».</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token is sent to its own address alone. Type the token for this other address.</source>
   <translation>Токен этого аккаунта отправляется только на адрес самого аккаунта. Введите токен для этого другого адреса.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Paste the token</source>
   <translation>Вставьте токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter endpoint and token, then choose Run test. It only reads, and what you type is not kept.</source>
   <translation>Введите конечную точку и токен, затем нажмите «Запустить проверку». Проверка только читает данные, а введённое вами не сохраняется.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter the endpoint that you want to test.</source>
   <translation>Введите конечную точку, которую хотите проверить.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Verdict: {verdict}</source>
   <translation>Результат: {verdict}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as curl</source>
   <translation>Скопировано как curl</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as PowerShell</source>
   <translation>Скопировано как PowerShell</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Save report</source>
   <translation>Сохранение отчёта</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Web page (*.html);;JSON (*.json)</source>
   <translation>Веб-страница (*.html);;JSON (*.json)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Report saved</source>
   <translation>Отчёт сохранён</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/token_checks.py"></location>
   <source>Request to R-Service's support copied</source>
   <translation>Запрос в поддержку R-Service скопирован</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The token that you found</source>
   <translation>Найденный вами токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the present token of {account}.</source>
   <translation>Это действующий токен. Аккаунт: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}, and it still works.</source>
   <translation>Это старый токен, и он ещё работает. Аккаунт: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}. It has ended.</source>
   <translation>Это старый токен. Он истёк. Аккаунт: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an earlier token of {account}.</source>
   <translation>Это один из прежних токенов. Аккаунт: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>an account that is not on this computer any more</source>
   <translation>его больше нет на этом компьютере</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It works until {moment}.</source>
   <translation>Он работает до {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It ended on {moment}.</source>
   <translation>Он истёк {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>With whom it was shared is not known: without a keyring no history is kept.</source>
   <translation>Кому его передавали, неизвестно: без связки ключей журнал не ведётся.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was not shared from this computer in the last 400 days.</source>
   <translation>За последние 400 дней с этого компьютера его не передавали.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared{whom} on {moment}.</source>
   <translation>Он был передан {moment}{whom}.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared {n} more times before.</source>
   <translation>
    <numerusform>До этого он был передан ещё {n} раз.</numerusform>
    <numerusform>До этого он был передан ещё {n} раза.</numerusform>
    <numerusform>До этого он был передан ещё {n} раз.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was revoked on {moment}.</source>
   <translation>Он был отозван {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was removed from this computer on {moment}.</source>
   <translation>Он был удалён с этого компьютера {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was rotated away on {moment}.</source>
   <translation>Он перестал быть действующим после смены {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>choose Rotate SCIM token, then This token has leaked</source>
   <translation>выберите «Сменить токен SCIM», затем «Этот токен утёк»</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>rotate it as leaked</source>
   <translation>смените его как скомпрометированный</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, it has leaked: open this account, and {leaked}. Then delete it where you found it.</source>
   <translation>Если вы нашли его там, где его могут прочитать другие, он скомпрометирован: откройте этот аккаунт и {leaked}. Затем удалите токен оттуда, где нашли.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>open this account and choose Revoke old token now… once every client has the new one</source>
   <translation>откройте этот аккаунт и выберите «Отозвать старый токен сейчас…», как только у всех клиентов будет новый</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>ask R-Service's support to end it, once every client has the new one</source>
   <translation>попросите поддержку R-Service прекратить его действие, как только у всех клиентов будет новый</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, {how}. Then delete it where you found it.</source>
   <translation>Если вы нашли его там, где его могут прочитать другие, {how}. Затем удалите токен оттуда, где нашли.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>An old token works for 30 days after it was rotated away, and no longer. If that was less long ago, test it in the Connection tester; else there is nothing to do.</source>
   <translation>После смены старый токен работает ещё 30 дней, не дольше. Если с тех пор прошло меньше, проверьте его на вкладке «Проверка подключения»; иначе делать ничего не нужно.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>There is nothing to do: nobody can use it any more. Delete it where you found it all the same.</source>
   <translation>Делать ничего не нужно: использовать его больше никто не может. Но всё равно удалите его оттуда, где нашли.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is no token of an account on this computer.</source>
   <translation>Это не токен аккаунта с этого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an address, and no token of an account on this computer is in it.</source>
   <translation>Это адрес, и токенов аккаунтов с этого компьютера в нём нет.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It does not look like a token of R-Service either: those have 64 digits and letters from a to f.</source>
   <translation>На токен R-Service это тоже не похоже: в таком токене 64 символа — цифры и буквы от a до f.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The tokens of {many} could not be compared: this computer cannot read them now.</source>
   <translation>Не удалось сравнить токены ({many}): этот компьютер сейчас не может их прочитать.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens of the last 400 days were compared, too.</source>
   <translation>С прежними токенами за последние 400 дней тоже сравнили.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens could not be compared: without a keyring no history is kept.</source>
   <translation>Сравнить с прежними токенами не удалось: без связки ключей журнал не ведётся.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It may belong to another account or another computer. Ask there, or whoever sent it.</source>
   <translation>Возможно, он относится к другому аккаунту или другому компьютеру. Спросите там или у того, кто его прислал.</translation>
  </message>
  <message>
   <location filename="../../app/ui/tray_notifier.py"></location>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>SCIM Connection</source>
   <translation>SCIM Connection</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <source>Next, test the connection. Then choose Share securely… to hand both values to the administrator of your provisioning client, and Add to calendar… so that you are reminded to rotate the token.</source>
   <translation>Теперь проверьте подключение. Затем выберите «Передать безопасно…», чтобы передать оба значения администратору клиента подготовки, и «Добавить в календарь…», чтобы получить напоминание о смене токена.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Bearer and the token</source>
   <translation>Bearer и токен</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Your own choice</source>
   <translation>На ваш выбор</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy {label}</source>
   <translation>Копировать: {label}</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Not known here</source>
   <translation>Здесь неизвестно</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>This topic is not there in your language yet, so you see it in English.</source>
   <translation>Этот раздел ещё не переведён на ваш язык, поэтому показан на английском.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>No topic has these words. Try one word alone, or empty the search to see every topic.</source>
   <translation>Разделов с такими словами нет. Попробуйте одно слово или очистите поле поиска, чтобы увидеть все разделы.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Help topics</source>
   <translation>Разделы справки</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Search help</source>
   <translation>Поиск в справке</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Before the clipboard is cleared</source>
   <translation>До очистки буфера обмена</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Before the token is hidden</source>
   <translation>До скрытия токена</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Keep {n} more minutes</source>
   <translation>
    <numerusform>Оставить ещё на {n} минуту</numerusform>
    <numerusform>Оставить ещё на {n} минуты</numerusform>
    <numerusform>Оставить ещё на {n} минут</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>New access token</source>
   <translation>Новый токен доступа</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>kept, ends in {last_four}</source>
   <translation>сохранён, оканчивается на {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/only_in_english.py"></location>
   <source>What follows is in English: it has not been translated yet.</source>
   <translation>Далее текст на английском: он ещё не переведён.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/preference_row.py"></location>
   <source>In {unit}. {hint}</source>
   <translation>Единица: {unit}. {hint}</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show what is due</source>
   <translation>Показать, что нужно сделать</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Search accounts</source>
   <translation>Поиск аккаунтов</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Type to search</source>
   <translation>Введите текст для поиска</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Provisioning has stopped</source>
   <translation>Подготовка учётных записей остановлена</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>The leaked token has ended. Share the new one with the administrator of your provisioning client now: provisioning goes on once it is entered there.</source>
   <translation>Утёкший токен истёк. Передайте новый администратору клиента подготовки сейчас: подготовка учётных записей продолжится, когда он будет введён там.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo</source>
   <translation>Отменить действие</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo is offered for {n} seconds.</source>
   <translation>
    <numerusform>Отменить действие можно в течение {n} секунды.</numerusform>
    <numerusform>Отменить действие можно в течение {n} секунд.</numerusform>
    <numerusform>Отменить действие можно в течение {n} секунд.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>{n} seconds</source>
   <translation>
    <numerusform>{n} секунду</numerusform>
    <numerusform>{n} секунды</numerusform>
    <numerusform>{n} секунд</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Its token is deleted from this computer in {seconds}.</source>
   <translation>Его токен удаляется с этого компьютера через {seconds}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/controller.py"></location>
   <source>The clipboard was cleared.</source>
   <translation>Буфер обмена очищен.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account (test only)</source>
   <translation>Без аккаунта (только проверка)</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account of this name. Press Escape to go back to the one in view.</source>
   <translation>Нет аккаунта с таким именем. Нажмите Escape, чтобы вернуться к показанному.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Account</source>
   <translation>Аккаунт</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>R-Service Settings</source>
   <translation>Настройки R-Service</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>&amp;Menu</source>
   <translation>&amp;Меню</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Menu</source>
   <translation>Меню</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Give these two values to the administrator of your provisioning client, in a secure way.</source>
   <translation>Передайте эти два значения администратору клиента подготовки безопасным способом.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Find out whether a connection works before anybody types it into a provisioning client.</source>
   <translation>Узнайте, работает ли подключение, прежде чем вводить его данные в клиент подготовки.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What to enter in your provisioning client, field by field, and how to get there.</source>
   <translation>Что ввести в клиент подготовки, поле за полем, и как туда попасть.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What was done with this account's tokens on this computer in the last 400 days.</source>
   <translation>Что делали с токенами этого аккаунта на этом компьютере за последние 400 дней.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>SCIM</source>
   <translation>SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>SCIM Connection — {account} ({environment})</source>
   <translation>SCIM Connection — {account} ({environment})</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/parts.py"></location>
   <source>Client setup</source>
   <translation>Настройка клиента</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/parts.py"></location>
   <source>Connection tester</source>
   <translation>Проверка подключения</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Apps</source>
   <translation>Приложения</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>This program</source>
   <translation>Эта программа</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Settings menu</source>
   <translation>Меню настроек</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear now</source>
   <translation>Очистить сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear the clipboard now</source>
   <translation>Очистить буфер обмена сейчас</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>{what} stays in the clipboard for {span}.</source>
   <translation>{what} хранится в буфере обмена ещё {span}.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>read from</source>
   <translation>прочитать с диска</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your disk did not give back what was written to it.</source>
   <translation>Диск не вернул то, что было на него записано.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was replaced; what was kept before is still there.</source>
   <translation>Ничего не заменено; сохранённое ранее на месте.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check your disk, then try again.</source>
   <translation>Проверьте диск и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <location filename="../../app/vault/vault.py"></location>
   <source>written to</source>
   <translation>записать на диск</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your tokens could not be {attempt} this computer.</source>
   <translation>Ваши токены не удалось {attempt} этого компьютера.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was half-written; what was kept before is still there.</source>
   <translation>Ничего не записано наполовину; сохранённое ранее на месте.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check that {folder} is yours to read and write, then try again.</source>
   <translation>Проверьте, что у вас есть права на чтение и запись в папке {folder}, и повторите попытку.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>This version of SCIM Connection cannot read its entry in your system keyring.</source>
   <translation>Эта версия SCIM Connection не может прочитать свою запись в системной связке ключей.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>The entry was changed, or a newer version wrote it. It is left as it is.</source>
   <translation>Запись была изменена или создана более новой версией. Она оставлена без изменений.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>Update SCIM Connection, or delete the entry “{service}” if you do not need your kept tokens.</source>
   <translation>Обновите SCIM Connection или удалите запись «{service}», если сохранённые токены вам не нужны.</translation>
  </message>
 </context>
</TS>
