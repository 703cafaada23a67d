<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
 <context>
  <name>SCIM Connection</name>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer stops again and again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer takes too long to start.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>This computer no longer has the key of the pretend accounts: it is gone from the system keyring.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Their database is kept as it is, and cannot be opened without the key.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Restore your keyring from a backup, then choose Try again. Or start a new pretend account: the database is kept beside {folder} then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/accounts/settings_api.py"></location>
   <source>The answer to your rotation makes no sense to SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Use the id of the one that you mean: {ids}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>The tokens of your accounts are encrypted under a key that only the keyring of your desktop holds.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Run this command inside your desktop session, with its keyring open.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old refused</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old unknown</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>another account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>This is the old token, the one from before the present one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Nothing was changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token that R-Service shows now, then paste again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works and opens the same account, and the old one still works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>R-Service does not accept this token (401). It may not be whole, or be another account's or environment's. Copy it again in R-Service, then paste another.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works, but the old one does not any more: R-Service may have ended it, and clients that have it stand still. Whether both open the same account cannot be seen. Use the new one if you copied it from this account, and hand it over at once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work. The account has no users and no groups yet, so it cannot be told from another one. Use the new token if you copied it from this account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>This token works, but it seems to open another account: it shows other users and groups than the token kept here. Copy it again from this account and environment, then paste another.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work, so the one kept here was not mistyped. If R-Service rotated it, choose that above: the old one is then counted down.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/handover.py"></location>
   <source>taken back</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>present token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>token {fingerprint}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>When (UTC)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>State of the token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>With whom</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>This computer cannot read the token of any account that you added.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>Remove those that you no longer need.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>There are too many accounts for one file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What SCIM Connection remembered on this computer was damaged. It was moved to {moved_to}. The accounts that you added are listed again, with their tokens, from the vault that your system keyring locks. Their history, earlier tests and shares stay in the moved file. Look through the list of accounts before you go on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>You chose to go on without your system keyring.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer has no keyring that SCIM Connection can use.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What you add or practise with then lives in memory and is gone when you close the window; nothing on the disk is changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, close the window, unlock your keyring and start again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, install a keyring (Debian and Ubuntu: sudo apt install gnome-keyring), sign in again and start SCIM Connection again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The address of the pretend account has changed, because another program uses its old one. Copy the SCIM endpoint again wherever you entered it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was damaged. It was moved to {moved_to}, and new pretend accounts were made.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was gone. New pretend accounts were made; copy their values again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>Open SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>{name} ({environment})</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/actions/notifications.py"></location>
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source> and {n} more</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/actions/notifications.py"></location>
   <source>{n} SCIM accounts need you</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>{accounts}{more}. Open SCIM Connection to see what is due.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>This share is an exercise: its account is a pretend one on the sender's computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> ending {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>entered in {entered_in} on {at}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>arrived on {at} and is not entered yet</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> SCIM Connection ran it on {tested_at}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>New SCIM token{ending} for {account} {done}; {tested}{when}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was not run here.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green, with warnings.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection failed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection gave no clear answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Try again</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Go on without it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Start a new pretend account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Close message</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Replace token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The folder of the pretend accounts could not be moved.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>They are left as they are.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Check that {folder} is yours to move, then choose {start_afresh} again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The pretend accounts from before were moved to {target}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Waiting for your system keyring. Look for a window that asks for your password.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source> on {date} at {time} UTC</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>This token was rotated from this computer{when}, in another window.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody used another SCIM Connection to rotate this token{when}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>, with a program that calls itself “{program}”</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody else rotated this token{when}{named}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>An earlier rotation of this token had not been finished. It is now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing else was rotated; the new token is shown.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and the new one could not be kept on this computer yet. It is not lost: R-Service has it, and the same request brings it again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was not rotated. SCIM Connection could not write that down, so it may still be, once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Free some space on your disk, then choose Try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and R-Service can no longer read the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The old token works until it ends; nobody can be given the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. The new token could not be fetched yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Choose Try again to see the new token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. R-Service cannot read its new token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/token_checks.py"></location>
   <source>still works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/token_checks.py"></location>
   <source>does not work any more</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/token_checks.py"></location>
   <source>not known</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Without your system keyring SCIM Connection cannot read the token of this account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>The token is kept on this computer, and nothing of it is lost.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Unlock or install your keyring, then restart SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/actions/which_token.py"></location>
   <source>old, ended</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/clients/catalogue.py"></location>
   <source>Another client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <source>Practice</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Production</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>QA</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The words of its own test are not known here. Look for one of these in what it says:</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The token is wrong or has ended, or the word Bearer is missing or stands there twice.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The path of the URL is wrong: compare it, letter by letter, with the one to enter.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>Timeout, cannot connect, certificate</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The client did not reach the service: the host name is wrong, or a firewall or proxy stands between them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>ended</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{days} {hours} left</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{hours} {minutes} left</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{time} left</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>less than a minute left</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{n} days</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} hours</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} minutes</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Open it to see its token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token is more than a year old. Rotate it now, then share the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Rotate now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token will be a year old in {within}. Rotate it before then, then share the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate it at least once a year. The old token then works for another 30 days.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it now, or enter when it was last rotated.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate now: its age is not known</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it within {within}, or enter when it was last rotated.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}: its age is not known</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to bring its new token here {ago}. Open the account and go on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}, and the new token is not in use here yet. Open the account and go on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}. Did you press Rotate in R-Service? Open the account and go on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Finish the rotation that you began</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Its administrator has the new one: nothing is left to do.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Just wait: the old token ends in {span}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}, and a client used it {ago}. Have the new token entered there before then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Make sure that your provisioning client has the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token within {span}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended while a client still used it. Have the new token entered there now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended. Make sure that your provisioning client works with the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>an hour</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>white space or a line end</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>quotation marks</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>invisible characters</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after #</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after ?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a trailing slash</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a doubled slash</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a dot after the host name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the name of a resource at its end</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>https:// was missing</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Copy the SCIM endpoint again from the settings of your service; it looks like https://api.example.com/scim/v2.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Something went wrong.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not done.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again. If it happens again, restart SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you do now lives in memory and is gone when you close the window.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Install one (Debian and Ubuntu: gnome-keyring), sign in again and restart SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring is locked.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it is open.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Unlock it when your system asks, then choose Try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring does not answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it does.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Look for a window that asks for your password, then choose Try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring did not keep what it was given.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was stored, and nothing that was stored before has changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check that your keyring works, then choose Try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: its key is gone from the system keyring.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Everything else is kept, and the account itself is unchanged.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore your keyring from a backup, or get the token again from R-Service.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: the file that held it is damaged.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore the file from a backup, or get the token again from R-Service.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another SCIM Connection on this computer is writing and does not come to an end.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not kept; nothing that was kept before has changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What SCIM Connection keeps on this computer is damaged.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your tokens are not affected: they are kept elsewhere.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection: it moves the damaged file aside and starts a new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The disk is full.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written, and nothing was lost.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Free some space, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file could not be written there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another folder that you may write to.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>A newer SCIM Connection has been used on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one would not understand what the newer one wrote, so it changes nothing.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Start the newer SCIM Connection, or update this one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you see is what was last known.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check your network connection, then choose Try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service answered in a way that SCIM Connection does not understand.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for may not have been done.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again in a few minutes. If it happens again, ask R-Service's support.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The R-Service on this computer could not be started.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account cannot be used for now; nothing of it is lost.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again. If it happens again, restart your computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account was last used by a newer SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one leaves its database unchanged.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another R-Service already uses this data folder.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two at once would damage it, so this one was not started.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection or `scim-connection serve`, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your R-Service session has ended.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read or change the account until you sign in again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection to sign in again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You are not an owner of this account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Only the account owner can see the SCIM token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Ask the account owner to share it with you securely.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Somebody else has rotated this token in the meantime.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was rotated now; the new token is shown.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Use the token that is shown now. Rotate again only if you still need to.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>An old token of this account is still valid.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotating now would end it, and a client that still uses it would stop.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Revoke the old token first, or wait until it has ended.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service can no longer read this token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Clients that have it can go on; R-Service can show it to nobody.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotate the token to get a new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You already have an account of this name in this environment.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two accounts of one name could be mistaken for each other, so nothing was saved.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This is the token that you have here already, not a new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was changed. R-Service may not have rotated it, or you have copied it from an older place.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is no SCIM access token in what you pasted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token in R-Service, and nothing else, then paste again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This token has ended; somebody may have rotated it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not accept it any more (401). A provisioning client that has it cannot work either.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Open R-Service's settings, copy the token that stands there now, and choose Replace token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The answer to your rotation has not arrived.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The token may have been rotated. It is not lost: the same request is repeated, never a second one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again, or restart SCIM Connection when the network is back.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The share could not be encrypted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>No file was written, and nothing was shared.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your computer does not have enough free memory to encrypt the share.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Encrypting takes up to one gigabyte for a few seconds. No file was written, and nothing was shared.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/domain/opening.py"></location>
   <location filename="../../app/share/sealing.py"></location>
   <source>Close programs that you do not need, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This passphrase is too easy to guess.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Whoever gets hold of the file could open it. Nothing was written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Suggest a passphrase, or type a longer one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is already a file of this name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>It was left as it is, and nothing was written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another name, or confirm that this file may be replaced.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file with certificates to trust cannot be read, or holds no certificate.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was tested.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Name a file that holds certificates as PEM text.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is far too long for a token. Paste the token alone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>Paste what you found first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is a hidden token: its digits are not in it. Look for the place where it is whole.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is too short for a token. Paste all of it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Settings console › Apps › SCIM</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Check that the token here is the one R-Service shows</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Press Rotate SCIM token in R-Service</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste the new token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Confirm when it was rotated</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Did you press Rotate in R-Service?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> (ending in {ending})</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>You rotate in R-Service's own settings, and this guide leads you through it in four steps. You can close it at any time and go on later. The present token{named} becomes the old token, which R-Service keeps valid for another 30 days.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
R-Service publishes no way to end a leaked token at once. So rotate now, hand over the new token, and ask R-Service's support to end the old one: afterwards you find a request to copy, and a check whether the leaked token still works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
An older token counts as valid until {living_until}. What becomes of it when you rotate again is not documented; it is not counted down here any more.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Open R-Service's settings</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Open {path} in R-Service</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that ends in {ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that is kept here</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and look at the last four digits of the SCIM access token. Is it {named}?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and press Rotate SCIM token there. It shows you a new token then. Come back here with it: the next step keeps it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the token that R-Service shows now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the new SCIM access token in R-Service</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{first}, then choose Paste. It is kept on this computer at once, and tried before it is used.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The new token's age is counted from the moment of rotation. If you do not know it exactly, choose the earliest that it can be.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token's 30 days run from the moment of rotation. If you do not know it exactly, choose the earliest that it can be: the countdown then ends too early rather than too late.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token then works until {until}. Hand over the new one before then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>R-Service does not accept the old token any more, so there is nothing to count down.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token that ends in {ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token before the present one</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> It still worked on {checked}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> We rotated it on {rotated}.</source>
   <translation type="unfinished"></translation>
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
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It has not been checked yet whether the leaked token still works. Choose Check now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token still works (checked {checked}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token does not work any more (checked {checked}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It is not known whether the leaked token still works (checked {checked}). {why} Try again later.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>R-Service does not tell this program who uses the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Whether the old token works has not been checked.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works} (checked {ago}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>(checked {ago})</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Both tokens work {when}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Neither token works {when}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works}, the new one {new_works} {when}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Not shared from this computer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared with {whom} on {day}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: not confirmed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>you</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: confirmed by {by} on {confirmed_on}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: hand over the new token with Share securely…, then ask whether it is entered there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: ask whether the new token is entered there, then choose Mark as confirmed….</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>No longer works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <location filename="../../app/domain/history.py"></location>
   <source>Switch confirmed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Switch not confirmed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared on {day}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>no longer works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Everything</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reveals and copies</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shares</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotations and ends</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tests and checks</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Changes of the account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Kept on this computer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Revealed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/widgets/copy_button.py"></location>
   <source>Copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Copied as header</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shared</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Share opened</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated, leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Became the old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Old token revoked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Replaced</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Corrected</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reported as leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Added</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Renamed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removal undone</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved to a file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved in from a file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tested</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Token checked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>done</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>stopped</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>failed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>ready</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>usable</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>blocked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>unknown</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>refused</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the keyring was not open</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the token could not be read</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>another window was writing</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>this computer's records could not be used</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the disk was full</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the file could not be written</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not answer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not do it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the session had ended</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>not an owner of the account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>somebody else had rotated it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>an old token was still valid</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the answer had not arrived yet</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service could not read it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>too little memory</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the passphrase was too weak</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>it could not be encrypted</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Failed: {reason}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Keep the one here</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Replace it with the one from the file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add it under another name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This file opens, and it does not hold the accounts of another computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Nothing on this computer has changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This is a share of one account, not a file with the accounts of another computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote. To look into a share, choose Open a share….</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>A newer SCIM Connection wrote this file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This older one would not understand all of it, so nothing was taken from it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Update SCIM Connection on this computer, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>There is no account here that could be moved.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Only accounts that you added yourself are moved: pretend ones stay where they are.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add an account first, or open this on the computer that has your accounts.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was opened, and nothing on this computer has changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be read.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Check that it is still there and that you may read it, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This is not an encrypted file of SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Save the file that you were sent once more, without a preview of it, then choose that one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file was made by a newer program, in a form that this one does not know.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened, since it could be misunderstood.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Update SCIM Connection, then open the file again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>There is no share of SCIM Connection inside this file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It opened, but holds something else, which is not shown.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent as a share.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>A part of this share is missing.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection makes no such shares, so nothing of it is used.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and ask for a new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This share cannot be kept as a connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it for a share of a real account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to somebody's key, not with a passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Only that key opens it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open it with the identity file that holds the key, or ask for a file with a passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked with a passphrase, not to a key.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>No identity file opens it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever wrote the file for the passphrase, and open it with that.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is damaged: a part of it is missing or was changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Copy it again from where it came, or have it written again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This passphrase does not open the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask for it again, word by word, and whether it belongs to this very file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to another key than the one in your identity file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or send your public key and have the file written again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This identity file holds no private key that SCIM Connection can use.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It takes age identities (AGE-SECRET-KEY-1…) and SSH keys of the kinds ed25519 and RSA.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or open the file with the age command.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The key in this identity file is protected by a passphrase of its own.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection does not ask for passphrases of keys.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open the file in a terminal with age, which does: age --decrypt --identity KEYFILE FILE</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening this file would take more memory than is reasonable.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection writes no such file, so it was not opened.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and have it written again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is far larger than any that SCIM Connection writes.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be decrypted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Your computer does not have enough free memory to open the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening it takes up to two gigabytes for a few seconds. Nothing on this computer has changed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked so weakly that its passphrase could be guessed in no time.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened: SCIM Connection makes no such files.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it to make a new share with SCIM Connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>usable, with something to look at first</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>not proven to work</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>a warning</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>an error</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>for your information</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It was {verdict_then} then; it is {verdict_now} now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, either.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, either.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>another client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>any client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>The test was for {client_then} then, and is for {client_now} now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>New: {message}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Found now, and not looked at then: {message}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>This is {kind_now} now, and was {kind_then}: {message}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>No longer found: {message}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Not looked at this time: {message}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: {check} took {time_now}, and {time_then} then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: the whole test took {time_now}, and {time_then} then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/past_run.py"></location>
   <source>{n} more checks are slower.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>{number} s</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>{number} ms</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is no endpoint and no token in what you copied. Copy both in R-Service, under Settings console › Apps › SCIM, then choose Paste both again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The clipboard is empty. Copy the endpoint or the token in R-Service first, then choose Paste both again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the endpoint, too, and choose Paste both again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the token, too, and choose Paste both again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Only the beginning of what you copied was looked at: it is very long.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The endpoint was pasted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {endpoints} addresses in what you copied: copy the right endpoint alone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Endpoint and token were pasted; the token is the one{ending}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The token{ending} was pasted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {tokens} tokens in it. Choose the one that R-Service shows now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is a value that could be a token, but what you copied calls it a checksum. If it is the token, copy it alone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>What you copied calls it an old token: make sure that R-Service still shows it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The old token{ending} was left out.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>It is written in capital letters, which R-Service's tokens are not: check it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>, ending in {last_four},</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} days ago</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} hours ago</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} minutes ago</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>just now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{seconds} s</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{minutes} min {seconds} s</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>You do not know when it was last rotated.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated today.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated yesterday.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated {days} days ago.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} No provisioning client has used it yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} Last used {ago} by {caller}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>This share is an exercise: its account is a pretend one, on the sender's computer. Do not enter it in a provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>An exercise cannot be kept: its account is there on the sender's computer alone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>That is what the file says. Anybody can write such a file, and nobody has checked it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Call the sender on a number that you know already, not one from the message, and have the host name above read to you. Whoever chose it receives everything that your provisioning client sends there: the names and mail addresses of everybody in your directory.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source> for “{for_whom}”</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The share{whom} does not say who made it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>“{made_by}” says to have made this share{whom}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says that it was made on {moment}, which is still to come: one of the two clocks is wrong.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Made {ago}, on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>{host} means the computer that it is used on: a provisioning client in the cloud cannot reach the sender's R-Service by it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address begins with http://. A token that is sent there can be read on the way: do not enter it, and ask for an address with https://.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address {host} is one of a company's own network: a provisioning client in the cloud does not reach it, and R-Service has no such address.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address is a number, {host}, and no name: nobody can tell by it whose computer that is.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The host name has letters that are not from A to Z. It may be made to look like another one on the screen of your browser.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Its fields for the provisioning client's console name another host than its endpoint ({hosts}). SCIM Connection does not use them. Ask the sender why before you enter anything.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says {badge}, and {host_shown} looks like the host of a {other} account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It is so old that the token may have been rotated since. Test it, or ask for a new share, first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>The users' own addresses name the hosts {hosts}.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users} and {groups}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {groups}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>Check that this is the account that you mean.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} users</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} groups</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection does not work from this computer: {why}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client cannot use this connection: {why}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{client} cannot use this connection: {why}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>You stopped the test before it was over.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The service asked to slow down, so the test could not be finished.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The test could not prove that this connection works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection works, but look at this first: {what}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Nothing that was found keeps {client} from using this connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection works from this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection does what {client} needs.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for a provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for {client}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer, for practice. A provisioning client in the cloud connects from its own network and cannot reach this address. What to enter, below, shows how it looks: with your real service, its own values stand there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client in the cloud</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network, and cannot reach this private address unless it runs inside yours: use a public endpoint otherwise.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network: run its own connection test after you have entered the values.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{value} as {label}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>the token as {label}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>In {client}, enter {values}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Enter {url} as the base URL in your provisioning client, with the same token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>if it adds {added} itself, enter {url}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Some clients add a part themselves: {parts}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>The file holds the SCIM endpoint and the token, locked with the passphrase: whoever has both can use the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>It does not expire by itself: rotating the token ends it, once the old token has ended too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Mail filters often stop HTML files: then send a link from OneDrive or Teams. Previews do not open the page; the administrator has to save it first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Whoever could swap the file on its way could catch the passphrase: the next page shows its SHA-256, which you can compare by phone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Your administrator opens it with the free program age (age --decrypt) and the passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>A secret tool of your company is a good way, too: send the message below, which holds no secret, and put into the tool what Copy SCIM access token gives you on the tab SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>There is no account of this name or id on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Nothing was shared.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use a name as scim-connection status prints it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Several accounts have this name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Sharing the wrong one would send people to the wrong place, so nothing was shared.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use the id of the one that you mean.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>This recipient's key is not one that a share can be encrypted to.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>It takes public keys of age (age1…) and of SSH (ssh-ed25519 …, ssh-rsa …). Nothing was written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Ask the recipient for such a key, or share with a passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Not seen in use</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Still in use</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Perhaps still in use</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched a short while ago</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service has not said yet who uses it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Not known</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service last said {ago} who uses it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one was last used {ago}. Wait until it has not been used for {days}, then revoke it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}: you can revoke it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client that still uses it stops now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>It stops now, until the new token is entered there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>They stop now, until the new token is entered there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever still uses it stops now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one, but the old one was last used {ago}. Another client of the same name may still use it, and would stop now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever was given it and has not used it yet needs the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Have the new token entered there before you revoke the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Ask before you revoke the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>So do {n} more clients.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses both tokens (the old one {ago}): the new one may have been tried there and not saved, or two clients share that name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} still uses the old token ({ago}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} used the old token {ago}, and no token since. It may run rarely, or be switched off.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>The same is true of {n} more clients.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>More clients used the old token than R-Service tells apart; the last of the rest did so {ago}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Those that it tells apart now use the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{n} {of_the_clients} seen on it in the last 30 days now use the new one.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>of the {n} clients</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses the new one: you can revoke the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Share the new token, then revoke the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has been seen using it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has used it in the last 30 days (the last did {ago}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client had been seen using it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client had last used it {ago}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/text.py"></location>
   <source>{before} and {last}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/token_text.py"></location>
   <source>the word Bearer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/tokens.py"></location>
   <source>Bearer {text}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/tokens.py"></location>
   <source>&lt;AccessToken hidden&gt;</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” has not been tested from this computer yet. Test that one first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source> Look at that before you hand out this one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” was last tested on {when}: {verdict_words}.{advice}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>settings page</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose QA or Production: which of your accounts is this?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Give the account a name by which you know it, such as your company's.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose a shorter name: at most {longest_name} characters.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like a token. Enter it below, and give the account a name here.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This name has characters that cannot be shown. Type it again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM endpoint from R-Service, under Settings console › Apps › SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like the token. It belongs in the field Access token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not a web address. The SCIM endpoint looks like https://api.r-service.tech/scim/v2.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token that is sent to an address with http:// can be read on the way. Enter the one with https://.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM access token from R-Service, under Settings console › Apps › SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is too long for a token, which has at most {longest_token} characters.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token has no blanks and no letters with accents. Copy it again, and nothing beside it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is a web address. It belongs in the field Endpoint.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not an address that can be opened safely. Copy it from your browser; it begins with https://.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>There is a token in this address. Leave that part out.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>You chose {word}, and {host} looks like the host of a {other} account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have 64 characters, and this one has {length}: a part may be missing, or something else stands beside it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have the digits 0 to 9 and the letters a to f alone, in small letters; this one has others.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that does not say its name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that calls itself “{name}”</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>The key in this identity file is of a kind that only the age command can use.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>This is a public key: it encrypts, and opens nothing.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/moved_payload.py"></location>
   <source>an account without a name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>not strong enough</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>strong</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very weak</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>weak</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a name that goes with this account, which is the first thing that anybody would try.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is, or is close to, a password that many people use.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is made of too few words.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It follows the keys of a keyboard.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It repeats itself.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It counts or follows the alphabet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a year, which is soon tried.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a date, which is soon tried.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is too short.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Choose Suggest a passphrase, or type at least five words that have nothing to do with each other.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very strong</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>There is no passphrase yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>too long</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It has more than {longest} characters.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type a shorter one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>cannot be typed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a character that cannot be seen or typed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type it again by hand, on one line.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/payload.py"></location>
   <source>This is an exercise: the account is a pretend one on the sender's computer. Do not enter it in a real client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>word on whether it is an exercise</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>recipient</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>sender</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>end of the old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>date to warn after</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>The {what} in this share is missing, or is not one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM endpoint</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM access token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account's name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>environment</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>provisioning client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>list of fields</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>This is a private key: it opens shares, and is for nobody but its owner.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Other users of this computer may have seen it among the arguments. Nothing was written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Give its public key (age1…) instead, and make a new pair of keys.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/sealing.py"></location>
   <source>Encrypting the share took too long and was stopped.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/unsealing.py"></location>
   <source>Decrypting the file took too long and was stopped.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/web_reader.py"></location>
   <source>Opening this file would take many minutes.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another folder.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The folder that you chose is not there any more.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>There is a folder of this name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>This file name is too long, or not one that your system takes.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The disk that you chose can only be read.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is empty</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it holds far too many values</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is not UTF-8 text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is nested too deeply</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it cannot be read as JSON</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked: what came before it has to work first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked here: the company proxy looks the name up.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not made here: the company proxy connects to the server.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>This did not work.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It can be tested as it stands.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It cannot be tested.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The address is {address}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{address} answers.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{protocol}, and the certificate is trusted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not encrypted: the endpoint begins with http://.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{url} opens the way to the server.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The server took no further connection for this request.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>There was no answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Refused, as it should be (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not clearly refused (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}; this is not needed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>An empty list, as it should be.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with a list.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not served here (status {status}); this is not needed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/client_requests.py"></location>
   <source>Test request of {client}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>You stopped the test: what is shown was seen until then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Run the test again to see the rest.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>There is no SCIM service at this endpoint, nor where it usually is on this server.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings, with its whole path.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered does not serve SCIM, but {url} does.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered gave no answer, but {url} serves SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered answered with status {status}, but {url} serves SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Enter {url} in your provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users without any token: anybody can read them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users with a made-up token: anybody can read them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users without any token: anybody can read them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users with a made-up token: anybody can read them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token: it says that it wants a user name and a password.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it is right, ask whoever runs the service for an endpoint that takes a bearer token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it was rotated, use the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>A firewall or gateway in front of the service keeps you out.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service knows the token, but does not let it see the users.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to let this computer's and the provisioning client's addresses in.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to switch SCIM on and to give the token the right to manage users.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Do not connect a provisioning client; tell whoever runs the service at once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service refuses requests in words of its own, not as a SCIM error message.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>You need not do anything: provisioning clients understand the refusal all the same.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token still works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Enter the new token in every provisioning client before the old one ends.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token does not work any more.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Check that every provisioning client has the new token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>an underscore</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>This run could not prove that the connection works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it asks for is not known here.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it needs was answered.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it. Test for this client to try its own request as well.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What its connection test asks for was answered as it needs it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The endpoint holds {character}, which {names} does not take in a base URL.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service for another host name or path if you use that client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service to answer this request of {client}; show them this report.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with gets no answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with is not answered as it needs (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, gets no answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, is not answered as it needs (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server took the request, but did not answer it completely in time.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again; if it stays slow, ask whoever runs the service to look into it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server's answer is larger than 1 MiB, far more than one page of users needs.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and ask whoever runs the service whether it honours page sizes.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>What the server sent is not a proper web answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service what stands in front of it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Wait a while, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service failed with an error of its own (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again in a few minutes; if it stays so, ask whoever runs the service to look at its logs.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another address of its own; provisioning clients do not follow.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service for the exact SCIM endpoint, and enter that.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another server. That was not followed, and your token was not sent there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to {server}. That was not followed, and your token was not sent there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one and not that of a web page where people sign in.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with a web page where SCIM data was expected.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Enter the SCIM endpoint, not the address that you open in a browser: it often ends in /scim/v2.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service's answer is not the JSON data that SCIM uses: {problem}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and show this report to whoever runs the service.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with JSON (status {status}), but not with a SCIM list of users.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service does not label its answers as SCIM or JSON; some provisioning clients refuse them.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service to send the content type application/scim+json.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again in {n} seconds.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again after {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server was found, but nothing listens at this port: it refused the connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service whether it is up.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server did not answer while connecting: a firewall may drop the connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check that this computer may reach the service, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection before it answered.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service whether a firewall or an address list keeps you out, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>There is no way from this computer to the server's address.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, or the VPN that the service needs, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server does not speak an encrypted protocol at this port.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port; the encrypted one is usually 443. Where the service runs on this computer, put http:// before the endpoint.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server speaks only outdated versions of encryption: TLS 1.2 or later is needed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to switch on TLS 1.2 and TLS 1.3.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server and this computer could not agree on an encrypted connection.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings for the endpoint's host name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection while encryption was being set up.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings, and whether a firewall keeps you out.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server asks for a client certificate, which provisioning clients with a token do not have.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for an endpoint that needs the token alone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up just now: the name service did not answer properly.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again in a few minutes.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up in time: the name service does not answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>No server of this name is known from this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name for a slip, and whether this computer is online; if it is an internal name, connect to your company's network first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint is this computer itself: good for practice, out of reach for a client in the cloud.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use the endpoint of your real service when you set up a client in the cloud.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint has a private address: a provisioning client in the cloud cannot reach it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use a public endpoint, or a provisioning client (or its agent) that runs inside your network.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server took the connection, but did not go on to encrypt it in time.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not trusted by this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority, with its whole chain.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not valid yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate has expired.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it; check this computer's clock, too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate was issued for another host name.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name; if it is right, ask whoever runs the service for a certificate with it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is self-signed: no authority vouches for it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server sent only its own certificate: the one that connects it to a known authority is missing, or its issuer is a private one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install the whole chain, its own certificate first.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate leads to an authority that this computer does not know.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for a certificate of a public authority; if the authority is your company's, name its certificate with --ca-file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate ends in {n} days.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it before then.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask your network's administrator which it is, and test again from a network without such a proxy.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy opens the connection and can read the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy ({proxy}) opens the connection and can read the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to allow this host and port, or to have it left out of the proxy (NO_PROXY).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the proxy's address with your network's administrator, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>What is set as company proxy on this computer cannot be read as the address of a proxy, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set it as http://host:port (in HTTPS_PROXY, or in this computer's proxy settings), then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is of a kind (SOCKS) that this test cannot go through, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for an HTTP proxy, set HTTPS_PROXY to it, and run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is not known by that name from this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refused the connection: nothing listens at that port.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} took the connection, but closed it without an answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} shows a certificate that this computer does not trust, so nothing was sent to it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to have this computer trust the proxy's certificate, or name the certificate's authority with --ca-file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not speak an encrypted protocol, though its address begins with https://.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If the proxy takes unencrypted connections, set its address with http:// (your token is encrypted all the same), then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a user name and a password, and none are set on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set HTTPS_PROXY to http://user:password@host:port with your own values, then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refuses the user name and the password that are set on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Correct them in HTTPS_PROXY (special characters percent-encoded), then run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a kind of sign-in, such as Windows', that this test does not know.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for a proxy that takes a user name and a password, or to let this computer through without.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The requests go through the company proxy {url}, which {named_by} names.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Nothing is to be done about it: a provisioning client in the cloud does not go through this proxy.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy {url}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not agree on encryption.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not take the user name and the password that are set for it, or wants some (status 401).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not reach the server (status {status}): the host name may be wrong, or the server is down.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the endpoint's host and port; if they are right, ask your network's administrator whether the proxy may reach it, or whether it should be left out (NO_PROXY).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer as a proxy does: something else listens there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered itself instead.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered with status {status}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the test connected directly.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the proxy {url} was used, which {named_by} names.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If that is not the way out of your network, ask its administrator for the proxy's address, set HTTPS_PROXY to it, and run the test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service answers 'not found' instead of an empty list.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to answer such a search with an empty list; some clients accept it as it is.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service refuses to search for a user by user name (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service returns users: it ignores the search.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Do not connect a provisioning client, which would change the wrong users; ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service answers for groups, but not with a SCIM list.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service manages users, but no groups (status {status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Switch the provisioning of groups off in your provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for one user, the service returns more: it does not honour the size of a page.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for the second page of users, the service does not return it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to honour startIndex and count; a client that reads all users may miss some.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service does not describe itself in full: {missing} cannot be read.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>You need not do anything unless your provisioning client asks for it: most do not.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service says that it cannot change parts of a user (PATCH).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Check that your provisioning client can send whole users instead (PUT).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Endpoint and token look exchanged: enter the web address as endpoint, and the token as token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings: it begins with https:// and holds no user name or password.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint was tested without something that does not belong to it: {what}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client as this report shows it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint did not say how to connect, so https:// was put before it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client with https:// at its beginning.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint begins with http://, which would send the token unencrypted, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint with https:// at its beginning.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token was tested without something that does not belong to it: {what}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again without it before you enter it in your provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>There is no token to test with.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM access token from your service's settings and enter it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token is longer than {longest} characters, the most that is tested with, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token alone from your service's settings, and enter it again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that no token can have, such as a blank, a line end or an accented letter, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again, in one piece and nothing around it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that tokens rarely have.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Compare it with the one in your service's settings if it is refused.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has 64 characters, not all of them hexadecimal digits.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has {number} characters.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the whole SCIM access token again from R-Service's settings, and nothing else.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Endpoint as you entered it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Token as you entered it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Company proxy</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Server name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Connection to the server</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Encryption and certificate</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users without a token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with a made-up token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with the old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>A user that does not exist</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>The second page of users</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of resource types</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of schemas</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at the host alone</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at the host alone</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at the host alone</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at {path}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at {path}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at {path}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy settings</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy script</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer connects directly.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the endpoint is this computer itself.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable NO_PROXY names this host.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable {variable} is empty.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>the environment variable {variable}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy script says to connect directly.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy settings except this host.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/redact.py"></location>
   <source>[hidden: it held part of a token]</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint cannot be read as a web address, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint is not encrypted (it begins with http), so the token was not sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The token holds characters that no token can have, so nothing was sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>It took too long to reach the service.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service answers a made-up token as well, so nothing can be learned of yours. Ask its provider.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The name of the service's server was not found.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service's server cannot be reached.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>No trusted encrypted connection to the service could be made, so the token was not sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>Your company's proxy did not let the connection through.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service did not answer as a SCIM service does.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service took too long to answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service, or a firewall in front of it, forbids the request (403).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service asks for a pause, because it was asked too often (429).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service has a fault at the moment ({status}).</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service leads elsewhere, and the token is sent to nobody else.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>A web page came back, and no SCIM answer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/tester/wire.py"></location>
   <source>it is a web page</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/doing.py"></location>
   <source>Leave this field first: these keys would copy or show the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>The program</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>Open the menu</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;View</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Add an account…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Open a share…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Search accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show this a&amp;ccount</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Edit account…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;place token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add another &amp;like this</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Remove account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Test all</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Move to another computer…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy SCIM &amp;endpoint</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Copy SCIM access token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy as Authorization &amp;header</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Show or hide token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Share sec&amp;urely…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Read out the &amp;passphrase…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Rotate SCIM token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;voke old token now…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add to ca&amp;lendar…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Which token is this?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Run or stop test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Save what is shown…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show set-&amp;up steps</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;SCIM</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Connection &amp;tester</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Client setup</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;History</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Received share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Preferences</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help for what is shown</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;What is SCIM?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Keyboard shortcuts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;About SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Diagnostics…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Quit</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>This copy of SCIM Connection has no list of licences, because it runs from its source text: python3 packaging/dev.py licences writes one. Each package that lies in .venv has its own licence beside it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <source>About SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>SCIM Connection {version}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Hands R-Service's SCIM endpoint and token to a provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Diagnostics…</source>
   <translation type="unfinished"></translation>
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
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Your data lies in {folder}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open data folder</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open folder</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Search licences</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences of what it is made of</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Qt and PySide6 are used under the LGPL, version 3. Their source text: {qt} and {pyside}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Not found</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>I do not know</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>On this day:</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Today</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Account name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Endpoint</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Settings page address</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Optional. The page in R-Service that shows the token: it is opened for you later.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Environment</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Rotated on</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Last rotated</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>R-Service asks you to rotate within a year of it. If you do not know the day, you are reminded in 30 days.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>In R-Service, open Settings console › Apps › SCIM: only an account owner sees it. Copy the SCIM endpoint there and choose Paste both here, then the same with the SCIM access token. Or copy both at once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Kept on this computer only: the token in a vault that your system keyring locks. Nothing is sent anywhere now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Your system keyring cannot be used, so this account is kept until you close SCIM Connection, and no longer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Add an account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Access token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Save account</source>
   <translation type="unfinished"></translation>
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
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Paste both</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use the one ending in {ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use number {number}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/awaited.py"></location>
   <location filename="../../app/ui/dialogs/help_window.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <location filename="../../app/ui/window/header.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Help</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Versions and counts for somebody who helps you. No token, no name, no address and no path is in it: read it before you send it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Looking…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Copy diagnostics</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>None</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Edit account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Save changes</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>The token stays as it is. These are kept on this computer only.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Twin account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your QA account of the same kind: before you hand out this one, it is said whether that was tested.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your production account of the same kind: before that goes out, it is said whether this was tested.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotate SCIM token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is not…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>I did not press Rotate</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>I have pressed Rotate</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Check the new token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Paste another token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Use it all the same</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Finish</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Go on later</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Planned rotation</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This token has leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Step {number} of {steps}: {name}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden, ends in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Done</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>To come</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>to come</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark switch as confirmed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Who confirmed it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>You</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Confirmed on</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>R-Service does not tell this program who uses a token. Mark it once the administrator has said, or you have seen, that the new token is saved in the provisioning client and its own test has succeeded.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark as confirmed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Move to another computer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that has your accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write every account that you added, with its tokens and their dates, to one file that a passphrase locks. Nothing is removed here.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>There is no account here that you added yourself, so there is nothing to write.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write a file…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that gets them</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read the file with its passphrase. You see what is in it before anything is added, and nothing that is here is replaced unless you say so.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read a file…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>The history and the pretend accounts stay where they are.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>{accounts} will be in the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Whoever has the file and the passphrase can use all of their tokens: choose the passphrase well, and delete the file once the other computer has read it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Save file…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting. This takes a few seconds.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Stop</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Passphrase to write down</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>1  Write the passphrase down: it is shown here once, and nothing else opens the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>2  Take the file to the other computer. There choose Accounts, then Move to another computer…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>3  Delete the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Everything in this file is here already, so nothing is left to do. Delete the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/widgets/said_line.py"></location>
   <source>Working</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Open file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Type the passphrase that was shown when the file was written.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Passphrase of the file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Accounts in the file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Host</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What stands here</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Take them in</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do with {account_name} ({badge})</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open a share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>A share is an encrypted file that somebody sent you: a web page (.html) or an age file (.age). Choose it, drop it here, or copy the text from -----BEGIN AGE ENCRYPTED FILE----- on out of a mail and paste it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>No file chosen yet</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose a file…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Paste its text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Share passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Show passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Ask the sender for it by phone. Capitals, and blanks in place of hyphens, make no difference.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose identity file…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>This share is locked to a key of yours, not with a passphrase. The identity file holds the private key: one that age made, or an SSH key.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Identity file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Read out the passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Passphrase to read out</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>This computer forgets it on {until}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Forget it now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Replace token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Check and keep it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Continue</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Keep it all the same</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here becomes the old token and is counted down. Choose Continue, then paste the new one: it is checked before it is used.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here is forgotten, and this one takes its place. Its dates stay.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>This computer cannot read the token of this account any more. Copy the SCIM access token that R-Service shows now, and paste it here.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>R-Service rotated it (the old one lives on)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>I mistyped it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>, ending in {token_ending},</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source> The old token that is still valid ends too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} ends at once.{also}
Provisioning stops until the new token is entered in your provisioning client: have its administrator ready before you choose Rotate now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} becomes the old token and keeps working until {old_works_until}.
Share the new one with the administrator of your provisioning client in that time.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>, ending in {ending},</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>The old token{named} stops working at once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This cannot be undone.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_file.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>All files (*)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Web page (*.html)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>age file (*.age)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <source>Save share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Share securely</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>What this share can and cannot do</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy a message for a secret tool</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy message for a secret tool</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Save share…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For whom</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Jane Doe, Contoso</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The person who will open the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The file names the fields as its console does.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Web page for any browser</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>age file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Kind of file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Suggest a passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Keep the passphrase on this computer for 7 days</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Share ready</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>It is shown here once: copy it, or write it down, before you close.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message to send with the file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>1  Send the file with this message, by mail or chat.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>2  Read the passphrase out by phone, or send it another way than the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <location filename="../../app/ui/widgets/calendar_button.py"></location>
   <source>Add to calendar…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>3  Have your calendar remind you of this token's dates.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Details</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy SHA-256</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Whoever compares it by phone knows that nobody has swapped the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>From whom</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>You, as the recipient knows you.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Also of the message to copy.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Language of the page</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Which token is this?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste a text that you found, in a chat or a log for instance. You learn whether it is a token of an account on this computer. The text stays in this window: it is neither kept nor sent.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Found text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste found text</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Find out</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add an account…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Open a share…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Move to another computer…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Open account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Edit account…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add another like this</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Remove account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all progress</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>What needs you first stands first. Choose an account, then what to do with it below the table.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>You have no account here yet. Add yours, or choose SCIM on the left to see what else you can do.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Stop testing</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>{heading}: {words}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Token’s age</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last shared with</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Next step</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Blocked, just now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with a made-up token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>without a token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Shape of the answer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as curl</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as PowerShell</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>The line asks for the token when it runs.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>There was no answer to it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}, {media_type}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Of its body, names and kinds of values alone are kept:</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Paste the new token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on with the new token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>If you did, R-Service shows a new token, and the one below is now the old one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token{named} is kept here, and not used yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Until you go on, the token below is the one from before the rotation.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on once more to finish the rotation.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token is used already.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Copy request to support</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Check now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source> that ends in {ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The token{named} has leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Nothing is left to do for it. Make sure that your provisioning client has the new token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>R-Service publishes no way to end a token at once. Ask its support to end it, and check here whether it still works. Hand the new token over to your provisioning client now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Checking…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing has been done with this account's tokens on this computer yet. What you reveal, copy, share, rotate or test is listed here from now on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing of this kind was done in the last 400 days. Choose Everything to see the rest.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Without a keyring no history is kept: what you do now is forgotten when you close the window. The notice above says how to change that.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Export history…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Result</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>Token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>What</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>When</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token has ended</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token still works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token should have ended</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Old token time left</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Revoke old token now…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Mark as confirmed…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Take back the confirmation</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Valid until {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Not entered yet</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Received share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Close this share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Its token leaves this window and the clipboard.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Check this before you enter anything</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM endpoint</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Show token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM access token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as Authorization header</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as header</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Keep 5 more minutes</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <source>Test this connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Show set-up steps</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep it as a connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Connection name</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep as a connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Answer the sender</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Entered in</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Copy a reply</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hides in {span}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Some clients add /scim or /scim/v2 themselves. The connection tester tells you which form to enter.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Share securely…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Waiting for R-Service…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotating…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Documented by the vendor</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others, not documented by the vendor</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service follows the vendor's own documentation.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service is known from others. Trust its own connection test more than ours.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service could not be found out. Its own connection test has the last word.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Set up the first time</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Replace the token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Messages you may see</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>How sure this is</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Where it is documented</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Use the account's values</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Save as a page…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Without the token: to print, or to send on.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Saved</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Provisioning clients</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Welcome to SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Hand R-Service's SCIM endpoint and token to the administrator of your provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Add my R-Service account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You own an R-Service account: enter its SCIM endpoint and token once, and test, share and rotate from here. They are kept on this computer only.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Open a share I received</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Somebody sent you an encrypted file with a SCIM endpoint and a token: open it here with its passphrase. You can also drop the file on this window.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Test a connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You have an endpoint and a token: find out whether they work before you type them into your provisioning client. Nothing is changed and nothing is kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Practise with a pretend account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>See the SCIM screen with an account that lives on this computer alone. Copy, share and rotate as often as you like.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Any client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Endpoint to test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Token to test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Run test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Provisioning client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Stop test</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Base URLs</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <source>Choose a check to see what was asked and how it was answered.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Checks</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Clients</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Passed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Warning</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Failed</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Skipped</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Groups</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Users</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Check</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Detail</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Duration</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Client</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>How sure</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Ready</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>What that means</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use this one</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Works too</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>No</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Not tested</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Documented</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Reported</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Unknown</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Yes</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Test progress</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Save report…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Compared with the test of</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>running</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing… {title}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>The folder could not be opened. Open it with your file manager: its path stands above.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>Diagnostics copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Usable</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Blocked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Not tested since it was rotated</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Somebody</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>There is no account with a token to test.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{number} {verdict}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{done} of {total} tested</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}. You stopped the test.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>on this computer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>until you close SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>“{account_name}” is kept {where}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>Tested {done} of {total}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Let me change it</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Save it as it is</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>The clipboard was emptied of it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>It is still in the clipboard: copy something else.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>The token ending in {last_four} was pasted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>Is that right?</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>“{account_name}” ({badge}) has this very token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Save dates for your calendar</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>iCalendar file (*.ics)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Calendar file saved</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Saved as {target_name}. Open it, or import it in Outlook or Google Calendar.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <source>Copy gives Bearer and the token together.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The Authorization header</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/secrets/clipboard.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>The token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>From now on the token is sent to {now} instead of {before}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Trying the new token and the old one…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The new token, ending in {last_four}, is kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The token is kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Your browser could not be opened. Open R-Service's settings there yourself.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>Nothing was rotated. Everything is as it was.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The token was replaced.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The new token is the present one now. The old one is counted down.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is marked as confirmed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is not confirmed any more.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Comma-separated values (*.csv)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Export history</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>{n} lines were written to {target}. No token is in the file.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History exported</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It is kept on this computer only: the token in a vault that your system keyring locks.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Your system keyring cannot be used, so it is kept until you close SCIM Connection, and no longer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It becomes an account of this program, marked {badge} as the share says. {place}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Kept as “{name}” ({badge}). {place}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Read a file of another computer</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>One account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>{number} accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Very strong: six words that were drawn at random.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>{strength}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Save file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Stopped. Choose Save file… to try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Not in the file, because this computer cannot read the token: {names}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>{n} accounts</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>The file is written. It holds {holds}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>File written</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The passphrase</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Passphrase copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Stopped.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Opening. This takes a few seconds.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file is open</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Taking them in.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file holds {holds}. It was written on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Not usable in it: {accounts}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>New: it will be added.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here already, with the same token: it is left as it is.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here, and this computer cannot read its token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {here_ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>, rotated {moment}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token. The file also has a new one, which waits to be used.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token, and another endpoint or old token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with another token{here}. The file has one{theirs}{rotated}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were added.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were replaced.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were left as they were.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{each_name} was not taken in. {sentences}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>You stopped before the others were taken in.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Read the file again to take in what is missing.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Delete the file now. Tokens in it can be used by whoever has it and the passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Nothing was taken in.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is nothing to paste: the clipboard holds no text.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the SCIM access token in R-Service, then choose Paste.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is more than one token in what you pasted.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the token that R-Service shows now, and nothing else, then paste again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Time is over</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> R-Service has not said yet that it works no more.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>It ended on {moment}. Only the new token works now: share it with whoever still needs it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token no longer works</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token's 30 days are over</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Its 30 days ended on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> Its last four digits are {last_four}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>R-Service does not accept it any more. It was to work until {moment}.{ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Valid until {moment}.{ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Shares (*.html *.htm *.age *.txt)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{shares};;All files (*)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>There is no text in the clipboard. Copy the share's text in your mail program, then paste it again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>What you copied is no share. Copy all of it, from the line -----BEGIN AGE ENCRYPTED FILE----- to the line -----END AGE ENCRYPTED FILE-----, then paste it again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose a share</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (a web page)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (an age file)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>The text that you pasted</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose an identity file</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Stopped. Nothing was opened. Choose Open share to try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/own_tool.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Message copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase of this share is not kept any more: it is forgotten after 7 days. Share the token again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>Read out the passphrase…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> for {with_whom}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> of {moment}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>It opens the share{whom}{made}. Read it out by phone, to somebody whose voice you know.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase is forgotten.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>ended on</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>works until</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>The token before this one {lives} {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Made for {client_name}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Share opened: {account_name}, {badge}, {host}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Token hidden</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM endpoint copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM access token copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Authorization header copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} other accounts need you: {listed}.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} accounts need you: {listed}.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{view_name}” ({badge}) was removed.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{account_name}” could not be put back yet: try Undo again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{name}” is back.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>The token{ending} was pasted. {clipboard}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>Trying the token…</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The token was rotated. The new one is shown.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The old token has ended.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>{cannot_tell} A client that still uses it stops now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>An old token is still valid until {moment}. It ends at once.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>To print it, open it in your browser. It holds no token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>your own choice</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Save as a page</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Page saved</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>, ending in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Bearer, a blank and the token{ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>the token{ending}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>not known here</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The old token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source> with {with_whom}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Last shared{whom} on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>You have not shared this token from this computer yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>A rotation that was interrupted is finished. The new token is shown.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production. QA has its own.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA. Production has its own.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>For exercise: no provisioning client in the cloud can reach the R-Service on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Enter them once you have called the sender, as the page Received share says.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production, as the share says. {called}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA, as the share says. {called}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>An exercise: do not enter them in a provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Before you copy them, make sure whether they are for QA or for production.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Run the connection tester first, then choose Show set-up steps.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>No values yet</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>They are not known: the tab SCIM says why.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The token is not known yet: the tab SCIM says why.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Which URL this client wants is not known yet. {run_test}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of {account_name}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of the share of {given_name}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>, of {name}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The values that you tested</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>{label} copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found no URL for this client. Do what the connection tester says first, then test again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found what stops this client. {reason}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Type a passphrase, or choose Suggest a passphrase.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Stopped. No file was written. Choose Save share… to try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It could not be kept on this computer. {happened} {once}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It is kept on this computer until {day}: choose Read out the passphrase… on the tab SCIM.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were not tested yet: run the Connection tester before you send the file.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were tested on {moment}: {word}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> for {for_whom}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> It is an exercise: it holds a pretend account.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The share{whom} is written.{exercise}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>SHA-256 copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>R-Service does not accept this token any more. Replace it first, then share the new one.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>A rotation was left in the middle: finish it first. Else you share the token from before it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>These values were not tested on this computer yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Tested on {moment}: {verdict}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Reply copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token, ending in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The test only reads. Leave the token empty to test with this account's own.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token, ending in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>These are the values of the share that you opened. The test only reads. To go back, choose Received share on the left.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token is sent to its own address alone. Type the token for this other address.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Paste the token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter endpoint and token, then choose Run test. It only reads, and what you type is not kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter the endpoint that you want to test.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Verdict: {verdict}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as curl</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as PowerShell</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Save report</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Web page (*.html);;JSON (*.json)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Report saved</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/token_checks.py"></location>
   <source>Request to R-Service's support copied</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The token that you found</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the present token of {account}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}, and it still works.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}. It has ended.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an earlier token of {account}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>an account that is not on this computer any more</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It works until {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It ended on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>With whom it was shared is not known: without a keyring no history is kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was not shared from this computer in the last 400 days.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared{whom} on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared {n} more times before.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was revoked on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was removed from this computer on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was rotated away on {moment}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>choose Rotate SCIM token, then This token has leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>rotate it as leaked</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, it has leaked: open this account, and {leaked}. Then delete it where you found it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>open this account and choose Revoke old token now… once every client has the new one</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>ask R-Service's support to end it, once every client has the new one</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, {how}. Then delete it where you found it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>An old token works for 30 days after it was rotated away, and no longer. If that was less long ago, test it in the Connection tester; else there is nothing to do.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>There is nothing to do: nobody can use it any more. Delete it where you found it all the same.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is no token of an account on this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an address, and no token of an account on this computer is in it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It does not look like a token of R-Service either: those have 64 digits and letters from a to f.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The tokens of {many} could not be compared: this computer cannot read them now.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens of the last 400 days were compared, too.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens could not be compared: without a keyring no history is kept.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It may belong to another account or another computer. Ask there, or whoever sent it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/tray_notifier.py"></location>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>SCIM Connection</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <source>Next, test the connection. Then choose Share securely… to hand both values to the administrator of your provisioning client, and Add to calendar… so that you are reminded to rotate the token.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Bearer and the token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Your own choice</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy {label}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Not known here</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>This topic is not there in your language yet, so you see it in English.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>No topic has these words. Try one word alone, or empty the search to see every topic.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Help topics</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Search help</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>New access token</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>kept, ends in {last_four}</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/only_in_english.py"></location>
   <source>What follows is in English: it has not been translated yet.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show what is due</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Search accounts</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Type to search</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Provisioning has stopped</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>The leaked token has ended. Share the new one with the administrator of your provisioning client now: provisioning goes on once it is entered there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo</source>
   <translation type="unfinished"></translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo is offered for {n} seconds.</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>{n} seconds</source>
   <translation type="unfinished">
    <numerusform></numerusform>
    <numerusform></numerusform>
    <numerusform></numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Its token is deleted from this computer in {seconds}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/controller.py"></location>
   <source>The clipboard was cleared.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account (test only)</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account of this name. Press Escape to go back to the one in view.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Account</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>R-Service Settings</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>&amp;Menu</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Menu</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Give these two values to the administrator of your provisioning client, in a secure way.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Find out whether a connection works before anybody types it into a provisioning client.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What to enter in your provisioning client, field by field, and how to get there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What was done with this account's tokens on this computer in the last 400 days.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>SCIM</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>SCIM Connection — {account} ({environment})</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/parts.py"></location>
   <source>Client setup</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/parts.py"></location>
   <source>Connection tester</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Apps</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>This program</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Settings menu</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear the clipboard now</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>{what} stays in the clipboard for {span}.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>read from</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your disk did not give back what was written to it.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was replaced; what was kept before is still there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check your disk, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <location filename="../../app/vault/vault.py"></location>
   <source>written to</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your tokens could not be {attempt} this computer.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was half-written; what was kept before is still there.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check that {folder} is yours to read and write, then try again.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>This version of SCIM Connection cannot read its entry in your system keyring.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>The entry was changed, or a newer version wrote it. It is left as it is.</source>
   <translation type="unfinished"></translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>Update SCIM Connection, or delete the entry “{service}” if you do not need your kept tokens.</source>
   <translation type="unfinished"></translation>
  </message>
 </context>
</TS>
