<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="tr" sourcelanguage="en">
 <context>
  <name>SCIM Connection</name>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer stops again and again.</source>
   <translation>Bu bilgisayardaki R-Service tekrar tekrar duruyor.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/local_service.py"></location>
   <source>The R-Service on this computer takes too long to start.</source>
   <translation>Bu bilgisayardaki R-Service'in başlaması çok uzun sürüyor.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>This computer no longer has the key of the pretend accounts: it is gone from the system keyring.</source>
   <translation>Deneme hesaplarının anahtarı artık bu bilgisayarda değil: sistem anahtarlığından silinmiş.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Their database is kept as it is, and cannot be opened without the key.</source>
   <translation>Veritabanları olduğu gibi saklanıyor, ancak anahtar olmadan açılamaz.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/service_state.py"></location>
   <source>Restore your keyring from a backup, then choose Try again. Or start a new pretend account: the database is kept beside {folder} then.</source>
   <translation>Anahtarlığınızı bir yedekten geri yükleyin, sonra “Yeniden dene” düğmesine basın. Ya da yeni bir deneme hesabı başlatın: veritabanı bu durumda {folder} klasörünün yanında saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/accounts/settings_api.py"></location>
   <source>The answer to your rotation makes no sense to SCIM Connection.</source>
   <translation>SCIM Connection, yenileme isteğinize gelen yanıtı anlamlandıramadı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Use the id of the one that you mean: {ids}.</source>
   <translation>Kastettiğiniz hesabın kimliğini kullanın: {ids}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>The tokens of your accounts are encrypted under a key that only the keyring of your desktop holds.</source>
   <translation>Hesaplarınızın belirteçleri, yalnızca masaüstü oturumunuzun anahtarlığında bulunan bir anahtarla şifrelenmiştir.</translation>
  </message>
  <message>
   <location filename="../../app/actions/accounts_here.py"></location>
   <source>Run this command inside your desktop session, with its keyring open.</source>
   <translation>Bu komutu, masaüstü oturumunuzda ve anahtarlık açıkken çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old refused</source>
   <translation>eskisi reddedildi</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old unknown</source>
   <translation>eskisi bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>another account</source>
   <translation>başka hesap</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>old works</source>
   <translation>eskisi çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <source>This is the old token, the one from before the present one.</source>
   <translation>Bu, geçerli belirteçten önceki eski belirteç.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Nothing was changed.</source>
   <translation>Hiçbir şey değiştirilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_rotation.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token that R-Service shows now, then paste again.</source>
   <translation>R-Service'in şu anda gösterdiği SCIM erişim belirtecini kopyalayın, sonra yeniden yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works and opens the same account, and the old one still works.</source>
   <translation>Yeni belirteç çalışıyor ve aynı hesabı açıyor; eskisi de hâlâ çalışıyor.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>R-Service does not accept this token (401). It may not be whole, or be another account's or environment's. Copy it again in R-Service, then paste another.</source>
   <translation>R-Service bu belirteci kabul etmiyor (401). Eksik olabilir ya da başka bir hesaba veya ortama ait olabilir. R-Service'te yeniden kopyalayın, sonra başka belirteç yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>The new token works, but the old one does not any more: R-Service may have ended it, and clients that have it stand still. Whether both open the same account cannot be seen. Use the new one if you copied it from this account, and hand it over at once.</source>
   <translation>Yeni belirteç çalışıyor, ancak eskisi artık çalışmıyor: R-Service onu sona erdirmiş olabilir; eski belirteci kullanan istemciler durmuş durumda. İkisinin aynı hesabı açıp açmadığı anlaşılamıyor. Yeni belirteci bu hesaptan kopyaladıysanız kullanın ve hemen iletin.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work. The account has no users and no groups yet, so it cannot be told from another one. Use the new token if you copied it from this account.</source>
   <translation>Her iki belirteç de çalışıyor. Hesapta henüz kullanıcı ve grup yok; bu nedenle başka bir hesaptan ayırt edilemiyor. Yeni belirteci bu hesaptan kopyaladıysanız kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>This token works, but it seems to open another account: it shows other users and groups than the token kept here. Copy it again from this account and environment, then paste another.</source>
   <translation>Bu belirteç çalışıyor, ancak başka bir hesabı açıyor gibi görünüyor: burada saklanan belirteçten farklı kullanıcılar ve gruplar gösteriyor. Bu hesaptan ve ortamdan yeniden kopyalayın, sonra başka belirteç yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/guided_words.py"></location>
   <source>Both tokens work, so the one kept here was not mistyped. If R-Service rotated it, choose that above: the old one is then counted down.</source>
   <translation>Her iki belirteç de çalışıyor; demek ki burada saklanan yanlış girilmemiş. R-Service yenilediyse yukarıda bunu seçin: eskisi için geri sayım başlar.</translation>
  </message>
  <message>
   <location filename="../../app/actions/handover.py"></location>
   <source>taken back</source>
   <translation>geri alındı</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>present token</source>
   <translation>geçerli belirteç</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>old token</source>
   <translation>eski belirteç</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>token {fingerprint}</source>
   <translation>belirteç {fingerprint}</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>When (UTC)</source>
   <translation>Zaman (UTC)</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <source>State of the token</source>
   <translation>Belirtecin durumu</translation>
  </message>
  <message>
   <location filename="../../app/actions/history.py"></location>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>With whom</source>
   <translation>Kiminle</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>This computer cannot read the token of any account that you added.</source>
   <translation>Bu bilgisayar, eklediğiniz hesapların hiçbirinin belirtecini okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>Remove those that you no longer need.</source>
   <translation>Artık ihtiyacınız olmayanları kaldırın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/move_out.py"></location>
   <source>There are too many accounts for one file.</source>
   <translation>Tek dosya için çok fazla hesap var.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What SCIM Connection remembered on this computer was damaged. It was moved to {moved_to}. The accounts that you added are listed again, with their tokens, from the vault that your system keyring locks. Their history, earlier tests and shares stay in the moved file. Look through the list of accounts before you go on.</source>
   <translation>SCIM Connection'ın bu bilgisayarda tuttuğu kayıtlar bozulmuştu. {moved_to} konumuna taşındılar. Eklediğiniz hesaplar, sistem anahtarlığınızın kilitlediği kasadan alınarak belirteçleriyle birlikte yeniden listelendi. Geçmişleri, önceki sınamaları ve paylaşımları taşınan dosyada kaldı. Devam etmeden önce hesap listesini gözden geçirin.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>You chose to go on without your system keyring.</source>
   <translation>Sistem anahtarlığınız olmadan devam etmeyi seçtiniz.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer has no keyring that SCIM Connection can use.</source>
   <translation>Bu bilgisayarda SCIM Connection'ın kullanabileceği bir anahtarlık yok.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>What you add or practise with then lives in memory and is gone when you close the window; nothing on the disk is changed.</source>
   <translation>Bu durumda eklediğiniz veya alıştırma için kullandığınız her şey bellekte tutulur ve pencereyi kapattığınızda kaybolur; diskte hiçbir şey değişmez.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, close the window, unlock your keyring and start again.</source>
   <translation>Kalıcı olarak saklamak için pencereyi kapatın, anahtarlığınızın kilidini açın ve programı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>To keep it, install a keyring (Debian and Ubuntu: sudo apt install gnome-keyring), sign in again and start SCIM Connection again.</source>
   <translation>Kalıcı olarak saklamak için bir anahtarlık yükleyin (Debian ve Ubuntu: sudo apt install gnome-keyring), oturumu yeniden açın ve SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The address of the pretend account has changed, because another program uses its old one. Copy the SCIM endpoint again wherever you entered it.</source>
   <translation>Deneme hesabının adresi değişti, çünkü eski adresini başka bir program kullanıyor. SCIM uç noktasını, girdiğiniz her yer için yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was damaged. It was moved to {moved_to}, and new pretend accounts were made.</source>
   <translation>Deneme hesaplarının veritabanı bozulmuştu. {moved_to} konumuna taşındı ve yeni deneme hesapları oluşturuldu.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notices.py"></location>
   <source>The database of the pretend accounts was gone. New pretend accounts were made; copy their values again.</source>
   <translation>Deneme hesaplarının veritabanı kaybolmuştu. Yeni deneme hesapları oluşturuldu; değerlerini yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>Open SCIM Connection</source>
   <translation>SCIM Connection'ı aç</translation>
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
    <numerusform> ve {n} hesap daha</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/actions/notifications.py"></location>
   <source>{n} SCIM accounts need you</source>
   <translation>
    <numerusform>{n} SCIM hesabı ilginizi bekliyor</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/actions/notifications.py"></location>
   <source>{accounts}{more}. Open SCIM Connection to see what is due.</source>
   <translation>{accounts}{more}. Yapılması gerekenleri görmek için SCIM Connection'ı açın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>This share is an exercise: its account is a pretend one on the sender's computer.</source>
   <translation>Bu paylaşım bir alıştırma: hesabı, gönderenin bilgisayarındaki bir deneme hesabı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> ending {last_four}</source>
   <translation> (sonu {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>entered in {entered_in} on {at}</source>
   <translation>{at} tarihinde {entered_in} istemcisine girildi</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>arrived on {at} and is not entered yet</source>
   <translation>{at} tarihinde ulaştı, henüz girilmedi</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source> SCIM Connection ran it on {tested_at}.</source>
   <translation> Sınamayı SCIM Connection {tested_at} tarihinde çalıştırdı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>New SCIM token{ending} for {account} {done}; {tested}{when}</source>
   <translation>{account} hesabının yeni SCIM belirteci{ending} {done}; {tested}{when}</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was not run here.</source>
   <translation>bağlantı sınaması burada çalıştırılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green.</source>
   <translation>bağlantı sınaması başarılı oldu.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection was green, with warnings.</source>
   <translation>bağlantı sınaması uyarılarla başarılı oldu.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection failed.</source>
   <translation>bağlantı sınaması başarısız oldu.</translation>
  </message>
  <message>
   <location filename="../../app/actions/open_share.py"></location>
   <source>Test Connection gave no clear answer.</source>
   <translation>bağlantı sınaması kesin bir sonuç vermedi.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Try again</source>
   <translation>Yeniden dene</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Go on without it</source>
   <translation>Anahtarlık olmadan devam et</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Start a new pretend account</source>
   <translation>Yeni bir deneme hesabı başlat</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Close message</source>
   <translation>İletiyi kapat</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Replace token…</source>
   <translation>Belirteci değiştir…</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The folder of the pretend accounts could not be moved.</source>
   <translation>Deneme hesaplarının klasörü taşınamadı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>They are left as they are.</source>
   <translation>Oldukları gibi bırakıldılar.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Check that {folder} is yours to move, then choose {start_afresh} again.</source>
   <translation>{folder} klasörünü taşıma izniniz olduğunu denetleyin, sonra yeniden “{start_afresh}” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>The pretend accounts from before were moved to {target}.</source>
   <translation>Önceki deneme hesapları {target} konumuna taşındı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/program.py"></location>
   <source>Waiting for your system keyring. Look for a window that asks for your password.</source>
   <translation>Sistem anahtarlığınız bekleniyor. Parolanızı soran bir pencere olup olmadığına bakın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source> on {date} at {time} UTC</source>
   <translation> {date} tarihinde (saat {time} UTC)</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>This token was rotated from this computer{when}, in another window.</source>
   <translation>Bu belirteç{when} bu bilgisayarda, başka bir pencereden yenilendi.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody used another SCIM Connection to rotate this token{when}.</source>
   <translation>Bu belirteç{when} başka bir SCIM Connection ile yenilendi.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>, with a program that calls itself “{program}”</source>
   <translation>; kullanılan program kendini “{program}” olarak tanıtıyor</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotated_elsewhere.py"></location>
   <source>Somebody else rotated this token{when}{named}.</source>
   <translation>Bu belirteci{when} başka biri yeniledi{named}.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>An earlier rotation of this token had not been finished. It is now.</source>
   <translation>Bu belirtecin önceki bir yenilemesi tamamlanmamıştı. Şimdi tamamlandı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing else was rotated; the new token is shown.</source>
   <translation>Başka bir yenileme yapılmadı; yeni belirteç gösteriliyor.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and the new one could not be kept on this computer yet. It is not lost: R-Service has it, and the same request brings it again.</source>
   <translation>Belirteç yenilendi, ancak yenisi henüz bu bilgisayarda saklanamadı. Kaybolmadı: R-Service'te duruyor ve aynı istek onu yeniden getirir.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was not rotated. SCIM Connection could not write that down, so it may still be, once.</source>
   <translation>Belirteç yenilenmedi. SCIM Connection bunu kaydedemedi; bu nedenle belirteç yine de bir kez yenilenebilir.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Free some space on your disk, then choose Try again.</source>
   <translation>Diskinizde yer açın, sonra “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The token was rotated, and R-Service can no longer read the new one.</source>
   <translation>Belirteç yenilendi, ancak R-Service yeni belirteci artık okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>The old token works until it ends; nobody can be given the new one.</source>
   <translation>Eski belirteç sona erene kadar çalışır; yenisi kimseye verilemez.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. The new token could not be fetched yet.</source>
   <translation>Şimdi bir yenileme yapılmadı. Yeni belirteç henüz alınamadı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Choose Try again to see the new token.</source>
   <translation>Yeni belirteci görmek için “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/rotation.py"></location>
   <source>Nothing was rotated now. R-Service cannot read its new token.</source>
   <translation>Şimdi bir yenileme yapılmadı. R-Service yeni belirtecini okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Without your system keyring SCIM Connection cannot read the token of this account.</source>
   <translation>Sistem anahtarlığınız olmadan SCIM Connection bu hesabın belirtecini okuyamaz.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>The token is kept on this computer, and nothing of it is lost.</source>
   <translation>Belirteç bu bilgisayarda saklanıyor ve hiçbir şey kaybolmadı.</translation>
  </message>
  <message>
   <location filename="../../app/actions/typed_connection.py"></location>
   <source>Unlock or install your keyring, then restart SCIM Connection.</source>
   <translation>Anahtarlığınızın kilidini açın veya bir anahtarlık yükleyin, sonra SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/actions/which_token.py"></location>
   <source>old, ended</source>
   <translation>eski, sona ermiş</translation>
  </message>
  <message>
   <location filename="../../app/clients/catalogue.py"></location>
   <source>Another client</source>
   <translation>Başka bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <source>Practice</source>
   <translation>Deneme</translation>
  </message>
  <message>
   <location filename="../../app/domain/accounts.py"></location>
   <location filename="../../app/domain/received_share.py"></location>
   <location filename="../../app/domain/typed_input.py"></location>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Production</source>
   <translation>Üretim</translation>
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
   <translation>Bu istemcinin kendi sınamasının verdiği iletiler burada bilinmiyor. Gördüğünüz iletide şunlardan birini arayın:</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The token is wrong or has ended, or the word Bearer is missing or stands there twice.</source>
   <translation>Belirteç yanlış veya sona ermiş ya da Bearer sözcüğü eksik veya iki kez yazılmış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The path of the URL is wrong: compare it, letter by letter, with the one to enter.</source>
   <translation>URL'nin yolu yanlış: girilmesi gerekenle harf harf karşılaştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>Timeout, cannot connect, certificate</source>
   <translation>Zaman aşımı, bağlanılamıyor, sertifika</translation>
  </message>
  <message>
   <location filename="../../app/domain/client_messages.py"></location>
   <source>The client did not reach the service: the host name is wrong, or a firewall or proxy stands between them.</source>
   <translation>İstemci hizmete ulaşamadı: ana makine adı yanlış ya da arada bir güvenlik duvarı veya vekil sunucu var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>ended</source>
   <translation>sona erdi</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{days} {hours} left</source>
   <translation>{days} {hours} kaldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{hours} {minutes} left</source>
   <translation>{hours} {minutes} kaldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>{time} left</source>
   <translation>{time} kaldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/countdown.py"></location>
   <source>less than a minute left</source>
   <translation>bir dakikadan az kaldı</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{n} days</source>
   <translation>
    <numerusform>{n} gün</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} hours</source>
   <translation>
    <numerusform>{n} saat</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/countdown.py"></location>
   <source>{n} minutes</source>
   <translation>
    <numerusform>{n} dakika</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Open it to see its token</source>
   <translation>Belirtecini görmek için hesabı aç</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token is more than a year old. Rotate it now, then share the new one.</source>
   <translation>Bu belirteç bir yıldan daha eski. Şimdi yenileyin, sonra yenisini paylaşın.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token is more than {n} days old, as you set it. Rotate it now, then share the new one.</source>
   <translation>
    <numerusform>Bu belirteç, belirlediğiniz {n} günden daha eski. Şimdi yenileyin, sonra yenisini paylaşın.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Rotate now</source>
   <translation>Şimdi yenile</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}</source>
   <translation>{within} içinde yenile</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token will be a year old in {within}. Rotate it before then, then share the new one.</source>
   <translation>Bu belirteç {within} sonra bir yılını dolduracak. O zamana kadar yenileyin, sonra yenisini paylaşın.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/deadlines.py"></location>
   <source>This token will be {n} days old in {within}. Rotate it before then, then share the new one.</source>
   <translation>
    <numerusform>Bu belirteç {within} içinde {n} günlük olacak. O zamana kadar yenileyin, sonra yenisini paylaşın.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate it at least once a year. The old token then works for another 30 days.</source>
   <translation>Belirteci yılda en az bir kez yenileyin. Eski belirteç bundan sonra 30 gün daha çalışır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate it within {within}. The old token then works for another 30 days.</source>
   <translation>{within} içinde yenileyin. Eski belirteç bundan sonra 30 gün daha çalışır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it now, or enter when it was last rotated.</source>
   <translation>Bu belirtecin ne kadar eski olduğu bilinmiyor. Şimdi yenileyin veya son yenilenme tarihini girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate now: its age is not known</source>
   <translation>Şimdi yenile: yaşı bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Nobody knows how old this token is. Rotate it within {within}, or enter when it was last rotated.</source>
   <translation>Bu belirtecin ne kadar eski olduğu bilinmiyor. {within} içinde yenileyin veya son yenilenme tarihini girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Rotate within {within}: its age is not known</source>
   <translation>{within} içinde yenile: yaşı bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to bring its new token here {ago}. Open the account and go on.</source>
   <translation>Yeni belirteci buraya almaya {ago} başladınız. Hesabı açıp devam edin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}, and the new token is not in use here yet. Open the account and go on.</source>
   <translation>Bu belirteci yenilemeye {ago} başladınız ve yeni belirteç burada henüz kullanılmıyor. Hesabı açıp devam edin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>You began to rotate this token {ago}. Did you press Rotate in R-Service? Open the account and go on.</source>
   <translation>Bu belirteci yenilemeye {ago} başladınız. R-Service'te Rotate düğmesine bastınız mı? Hesabı açıp devam edin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Finish the rotation that you began</source>
   <translation>Başlatılmış yenilemeyi bitir</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Its administrator has the new one: nothing is left to do.</source>
   <translation>Eski belirteç {span} sonra sona erer. Yöneticide yenisi var: yapılacak bir şey kalmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Just wait: the old token ends in {span}</source>
   <translation>Beklemek yeterli: eski belirteç {span} sonra sona erer</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}, and a client used it {ago}. Have the new token entered there before then.</source>
   <translation>Eski belirteç {span} sonra sona erer; bir istemci onu {ago} kullandı. O zamana kadar yeni belirtecin bu istemciye girilmesini sağlayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token ends in {span}. Make sure that your provisioning client has the new one.</source>
   <translation>Eski belirteç {span} sonra sona erer. Sağlama istemcinizde yenisinin bulunduğundan emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token within {span}</source>
   <translation>Yeni belirteci {span} içinde ilet</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended while a client still used it. Have the new token entered there now.</source>
   <translation>Eski belirteç, bir istemci onu hâlâ kullanırken sona erdi. Yeni belirtecin bu istemciye şimdi girilmesini sağlayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>The old token has ended. Make sure that your provisioning client works with the new one.</source>
   <translation>Eski belirteç sona erdi. Sağlama istemcinizin yenisiyle çalıştığından emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>Hand over the new token now</source>
   <translation>Yeni belirteci şimdi ilet</translation>
  </message>
  <message>
   <location filename="../../app/domain/deadlines.py"></location>
   <source>an hour</source>
   <translation>bir saat</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>white space or a line end</source>
   <translation>boşluk veya satır sonu</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>quotation marks</source>
   <translation>tırnak işaretleri</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>invisible characters</source>
   <translation>görünmez karakterler</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after #</source>
   <translation># işaretinden sonraki bölüm</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the part after ?</source>
   <translation>? işaretinden sonraki bölüm</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a trailing slash</source>
   <translation>sondaki eğik çizgi</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a doubled slash</source>
   <translation>çift eğik çizgi</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>a dot after the host name</source>
   <translation>ana makine adından sonraki nokta</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>the name of a resource at its end</source>
   <translation>sondaki kaynak adı</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>https:// was missing</source>
   <translation>https:// eksikti</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested.</source>
   <translation>Uç nokta olarak girdiğiniz, sınanabilecek bir web adresi değil.</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Nothing was sent.</source>
   <translation>Hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/endpoints.py"></location>
   <source>Copy the SCIM endpoint again from the settings of your service; it looks like https://api.example.com/scim/v2.</source>
   <translation>SCIM uç noktasını hizmetinizin ayarlarından yeniden kopyalayın; şuna benzer: https://api.example.com/scim/v2.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Something went wrong.</source>
   <translation>Bir sorun oluştu.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not done.</source>
   <translation>İstediğiniz işlem yapılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again. If it happens again, restart SCIM Connection.</source>
   <translation>Yeniden deneyin. Sorun yinelenirse SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you do now lives in memory and is gone when you close the window.</source>
   <translation>Şimdi yaptıklarınız bellekte tutulur ve pencereyi kapattığınızda kaybolur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Install one (Debian and Ubuntu: gnome-keyring), sign in again and restart SCIM Connection.</source>
   <translation>Bir anahtarlık yükleyin (Debian ve Ubuntu: gnome-keyring), oturumu yeniden açın ve SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring is locked.</source>
   <translation>Sistem anahtarlığınız kilitli.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it is open.</source>
   <translation>SCIM Connection, anahtarlık açılana kadar belirteçlerinizi okuyamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Unlock it when your system asks, then choose Try again.</source>
   <translation>Sisteminiz sorduğunda kilidi açın, sonra “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring does not answer.</source>
   <translation>Sistem anahtarlığınız yanıt vermiyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read your tokens until it does.</source>
   <translation>SCIM Connection, anahtarlık yanıt verene kadar belirteçlerinizi okuyamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Look for a window that asks for your password, then choose Try again.</source>
   <translation>Parolanızı soran bir pencere olup olmadığına bakın, sonra “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your system keyring did not keep what it was given.</source>
   <translation>Sistem anahtarlığınız kendisine verileni saklamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was stored, and nothing that was stored before has changed.</source>
   <translation>Hiçbir şey kaydedilmedi ve önceden kaydedilmiş hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check that your keyring works, then choose Try again.</source>
   <translation>Anahtarlığınızın çalıştığını denetleyin, sonra “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: its key is gone from the system keyring.</source>
   <translation>Bu hesabın belirteci artık bu bilgisayarda değil: anahtarı sistem anahtarlığından silinmiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Everything else is kept, and the account itself is unchanged.</source>
   <translation>Diğer her şey saklanıyor ve hesabın kendisinde bir değişiklik yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore your keyring from a backup, or get the token again from R-Service.</source>
   <translation>Anahtarlığınızı bir yedekten geri yükleyin veya belirteci R-Service'ten yeniden alın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This computer no longer has the token of this account: the file that held it is damaged.</source>
   <translation>Bu hesabın belirteci artık bu bilgisayarda değil: belirteci içeren dosya bozulmuş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restore the file from a backup, or get the token again from R-Service.</source>
   <translation>Dosyayı bir yedekten geri yükleyin veya belirteci R-Service'ten yeniden alın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another SCIM Connection on this computer is writing and does not come to an end.</source>
   <translation>Bu bilgisayardaki başka bir SCIM Connection yazıyor ve işini bitirmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for was not kept; nothing that was kept before has changed.</source>
   <translation>İstediğiniz şey kaydedilmedi; önceden kaydedilmiş hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection, then try again.</source>
   <translation>Diğer SCIM Connection'ı kapatın, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What SCIM Connection keeps on this computer is damaged.</source>
   <translation>SCIM Connection'ın bu bilgisayarda tuttuğu kayıtlar bozulmuş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your tokens are not affected: they are kept elsewhere.</source>
   <translation>Belirteçleriniz etkilenmedi: onlar başka bir yerde saklanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection: it moves the damaged file aside and starts a new one.</source>
   <translation>SCIM Connection'ı yeniden başlatın: bozulan dosyayı bir kenara taşır ve yeni bir dosya başlatır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The disk is full.</source>
   <translation>Disk dolu.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written, and nothing was lost.</source>
   <translation>Hiçbir şey yarım yazılmadı ve hiçbir şey kaybolmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Free some space, then try again.</source>
   <translation>Yer açın, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file could not be written there.</source>
   <translation>Dosya oraya yazılamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was half-written.</source>
   <translation>Hiçbir şey yarım yazılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another folder that you may write to.</source>
   <translation>Yazma izninizin olduğu başka bir klasör seçin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>A newer SCIM Connection has been used on this computer.</source>
   <translation>Bu bilgisayarda daha yeni bir SCIM Connection kullanılmış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one would not understand what the newer one wrote, so it changes nothing.</source>
   <translation>Bu eski sürüm, yenisinin yazdıklarını anlayamaz; bu nedenle hiçbir şeyi değiştirmez.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Start the newer SCIM Connection, or update this one.</source>
   <translation>Yeni SCIM Connection'ı başlatın veya bunu güncelleyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not answer.</source>
   <translation>R-Service yanıt vermiyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you see is what was last known.</source>
   <translation>Gördükleriniz, en son bilinen durumdur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Check your network connection, then choose Try again.</source>
   <translation>Ağ bağlantınızı denetleyin, sonra “Yeniden dene” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service answered in a way that SCIM Connection does not understand.</source>
   <translation>R-Service, SCIM Connection'ın anlamadığı bir yanıt verdi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>What you asked for may not have been done.</source>
   <translation>İstediğiniz işlem yapılmamış olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Try again in a few minutes. If it happens again, ask R-Service's support.</source>
   <translation>Birkaç dakika sonra yeniden deneyin. Sorun yinelenirse R-Service desteğine başvurun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The R-Service on this computer could not be started.</source>
   <translation>Bu bilgisayardaki R-Service başlatılamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account cannot be used for now; nothing of it is lost.</source>
   <translation>Deneme hesabı şimdilik kullanılamıyor; hiçbir şey kaybolmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again. If it happens again, restart your computer.</source>
   <translation>“Yeniden dene” düğmesine basın. Sorun yinelenirse bilgisayarınızı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The pretend account was last used by a newer SCIM Connection.</source>
   <translation>Deneme hesabı en son daha yeni bir SCIM Connection ile kullanılmış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This older one leaves its database unchanged.</source>
   <translation>Bu eski sürüm, hesabın veritabanını olduğu gibi bırakır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Another R-Service already uses this data folder.</source>
   <translation>Bu veri klasörünü zaten başka bir R-Service kullanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two at once would damage it, so this one was not started.</source>
   <translation>İkisi aynı anda çalışırsa klasör zarar görür; bu nedenle bu R-Service başlatılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Close the other SCIM Connection or `scim-connection serve`, then try again.</source>
   <translation>Diğer SCIM Connection'ı veya `scim-connection serve` komutunu kapatın, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your R-Service session has ended.</source>
   <translation>R-Service oturumunuz sona erdi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>SCIM Connection cannot read or change the account until you sign in again.</source>
   <translation>SCIM Connection, siz yeniden oturum açana kadar hesabı okuyamaz ve değiştiremez.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Restart SCIM Connection to sign in again.</source>
   <translation>Yeniden oturum açmak için SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You are not an owner of this account.</source>
   <translation>Bu hesabın sahibi değilsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Only the account owner can see the SCIM token.</source>
   <translation>SCIM belirtecini yalnızca hesap sahibi görebilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Ask the account owner to share it with you securely.</source>
   <translation>Hesap sahibinden belirteci sizinle güvenle paylaşmasını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Somebody else has rotated this token in the meantime.</source>
   <translation>Bu arada başka biri bu belirteci yeniledi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was rotated now; the new token is shown.</source>
   <translation>Şimdi bir yenileme yapılmadı; yeni belirteç gösteriliyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Use the token that is shown now. Rotate again only if you still need to.</source>
   <translation>Şimdi gösterilen belirteci kullanın. Yalnızca hâlâ gerekiyorsa bir kez daha yenileyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>An old token of this account is still valid.</source>
   <translation>Bu hesabın eski bir belirteci hâlâ geçerli.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotating now would end it, and a client that still uses it would stop.</source>
   <translation>Şimdi yenilemek onu sona erdirir ve onu hâlâ kullanan bir istemci durur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Revoke the old token first, or wait until it has ended.</source>
   <translation>Önce eski belirteci iptal edin veya sona ermesini bekleyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service can no longer read this token.</source>
   <translation>R-Service bu belirteci artık okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Clients that have it can go on; R-Service can show it to nobody.</source>
   <translation>Bu belirtece sahip istemciler çalışmaya devam edebilir; R-Service onu kimseye gösteremez.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Rotate the token to get a new one.</source>
   <translation>Yeni bir belirteç almak için belirteci yenileyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>You already have an account of this name in this environment.</source>
   <translation>Bu ortamda bu ada sahip bir hesabınız zaten var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Two accounts of one name could be mistaken for each other, so nothing was saved.</source>
   <translation>Aynı ada sahip iki hesap birbiriyle karıştırılabilir; bu nedenle hiçbir şey kaydedilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another name.</source>
   <translation>Başka bir ad seçin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This is the token that you have here already, not a new one.</source>
   <translation>Bu, burada zaten bulunan belirteç; yeni bir belirteç değil.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was changed. R-Service may not have rotated it, or you have copied it from an older place.</source>
   <translation>Hiçbir şey değiştirilmedi. R-Service belirteci yenilememiş olabilir ya da siz onu eski bir yerden kopyalamış olabilirsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is no SCIM access token in what you pasted.</source>
   <translation>Yapıştırdığınız metinde SCIM erişim belirteci yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Copy the SCIM access token in R-Service, and nothing else, then paste again.</source>
   <translation>R-Service'te yalnızca SCIM erişim belirtecini kopyalayın, sonra yeniden yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This token has ended; somebody may have rotated it.</source>
   <translation>Bu belirteç sona erdi; biri onu yenilemiş olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>R-Service does not accept it any more (401). A provisioning client that has it cannot work either.</source>
   <translation>R-Service bu belirteci artık kabul etmiyor (401). Bu belirteci kullanan bir sağlama istemcisi de çalışamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Open R-Service's settings, copy the token that stands there now, and choose Replace token…</source>
   <translation>R-Service'in ayarlarını açın, şu anda orada gösterilen belirteci kopyalayın, sonra şunu seçin: Belirteci değiştir…</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The answer to your rotation has not arrived.</source>
   <translation>Yenileme isteğinizin yanıtı gelmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The token may have been rotated. It is not lost: the same request is repeated, never a second one.</source>
   <translation>Belirteç yenilenmiş olabilir. Kaybolmadı: aynı istek yinelenir, asla ikinci bir istek gönderilmez.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Try again, or restart SCIM Connection when the network is back.</source>
   <translation>“Yeniden dene” düğmesine basın veya ağ bağlantısı geri geldiğinde SCIM Connection'ı yeniden başlatın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The share could not be encrypted.</source>
   <translation>Paylaşım şifrelenemedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>No file was written, and nothing was shared.</source>
   <translation>Dosya yazılmadı ve hiçbir şey paylaşılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Your computer does not have enough free memory to encrypt the share.</source>
   <translation>Bilgisayarınızda paylaşımı şifrelemek için yeterli boş bellek yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Encrypting takes up to one gigabyte for a few seconds. No file was written, and nothing was shared.</source>
   <translation>Şifreleme birkaç saniye boyunca bir gigabayta kadar bellek kullanır. Dosya yazılmadı ve hiçbir şey paylaşılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <location filename="../../app/domain/opening.py"></location>
   <location filename="../../app/share/sealing.py"></location>
   <source>Close programs that you do not need, then try again.</source>
   <translation>İhtiyacınız olmayan programları kapatın, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>This passphrase is too easy to guess.</source>
   <translation>Bu parola ifadesi çok kolay tahmin edilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Whoever gets hold of the file could open it. Nothing was written.</source>
   <translation>Dosyayı ele geçiren herkes onu açabilirdi. Hiçbir şey yazılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose Suggest a passphrase, or type a longer one.</source>
   <translation>“Parola ifadesi öner” düğmesine basın veya daha uzun bir parola ifadesi yazın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>There is already a file of this name.</source>
   <translation>Bu adda bir dosya zaten var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>It was left as it is, and nothing was written.</source>
   <translation>Dosya olduğu gibi bırakıldı ve hiçbir şey yazılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Choose another name, or confirm that this file may be replaced.</source>
   <translation>Başka bir ad seçin veya bu dosyanın değiştirilebileceğini onaylayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>The file with certificates to trust cannot be read, or holds no certificate.</source>
   <translation>Güvenilecek sertifikaları içeren dosya okunamıyor veya içinde sertifika yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Nothing was tested.</source>
   <translation>Hiçbir şey sınanmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/errors.py"></location>
   <source>Name a file that holds certificates as PEM text.</source>
   <translation>Sertifikaları PEM metni olarak içeren bir dosya belirtin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is far too long for a token. Paste the token alone.</source>
   <translation>Bu, bir belirteç için çok uzun. Yalnızca belirteci yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>Paste what you found first.</source>
   <translation>Önce bulduğunuz metni yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is a hidden token: its digits are not in it. Look for the place where it is whole.</source>
   <translation>Bu, gizlenmiş bir belirteç: karakterleri içinde değil. Tamamının göründüğü yeri arayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/found_text.py"></location>
   <source>This is too short for a token. Paste all of it.</source>
   <translation>Bu, bir belirteç için çok kısa. Tamamını yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Settings console › Apps › SCIM</source>
   <translation>Settings console › Apps › SCIM</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Check that the token here is the one R-Service shows</source>
   <translation>Buradaki belirtecin R-Service'te gösterilen belirteç olduğunu denetleyin</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Press Rotate SCIM token in R-Service</source>
   <translation>R-Service'te Rotate SCIM token düğmesine basın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste the new token</source>
   <translation>Yeni belirteci yapıştırın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Confirm when it was rotated</source>
   <translation>Ne zaman yenilendiğini onaylayın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Did you press Rotate in R-Service?</source>
   <translation>R-Service'te Rotate düğmesine bastınız mı?</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> (ending in {ending})</source>
   <translation> (sonu {ending})</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>You rotate in R-Service's own settings, and this guide leads you through it in four steps. You can close it at any time and go on later. The present token{named} becomes the old token, which R-Service keeps valid for another 30 days.</source>
   <translation>Yenilemeyi R-Service'in kendi ayarlarında yaparsınız; bu kılavuz size dört adımda yol gösterir. Kılavuzu istediğiniz zaman kapatıp daha sonra devam edebilirsiniz. Geçerli belirteç{named} eski belirteç olur ve R-Service onu 30 gün daha geçerli tutar.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
R-Service publishes no way to end a leaked token at once. So rotate now, hand over the new token, and ask R-Service's support to end the old one: afterwards you find a request to copy, and a check whether the leaked token still works.</source>
   <translation>
R-Service, sızmış bir belirteci hemen sona erdirmenin bir yolunu sunmuyor. Bu nedenle şimdi yenileyin, yeni belirteci iletin ve R-Service desteğinden eskisini sona erdirmesini isteyin: yenilemeden sonra burada kopyalayabileceğiniz bir istek ve sızmış belirtecin hâlâ çalışıp çalışmadığını gösteren bir denetim bulursunuz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>
An older token counts as valid until {living_until}. What becomes of it when you rotate again is not documented; it is not counted down here any more.</source>
   <translation>
Daha eski bir belirteç {living_until} tarihine kadar geçerli sayılıyor. Bir kez daha yenilediğinizde ona ne olacağı belgelenmemiştir; burada onun için artık geri sayım yapılmaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Open R-Service's settings</source>
   <translation>R-Service'in ayarlarını açın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Open {path} in R-Service</source>
   <translation>R-Service'te {path} sayfasını açın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that ends in {ending}</source>
   <translation>sonu {ending} olan belirteç</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the one that is kept here</source>
   <translation>burada saklanan belirteç</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and look at the last four digits of the SCIM access token. Is it {named}?</source>
   <translation>{there} ve SCIM erişim belirtecinin son dört karakterine bakın. Orada gösterilen, {named} mi?</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{there} and press Rotate SCIM token there. It shows you a new token then. Come back here with it: the next step keeps it.</source>
   <translation>{there} ve orada Rotate SCIM token düğmesine basın. Bunun üzerine size yeni bir belirteç gösterilir. Yeni belirteçle buraya dönün: sonraki adımda saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the token that R-Service shows now</source>
   <translation>R-Service'in şu anda gösterdiği belirteci kopyalayın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>Copy the new SCIM access token in R-Service</source>
   <translation>R-Service'te yeni SCIM erişim belirtecini kopyalayın</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>{first}, then choose Paste. It is kept on this computer at once, and tried before it is used.</source>
   <translation>{first}, sonra “Yapıştır” düğmesine basın. Belirteç hemen bu bilgisayarda saklanır ve kullanılmadan önce denenir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The new token's age is counted from the moment of rotation. If you do not know it exactly, choose the earliest that it can be.</source>
   <translation>Yeni belirtecin yaşı, yenileme anından itibaren sayılır. Bu anı tam olarak bilmiyorsanız olabilecek en erken zamanı seçin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token's 30 days run from the moment of rotation. If you do not know it exactly, choose the earliest that it can be: the countdown then ends too early rather than too late.</source>
   <translation>Eski belirtecin 30 günü, yenileme anında başlar. Bu anı tam olarak bilmiyorsanız olabilecek en erken zamanı seçin: böylece geri sayım geç değil, erken biter.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The old token then works until {until}. Hand over the new one before then.</source>
   <translation>Eski belirteç bu durumda {until} tarihine kadar çalışır. Yenisini o zamana kadar iletin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>R-Service does not accept the old token any more, so there is nothing to count down.</source>
   <translation>R-Service eski belirteci artık kabul etmiyor; bu nedenle geri sayım yapılmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token that ends in {ending}</source>
   <translation>sonu {ending} olan SCIM erişim belirteci</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>the SCIM access token before the present one</source>
   <translation>geçerli belirteçten önceki SCIM erişim belirteci</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> It still worked on {checked}.</source>
   <translation> Belirteç {checked} tarihinde hâlâ çalışıyordu.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source> We rotated it on {rotated}.</source>
   <translation> Belirteci {rotated} tarihinde yeniledik.</translation>
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
   <translation>Kime: R-Service desteği
Konu: Sızmış bir SCIM erişim belirtecinin sona erdirilmesi isteği ({account}, {environment})

Merhaba,

{account} hesabımızda ({environment}) {named} sızdı.{when}{seen}

Mümkünse lütfen bu belirteci 30 gününün dolmasını beklemeden şimdi sona erdirin. Belirtecin ne zaman sona erdirildiğini ve sızdıktan sonra herhangi bir yerden kullanılıp kullanılmadığını lütfen bize bildirin.

Belirtecin kendisi bu iletide yer almıyor. Lütfen bizden göndermemizi istemeyin.
</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It has not been checked yet whether the leaked token still works. Choose Check now.</source>
   <translation>Sızmış belirtecin hâlâ çalışıp çalışmadığı henüz denetlenmedi. “Şimdi denetle” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token still works (checked {checked}).</source>
   <translation>Sızmış belirteç hâlâ çalışıyor ({checked} tarihinde denetlendi).</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>The leaked token does not work any more (checked {checked}).</source>
   <translation>Sızmış belirteç artık çalışmıyor ({checked} tarihinde denetlendi).</translation>
  </message>
  <message>
   <location filename="../../app/domain/guided_words.py"></location>
   <source>It is not known whether the leaked token still works (checked {checked}). {why} Try again later.</source>
   <translation>Sızmış belirtecin hâlâ çalışıp çalışmadığı bilinmiyor ({checked} tarihinde denetlendi). {why} Daha sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>R-Service does not tell this program who uses the old one.</source>
   <translation>R-Service, eski belirteci kimin kullandığını bu programa bildirmez.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Whether the old token works has not been checked.</source>
   <translation>Eski belirtecin çalışıp çalışmadığı denetlenmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works} (checked {ago}).</source>
   <translation>Eski belirteç {works} ({ago} denetlendi).</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>(checked {ago})</source>
   <translation>({ago} denetlendi)</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Both tokens work {when}.</source>
   <translation>Her iki belirteç de çalışıyor {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Neither token works {when}.</source>
   <translation>Belirteçlerin ikisi de çalışmıyor {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>The old token {works}, the new one {new_works} {when}.</source>
   <translation>Eski belirteç {works}, yenisi {new_works} {when}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Not shared from this computer</source>
   <translation>Bu bilgisayardan paylaşılmadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared with {whom} on {day}</source>
   <translation>{day} tarihinde {whom} ile paylaşıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: not confirmed</source>
   <translation>geçiş: onaylanmadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>you</source>
   <translation>siz</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>switched: confirmed by {by} on {confirmed_on}</source>
   <translation>geçiş: {confirmed_on} tarihinde onaylandı (onaylayan: {by})</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: hand over the new token with Share securely…, then ask whether it is entered there.</source>
   <translation>Sonraki adım: “Güvenle paylaş…” ile yeni belirteci iletin, sonra istemciye girilip girilmediğini sorun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Next: ask whether the new token is entered there, then choose Mark as confirmed….</source>
   <translation>Sonraki adım: yeni belirtecin istemciye girilip girilmediğini sorun, sonra “Onaylandı olarak işaretle…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>No longer works</source>
   <translation>Artık çalışmıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <location filename="../../app/domain/history.py"></location>
   <source>Switch confirmed</source>
   <translation>Geçiş onaylandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Switch not confirmed</source>
   <translation>Geçiş onaylanmadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>Shared on {day}</source>
   <translation>{day} tarihinde paylaşıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <source>no longer works</source>
   <translation>artık çalışmıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/handover_words.py"></location>
   <location filename="../../app/domain/history.py"></location>
   <source>works</source>
   <translation>çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Everything</source>
   <translation>Tümü</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reveals and copies</source>
   <translation>Gösterme ve kopyalama</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shares</source>
   <translation>Paylaşımlar</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotations and ends</source>
   <translation>Yenileme ve sona erme</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tests and checks</source>
   <translation>Sınama ve denetim</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Changes of the account</source>
   <translation>Hesap değişiklikleri</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Kept on this computer</source>
   <translation>Bu bilgisayarda saklandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Revealed</source>
   <translation>Gösterildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/widgets/copy_button.py"></location>
   <source>Copied</source>
   <translation>Kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Copied as header</source>
   <translation>Üst bilgi olarak kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Shared</source>
   <translation>Paylaşıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Share opened</source>
   <translation>Paylaşım açıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated</source>
   <translation>Yenilendi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Rotated, leaked</source>
   <translation>Sızmış olarak yenilendi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Became the old token</source>
   <translation>Eski belirteç oldu</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Old token revoked</source>
   <translation>Eski belirteç iptal edildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Replaced</source>
   <translation>Değiştirildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Corrected</source>
   <translation>Düzeltildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Reported as leaked</source>
   <translation>Sızmış olarak bildirildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Added</source>
   <translation>Eklendi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Renamed</source>
   <translation>Yeniden adlandırıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removed</source>
   <translation>Kaldırıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Removal undone</source>
   <translation>Kaldırma geri alındı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved to a file</source>
   <translation>Dosyaya taşındı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Moved in from a file</source>
   <translation>Dosyadan alındı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Tested</source>
   <translation>Sınandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Token checked</source>
   <translation>Belirteç denetlendi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>done</source>
   <translation>tamamlandı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>stopped</source>
   <translation>durduruldu</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>failed</source>
   <translation>başarısız</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>ready</source>
   <translation>hazır</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>usable</source>
   <translation>kullanılabilir</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>blocked</source>
   <translation>engellenmiş</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>unknown</source>
   <translation>bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>refused</source>
   <translation>reddedildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>still works</source>
   <translation>hâlâ çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>does not work any more</source>
   <translation>artık çalışmıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>not known</source>
   <translation>bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the keyring was not open</source>
   <translation>anahtarlık açık değildi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the token could not be read</source>
   <translation>belirteç okunamadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>another window was writing</source>
   <translation>başka bir pencere yazıyordu</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>this computer's records could not be used</source>
   <translation>bu bilgisayardaki kayıtlar kullanılamadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the disk was full</source>
   <translation>disk doluydu</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the file could not be written</source>
   <translation>dosya yazılamadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not answer</source>
   <translation>R-Service yanıt vermedi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service did not do it</source>
   <translation>R-Service işlemi yapmadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the session had ended</source>
   <translation>oturum sona ermişti</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>not an owner of the account</source>
   <translation>hesabın sahibi değil</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>somebody else had rotated it</source>
   <translation>başka biri yenilemişti</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>an old token was still valid</source>
   <translation>eski bir belirteç hâlâ geçerliydi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the answer had not arrived yet</source>
   <translation>yanıt henüz gelmemişti</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>R-Service could not read it</source>
   <translation>R-Service belirteci okuyamadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>too little memory</source>
   <translation>yeterli bellek yoktu</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>the passphrase was too weak</source>
   <translation>parola ifadesi çok zayıftı</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>it could not be encrypted</source>
   <translation>şifrelenemedi</translation>
  </message>
  <message>
   <location filename="../../app/domain/history.py"></location>
   <source>Failed: {reason}</source>
   <translation>Başarısız: {reason}</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Keep the one here</source>
   <translation>Buradakini koru</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Replace it with the one from the file</source>
   <translation>Dosyadakiyle değiştir</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add it under another name</source>
   <translation>Başka bir adla ekle</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This file opens, and it does not hold the accounts of another computer.</source>
   <translation>Bu dosya açılıyor, ancak içinde başka bir bilgisayarın hesapları yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Nothing on this computer has changed.</source>
   <translation>Bu bilgisayarda hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote.</source>
   <translation>“Başka bilgisayara taşı…” ile yazılmış dosyayı seçin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This is a share of one account, not a file with the accounts of another computer.</source>
   <translation>Bu, tek bir hesabın paylaşımı; başka bir bilgisayarın hesaplarını içeren bir dosya değil.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Choose the file that Move to another computer… wrote. To look into a share, choose Open a share….</source>
   <translation>“Başka bilgisayara taşı…” ile yazılmış dosyayı seçin. Bir paylaşıma bakmak için “Paylaşım aç…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>A newer SCIM Connection wrote this file.</source>
   <translation>Bu dosyayı daha yeni bir SCIM Connection yazmış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>This older one would not understand all of it, so nothing was taken from it.</source>
   <translation>Bu eski sürüm, dosyanın tamamını anlayamaz; bu nedenle dosyadan hiçbir şey alınmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Update SCIM Connection on this computer, then try again.</source>
   <translation>Bu bilgisayardaki SCIM Connection'ı güncelleyin, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>There is no account here that could be moved.</source>
   <translation>Burada taşınabilecek bir hesap yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Only accounts that you added yourself are moved: pretend ones stay where they are.</source>
   <translation>Yalnızca sizin eklediğiniz hesaplar taşınır: deneme hesapları oldukları yerde kalır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/moved.py"></location>
   <source>Add an account first, or open this on the computer that has your accounts.</source>
   <translation>Önce bir hesap ekleyin veya bu sayfayı hesaplarınızın bulunduğu bilgisayarda açın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was opened, and nothing on this computer has changed.</source>
   <translation>Hiçbir şey açılmadı ve bu bilgisayarda hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be read.</source>
   <translation>Dosya okunamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Check that it is still there and that you may read it, then try again.</source>
   <translation>Dosyanın hâlâ orada olduğunu ve okuma izniniz bulunduğunu denetleyin, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This is not an encrypted file of SCIM Connection.</source>
   <translation>Bu, şifreli bir SCIM Connection dosyası değil.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Save the file that you were sent once more, without a preview of it, then choose that one.</source>
   <translation>Size gönderilen dosyayı önizlemede açmadan bir kez daha kaydedin, sonra kaydettiğiniz dosyayı seçin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file was made by a newer program, in a form that this one does not know.</source>
   <translation>Bu dosya, daha yeni bir programla ve bu programın bilmediği bir biçimde oluşturulmuş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened, since it could be misunderstood.</source>
   <translation>Yanlış anlaşılabileceği için açılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Update SCIM Connection, then open the file again.</source>
   <translation>SCIM Connection'ı güncelleyin, sonra dosyayı yeniden açın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>There is no share of SCIM Connection inside this file.</source>
   <translation>Bu dosyanın içinde bir SCIM Connection paylaşımı yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It opened, but holds something else, which is not shown.</source>
   <translation>Dosya açıldı, ancak içinde başka bir şey var; bu gösterilmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent as a share.</source>
   <translation>Size paylaşım olarak gönderilen dosyanın bu olduğundan emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>A part of this share is missing.</source>
   <translation>Bu paylaşımın bir bölümü eksik.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection makes no such shares, so nothing of it is used.</source>
   <translation>SCIM Connection böyle paylaşımlar oluşturmaz; bu nedenle paylaşımdaki hiçbir şey kullanılmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and ask for a new one.</source>
   <translation>Size kimin gönderdiğinden emin olun ve yeni bir paylaşım isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This share cannot be kept as a connection.</source>
   <translation>Bu paylaşım bağlantı olarak saklanamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Nothing was kept.</source>
   <translation>Hiçbir şey saklanmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it for a share of a real account.</source>
   <translation>Gönderen kişiden gerçek bir hesabın paylaşımını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to somebody's key, not with a passphrase.</source>
   <translation>Bu dosya bir parola ifadesiyle değil, birinin anahtarıyla kilitlenmiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Only that key opens it.</source>
   <translation>Dosyayı yalnızca o anahtar açar.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open it with the identity file that holds the key, or ask for a file with a passphrase.</source>
   <translation>Dosyayı, anahtarı içeren kimlik dosyasıyla açın veya parola ifadesiyle kilitlenmiş bir dosya isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked with a passphrase, not to a key.</source>
   <translation>Bu dosya bir anahtarla değil, bir parola ifadesiyle kilitlenmiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>No identity file opens it.</source>
   <translation>Kimlik dosyasıyla açılamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever wrote the file for the passphrase, and open it with that.</source>
   <translation>Dosyayı yazan kişiden parola ifadesini isteyin ve dosyayı onunla açın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is damaged: a part of it is missing or was changed.</source>
   <translation>Bu dosya bozulmuş: bir bölümü eksik veya değiştirilmiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Copy it again from where it came, or have it written again.</source>
   <translation>Dosyayı geldiği yerden yeniden kopyalayın veya yeniden yazılmasını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This passphrase does not open the file.</source>
   <translation>Bu parola ifadesi dosyayı açmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask for it again, word by word, and whether it belongs to this very file.</source>
   <translation>Parola ifadesini sözcük sözcük yeniden sorun; tam olarak bu dosyaya ait olup olmadığını da öğrenin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked to another key than the one in your identity file.</source>
   <translation>Bu dosya, kimlik dosyanızdaki anahtardan farklı bir anahtarla kilitlenmiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or send your public key and have the file written again.</source>
   <translation>Başka bir kimlik dosyası seçin veya ortak anahtarınızı gönderip dosyanın yeniden yazılmasını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This identity file holds no private key that SCIM Connection can use.</source>
   <translation>Bu kimlik dosyasında SCIM Connection'ın kullanabileceği bir özel anahtar yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It takes age identities (AGE-SECRET-KEY-1…) and SSH keys of the kinds ed25519 and RSA.</source>
   <translation>age kimlikleri (AGE-SECRET-KEY-1…) ile ed25519 ve RSA türündeki SSH anahtarları kabul edilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Choose another identity file, or open the file with the age command.</source>
   <translation>Başka bir kimlik dosyası seçin veya dosyayı age komutuyla açın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The key in this identity file is protected by a passphrase of its own.</source>
   <translation>Bu kimlik dosyasındaki anahtar, kendi parola ifadesiyle korunuyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection does not ask for passphrases of keys.</source>
   <translation>SCIM Connection, anahtarların parola ifadelerini sormaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Open the file in a terminal with age, which does: age --decrypt --identity KEYFILE FILE</source>
   <translation>Dosyayı bir terminalde, parola ifadesini soran age ile açın: age --decrypt --identity KEYFILE FILE</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening this file would take more memory than is reasonable.</source>
   <translation>Bu dosyayı açmak, makul olandan fazla bellek gerektirir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>SCIM Connection writes no such file, so it was not opened.</source>
   <translation>SCIM Connection böyle bir dosya yazmaz; bu nedenle dosya açılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure who sent it to you, and have it written again.</source>
   <translation>Size kimin gönderdiğinden emin olun ve dosyanın yeniden yazılmasını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is far larger than any that SCIM Connection writes.</source>
   <translation>Bu dosya, SCIM Connection'ın yazdığı dosyaların hepsinden çok daha büyük.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened.</source>
   <translation>Dosya açılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Make sure that it is the file that you were sent.</source>
   <translation>Size gönderilen dosyanın bu olduğundan emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>The file could not be decrypted.</source>
   <translation>Dosyanın şifresi çözülemedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Your computer does not have enough free memory to open the file.</source>
   <translation>Bilgisayarınızda dosyayı açmak için yeterli boş bellek yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Opening it takes up to two gigabytes for a few seconds. Nothing on this computer has changed.</source>
   <translation>Dosyanın açılması birkaç saniye boyunca iki gigabayta kadar bellek kullanır. Bu bilgisayarda hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>This file is locked so weakly that its passphrase could be guessed in no time.</source>
   <translation>Bu dosya o kadar zayıf kilitlenmiş ki parola ifadesi çok kısa sürede tahmin edilebilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>It was not opened: SCIM Connection makes no such files.</source>
   <translation>Dosya açılmadı: SCIM Connection böyle dosyalar oluşturmaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/opening.py"></location>
   <source>Ask whoever sent it to make a new share with SCIM Connection.</source>
   <translation>Gönderen kişiden SCIM Connection ile yeni bir paylaşım hazırlamasını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>usable, with something to look at first</source>
   <translation>kullanılabilir (önce bakılması gereken bir konu var)</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>not proven to work</source>
   <translation>çalıştığı kanıtlanmadı</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>a warning</source>
   <translation>uyarı</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>an error</source>
   <translation>hata</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>for your information</source>
   <translation>bilgi</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It was {verdict_then} then; it is {verdict_now} now.</source>
   <translation>O zamanki sonuç: {verdict_then}; şimdiki sonuç: {verdict_now}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, either.</source>
   <translation>Değişen bir şey yok; sonuç o zaman da aynıydı: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, either.</source>
   <translation>Sonuç o zamanki gibi: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Nothing changed: it was {verdict} then, too.</source>
   <translation>Değişen bir şey yok; sonuç o zaman da aynıydı: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>It is {verdict}, and it was {verdict} then, too.</source>
   <translation>Sonuç o zamanki gibi: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>another client</source>
   <translation>başka bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>any client</source>
   <translation>herhangi bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>The test was for {client_then} then, and is for {client_now} now.</source>
   <translation>Sınamanın hedeflediği istemci: o zaman {client_then}, şimdi {client_now}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>New: {message}</source>
   <translation>Yeni: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Found now, and not looked at then: {message}</source>
   <translation>Şimdi bulundu, o zaman denetlenmemişti: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>This is {kind_now} now, and was {kind_then}: {message}</source>
   <translation>Düzeyi değişti (o zaman {kind_then}, şimdi {kind_now}): {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>No longer found: {message}</source>
   <translation>Artık bulunmuyor: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Not looked at this time: {message}</source>
   <translation>Bu kez denetlenmedi: {message}</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: {check} took {time_now}, and {time_then} then.</source>
   <translation>Yavaşladı: {check}; şimdi {time_now}, o zaman {time_then}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>Slower: the whole test took {time_now}, and {time_then} then.</source>
   <translation>Yavaşladı: sınamanın tamamı; şimdi {time_now}, o zaman {time_then}.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/past_run.py"></location>
   <source>{n} more checks are slower.</source>
   <translation>
    <numerusform>{n} denetim daha yavaşladı.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <source>{number} s</source>
   <translation>{number} sn</translation>
  </message>
  <message>
   <location filename="../../app/domain/past_run.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>{number} ms</source>
   <translation>{number} ms</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is no endpoint and no token in what you copied. Copy both in R-Service, under Settings console › Apps › SCIM, then choose Paste both again.</source>
   <translation>Kopyaladığınız metinde uç nokta ve belirteç yok. İkisini de R-Service'te, Settings console › Apps › SCIM sayfasında kopyalayın, sonra yeniden “İkisini de yapıştır” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The clipboard is empty. Copy the endpoint or the token in R-Service first, then choose Paste both again.</source>
   <translation>Pano boş. Önce R-Service'te uç noktayı veya belirteci kopyalayın, sonra yeniden “İkisini de yapıştır” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the endpoint, too, and choose Paste both again.</source>
   <translation>Şimdi uç noktayı da kopyalayın ve yeniden “İkisini de yapıştır” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Now copy the token, too, and choose Paste both again.</source>
   <translation>Şimdi belirteci de kopyalayın ve yeniden “İkisini de yapıştır” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Only the beginning of what you copied was looked at: it is very long.</source>
   <translation>Kopyaladığınız metin çok uzun: yalnızca baş tarafına bakıldı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The endpoint was pasted.</source>
   <translation>Uç nokta yapıştırıldı.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {n} addresses in what you copied: copy the right endpoint alone.</source>
   <translation>
    <numerusform>Kopyaladığınız metinde {n} adres var: yalnızca doğru uç noktayı kopyalayın.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {last_four}</source>
   <translation> (sonu {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>Endpoint and token were pasted; the token is the one{ending}.</source>
   <translation>Uç nokta ve belirteç{ending} yapıştırıldı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The token{ending} was pasted.</source>
   <translation>Belirteç{ending} yapıştırıldı.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There are {n} tokens in it. Choose the one that R-Service shows now.</source>
   <translation>
    <numerusform>İçinde {n} belirteç var. R-Service'in şimdi gösterdiğini seçin.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>There is a value that could be a token, but what you copied calls it a checksum. If it is the token, copy it alone.</source>
   <translation>Belirteç olabilecek bir değer var, ancak kopyaladığınız metinde bunun bir sağlama toplamı (checksum) olduğu yazıyor. Belirteç buysa yalnızca onu kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>What you copied calls it an old token: make sure that R-Service still shows it.</source>
   <translation>Kopyaladığınız metinde bunun eski belirteç olduğu yazıyor: R-Service'in hâlâ bu belirteci gösterdiğinden emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>The old token{ending} was left out.</source>
   <translation>Eski belirteç{ending} alınmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <source>It is written in capital letters, which R-Service's tokens are not: check it.</source>
   <translation>Büyük harflerle yazılmış; R-Service belirteçlerinde büyük harf bulunmaz: denetleyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/pasted_words.py"></location>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>, ending in {last_four},</source>
   <translation> (sonu {last_four})</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} days ago</source>
   <translation>
    <numerusform>{n} gün önce</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} hours ago</source>
   <translation>
    <numerusform>{n} saat önce</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>{n} minutes ago</source>
   <translation>
    <numerusform>{n} dakika önce</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>just now</source>
   <translation>az önce</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{seconds} s</source>
   <translation>{seconds} sn</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{minutes} min {seconds} s</source>
   <translation>{minutes} dk {seconds} sn</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>You do not know when it was last rotated.</source>
   <translation>Son yenilenme tarihini bilmiyorsunuz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated today.</source>
   <translation>Bugün yenilendi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated yesterday.</source>
   <translation>Dün yenilendi.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/phrases.py"></location>
   <source>Rotated {n} days ago.</source>
   <translation>
    <numerusform>{n} gün önce yenilendi.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} No provisioning client has used it yet.</source>
   <translation>{age_of} Henüz hiçbir sağlama istemcisi kullanmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/phrases.py"></location>
   <source>{age_of} Last used {ago} by {caller}.</source>
   <translation>{age_of} Son olarak {ago} {caller} tarafından kullanıldı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>This share is an exercise: its account is a pretend one, on the sender's computer. Do not enter it in a provisioning client.</source>
   <translation>Bu paylaşım bir alıştırma: hesabı, gönderenin bilgisayarındaki bir deneme hesabı. Bir sağlama istemcisine girmeyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>An exercise cannot be kept: its account is there on the sender's computer alone.</source>
   <translation>Alıştırma saklanamaz: hesabı yalnızca gönderenin bilgisayarında bulunur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>That is what the file says. Anybody can write such a file, and nobody has checked it.</source>
   <translation>Dosyada böyle yazıyor. Böyle bir dosyayı herkes yazabilir ve bunu kimse denetlemedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Call the sender on a number that you know already, not one from the message, and have the host name above read to you. Whoever chose it receives everything that your provisioning client sends there: the names and mail addresses of everybody in your directory.</source>
   <translation>Göndereni iletideki bir numaradan değil, önceden bildiğiniz bir numaradan arayın ve yukarıdaki ana makine adını size okumasını isteyin. Bu adı kim seçtiyse sağlama istemcinizin oraya gönderdiği her şeyi alır: dizininizdeki herkesin adını ve e-posta adresini.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source> for “{for_whom}”</source>
   <translation> “{for_whom}” için</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The share{whom} does not say who made it.</source>
   <translation>Bu paylaşımı{whom} kimin hazırladığı belirtilmemiş.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>“{made_by}” says to have made this share{whom}.</source>
   <translation>“{made_by}”, bu paylaşımı{whom} kendisinin hazırladığını bildiriyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says that it was made on {moment}, which is still to come: one of the two clocks is wrong.</source>
   <translation>{moment} tarihinde hazırlandığı yazıyor, ancak bu tarih henüz gelmedi: iki bilgisayardan birinin saati yanlış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Made {ago}, on {moment}.</source>
   <translation>Paylaşım {ago}, {moment} tarihinde hazırlanmış.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>{host} means the computer that it is used on: a provisioning client in the cloud cannot reach the sender's R-Service by it.</source>
   <translation>{host}, kullanıldığı bilgisayarın kendisi anlamına gelir: buluttaki bir sağlama istemcisi bu adresle gönderenin R-Service'ine ulaşamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address begins with http://. A token that is sent there can be read on the way: do not enter it, and ask for an address with https://.</source>
   <translation>Adres http:// ile başlıyor. Oraya gönderilen bir belirteç yolda okunabilir: bu adresi girmeyin ve https:// ile başlayan bir adres isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address {host} is one of a company's own network: a provisioning client in the cloud does not reach it, and R-Service has no such address.</source>
   <translation>{host} adresi bir şirketin kendi ağına ait: buluttaki bir sağlama istemcisi bu adrese ulaşamaz ve R-Service'in böyle bir adresi yoktur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The address is a number, {host}, and no name: nobody can tell by it whose computer that is.</source>
   <translation>Adres bir ad değil, bir sayı ({host}): bunun kimin bilgisayarı olduğu adresten anlaşılamaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>The host name has letters that are not from A to Z. It may be made to look like another one on the screen of your browser.</source>
   <translation>Ana makine adında A ile Z arasındaki harflerin dışında harfler var. Tarayıcınızın ekranında başka bir ad gibi görünmesi için hazırlanmış olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>Its fields for the provisioning client's console name another host than its endpoint ({hosts}). SCIM Connection does not use them. Ask the sender why before you enter anything.</source>
   <translation>Paylaşımdaki, sağlama istemcisinin konsoluna girilecek alanlarda uç noktadakinden farklı bir ana makine yazıyor ({hosts}). SCIM Connection bu alanları kullanmaz. Bir şey girmeden önce nedenini gönderene sorun.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It says {badge}, and {host_shown} looks like the host of a {other} account.</source>
   <translation>Paylaşımda {badge} yazıyor, ancak {host_shown} bir {other} hesabının ana makinesine benziyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/received_words.py"></location>
   <source>It is so old that the token may have been rotated since. Test it, or ask for a new share, first.</source>
   <translation>Paylaşım o kadar eski ki belirteç o zamandan beri yenilenmiş olabilir. Önce sınayın veya yeni bir paylaşım isteyin.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>The users' own addresses name the hosts {hosts}.</source>
   <translation>
    <numerusform>Kullanıcıların kendi adreslerinde geçen ana makine adı: {hosts}.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users} and {groups}.</source>
   <translation>Hizmetin bildirdiğine göre {users} ve {groups} var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {users}.</source>
   <translation>Hizmetin bildirdiğine göre {users} var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>The service says that it has {groups}.</source>
   <translation>Hizmetin bildirdiğine göre {groups} var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_details.py"></location>
   <source>Check that this is the account that you mean.</source>
   <translation>Kastettiğiniz hesabın bu olup olmadığını denetleyin.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} users</source>
   <translation>
    <numerusform>{number} kullanıcı</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/report_details.py"></location>
   <source>{number} groups</source>
   <translation>
    <numerusform>{number} grup</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection does not work from this computer: {why}</source>
   <translation>Bu bağlantı bu bilgisayardan çalışmıyor: {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client cannot use this connection: {why}</source>
   <translation>Sağlama istemcileri bu bağlantıyı kullanamaz: {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{client} cannot use this connection: {why}</source>
   <translation>{client} bu bağlantıyı kullanamaz: {why}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>You stopped the test before it was over.</source>
   <translation>Sınamayı tamamlanmadan durdurdunuz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The service asked to slow down, so the test could not be finished.</source>
   <translation>Hizmet, isteklerin yavaşlatılmasını istedi; bu nedenle sınama tamamlanamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>The test could not prove that this connection works.</source>
   <translation>Sınama, bu bağlantının çalıştığını kanıtlayamadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection works, but look at this first: {what}</source>
   <translation>Bu bağlantı çalışıyor, ancak önce şuna bakın: {what}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Nothing that was found keeps {client} from using this connection.</source>
   <translation>Bulunanların hiçbiri {client} istemcisinin bu bağlantıyı kullanmasını engellemiyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection works from this computer.</source>
   <translation>Bu bağlantı, alıştırma amacıyla bu bilgisayardan çalışıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>For practice, this connection does what {client} needs.</source>
   <translation>Bu bağlantı, alıştırma amacıyla {client} istemcisinin gereksinimlerini karşılıyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for a provisioning client.</source>
   <translation>Bu bağlantı bir sağlama istemcisi için hazır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This connection is ready for {client}.</source>
   <translation>Bu bağlantı {client} için hazır.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Run the test again.</source>
   <translation>Sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer, for practice. A provisioning client in the cloud connects from its own network and cannot reach this address. What to enter, below, shows how it looks: with your real service, its own values stand there.</source>
   <translation>Bu sonuç, alıştırma amacıyla bu bilgisayar için geçerlidir. Buluttaki bir sağlama istemcisi kendi ağından bağlanır ve bu adrese ulaşamaz. Aşağıda girilecek değerler bir örnektir: gerçek hizmetinizde bunların yerinde o hizmetin değerleri bulunur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>A provisioning client in the cloud</source>
   <translation>Buluttaki bir sağlama istemcisi</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network, and cannot reach this private address unless it runs inside yours: use a public endpoint otherwise.</source>
   <translation>Bu sonuç bu bilgisayar için geçerlidir. {name} kendi ağından bağlanır ve sizin ağınızda çalışmıyorsa bu özel adrese ulaşamaz: bu durumda genel bir uç nokta kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>This holds from this computer. {name} connects from its own network: run its own connection test after you have entered the values.</source>
   <translation>Bu sonuç bu bilgisayar için geçerlidir. {name} kendi ağından bağlanır: değerleri girdikten sonra onun kendi bağlantı sınamasını çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>{value} as {label}</source>
   <translation>{label} alanına {value}</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>the token as {label}</source>
   <translation>{label} alanına belirteci</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>In {client}, enter {values}.</source>
   <translation>{client} istemcisinde {values} girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Enter {url} as the base URL in your provisioning client, with the same token.</source>
   <translation>Sağlama istemcinize temel URL olarak {url} adresini, aynı belirteçle birlikte girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>if it adds {added} itself, enter {url}</source>
   <translation>istemci {added} bölümünü kendisi ekliyorsa {url} adresini girin</translation>
  </message>
  <message>
   <location filename="../../app/domain/report_words.py"></location>
   <source>Some clients add a part themselves: {parts}.</source>
   <translation>Bazı istemciler adresin bir bölümünü kendileri ekler: {parts}.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>The file holds the SCIM endpoint and the token, locked with the passphrase: whoever has both can use the token.</source>
   <translation>Dosya, parola ifadesiyle kilitlenmiş olarak SCIM uç noktasını ve belirteci içerir: ikisine de sahip olan herkes belirteci kullanabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>It does not expire by itself: rotating the token ends it, once the old token has ended too.</source>
   <translation>Paylaşımın süresi kendiliğinden dolmaz: belirteç yenilenip eski belirteç de sona erdiğinde geçersiz olur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Mail filters often stop HTML files: then send a link from OneDrive or Teams. Previews do not open the page; the administrator has to save it first.</source>
   <translation>E-posta filtreleri HTML dosyalarını sık sık engeller: bu durumda OneDrive veya Teams üzerinden bir bağlantı gönderin. Sayfa önizlemede açılmaz; yöneticinin önce kaydetmesi gerekir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Whoever could swap the file on its way could catch the passphrase: the next page shows its SHA-256, which you can compare by phone.</source>
   <translation>Dosyayı yolda değiştirebilen biri parola ifadesini ele geçirebilir: sonraki sayfada, telefonda karşılaştırabileceğiniz SHA-256 değeri gösterilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>Your administrator opens it with the free program age (age --decrypt) and the passphrase.</source>
   <translation>Yöneticiniz dosyayı ücretsiz age programıyla (age --decrypt) ve parola ifadesiyle açar.</translation>
  </message>
  <message>
   <location filename="../../app/domain/share_words.py"></location>
   <source>A secret tool of your company is a good way, too: send the message below, which holds no secret, and put into the tool what Copy SCIM access token gives you on the tab SCIM.</source>
   <translation>Şirketinizin gizli bilgi aracı da iyi bir yoldur: gizli bilgi içermeyen aşağıdaki iletiyi gönderin ve SCIM sekmesinde “SCIM erişim belirtecini kopyala” düğmesinin verdiğini araca girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>There is no account of this name or id on this computer.</source>
   <translation>Bu bilgisayarda bu ada veya kimliğe sahip bir hesap yok.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Nothing was shared.</source>
   <translation>Hiçbir şey paylaşılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use a name as scim-connection status prints it.</source>
   <translation>Adı, scim-connection status komutunun yazdırdığı biçimde kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Several accounts have this name.</source>
   <translation>Bu ada sahip birden fazla hesap var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Sharing the wrong one would send people to the wrong place, so nothing was shared.</source>
   <translation>Yanlış hesabı paylaşmak insanları yanlış yere yönlendirirdi; bu nedenle hiçbir şey paylaşılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Use the id of the one that you mean.</source>
   <translation>Kastettiğiniz hesabın kimliğini kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>This recipient's key is not one that a share can be encrypted to.</source>
   <translation>Bu alıcının anahtarı, paylaşımı şifrelemek için kullanılabilecek bir anahtar değil.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>It takes public keys of age (age1…) and of SSH (ssh-ed25519 …, ssh-rsa …). Nothing was written.</source>
   <translation>age (age1…) ve SSH (ssh-ed25519 …, ssh-rsa …) ortak anahtarları kabul edilir. Hiçbir şey yazılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/sharing.py"></location>
   <source>Ask the recipient for such a key, or share with a passphrase.</source>
   <translation>Alıcıdan böyle bir anahtar isteyin veya bir parola ifadesiyle paylaşın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Not seen in use</source>
   <translation>Kullanıldığı görülmedi</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Still in use</source>
   <translation>Hâlâ kullanılıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Perhaps still in use</source>
   <translation>Belki hâlâ kullanılıyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched a short while ago</source>
   <translation>Geçiş kısa süre önce yapıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Switched</source>
   <translation>Geçiş yapıldı</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service has not said yet who uses it.</source>
   <translation>R-Service, eski belirteci kimin kullandığını henüz bildirmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Not known</source>
   <translation>Bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>R-Service last said {ago} who uses it.</source>
   <translation>R-Service, eski belirteci kimin kullandığını en son {ago} bildirdi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one was last used {ago}. Wait until it has not been used for {days}, then revoke it.</source>
   <translation>Son 30 günde eski belirteçle görülen her istemci artık yenisini kullanıyor; eskisi en son {ago} kullanıldı. {days} boyunca kullanılmadığını görene kadar bekleyin, sonra iptal edin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}: you can revoke it.</source>
   <translation>Son 30 günde eski belirteçle görülen her istemci artık yenisini kullanıyor; eskisi {days} boyunca kullanılmadı: iptal edebilirsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client that still uses it stops now.</source>
   <translation>Eski belirteci hâlâ kullanan bir istemci hemen durur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>It stops now, until the new token is entered there.</source>
   <translation>Bu istemci hemen durur ve yeni belirteç oraya girilene kadar çalışmaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>They stop now, until the new token is entered there.</source>
   <translation>Bu istemciler hemen durur ve yeni belirteç girilene kadar çalışmaz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever still uses it stops now.</source>
   <translation>Eski belirteci hâlâ kullanan istemciler hemen durur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one, but the old one was last used {ago}. Another client of the same name may still use it, and would stop now.</source>
   <translation>Son 30 günde eski belirteçle görülen her istemci artık yenisini kullanıyor, ancak eskisi en son {ago} kullanıldı. Aynı adı taşıyan başka bir istemci onu hâlâ kullanıyor olabilir ve bu durumda hemen durur.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Whoever was given it and has not used it yet needs the new one.</source>
   <translation>Eski belirteci almış, ancak henüz kullanmamış olanların yenisine ihtiyacı var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used for {days}.</source>
   <translation>Son 30 günde eski belirteçle görülen her istemci artık yenisini kullanıyor; eskisi {days} boyunca kullanılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Have the new token entered there before you revoke the old one.</source>
   <translation>Eski belirteci iptal etmeden önce yeni belirtecin oraya girilmesini sağlayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Ask before you revoke the old one.</source>
   <translation>Eski belirteci iptal etmeden önce kullananlara sorun.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>So do {n} more clients.</source>
   <translation>
    <numerusform>{n} istemci daha eski belirteci kullanıyor.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses both tokens (the old one {ago}): the new one may have been tried there and not saved, or two clients share that name.</source>
   <translation>{client} her iki belirteci de kullanıyor (eskisini {ago}): yeni belirteç orada denenmiş ama kaydedilmemiş olabilir ya da iki istemci aynı adı taşıyor olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} still uses the old token ({ago}).</source>
   <translation>{client} eski belirteci hâlâ kullanıyor ({ago}).</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} used the old token {ago}, and no token since. It may run rarely, or be switched off.</source>
   <translation>{client} eski belirteci {ago} kullandı, o zamandan beri hiçbir belirteç kullanmadı. Seyrek çalışıyor veya kapatılmış olabilir.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>The same is true of {n} more clients.</source>
   <translation>
    <numerusform>Aynı durum {n} istemci için daha geçerli.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>More clients used the old token than R-Service tells apart; the last of the rest did so {ago}.</source>
   <translation>Eski belirteci, R-Service'in ayırt edebildiğinden daha çok istemci kullandı; geri kalanların sonuncusu onu {ago} kullandı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Those that it tells apart now use the new one.</source>
   <translation>R-Service'in ayırt ettiği istemciler artık yenisini kullanıyor.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{n} {of_the_clients} seen on it in the last 30 days now use the new one.</source>
   <translation>
    <numerusform>Son 30 günde eski belirteçle görülen {of_the_clients} {n} tanesi artık yenisini kullanıyor.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/domain/switching_words.py"></location>
   <source>of the {n} clients</source>
   <translation>
    <numerusform>{n} istemcinin</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>{client} uses the new one: you can revoke the old one.</source>
   <translation>{client} yenisini kullanıyor: eskisini iptal edebilirsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>Share the new token, then revoke the old one.</source>
   <translation>Yeni belirteci paylaşın, sonra eskisini iptal edin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has been seen using it.</source>
   <translation>Eski belirteci kullanan bir sağlama istemcisi görülmedi.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client has used it in the last 30 days (the last did {ago}).</source>
   <translation>Son 30 günde hiçbir sağlama istemcisi eski belirteci kullanmadı (en son {ago} kullanıldı).</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>No provisioning client had been seen using it.</source>
   <translation>O zamana kadar onu kullanan bir sağlama istemcisi görülmemişti.</translation>
  </message>
  <message>
   <location filename="../../app/domain/switching_words.py"></location>
   <source>A client had last used it {ago}.</source>
   <translation>Bir istemci onu en son {ago} kullanmıştı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/text.py"></location>
   <source>{before} and {last}</source>
   <translation>{before} ve {last}</translation>
  </message>
  <message>
   <location filename="../../app/domain/token_text.py"></location>
   <source>the word Bearer</source>
   <translation>Bearer sözcüğü</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” has not been tested from this computer yet. Test that one first.</source>
   <translation>QA ikizi “{name}” bu bilgisayardan henüz sınanmadı. Önce onu sınayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source> Look at that before you hand out this one.</source>
   <translation> Bu hesabın bilgilerini iletmeden önce ona bakın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/twins.py"></location>
   <source>Its QA twin “{name}” was last tested on {when}: {verdict_words}.{advice}</source>
   <translation>QA ikizi “{name}” son olarak {when} tarihinde sınandı: {verdict_words}.{advice}</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>settings page</source>
   <translation>ayarlar sayfası</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose QA or Production: which of your accounts is this?</source>
   <translation>QA veya Üretim seçeneğini belirleyin: bu, hesaplarınızdan hangisi?</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Give the account a name by which you know it, such as your company's.</source>
   <translation>Hesaba, onu tanıyacağınız bir ad verin; örneğin şirketinizin adı.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Choose a shorter name: at most {longest_name} characters.</source>
   <translation>Daha kısa bir ad seçin: en fazla {longest_name} karakter.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like a token. Enter it below, and give the account a name here.</source>
   <translation>Bu bir belirtece benziyor. Onu aşağıya girin ve buraya hesap için bir ad yazın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This name has characters that cannot be shown. Type it again.</source>
   <translation>Bu adda gösterilemeyen karakterler var. Adı yeniden yazın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM endpoint from R-Service, under Settings console › Apps › SCIM.</source>
   <translation>SCIM uç noktasını R-Service'te, Settings console › Apps › SCIM sayfasından kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This looks like the token. It belongs in the field Access token.</source>
   <translation>Bu, belirtece benziyor. “Erişim belirteci” alanına girilmesi gerekir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not a web address. The SCIM endpoint looks like https://api.r-service.tech/scim/v2.</source>
   <translation>Bu bir web adresi değil. SCIM uç noktası şuna benzer: https://api.r-service.tech/scim/v2.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token that is sent to an address with http:// can be read on the way. Enter the one with https://.</source>
   <translation>http:// ile başlayan bir adrese gönderilen belirteç yolda okunabilir. https:// ile başlayan adresi girin.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>Copy the SCIM access token from R-Service, under Settings console › Apps › SCIM.</source>
   <translation>SCIM erişim belirtecini R-Service'te, Settings console › Apps › SCIM sayfasından kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is too long for a token, which has at most {longest_token} characters.</source>
   <translation>Bu, bir belirteç için çok uzun; belirteç en fazla {longest_token} karakter olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>A token has no blanks and no letters with accents. Copy it again, and nothing beside it.</source>
   <translation>Belirteçte boşluk ve ç, é, ş gibi harfler bulunmaz. Yalnızca belirteci yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is a web address. It belongs in the field Endpoint.</source>
   <translation>Bu bir web adresi. “Uç nokta” alanına girilmesi gerekir.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>This is not an address that can be opened safely. Copy it from your browser; it begins with https://.</source>
   <translation>Bu, güvenle açılabilecek bir adres değil. Adresi tarayıcınızdan kopyalayın; https:// ile başlar.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>There is a token in this address. Leave that part out.</source>
   <translation>Bu adreste bir belirteç var. O bölümü çıkarın.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>test</source>
   <translation>test</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>production</source>
   <translation>üretim</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>You chose {word}, and {host} looks like the host of a {other} account.</source>
   <translation>“{word}” seçtiniz, ancak {host} bir {other} hesabının ana makinesine benziyor.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have 64 characters, and this one has {length}: a part may be missing, or something else stands beside it.</source>
   <translation>R-Service belirteçleri 64 karakterdir, bu ise {length} karakter: bir bölümü eksik olabilir veya yanında başka bir şey var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/typed_input.py"></location>
   <source>R-Service's tokens have the digits 0 to 9 and the letters a to f alone, in small letters; this one has others.</source>
   <translation>R-Service belirteçleri yalnızca 0 ile 9 arasındaki rakamlardan ve a ile f arasındaki küçük harflerden oluşur; bunda başka karakterler var.</translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that does not say its name</source>
   <translation>adını bildirmeyen bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/domain/user_agents.py"></location>
   <source>a client that calls itself “{name}”</source>
   <translation>kendini “{name}” olarak tanıtan bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>The key in this identity file is of a kind that only the age command can use.</source>
   <translation>Bu kimlik dosyasındaki anahtar, yalnızca age komutunun kullanabildiği türden.</translation>
  </message>
  <message>
   <location filename="../../app/share/identity.py"></location>
   <source>This is a public key: it encrypts, and opens nothing.</source>
   <translation>Bu bir ortak anahtar: şifreler, ama hiçbir şeyi açmaz.</translation>
  </message>
  <message>
   <location filename="../../app/share/moved_payload.py"></location>
   <source>an account without a name</source>
   <translation>adsız bir hesap</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>not strong enough</source>
   <translation>yeterince güçlü değil</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>strong</source>
   <translation>güçlü</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very weak</source>
   <translation>çok zayıf</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>weak</source>
   <translation>zayıf</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a name that goes with this account, which is the first thing that anybody would try.</source>
   <translation>Bu hesapla ilgili bir ad içeriyor; herkesin ilk deneyeceği şey budur.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is, or is close to, a password that many people use.</source>
   <translation>Birçok kişinin kullandığı bir parola veya ona çok yakın.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is made of too few words.</source>
   <translation>Çok az sözcükten oluşuyor.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It follows the keys of a keyboard.</source>
   <translation>Klavyedeki tuşların sırasını izliyor.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It repeats itself.</source>
   <translation>Kendini yineliyor.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It counts or follows the alphabet.</source>
   <translation>Sayıların veya alfabenin sırasını izliyor.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a year, which is soon tried.</source>
   <translation>Bir yıl içeriyor; bu kısa sürede denenir.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a date, which is soon tried.</source>
   <translation>Bir tarih içeriyor; bu kısa sürede denenir.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It is too short.</source>
   <translation>Çok kısa.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Choose Suggest a passphrase, or type at least five words that have nothing to do with each other.</source>
   <translation>“Parola ifadesi öner” düğmesine basın veya birbiriyle ilgisi olmayan en az beş sözcük yazın.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>very strong</source>
   <translation>çok güçlü</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>There is no passphrase yet.</source>
   <translation>Henüz parola ifadesi yok.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>too long</source>
   <translation>çok uzun</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It has more than {longest} characters.</source>
   <translation>{longest} karakterden uzun.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type a shorter one.</source>
   <translation>Daha kısa bir parola ifadesi yazın.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>cannot be typed</source>
   <translation>yazılamaz</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>It holds a character that cannot be seen or typed.</source>
   <translation>Görülemeyen veya yazılamayan bir karakter içeriyor.</translation>
  </message>
  <message>
   <location filename="../../app/share/passphrase.py"></location>
   <source>Type it again by hand, on one line.</source>
   <translation>Elle ve tek satırda yeniden yazın.</translation>
  </message>
  <message>
   <location filename="../../app/share/payload.py"></location>
   <source>This is an exercise: the account is a pretend one on the sender's computer. Do not enter it in a real client.</source>
   <translation>Bu bir alıştırma: hesap, gönderenin bilgisayarındaki bir deneme hesabı. Gerçek bir istemciye girmeyin.</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account</source>
   <translation>hesap</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>word on whether it is an exercise</source>
   <translation>alıştırma olup olmadığı bilgisi</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>date</source>
   <translation>tarih</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>recipient</source>
   <translation>alıcı</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>sender</source>
   <translation>gönderen</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>end of the old token</source>
   <translation>eski belirtecin sona erme tarihi</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>date to warn after</source>
   <translation>uyarı tarihi</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>The {what} in this share is missing, or is not one.</source>
   <translation>Bu paylaşımda şu bilgi eksik veya geçersiz: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM endpoint</source>
   <translation>SCIM uç noktası</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>SCIM access token</source>
   <translation>SCIM erişim belirteci</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>account's name</source>
   <translation>hesabın adı</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>environment</source>
   <translation>ortam</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>provisioning client</source>
   <translation>sağlama istemcisi</translation>
  </message>
  <message>
   <location filename="../../app/share/received.py"></location>
   <source>list of fields</source>
   <translation>alan listesi</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>This is a private key: it opens shares, and is for nobody but its owner.</source>
   <translation>Bu bir özel anahtar: paylaşımları açar ve sahibinden başka kimseye verilmemelidir.</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Other users of this computer may have seen it among the arguments. Nothing was written.</source>
   <translation>Bu bilgisayarın diğer kullanıcıları onu komutun bağımsız değişkenleri arasında görmüş olabilir. Hiçbir şey yazılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/share/recipients.py"></location>
   <source>Give its public key (age1…) instead, and make a new pair of keys.</source>
   <translation>Bunun yerine ortak anahtarını (age1…) verin ve yeni bir anahtar çifti oluşturun.</translation>
  </message>
  <message>
   <location filename="../../app/share/sealing.py"></location>
   <source>Encrypting the share took too long and was stopped.</source>
   <translation>Paylaşımın şifrelenmesi çok uzun sürdü ve durduruldu.</translation>
  </message>
  <message>
   <location filename="../../app/share/unsealing.py"></location>
   <source>Decrypting the file took too long and was stopped.</source>
   <translation>Dosyanın şifresinin çözülmesi çok uzun sürdü ve durduruldu.</translation>
  </message>
  <message>
   <location filename="../../app/share/web_reader.py"></location>
   <source>Opening this file would take many minutes.</source>
   <translation>Bu dosyanın açılması dakikalarca sürer.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>Choose another folder.</source>
   <translation>Başka bir klasör seçin.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The folder that you chose is not there any more.</source>
   <translation>Seçtiğiniz klasör artık yok.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>There is a folder of this name.</source>
   <translation>Bu adda bir klasör var.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>This file name is too long, or not one that your system takes.</source>
   <translation>Bu dosya adı çok uzun veya sisteminizin kabul etmediği bir ad.</translation>
  </message>
  <message>
   <location filename="../../app/share/writing.py"></location>
   <source>The disk that you chose can only be read.</source>
   <translation>Seçtiğiniz disk salt okunur.</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is empty</source>
   <translation>yanıt boş</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it holds far too many values</source>
   <translation>çok fazla değer içeriyor</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is not UTF-8 text</source>
   <translation>UTF-8 metni değil</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it is nested too deeply</source>
   <translation>çok derin iç içe geçmiş</translation>
  </message>
  <message>
   <location filename="../../app/tester/body.py"></location>
   <source>it cannot be read as JSON</source>
   <translation>JSON olarak okunamıyor</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked: what came before it has to work first.</source>
   <translation>Sorulmadı: bunun için önceki adımların çalışması gerekir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not asked here: the company proxy looks the name up.</source>
   <translation>Burada sorulmadı: adı şirket vekil sunucusu çözümlüyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not made here: the company proxy connects to the server.</source>
   <translation>Burada kurulmadı: sunucuya şirket vekil sunucusu bağlanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>This did not work.</source>
   <translation>Bu çalışmadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It can be tested as it stands.</source>
   <translation>Bu hâliyle sınanabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>It cannot be tested.</source>
   <translation>Sınanamaz.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The address is {address}.</source>
   <translation>Adres: {address}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{address} answers.</source>
   <translation>{address} yanıt veriyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{protocol}, and the certificate is trusted.</source>
   <translation>{protocol}; sertifikaya güveniliyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not encrypted: the endpoint begins with http://.</source>
   <translation>Şifreli değil: uç nokta http:// ile başlıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>{url} opens the way to the server.</source>
   <translation>Sunucuya {url} üzerinden ulaşılıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>The server took no further connection for this request.</source>
   <translation>Sunucu bu istek için yeni bağlantı kabul etmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>There was no answer.</source>
   <translation>Yanıt gelmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Refused, as it should be (status {status}).</source>
   <translation>Gerektiği gibi reddedildi (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not clearly refused (status {status}).</source>
   <translation>Açıkça reddedilmedi (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}.</source>
   <translation>{status} durum koduyla yanıtlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with status {status}; this is not needed.</source>
   <translation>{status} durum koduyla yanıtlandı; bu gerekli değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered.</source>
   <translation>Yanıtlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>An empty list, as it should be.</source>
   <translation>Gerektiği gibi boş bir liste.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Answered with a list.</source>
   <translation>Bir listeyle yanıtlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/checks.py"></location>
   <source>Not served here (status {status}); this is not needed.</source>
   <translation>Burada sunulmuyor (durum kodu {status}); bu gerekli değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/client_requests.py"></location>
   <source>Test request of {client}</source>
   <translation>{client} sınama isteği</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>You stopped the test: what is shown was seen until then.</source>
   <translation>Sınamayı durdurdunuz: gösterilenler o ana kadar görülenlerdir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Run the test again to see the rest.</source>
   <translation>Geri kalanını görmek için sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>There is no SCIM service at this endpoint, nor where it usually is on this server.</source>
   <translation>Bu uç noktada bir SCIM hizmeti yok; bu sunucuda genellikle bulunduğu yerlerde de yok.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings, with its whole path.</source>
   <translation>SCIM uç noktasını hizmetinizin ayarlarından, yolunun tamamıyla yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered does not serve SCIM, but {url} does.</source>
   <translation>Girdiğiniz uç nokta SCIM sunmuyor, ancak {url} sunuyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered gave no answer, but {url} serves SCIM.</source>
   <translation>Girdiğiniz uç nokta yanıt vermedi, ancak {url} SCIM sunuyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>The endpoint as entered answered with status {status}, but {url} serves SCIM.</source>
   <translation>Girdiğiniz uç nokta {status} durum koduyla yanıt verdi, ancak {url} SCIM sunuyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge.py"></location>
   <source>Enter {url} in your provisioning client.</source>
   <translation>Sağlama istemcinize {url} adresini girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users without any token: anybody can read them.</source>
   <translation>Hizmet, kullanıcılarını belirteç olmadan da gösteriyor: herkes okuyabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service shows its users with a made-up token: anybody can read them.</source>
   <translation>Hizmet, kullanıcılarını uydurma bir belirteçle de gösteriyor: herkes okuyabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users without any token: anybody can read them.</source>
   <translation>Hizmet, kullanıcılarıyla ilgili bir isteği belirteç olmadan da yanıtlıyor: herkes okuyabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service answers a request for its users with a made-up token: anybody can read them.</source>
   <translation>Hizmet, kullanıcılarıyla ilgili bir isteği uydurma bir belirteçle de yanıtlıyor: herkes okuyabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token: it says that it wants a user name and a password.</source>
   <translation>Hizmet belirteci kabul etmiyor: kullanıcı adı ve parola istediğini bildiriyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service does not accept the token.</source>
   <translation>Hizmet belirteci kabul etmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it is right, ask whoever runs the service for an endpoint that takes a bearer token.</source>
   <translation>Belirteci, uç noktayla aynı hesabın ve ortamın ayarlarından yeniden kopyalayın; belirteç doğruysa hizmeti işletenlerden Bearer belirteci kabul eden bir uç nokta isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Copy the token again from the settings of the same account and environment as the endpoint; if it was rotated, use the new one.</source>
   <translation>Belirteci, uç noktayla aynı hesabın ve ortamın ayarlarından yeniden kopyalayın; yenilendiyse yenisini kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>A firewall or gateway in front of the service keeps you out.</source>
   <translation>Hizmetin önündeki bir güvenlik duvarı veya ağ geçidi sizi engelliyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service knows the token, but does not let it see the users.</source>
   <translation>Hizmet belirteci tanıyor, ancak kullanıcıları görmesine izin vermiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to let this computer's and the provisioning client's addresses in.</source>
   <translation>Hizmeti işletenlerden, bu bilgisayarın ve sağlama istemcisinin adreslerine izin vermelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Ask whoever runs the service to switch SCIM on and to give the token the right to manage users.</source>
   <translation>Hizmeti işletenlerden SCIM'i açmalarını ve belirtece kullanıcıları yönetme yetkisi vermelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Do not connect a provisioning client; tell whoever runs the service at once.</source>
   <translation>Sağlama istemcisi bağlamayın; hizmeti işletenlere hemen haber verin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The service refuses requests in words of its own, not as a SCIM error message.</source>
   <translation>Hizmet, istekleri SCIM hata iletisiyle değil, kendi sözleriyle reddediyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>You need not do anything: provisioning clients understand the refusal all the same.</source>
   <translation>Bir şey yapmanız gerekmez: sağlama istemcileri bu reddi yine de anlar.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token still works.</source>
   <translation>Eski belirteç hâlâ çalışıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Enter the new token in every provisioning client before the old one ends.</source>
   <translation>Eskisi sona ermeden önce yeni belirteci her sağlama istemcisine girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>The old token does not work any more.</source>
   <translation>Eski belirteç artık çalışmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_auth.py"></location>
   <source>Check that every provisioning client has the new token.</source>
   <translation>Her sağlama istemcisinde yeni belirtecin bulunduğunu denetleyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>an underscore</source>
   <translation>alt çizgi</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>This run could not prove that the connection works.</source>
   <translation>Bu sınama, bağlantının çalıştığını kanıtlayamadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it asks for is not known here.</source>
   <translation>Ne istediği burada bilinmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it.</source>
   <translation>Bulunanların hiçbiri onu engellemiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What it needs was answered.</source>
   <translation>Gereksinim duyduğu istekler yanıtlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Nothing that was found stops it. Test for this client to try its own request as well.</source>
   <translation>Bulunanların hiçbiri onu engellemiyor. Kendi isteğini de denemek için bu istemciyi seçerek sınayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>What its connection test asks for was answered as it needs it.</source>
   <translation>Bağlantı sınamasının istedikleri, gerektiği gibi yanıtlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The endpoint holds {character}, which {names} does not take in a base URL.</source>
   <translation>Uç noktada {character} var; {names}, temel URL'de bunu kabul etmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service for another host name or path if you use that client.</source>
   <translation>Bu istemciyi kullanıyorsanız hizmeti işletenlerden başka bir ana makine adı veya yol isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>Ask whoever runs the service to answer this request of {client}; show them this report.</source>
   <translation>Hizmeti işletenlerden {client} istemcisinin bu isteğini yanıtlamalarını isteyin; onlara bu raporu gösterin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with gets no answer.</source>
   <translation>{client} istemcisinin bağlantı sınamak için gönderdiği istek yanıtlanmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with is not answered as it needs (status {status}).</source>
   <translation>{client} istemcisinin bağlantı sınamak için gönderdiği istek, gerektiği gibi yanıtlanmıyor (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, gets no answer.</source>
   <translation>{client} istemcisinin bağlantı sınamak için gönderdiği ve kabul ettiği medya türünü belirtmeyen istek yanıtlanmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_clients.py"></location>
   <source>The request that {client} tests a connection with, which names no media type that it accepts, is not answered as it needs (status {status}).</source>
   <translation>{client} istemcisinin bağlantı sınamak için gönderdiği ve kabul ettiği medya türünü belirtmeyen istek, gerektiği gibi yanıtlanmıyor (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server took the request, but did not answer it completely in time.</source>
   <translation>Sunucu isteği aldı, ancak süresi içinde tam olarak yanıtlamadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again; if it stays slow, ask whoever runs the service to look into it.</source>
   <translation>Sınamayı yeniden çalıştırın; yavaş kalırsa hizmeti işletenlerden incelemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The server's answer is larger than 1 MiB, far more than one page of users needs.</source>
   <translation>Sunucunun yanıtı 1 MiB'den büyük; bir sayfa kullanıcı için gerekenden çok fazla.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and ask whoever runs the service whether it honours page sizes.</source>
   <translation>Uç noktanın SCIM uç noktası olduğunu denetleyin ve hizmeti işletenlere, istenen sayfa boyutuna uyulup uyulmadığını sorun.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>What the server sent is not a proper web answer.</source>
   <translation>Sunucunun gönderdiği, geçerli bir web yanıtı değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service what stands in front of it.</source>
   <translation>Uç noktanın ana makinesini ve bağlantı noktasını denetleyin; hizmeti işletenlere önünde ne bulunduğunu sorun.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Wait a while, then run the test again.</source>
   <translation>Biraz bekleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service failed with an error of its own (status {status}).</source>
   <translation>Hizmet kendi içindeki bir hata nedeniyle yanıt veremedi (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Run the test again in a few minutes; if it stays so, ask whoever runs the service to look at its logs.</source>
   <translation>Sınamayı birkaç dakika sonra yeniden çalıştırın; durum değişmezse hizmeti işletenlerden günlüklerine bakmalarını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another address of its own; provisioning clients do not follow.</source>
   <translation>Hizmet, istekleri kendisine ait başka bir adrese yönlendiriyor; sağlama istemcileri yönlendirmeleri izlemez.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service for the exact SCIM endpoint, and enter that.</source>
   <translation>Hizmeti işletenlere SCIM uç noktasının tam adresini sorun ve onu girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to another server. That was not followed, and your token was not sent there.</source>
   <translation>Hizmet, istekleri başka bir sunucuya yönlendiriyor. Bu yönlendirme izlenmedi ve belirteciniz oraya gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service sends requests on to {server}. That was not followed, and your token was not sent there.</source>
   <translation>Hizmet, istekleri {server} adresine yönlendiriyor. Bu yönlendirme izlenmedi ve belirteciniz oraya gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one and not that of a web page where people sign in.</source>
   <translation>Uç noktanın, kişilerin oturum açtığı bir web sayfasının adresi değil, SCIM uç noktası olduğunu denetleyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with a web page where SCIM data was expected.</source>
   <translation>Hizmet, SCIM verisi beklenirken bir web sayfasıyla yanıt verdi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Enter the SCIM endpoint, not the address that you open in a browser: it often ends in /scim/v2.</source>
   <translation>Tarayıcıda açtığınız adresi değil, SCIM uç noktasını girin: çoğu zaman /scim/v2 ile biter.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service's answer is not the JSON data that SCIM uses: {problem}.</source>
   <translation>Hizmetin yanıtı, SCIM'in kullandığı JSON verisi değil: {problem}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Check that the endpoint is the SCIM one, and show this report to whoever runs the service.</source>
   <translation>Uç noktanın SCIM uç noktası olduğunu denetleyin ve bu raporu hizmeti işletenlere gösterin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service answered with JSON (status {status}), but not with a SCIM list of users.</source>
   <translation>Hizmet JSON ile yanıt verdi (durum kodu {status}), ancak bu bir SCIM kullanıcı listesi değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service does not label its answers as SCIM or JSON; some provisioning clients refuse them.</source>
   <translation>Hizmet, yanıtlarının SCIM veya JSON olduğunu belirtmiyor; bazı sağlama istemcileri bunları reddeder.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>Ask whoever runs the service to send the content type application/scim+json.</source>
   <translation>Hizmeti işletenlerden application/scim+json içerik türünü göndermelerini isteyin.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again in {n} seconds.</source>
   <translation>
    <numerusform>Hizmet, çok sık istek aldığını ve {n} saniye sonra yeniden istek gönderilebileceğini bildiriyor.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often.</source>
   <translation>Hizmet, çok sık istek aldığını bildiriyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_http.py"></location>
   <source>The service says that it was asked too often, and may be asked again after {moment}.</source>
   <translation>Hizmet, çok sık istek aldığını ve şu andan sonra yeniden istek gönderilebileceğini bildiriyor: {moment}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server was found, but nothing listens at this port: it refused the connection.</source>
   <translation>Sunucu bulundu, ancak bu bağlantı noktasını dinleyen yok: bağlantıyı reddetti.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host and port, and ask whoever runs the service whether it is up.</source>
   <translation>Uç noktanın ana makinesini ve bağlantı noktasını denetleyin; hizmeti işletenlere hizmetin çalışıp çalışmadığını sorun.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server did not answer while connecting: a firewall may drop the connection.</source>
   <translation>Sunucu, bağlanma sırasında yanıt vermedi: bir güvenlik duvarı bağlantıyı engelliyor olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check that this computer may reach the service, then run the test again.</source>
   <translation>Bu bilgisayarın hizmete ulaşmasına izin verildiğini denetleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection before it answered.</source>
   <translation>Sunucu, yanıt vermeden bağlantıyı kapattı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service whether a firewall or an address list keeps you out, then run the test again.</source>
   <translation>Hizmeti işletenlere, bir güvenlik duvarının veya adres listesinin sizi engelleyip engellemediğini sorun, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>There is no way from this computer to the server's address.</source>
   <translation>Bu bilgisayardan sunucunun adresine giden bir yol yok.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, or the VPN that the service needs, then run the test again.</source>
   <translation>Bu bilgisayarın ağ bağlantısını veya hizmetin gerektirdiği VPN'i denetleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server does not speak an encrypted protocol at this port.</source>
   <translation>Sunucu, bu bağlantı noktasında şifreli bir protokol kullanmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port; the encrypted one is usually 443. Where the service runs on this computer, put http:// before the endpoint.</source>
   <translation>Uç noktanın bağlantı noktasını denetleyin; şifreli olan genellikle 443'tür. Hizmet bu bilgisayarda çalışıyorsa uç noktanın başına http:// yazın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server speaks only outdated versions of encryption: TLS 1.2 or later is needed.</source>
   <translation>Sunucu yalnızca eski şifreleme sürümlerini kullanıyor: TLS 1.2 veya daha yenisi gerekir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to switch on TLS 1.2 and TLS 1.3.</source>
   <translation>Hizmeti işletenlerden TLS 1.2 ve TLS 1.3'ü açmalarını isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server and this computer could not agree on an encrypted connection.</source>
   <translation>Sunucu ile bu bilgisayar, şifreli bir bağlantı üzerinde anlaşamadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings for the endpoint's host name.</source>
   <translation>Hizmeti işletenlerden, uç noktanın ana makine adı için TLS ayarlarını denetlemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server closed the connection while encryption was being set up.</source>
   <translation>Sunucu, şifreleme kurulurken bağlantıyı kapattı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to check its TLS settings, and whether a firewall keeps you out.</source>
   <translation>Hizmeti işletenlerden TLS ayarlarını ve bir güvenlik duvarının sizi engelleyip engellemediğini denetlemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server asks for a client certificate, which provisioning clients with a token do not have.</source>
   <translation>Sunucu istemci sertifikası istiyor; belirteç kullanan sağlama istemcilerinde böyle bir sertifika yoktur.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for an endpoint that needs the token alone.</source>
   <translation>Hizmeti işletenlerden yalnızca belirteç gerektiren bir uç nokta isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up just now: the name service did not answer properly.</source>
   <translation>Sunucunun adı şu anda çözümlenemedi: ad hizmeti (DNS) düzgün yanıt vermedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again in a few minutes.</source>
   <translation>Bu bilgisayarın ağ bağlantısını denetleyin, sonra sınamayı birkaç dakika içinde yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's name could not be looked up in time: the name service does not answer.</source>
   <translation>Sunucunun adı süresi içinde çözümlenemedi: ad hizmeti (DNS) yanıt vermiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check this computer's network connection, then run the test again.</source>
   <translation>Bu bilgisayarın ağ bağlantısını denetleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>No server of this name is known from this computer.</source>
   <translation>Bu bilgisayardan bu adda bir sunucu bulunamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name for a slip, and whether this computer is online; if it is an internal name, connect to your company's network first.</source>
   <translation>Uç noktanın ana makine adında yazım hatası olup olmadığını ve bu bilgisayarın çevrimiçi olduğunu denetleyin; bu bir iç ağ adıysa önce şirketinizin ağına bağlanın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint is this computer itself: good for practice, out of reach for a client in the cloud.</source>
   <translation>Uç nokta bu bilgisayarın kendisi: alıştırma için uygun, ancak buluttaki bir istemci ona ulaşamaz.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use the endpoint of your real service when you set up a client in the cloud.</source>
   <translation>Buluttaki bir istemciyi kurarken gerçek hizmetinizin uç noktasını kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The endpoint has a private address: a provisioning client in the cloud cannot reach it.</source>
   <translation>Uç noktanın özel bir adresi var: buluttaki bir sağlama istemcisi ona ulaşamaz.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Use a public endpoint, or a provisioning client (or its agent) that runs inside your network.</source>
   <translation>Genel bir uç nokta ya da ağınızın içinde çalışan bir sağlama istemcisi (veya aracısı) kullanın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server took the connection, but did not go on to encrypt it in time.</source>
   <translation>Sunucu bağlantıyı kabul etti, ancak süresi içinde şifrelemeye geçmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's port, then run the test again.</source>
   <translation>Uç noktanın bağlantı noktasını denetleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not trusted by this computer.</source>
   <translation>Bu bilgisayar, sunucunun sertifikasına güvenmiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority, with its whole chain.</source>
   <translation>Hizmeti işletenlerden, herkesin güvendiği bir sertifika yetkilisinin sertifikasını zincirinin tamamıyla yüklemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is not valid yet.</source>
   <translation>Sunucunun sertifikası henüz geçerli değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate has expired.</source>
   <translation>Sunucunun sertifikasının süresi dolmuş.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it; check this computer's clock, too.</source>
   <translation>Hizmeti işletenlerden sertifikayı yenilemelerini isteyin; bu bilgisayarın saatini de denetleyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate was issued for another host name.</source>
   <translation>Sunucunun sertifikası başka bir ana makine adı için verilmiş.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Check the endpoint's host name; if it is right, ask whoever runs the service for a certificate with it.</source>
   <translation>Uç noktanın ana makine adını denetleyin; doğruysa hizmeti işletenlerden bu adı içeren bir sertifika isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate is self-signed: no authority vouches for it.</source>
   <translation>Sunucunun sertifikası kendinden imzalı: hiçbir sertifika yetkilisi ona kefil değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install a certificate of a public authority.</source>
   <translation>Hizmeti işletenlerden, herkesin güvendiği bir sertifika yetkilisinin sertifikasını yüklemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server sent only its own certificate: the one that connects it to a known authority is missing, or its issuer is a private one.</source>
   <translation>Sunucu yalnızca kendi sertifikasını gönderdi: onu bilinen bir sertifika yetkilisine bağlayan sertifika eksik ya da sertifikayı veren özel bir yetkili.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to install the whole chain, its own certificate first.</source>
   <translation>Hizmeti işletenlerden, kendi sertifikası başta olmak üzere zincirin tamamını yüklemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate leads to an authority that this computer does not know.</source>
   <translation>Sunucunun sertifikası, bu bilgisayarın tanımadığı bir sertifika yetkilisine dayanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service for a certificate of a public authority; if the authority is your company's, name its certificate with --ca-file.</source>
   <translation>Hizmeti işletenlerden, herkesin güvendiği bir sertifika yetkilisinin sertifikasını isteyin; yetkili şirketinize aitse sertifikasını --ca-file ile belirtin.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_network.py"></location>
   <source>The server's certificate ends in {n} days.</source>
   <translation>
    <numerusform>Sunucunun sertifikası {n} gün sonra sona eriyor.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask whoever runs the service to renew it before then.</source>
   <translation>Hizmeti işletenlerden sertifikayı o zamana kadar yenilemelerini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Ask your network's administrator which it is, and test again from a network without such a proxy.</source>
   <translation>Bunlardan hangisi olduğunu ağ yöneticinize sorun ve böyle bir vekil sunucunun bulunmadığı bir ağdan yeniden sınayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy opens the connection and can read the token.</source>
   <translation>Bilgisayarınız sunucunun sertifikasına güveniyor, ancak bu, herkesin güvendiği bir sertifika değil: ya hizmet bir iç ağ hizmeti ya da şirketinizin vekil sunucusu bağlantıyı açıyor ve belirteci okuyabiliyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_network.py"></location>
   <source>Your computer trusts the server's certificate, but the public does not: the service is an internal one, or your company's proxy ({proxy}) opens the connection and can read the token.</source>
   <translation>Bilgisayarınız sunucunun sertifikasına güveniyor, ancak bu, herkesin güvendiği bir sertifika değil: ya hizmet bir iç ağ hizmeti ya da şirketinizin vekil sunucusu ({proxy}) bağlantıyı açıyor ve belirteci okuyabiliyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to allow this host and port, or to have it left out of the proxy (NO_PROXY).</source>
   <translation>Ağ yöneticinizden bu ana makineye ve bağlantı noktasına izin vermesini veya bunu vekil sunucunun dışında tutmasını (NO_PROXY) isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the proxy's address with your network's administrator, then run the test again.</source>
   <translation>Vekil sunucunun adresini ağ yöneticinizle birlikte denetleyin, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>What is set as company proxy on this computer cannot be read as the address of a proxy, so nothing was sent.</source>
   <translation>Bu bilgisayarda şirket vekil sunucusu olarak ayarlanan değer, bir vekil sunucu adresi olarak okunamıyor; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set it as http://host:port (in HTTPS_PROXY, or in this computer's proxy settings), then run the test again.</source>
   <translation>Adresi http://host:port biçiminde ayarlayın (HTTPS_PROXY değişkeninde veya bu bilgisayarın vekil sunucu ayarlarında), sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is of a kind (SOCKS) that this test cannot go through, so nothing was sent.</source>
   <translation>{proxy}, bu sınamanın kullanamayacağı bir türde (SOCKS); bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for an HTTP proxy, set HTTPS_PROXY to it, and run the test again.</source>
   <translation>Ağ yöneticinizden bir HTTP vekil sunucusu isteyin, HTTPS_PROXY değişkenini ona göre ayarlayın ve sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} is not known by that name from this computer.</source>
   <translation>{proxy} bu bilgisayardan bu adla bulunamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refused the connection: nothing listens at that port.</source>
   <translation>{proxy} bağlantıyı reddetti: o bağlantı noktasını dinleyen yok.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} took the connection, but closed it without an answer.</source>
   <translation>{proxy} bağlantıyı kabul etti, ancak yanıt vermeden kapattı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} shows a certificate that this computer does not trust, so nothing was sent to it.</source>
   <translation>{proxy}, bu bilgisayarın güvenmediği bir sertifika gösteriyor; bu nedenle ona hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator to have this computer trust the proxy's certificate, or name the certificate's authority with --ca-file.</source>
   <translation>Ağ yöneticinizden bu bilgisayarın vekil sunucunun sertifikasına güvenmesini sağlamasını isteyin ya da sertifikayı veren yetkilinin sertifikasını --ca-file ile belirtin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not speak an encrypted protocol, though its address begins with https://.</source>
   <translation>{proxy} şifreli bir protokol kullanmıyor, oysa adresi https:// ile başlıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If the proxy takes unencrypted connections, set its address with http:// (your token is encrypted all the same), then run the test again.</source>
   <translation>Vekil sunucu şifresiz bağlantı kabul ediyorsa adresini http:// ile ayarlayın (belirteciniz yine de şifrelenir), sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer.</source>
   <translation>{proxy} yanıt vermiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a user name and a password, and none are set on this computer.</source>
   <translation>{proxy} kullanıcı adı ve parola istiyor, ancak bu bilgisayarda bunlar ayarlanmamış.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Set HTTPS_PROXY to http://user:password@host:port with your own values, then run the test again.</source>
   <translation>HTTPS_PROXY değişkenini kendi değerlerinizle http://user:password@host:port biçiminde ayarlayın, sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} refuses the user name and the password that are set on this computer.</source>
   <translation>{proxy}, bu bilgisayarda ayarlanan kullanıcı adını ve parolayı reddediyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Correct them in HTTPS_PROXY (special characters percent-encoded), then run the test again.</source>
   <translation>Bunları HTTPS_PROXY değişkeninde düzeltin (özel karakterler yüzde kodlamasıyla yazılır), sonra sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} asks for a kind of sign-in, such as Windows', that this test does not know.</source>
   <translation>{proxy}, bu sınamanın bilmediği bir oturum açma türü istiyor (örneğin Windows oturumu).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Ask your network's administrator for a proxy that takes a user name and a password, or to let this computer through without.</source>
   <translation>Ağ yöneticinizden kullanıcı adı ve parola kabul eden bir vekil sunucu ya da bu bilgisayarın bunlar olmadan geçmesine izin vermesini isteyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The requests go through the company proxy {url}, which {named_by} names.</source>
   <translation>İstekler, {named_by} ile belirlenen {url} şirket vekil sunucusundan geçiyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Nothing is to be done about it: a provisioning client in the cloud does not go through this proxy.</source>
   <translation>Bu konuda yapılacak bir şey yok: buluttaki bir sağlama istemcisi bu vekil sunucudan geçmez.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy</source>
   <translation>Şirket vekil sunucusu</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>The company proxy {url}</source>
   <translation>Şirket vekil sunucusu ({url})</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not agree on encryption.</source>
   <translation>{proxy} ile şifreleme üzerinde anlaşılamadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not take the user name and the password that are set for it, or wants some (status 401).</source>
   <translation>{proxy}, kendisi için ayarlanan kullanıcı adını ve parolayı kabul etmiyor ya da bunların girilmesini istiyor (durum kodu 401).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} could not reach the server (status {status}): the host name may be wrong, or the server is down.</source>
   <translation>{proxy} sunucuya ulaşamadı (durum kodu {status}): ana makine adı yanlış veya sunucu kapalı olabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>Check the endpoint's host and port; if they are right, ask your network's administrator whether the proxy may reach it, or whether it should be left out (NO_PROXY).</source>
   <translation>Uç noktanın ana makinesini ve bağlantı noktasını denetleyin; doğruysa ağ yöneticinize, vekil sunucunun oraya ulaşmasına izin verilip verilmediğini veya adresin vekil sunucunun dışında tutulması (NO_PROXY) gerekip gerekmediğini sorun.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not answer as a proxy does: something else listens there.</source>
   <translation>{proxy} bir vekil sunucu gibi yanıt vermiyor: orayı başka bir şey dinliyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered itself instead.</source>
   <translation>{proxy} bu bilgisayarın sunucuya ulaşmasına izin vermiyor: onun yerine kendisi yanıt verdi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>{proxy} does not let this computer through to the server: it answered with status {status}.</source>
   <translation>{proxy} bu bilgisayarın sunucuya ulaşmasına izin vermiyor: {status} durum koduyla yanıt verdi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the test connected directly.</source>
   <translation>Bu bilgisayar, uygulanamayan bir vekil sunucu betiği kullanıyor; bu nedenle sınama doğrudan bağlandı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>This computer uses a proxy script that could not be followed, so the proxy {url} was used, which {named_by} names.</source>
   <translation>Bu bilgisayar, uygulanamayan bir vekil sunucu betiği kullanıyor; bu nedenle {named_by} ile belirlenen {url} vekil sunucusu kullanıldı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_proxy.py"></location>
   <source>If that is not the way out of your network, ask its administrator for the proxy's address, set HTTPS_PROXY to it, and run the test again.</source>
   <translation>Ağınızın çıkış yolu bu değilse ağ yöneticinize vekil sunucunun adresini sorun, HTTPS_PROXY değişkenini ona göre ayarlayın ve sınamayı yeniden çalıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service answers 'not found' instead of an empty list.</source>
   <translation>Hizmet, var olmayan bir kullanıcı sorulduğunda boş bir liste yerine “bulunamadı” yanıtını veriyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to answer such a search with an empty list; some clients accept it as it is.</source>
   <translation>Hizmeti işletenlerden böyle bir aramayı boş bir listeyle yanıtlamalarını isteyin; bazı istemciler bunu olduğu gibi kabul eder.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service refuses to search for a user by user name (status {status}).</source>
   <translation>Hizmet, kullanıcı adına göre kullanıcı aramayı reddediyor (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation>Hizmeti işletenlerden şu SCIM süzgecini desteklemelerini isteyin: userName eq "…".</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for a user that does not exist, the service returns users: it ignores the search.</source>
   <translation>Hizmet, var olmayan bir kullanıcı sorulduğunda kullanıcılar döndürüyor: aramayı dikkate almıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Do not connect a provisioning client, which would change the wrong users; ask whoever runs the service to support the SCIM filter: userName eq "…".</source>
   <translation>Sağlama istemcisi bağlamayın, yoksa yanlış kullanıcıları değiştirir; hizmeti işletenlerden şu SCIM süzgecini desteklemelerini isteyin: userName eq "…".</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service answers for groups, but not with a SCIM list.</source>
   <translation>Hizmet gruplar için yanıt veriyor, ancak SCIM listesiyle değil.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service manages users, but no groups (status {status}).</source>
   <translation>Hizmet kullanıcıları yönetiyor, ancak grupları yönetmiyor (durum kodu {status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Switch the provisioning of groups off in your provisioning client.</source>
   <translation>Sağlama istemcinizde grup sağlamayı kapatın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for one user, the service returns more: it does not honour the size of a page.</source>
   <translation>Hizmet, tek bir kullanıcı istendiğinde daha fazlasını döndürüyor: sayfa boyutuna uymuyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Asked for the second page of users, the service does not return it.</source>
   <translation>Hizmet, kullanıcıların ikinci sayfası istendiğinde onu döndürmüyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Ask whoever runs the service to honour startIndex and count; a client that reads all users may miss some.</source>
   <translation>Hizmeti işletenlerden startIndex ve count değerlerine uymalarını isteyin; tüm kullanıcıları okuyan bir istemci bazılarını atlayabilir.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service does not describe itself in full: {missing} cannot be read.</source>
   <translation>Hizmet kendini tam olarak tanımlamıyor; okunamayanlar: {missing}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>You need not do anything unless your provisioning client asks for it: most do not.</source>
   <translation>Sağlama istemciniz bunu istemiyorsa bir şey yapmanız gerekmez: çoğu istemez.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>The service says that it cannot change parts of a user (PATCH).</source>
   <translation>Hizmet, kullanıcı bilgilerinin yalnızca bir bölümünü değiştirmeyi (PATCH) desteklemediğini bildiriyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_scim.py"></location>
   <source>Check that your provisioning client can send whole users instead (PUT).</source>
   <translation>Sağlama istemcinizin bunun yerine kullanıcının tamamını gönderebildiğini (PUT) denetleyin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>What you entered as endpoint is not a web address that can be tested, so nothing was sent.</source>
   <translation>Uç nokta olarak girdiğiniz, sınanabilecek bir web adresi değil; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Endpoint and token look exchanged: enter the web address as endpoint, and the token as token.</source>
   <translation>Uç nokta ile belirteç yer değiştirmiş görünüyor: web adresini uç nokta, belirteci de belirteç olarak girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM endpoint again from your service's settings: it begins with https:// and holds no user name or password.</source>
   <translation>SCIM uç noktasını hizmetinizin ayarlarından yeniden kopyalayın: https:// ile başlar ve kullanıcı adı veya parola içermez.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint was tested without something that does not belong to it: {what}.</source>
   <translation>Uç nokta, ona ait olmayan şunlar çıkarılarak sınandı: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client as this report shows it.</source>
   <translation>Uç noktayı sağlama istemcinize bu raporda gösterildiği gibi girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint did not say how to connect, so https:// was put before it.</source>
   <translation>Uç noktada nasıl bağlanılacağı belirtilmemişti; bu nedenle başına https:// eklendi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint in your provisioning client with https:// at its beginning.</source>
   <translation>Uç noktayı sağlama istemcinize başında https:// olarak girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The endpoint begins with http://, which would send the token unencrypted, so nothing was sent.</source>
   <translation>Uç nokta http:// ile başlıyor ve belirteci şifresiz gönderirdi; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Enter the endpoint with https:// at its beginning.</source>
   <translation>Uç noktayı başında https:// olarak girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token was tested without something that does not belong to it: {what}.</source>
   <translation>Belirteç, ona ait olmayan şunlar çıkarılarak sınandı: {what}.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again without it before you enter it in your provisioning client.</source>
   <translation>Belirteci sağlama istemcinize girmeden önce bunlar olmadan yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>There is no token to test with.</source>
   <translation>Sınanacak bir belirteç yok.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the SCIM access token from your service's settings and enter it.</source>
   <translation>SCIM erişim belirtecini hizmetinizin ayarlarından kopyalayıp girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token is longer than {longest} characters, the most that is tested with, so nothing was sent.</source>
   <translation>Belirteç, sınanabilecek en uzun değer olan {longest} karakterden uzun; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token alone from your service's settings, and enter it again.</source>
   <translation>Yalnızca belirteci hizmetinizin ayarlarından kopyalayıp yeniden girin.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that no token can have, such as a blank, a line end or an accented letter, so nothing was sent.</source>
   <translation>Belirteçte hiçbir belirteçte bulunamayacak karakterler var (örneğin boşluk, satır sonu veya aksanlı harf); bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the token again, in one piece and nothing around it.</source>
   <translation>Belirteci tek parça hâlinde ve çevresinde başka bir şey olmadan yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>The token holds characters that tokens rarely have.</source>
   <translation>Belirteçte, belirteçlerde ender görülen karakterler var.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Compare it with the one in your service's settings if it is refused.</source>
   <translation>Reddedilirse hizmetinizin ayarlarındaki belirteçle karşılaştırın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has 64 characters, not all of them hexadecimal digits.</source>
   <translation>R-Service belirteçlerinde 64 onaltılık karakter (0-9 ve a-f) bulunur; bu belirteçte 64 karakter var, ancak bunların hepsi onaltılık değil.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has {number} characters.</source>
   <translation>
    <numerusform>R-Service belirteçlerinde 64 onaltılık karakter (0-9 ve a-f) bulunur; bu belirteçte {number} karakter var.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/tester/judge_typed.py"></location>
   <source>Copy the whole SCIM access token again from R-Service's settings, and nothing else.</source>
   <translation>SCIM erişim belirtecinin tamamını, başka bir şey olmadan R-Service'in ayarlarından yeniden kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Endpoint as you entered it</source>
   <translation>Girdiğiniz uç nokta</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Token as you entered it</source>
   <translation>Girdiğiniz belirteç</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Company proxy</source>
   <translation>Şirket vekil sunucusu</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Server name</source>
   <translation>Sunucu adı</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Connection to the server</source>
   <translation>Sunucuya bağlantı</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Encryption and certificate</source>
   <translation>Şifreleme ve sertifika</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users without a token</source>
   <translation>Belirteçsiz kullanıcı isteği</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with a made-up token</source>
   <translation>Uydurma belirteçle kullanıcı isteği</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users with the old token</source>
   <translation>Eski belirteçle kullanıcı isteği</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>A user that does not exist</source>
   <translation>Var olmayan bir kullanıcı</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>The second page of users</source>
   <translation>Kullanıcıların ikinci sayfası</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of resource types</source>
   <translation>Kaynak türleri listesi</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>List of schemas</source>
   <translation>Şema listesi</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at the host alone</source>
   <translation>Kullanıcılar (yalnızca ana makine)</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at the host alone</source>
   <translation>Gruplar (yalnızca ana makine)</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at the host alone</source>
   <translation>Hizmet tanımı (yalnızca ana makine)</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Users at {path}</source>
   <translation>Kullanıcılar ({path})</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Groups at {path}</source>
   <translation>Gruplar ({path})</translation>
  </message>
  <message>
   <location filename="../../app/tester/plan.py"></location>
   <source>Service description at {path}</source>
   <translation>Hizmet tanımı ({path})</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy settings</source>
   <translation>bu bilgisayarın vekil sunucu ayarları</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>this computer's proxy script</source>
   <translation>bu bilgisayarın vekil sunucu betiği</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer connects directly.</source>
   <translation>Vekil sunucu yok: bu bilgisayar doğrudan bağlanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the endpoint is this computer itself.</source>
   <translation>Vekil sunucu yok: uç nokta bu bilgisayarın kendisi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable NO_PROXY names this host.</source>
   <translation>Vekil sunucu yok: NO_PROXY ortam değişkeninde bu ana makine yer alıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: the environment variable {variable} is empty.</source>
   <translation>Vekil sunucu yok: {variable} ortam değişkeni boş.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>the environment variable {variable}</source>
   <translation>{variable} ortam değişkeni</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy script says to connect directly.</source>
   <translation>Vekil sunucu yok: bu bilgisayarın vekil sunucu betiği doğrudan bağlanılmasını söylüyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/proxies.py"></location>
   <source>No proxy: this computer's proxy settings except this host.</source>
   <translation>Vekil sunucu yok: bu bilgisayarın vekil sunucu ayarları bu ana makineyi hariç tutuyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/redact.py"></location>
   <source>[hidden: it held part of a token]</source>
   <translation>[gizlendi: bir belirtecin parçasını içeriyordu]</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint cannot be read as a web address, so nothing was sent.</source>
   <translation>SCIM uç noktası bir web adresi olarak okunamıyor; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The SCIM endpoint is not encrypted (it begins with http), so the token was not sent.</source>
   <translation>SCIM uç noktası şifreli değil (http ile başlıyor); bu nedenle belirteç gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The token holds characters that no token can have, so nothing was sent.</source>
   <translation>Belirteçte hiçbir belirteçte bulunamayacak karakterler var; bu nedenle hiçbir şey gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>It took too long to reach the service.</source>
   <translation>Hizmete ulaşmak çok uzun sürdü.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service answers a made-up token as well, so nothing can be learned of yours. Ask its provider.</source>
   <translation>Hizmet, uydurma bir belirtece de yanıt veriyor; bu nedenle sizinki hakkında bir şey öğrenilemiyor. Hizmetin sağlayıcısına sorun.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The name of the service's server was not found.</source>
   <translation>Hizmetin sunucusunun adı bulunamadı.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service's server cannot be reached.</source>
   <translation>Hizmetin sunucusuna ulaşılamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>No trusted encrypted connection to the service could be made, so the token was not sent.</source>
   <translation>Hizmetle güvenilir ve şifreli bir bağlantı kurulamadı; bu nedenle belirteç gönderilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>Your company's proxy did not let the connection through.</source>
   <translation>Şirketinizin vekil sunucusu bağlantıya izin vermedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service did not answer as a SCIM service does.</source>
   <translation>Hizmet, bir SCIM hizmeti gibi yanıt vermedi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service took too long to answer.</source>
   <translation>Hizmetin yanıt vermesi çok uzun sürdü.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service, or a firewall in front of it, forbids the request (403).</source>
   <translation>Hizmet veya önündeki bir güvenlik duvarı isteğe izin vermiyor (403).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service asks for a pause, because it was asked too often (429).</source>
   <translation>Hizmet, çok sık istek aldığı için ara verilmesini istiyor (429).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service has a fault at the moment ({status}).</source>
   <translation>Hizmette şu anda bir arıza var ({status}).</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>The service leads elsewhere, and the token is sent to nobody else.</source>
   <translation>Hizmet başka bir yere yönlendiriyor; belirteç ise başka kimseye gönderilmez.</translation>
  </message>
  <message>
   <location filename="../../app/tester/token_check_words.py"></location>
   <source>A web page came back, and no SCIM answer.</source>
   <translation>SCIM yanıtı yerine bir web sayfası geldi.</translation>
  </message>
  <message>
   <location filename="../../app/tester/wire.py"></location>
   <source>it is a web page</source>
   <translation>bir web sayfası</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/doing.py"></location>
   <source>Leave this field first: these keys would copy or show the token.</source>
   <translation>Önce bu alandan çıkın: bu tuşlar belirteci kopyalar veya gösterir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>The program</source>
   <translation>Program</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/shortcuts_topic.py"></location>
   <source>Open the menu</source>
   <translation>Menüyü aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Account</source>
   <translation>&amp;Hesap</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Token</source>
   <translation>&amp;Belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Connection</source>
   <translation>Bağ&amp;lantı</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;View</source>
   <translation>&amp;Görünüm</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help</source>
   <translation>&amp;Yardım</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Add an account…</source>
   <translation>Hesap &amp;ekle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Open a share…</source>
   <translation>Paylaşım &amp;aç…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Search accounts</source>
   <translation>&amp;Hesaplarda ara</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show this a&amp;ccount</source>
   <translation>Bu hesabı &amp;göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Edit account…</source>
   <translation>Hesabı &amp;düzenle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;place token…</source>
   <translation>Belirteci değiş&amp;tir…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add another &amp;like this</source>
   <translation>Ben&amp;zerini ekle</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Remove account</source>
   <translation>Hesabı &amp;kaldır</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Test all</source>
   <translation>Tümünü &amp;sına</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Move to another computer…</source>
   <translation>&amp;Başka bilgisayara taşı…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy SCIM &amp;endpoint</source>
   <translation>SCIM &amp;uç noktasını kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Copy SCIM access token</source>
   <translation>SCIM erişim belirtecini &amp;kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Copy as Authorization &amp;header</source>
   <translation>&amp;Authorization üst bilgisi olarak kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Show or hide token</source>
   <translation>Belirteci &amp;göster veya gizle</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Share sec&amp;urely…</source>
   <translation>Güvenle &amp;paylaş…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Read out the &amp;passphrase…</source>
   <translation>Parola ifadesini sesli &amp;oku…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Rotate SCIM token…</source>
   <translation>SCIM belirtecini &amp;yenile…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Re&amp;voke old token now…</source>
   <translation>&amp;Eski belirteci şimdi iptal et…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Add to ca&amp;lendar…</source>
   <translation>&amp;Takvime ekle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Which token is this?</source>
   <translation>&amp;Bu hangi belirteç?</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Run or stop test</source>
   <translation>&amp;Sınamayı çalıştır veya durdur</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Save what is shown…</source>
   <translation>&amp;Gösterileni kaydet…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Show set-&amp;up steps</source>
   <translation>&amp;Kurulum adımlarını göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;SCIM</source>
   <translation>&amp;SCIM</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>Connection &amp;tester</source>
   <translation>&amp;Bağlantı sınayıcı</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Client setup</source>
   <translation>İstemci &amp;kurulumu</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;History</source>
   <translation>&amp;Geçmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Accounts</source>
   <translation>&amp;Hesaplar</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Received share</source>
   <translation>&amp;Alınan paylaşım</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Preferences</source>
   <translation>&amp;Tercihler</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Help for what is shown</source>
   <translation>&amp;Gösterilenle ilgili yardım</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;What is SCIM?</source>
   <translation>&amp;SCIM nedir?</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Keyboard shortcuts</source>
   <translation>&amp;Klavye kısayolları</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;About SCIM Connection</source>
   <translation>SCIM Connection &amp;hakkında</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Diagnostics…</source>
   <translation>&amp;Tanılama…</translation>
  </message>
  <message>
   <location filename="../../app/ui/commands/table.py"></location>
   <source>&amp;Quit</source>
   <translation>Çı&amp;kış</translation>
  </message>
  <message>
   <location filename="../../app/ui/desk/leaving.py"></location>
   <source>Get them back</source>
   <translation>Geri getir</translation>
  </message>
  <message>
   <location filename="../../app/ui/desk/leaving.py"></location>
   <source>Tokens were put away while you were away: they are in no window and not in this program's memory. When you use one, it comes back from your system keyring.</source>
   <translation>Siz yokken belirteçler kaldırıldı: hiçbir pencerede ve bu programın belleğinde değiller. Birini kullandığınızda sistem anahtarlığınızdan geri gelir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>This copy of SCIM Connection has no list of licences, because it runs from its source text: python3 packaging/dev.py licences writes one. Each package that lies in .venv has its own licence beside it.</source>
   <translation>SCIM Connection'ın bu kopyasında lisans listesi yok, çünkü kaynak koddan çalışıyor: python3 packaging/dev.py licences komutu bir liste yazar. .venv içindeki her paketin lisansı kendi yanındadır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <source>About SCIM Connection</source>
   <translation>SCIM Connection hakkında</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>SCIM Connection {version}</source>
   <translation>SCIM Connection {version}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Hands R-Service's SCIM endpoint and token to a provisioning client.</source>
   <translation>R-Service'in SCIM uç noktasını ve belirtecini bir sağlama istemcisine iletir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Diagnostics…</source>
   <translation>Tanılama…</translation>
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
   <translation>Kapat</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Your data lies in {folder}</source>
   <translation>Verilerinizin bulunduğu klasör: {folder}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open data folder</source>
   <translation>Veri klasörünü aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Open folder</source>
   <translation>Klasörü aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Search licences</source>
   <translation>Lisanslarda ara</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences</source>
   <translation>Lisanslar</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Licences of what it is made of</source>
   <translation>Kullanılan bileşenlerin lisansları</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Qt and PySide6 are used under the LGPL, version 3. Their source text: {qt} and {pyside}</source>
   <translation>Qt ve PySide6, LGPL sürüm 3 kapsamında kullanılmaktadır. Kaynak kodları: {qt} ve {pyside}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/about.py"></location>
   <source>Not found</source>
   <translation>Bulunamadı</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>I do not know</source>
   <translation>Bilmiyorum</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>On this day:</source>
   <translation>Şu tarihte:</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Today</source>
   <translation>Bugün</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Account name</source>
   <translation>Hesap adı</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Endpoint</source>
   <translation>Uç nokta</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Settings page address</source>
   <translation>Ayarlar sayfasının adresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Optional. The page in R-Service that shows the token: it is opened for you later.</source>
   <translation>İsteğe bağlı. R-Service'te belirtecin gösterildiği sayfa: gerektiğinde sizin için açılır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Environment</source>
   <translation>Ortam</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Rotated on</source>
   <translation>Yenilenme tarihi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>Last rotated</source>
   <translation>Son yenileme</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/account_form.py"></location>
   <source>R-Service asks you to rotate within a year of it. If you do not know the day, you are reminded in 30 days.</source>
   <translation>R-Service, belirteci bu tarihten sonraki bir yıl içinde yenilemenizi ister. Tarihi bilmiyorsanız 30 gün sonra hatırlatılır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>In R-Service, open Settings console › Apps › SCIM: only an account owner sees it. Copy the SCIM endpoint there and choose Paste both here, then the same with the SCIM access token. Or copy both at once.</source>
   <translation>R-Service'te Settings console › Apps › SCIM sayfasını açın: bu sayfayı yalnızca hesap sahibi görür. Oradaki SCIM uç noktasını kopyalayıp burada “İkisini de yapıştır” düğmesine basın, sonra SCIM erişim belirteci için aynısını yapın. İkisini birlikte de kopyalayabilirsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Kept on this computer only: the token in a vault that your system keyring locks. Nothing is sent anywhere now.</source>
   <translation>Yalnızca bu bilgisayarda saklanır: belirteç, sistem anahtarlığınızın kilitlediği bir kasada durur. Şu anda hiçbir yere bir şey gönderilmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Your system keyring cannot be used, so this account is kept until you close SCIM Connection, and no longer.</source>
   <translation>Sistem anahtarlığınız kullanılamıyor; bu nedenle bu hesap yalnızca siz SCIM Connection'ı kapatana kadar saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Add an account</source>
   <translation>Hesap ekle</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Access token</source>
   <translation>Erişim belirteci</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Save account</source>
   <translation>Hesabı kaydet</translation>
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
   <translation>İptal</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Paste both</source>
   <translation>İkisini de yapıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use the one ending in {ending}</source>
   <translation>Sonu {ending} olanı kullan</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/add_account.py"></location>
   <source>Use number {number}</source>
   <translation>{number} numaralı olanı kullan</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/awaited.py"></location>
   <location filename="../../app/ui/dialogs/help_window.py"></location>
   <location filename="../../app/ui/pages/help_page.py"></location>
   <location filename="../../app/ui/window/header.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Help</source>
   <translation>Yardım</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/cover.py"></location>
   <source>Show again</source>
   <translation>Yeniden göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/cover.py"></location>
   <source>This was hidden while you were away. Nothing in it has changed.</source>
   <translation>Siz yokken bu gizlendi. İçinde hiçbir şey değişmedi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics</source>
   <translation>Tanılama</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Versions and counts for somebody who helps you. No token, no name, no address and no path is in it: read it before you send it.</source>
   <translation>Size yardım edecek kişi için sürümler ve sayılar. İçinde belirteç, ad, adres veya dosya yolu yoktur: göndermeden önce okuyun.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Diagnostics text</source>
   <translation>Tanılama metni</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Looking…</source>
   <translation>Bakılıyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/diagnostics.py"></location>
   <source>Copy diagnostics</source>
   <translation>Tanılamayı kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>None</source>
   <translation>Yok</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Edit account</source>
   <translation>Hesabı düzenle</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Save changes</source>
   <translation>Değişiklikleri kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>The token stays as it is. These are kept on this computer only.</source>
   <translation>Belirteç olduğu gibi kalır. Bunlar yalnızca bu bilgisayarda saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Twin account</source>
   <translation>İkiz hesap</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your QA account of the same kind: before you hand out this one, it is said whether that was tested.</source>
   <translation>Aynı türden QA hesabınız: bu hesabın bilgilerini iletmeden önce QA hesabının sınanıp sınanmadığı belirtilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/edit_account.py"></location>
   <source>Your production account of the same kind: before that goes out, it is said whether this was tested.</source>
   <translation>Aynı türden üretim hesabınız: onun bilgileri iletilmeden önce bu hesabın sınanıp sınanmadığı belirtilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotate SCIM token</source>
   <translation>SCIM belirtecini yenile</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is</source>
   <translation>Evet, o</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>It is not…</source>
   <translation>Hayır, o değil…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>I did not press Rotate</source>
   <translation>Rotate düğmesine basmadım</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>I have pressed Rotate</source>
   <translation>Rotate düğmesine bastım</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Check the new token</source>
   <translation>Yeni belirteci denetle</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Paste another token</source>
   <translation>Başka belirteç yapıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Use it all the same</source>
   <translation>Yine de kullan</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Finish</source>
   <translation>Bitir</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Go on later</source>
   <translation>Daha sonra devam et</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Planned rotation</source>
   <translation>Planlı yenileme</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This token has leaked</source>
   <translation>Bu belirteç sızmış</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Step {number} of {steps}: {name}</source>
   <translation>Adım {number}/{steps}: {name}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden</source>
   <translation>gizli</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <source>hidden, ends in {last_four}</source>
   <translation>gizli, sonu {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Done</source>
   <translation>Tamamlandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>Now</source>
   <translation>Şimdi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>To come</source>
   <translation>Sırada</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>now</source>
   <translation>şimdi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/guided_rotation.py"></location>
   <source>to come</source>
   <translation>sırada</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark switch as confirmed</source>
   <translation>Geçişi onaylandı olarak işaretle</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Who confirmed it</source>
   <translation>Onaylayan</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>You</source>
   <translation>Siz</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Confirmed on</source>
   <translation>Onay tarihi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>R-Service does not tell this program who uses a token. Mark it once the administrator has said, or you have seen, that the new token is saved in the provisioning client and its own test has succeeded.</source>
   <translation>R-Service, bir belirteci kimin kullandığını bu programa bildirmez. Geçişi, yeni belirtecin sağlama istemcisine kaydedildiğini ve istemcinin kendi sınamasının başarılı olduğunu yönetici söyledikten veya siz gördükten sonra işaretleyin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/mark_as_confirmed.py"></location>
   <source>Mark as confirmed</source>
   <translation>Onaylandı olarak işaretle</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Move to another computer</source>
   <translation>Başka bilgisayara taşı</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that has your accounts</source>
   <translation>Hesaplarınızın bulunduğu bilgisayarda</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write every account that you added, with its tokens and their dates, to one file that a passphrase locks. Nothing is removed here.</source>
   <translation>Eklediğiniz tüm hesapları, belirteçleri ve tarihleriyle birlikte, bir parola ifadesiyle kilitlenen tek bir dosyaya yazın. Buradan hiçbir şey kaldırılmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>There is no account here that you added yourself, so there is nothing to write.</source>
   <translation>Burada sizin eklediğiniz bir hesap yok; bu nedenle yazılacak bir şey de yok.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Write a file…</source>
   <translation>Dosya yaz…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>On the computer that gets them</source>
   <translation>Hesapları alacak bilgisayarda</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read the file with its passphrase. You see what is in it before anything is added, and nothing that is here is replaced unless you say so.</source>
   <translation>Dosyayı parola ifadesiyle okuyun. Bir şey eklenmeden önce içinde ne olduğunu görürsünüz; siz istemedikçe buradaki hiçbir şey değiştirilmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Read a file…</source>
   <translation>Dosya oku…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>The history and the pretend accounts stay where they are.</source>
   <translation>Geçmiş ve deneme hesapları oldukları yerde kalır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>{accounts} will be in the file.</source>
   <translation>{accounts} dosyada yer alacak.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Whoever has the file and the passphrase can use all of their tokens: choose the passphrase well, and delete the file once the other computer has read it.</source>
   <translation>Dosyaya ve parola ifadesine sahip olan herkes bu hesapların belirteçlerini kullanabilir: parola ifadesini iyi seçin ve diğer bilgisayar okuduktan sonra dosyayı silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting</source>
   <translation>Şifreleniyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Save file…</source>
   <translation>Dosyayı kaydet…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Encrypting. This takes a few seconds.</source>
   <translation>Şifreleniyor. Bu birkaç saniye sürer.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Stop</source>
   <translation>Durdur</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy passphrase</source>
   <translation>Parola ifadesini kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>Passphrase to write down</source>
   <translation>Not edilecek parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>1  Write the passphrase down: it is shown here once, and nothing else opens the file.</source>
   <translation>1  Parola ifadesini not edin: burada yalnızca bir kez gösterilir ve dosyayı başka hiçbir şey açmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>2  Take the file to the other computer. There choose Accounts, then Move to another computer…</source>
   <translation>2  Dosyayı diğer bilgisayara götürün. Orada Hesaplar sayfasında şunu seçin: Başka bilgisayara taşı…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move.py"></location>
   <source>3  Delete the file.</source>
   <translation>3  Dosyayı silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Everything in this file is here already, so nothing is left to do. Delete the file.</source>
   <translation>Bu dosyadaki her şey zaten burada; yapılacak bir şey kalmadı. Dosyayı silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/widgets/said_line.py"></location>
   <source>Working</source>
   <translation>Çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Open file</source>
   <translation>Dosyayı aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Type the passphrase that was shown when the file was written.</source>
   <translation>Dosya yazılırken gösterilen parola ifadesini yazın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Passphrase of the file</source>
   <translation>Dosyanın parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Accounts in the file</source>
   <translation>Dosyadaki hesaplar</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Host</source>
   <translation>Ana makine</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Name</source>
   <translation>Ad</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What stands here</source>
   <translation>Buradaki durum</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do</source>
   <translation>Yapılacak işlem</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>Take them in</source>
   <translation>Hesapları al</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/move_in.py"></location>
   <source>What to do with {account_name} ({badge})</source>
   <translation>{account_name} ({badge}) için yapılacak işlem</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open a share</source>
   <translation>Paylaşım aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>A share is an encrypted file that somebody sent you: a web page (.html) or an age file (.age). Choose it, drop it here, or copy the text from -----BEGIN AGE ENCRYPTED FILE----- on out of a mail and paste it.</source>
   <translation>Paylaşım, size gönderilmiş şifreli bir dosyadır: bir web sayfası (.html) veya bir age dosyası (.age). Dosyayı seçin, buraya bırakın ya da bir e-postadaki metni -----BEGIN AGE ENCRYPTED FILE----- satırından başlayarak kopyalayıp yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>No file chosen yet</source>
   <translation>Henüz dosya seçilmedi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Open share</source>
   <translation>Paylaşımı aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose a file…</source>
   <translation>Dosya seç…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Paste its text</source>
   <translation>Metnini yapıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Share passphrase</source>
   <translation>Paylaşımın parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Show passphrase</source>
   <translation>Parola ifadesini göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Ask the sender for it by phone. Capitals, and blanks in place of hyphens, make no difference.</source>
   <translation>Parola ifadesini gönderenden telefonla isteyin. Büyük harf kullanmanız veya tire yerine boşluk yazmanız fark etmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Choose identity file…</source>
   <translation>Kimlik dosyası seç…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>This share is locked to a key of yours, not with a passphrase. The identity file holds the private key: one that age made, or an SSH key.</source>
   <translation>Bu paylaşım bir parola ifadesiyle değil, size ait bir anahtarla kilitlenmiş. Kimlik dosyası özel anahtarı içerir: age ile oluşturulmuş bir anahtar veya bir SSH anahtarı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/open_share.py"></location>
   <source>Identity file</source>
   <translation>Kimlik dosyası</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Read out the passphrase</source>
   <translation>Parola ifadesini sesli oku</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Passphrase to read out</source>
   <translation>Sesli okunacak parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>This computer forgets it on {until}.</source>
   <translation>Bu bilgisayar parola ifadesini {until} tarihinde unutur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/read_out.py"></location>
   <source>Forget it now</source>
   <translation>Şimdi unut</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Replace token</source>
   <translation>Belirteci değiştir</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Check and keep it</source>
   <translation>Denetle ve sakla</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Continue</source>
   <translation>Devam</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>Keep it all the same</source>
   <translation>Yine de sakla</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here becomes the old token and is counted down. Choose Continue, then paste the new one: it is checked before it is used.</source>
   <translation>Burada saklanan belirteç eski belirteç olur ve onun için geri sayım başlar. “Devam” düğmesine basın, sonra yenisini yapıştırın: kullanılmadan önce denetlenir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>The token kept here is forgotten, and this one takes its place. Its dates stay.</source>
   <translation>Burada saklanan belirteç unutulur ve yerine bu belirteç geçer. Tarihleri aynı kalır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>This computer cannot read the token of this account any more. Copy the SCIM access token that R-Service shows now, and paste it here.</source>
   <translation>Bu bilgisayar artık bu hesabın belirtecini okuyamıyor. R-Service'in şu anda gösterdiği SCIM erişim belirtecini kopyalayıp buraya yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>R-Service rotated it (the old one lives on)</source>
   <translation>R-Service yeniledi (eskisi çalışmaya devam eder)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/replace_token.py"></location>
   <source>I mistyped it</source>
   <translation>Yanlış girdim</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>, ending in {token_ending},</source>
   <translation> (sonu {token_ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source> The old token that is still valid ends too.</source>
   <translation> Hâlâ geçerli olan eski belirteç de sona erer.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} ends at once.{also}
Provisioning stops until the new token is entered in your provisioning client: have its administrator ready before you choose Rotate now.</source>
   <translation>Yeni bir belirteç alırsınız. Geçerli belirteç{ending} hemen sona erer.{also}
Yeni belirteç sağlama istemcinize girilene kadar kullanıcı sağlama durur: “Şimdi yenile” düğmesine basmadan önce istemcinin yöneticisinin hazır olmasını sağlayın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>You get a new token. The present one{ending} becomes the old token and keeps working until {old_works_until}.
Share the new one with the administrator of your provisioning client in that time.</source>
   <translation>Yeni bir belirteç alırsınız. Geçerli belirteç{ending} eski belirteç olur ve {old_works_until} tarihine kadar çalışmaya devam eder.
Bu süre içinde yenisini sağlama istemcinizin yöneticisiyle paylaşın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke old token</source>
   <translation>Eski belirteci iptal et</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>, ending in {ending},</source>
   <translation> (sonu {ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>The old token{named} stops working at once.</source>
   <translation>Eski belirteç{named} hemen çalışmaz olur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>This cannot be undone.</source>
   <translation>Bu işlem geri alınamaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/rotate.py"></location>
   <source>Revoke now</source>
   <translation>Şimdi iptal et</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_file.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>All files (*)</source>
   <translation>Tüm dosyalar (*)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Web page (*.html)</source>
   <translation>Web sayfası (*.html)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>age file (*.age)</source>
   <translation>age dosyası (*.age)</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/save_share.py"></location>
   <source>Save share</source>
   <translation>Paylaşımı kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Share securely</source>
   <translation>Güvenle paylaş</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>What this share can and cannot do</source>
   <translation>Bu paylaşımın yapabildikleri ve yapamadıkları</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy a message for a secret tool</source>
   <translation>Gizli bilgi aracı için ileti kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Copy message for a secret tool</source>
   <translation>Gizli bilgi aracı için ileti kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Save share…</source>
   <translation>Paylaşımı kaydet…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For whom</source>
   <translation>Kimin için</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Jane Doe, Contoso</source>
   <translation>Ayşe Yılmaz, Contoso</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The person who will open the file.</source>
   <translation>Dosyayı açacak kişi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>For client</source>
   <translation>Hangi istemci için</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>The file names the fields as its console does.</source>
   <translation>Dosyada alanlar, istemcinin konsolundaki adlarıyla yer alır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Web page for any browser</source>
   <translation>Her tarayıcıda açılan web sayfası</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>age file</source>
   <translation>age dosyası</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <source>Kind of file</source>
   <translation>Dosya türü</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase text</source>
   <translation>Parola ifadesi metni</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Suggest a passphrase</source>
   <translation>Parola ifadesi öner</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/widgets/passphrase_input.py"></location>
   <source>Passphrase</source>
   <translation>Parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Keep the passphrase on this computer for 7 days</source>
   <translation>Parola ifadesini bu bilgisayarda 7 gün sakla</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Share ready</source>
   <translation>Paylaşım hazır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>It is shown here once: copy it, or write it down, before you close.</source>
   <translation>Burada yalnızca bir kez gösterilir: kapatmadan önce kopyalayın veya not edin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message</source>
   <translation>İletiyi kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy message to send with the file</source>
   <translation>Dosyayla gönderilecek iletiyi kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>1  Send the file with this message, by mail or chat.</source>
   <translation>1  Dosyayı bu iletiyle birlikte e-posta veya sohbet yoluyla gönderin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>2  Read the passphrase out by phone, or send it another way than the file.</source>
   <translation>2  Parola ifadesini telefonda okuyun veya dosyadan farklı bir yolla gönderin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <location filename="../../app/ui/widgets/calendar_button.py"></location>
   <source>Add to calendar…</source>
   <translation>Takvime ekle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>3  Have your calendar remind you of this token's dates.</source>
   <translation>3  Takviminiz size bu belirtecin tarihlerini hatırlatsın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Details</source>
   <translation>Ayrıntılar</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Copy SHA-256</source>
   <translation>SHA-256 değerini kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_ready.py"></location>
   <source>Whoever compares it by phone knows that nobody has swapped the file.</source>
   <translation>Bu değeri telefonda karşılaştıran kişi, dosyanın kimse tarafından değiştirilmediğini bilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>From whom</source>
   <translation>Kimden</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>You, as the recipient knows you.</source>
   <translation>Alıcının sizi tanıdığı adla siz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Also of the message to copy.</source>
   <translation>Kopyalanacak iletinin dili de budur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/share_sender.py"></location>
   <source>Language of the page</source>
   <translation>Sayfanın dili</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Which token is this?</source>
   <translation>Bu hangi belirteç?</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste a text that you found, in a chat or a log for instance. You learn whether it is a token of an account on this computer. The text stays in this window: it is neither kept nor sent.</source>
   <translation>Örneğin bir sohbette veya günlükte bulduğunuz metni yapıştırın. Bu bilgisayardaki bir hesabın belirteci olup olmadığını öğrenirsiniz. Metin bu pencerede kalır: saklanmaz ve gönderilmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Found text</source>
   <translation>Bulunan metin</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>Paste</source>
   <translation>Yapıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Paste found text</source>
   <translation>Bulunan metni yapıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/dialogs/which_token.py"></location>
   <source>Find out</source>
   <translation>Öğren</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Accounts</source>
   <translation>Hesaplar</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add an account…</source>
   <translation>Hesap ekle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all</source>
   <translation>Tümünü sına</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Open a share…</source>
   <translation>Paylaşım aç…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Move to another computer…</source>
   <translation>Başka bilgisayara taşı…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Open account</source>
   <translation>Hesabı aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Edit account…</source>
   <translation>Hesabı düzenle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Add another like this</source>
   <translation>Benzerini ekle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Remove account</source>
   <translation>Hesabı kaldır</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Test all progress</source>
   <translation>Tümünü sınama ilerlemesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>What needs you first stands first. Choose an account, then what to do with it below the table.</source>
   <translation>İlk ilgilenmeniz gereken hesap en üsttedir. Bir hesap seçin, sonra tablonun altından yapılacak işlemi seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>You have no account here yet. Add yours, or choose SCIM on the left to see what else you can do.</source>
   <translation>Burada henüz hesabınız yok. Kendi hesabınızı ekleyin veya başka neler yapabileceğinizi görmek için soldan SCIM'i seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>Stop testing</source>
   <translation>Sınamayı durdur</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_page.py"></location>
   <source>{heading}: {words}</source>
   <translation>{heading}: {words}</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Token’s age</source>
   <translation>Belirtecin yaşı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Old token</source>
   <translation>Eski belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last test</source>
   <translation>Son sınama</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Last shared with</source>
   <translation>Son paylaşıldığı kişi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Next step</source>
   <translation>Sonraki adım</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/accounts_table.py"></location>
   <source>Blocked, just now</source>
   <translation>Engellenmiş, az önce</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the token</source>
   <translation>belirteçle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with the old token</source>
   <translation>eski belirteçle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>with a made-up token</source>
   <translation>uydurma bir belirteçle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>without a token</source>
   <translation>belirteç olmadan</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Shape of the answer</source>
   <translation>Yanıtın yapısı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as curl</source>
   <translation>curl olarak kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Copy as PowerShell</source>
   <translation>PowerShell olarak kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>The line asks for the token when it runs.</source>
   <translation>Kopyalanan satır, çalıştırıldığında belirteci sorar.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>There was no answer to it.</source>
   <translation>İstek yanıtsız kaldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}, {media_type}.</source>
   <translation>Yanıt: durum kodu {status}, {media_type}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Answer: status {status}.</source>
   <translation>Yanıt: durum kodu {status}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/check_detail.py"></location>
   <source>Of its body, names and kinds of values alone are kept:</source>
   <translation>Gövdesinden yalnızca adlar ve değer türleri saklanır:</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Paste the new token…</source>
   <translation>Yeni belirteci yapıştır…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on with the new token…</source>
   <translation>Yeni belirteçle devam et…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>If you did, R-Service shows a new token, and the one below is now the old one.</source>
   <translation>Bastıysanız R-Service yeni bir belirteç gösterir; aşağıdaki de artık eski belirteçtir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token{named} is kept here, and not used yet.</source>
   <translation>Yeni belirteç{named} burada saklanıyor ve henüz kullanılmıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Until you go on, the token below is the one from before the rotation.</source>
   <translation>Siz devam edene kadar aşağıdaki belirteç, yenilemeden önceki belirteçtir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Go on once more to finish the rotation.</source>
   <translation>Yenilemeyi bitirmek için bir kez daha devam edin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The new token is used already.</source>
   <translation>Yeni belirteç zaten kullanılıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Copy request to support</source>
   <translation>Destek isteğini kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Check now</source>
   <translation>Şimdi denetle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source> that ends in {ending}</source>
   <translation> (sonu {ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>The token{named} has leaked</source>
   <translation>Belirteç{named} sızmış</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Nothing is left to do for it. Make sure that your provisioning client has the new token.</source>
   <translation>Bu belirteç için yapılacak bir şey kalmadı. Sağlama istemcinizde yeni belirtecin bulunduğundan emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>R-Service publishes no way to end a token at once. Ask its support to end it, and check here whether it still works. Hand the new token over to your provisioning client now.</source>
   <translation>R-Service, bir belirteci hemen sona erdirmenin bir yolunu sunmuyor. R-Service desteğinden belirteci sona erdirmesini isteyin ve hâlâ çalışıp çalışmadığını buradan denetleyin. Yeni belirteci sağlama istemcinize şimdi iletin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/guided_panel.py"></location>
   <source>Checking…</source>
   <translation>Denetleniyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing has been done with this account's tokens on this computer yet. What you reveal, copy, share, rotate or test is listed here from now on.</source>
   <translation>Bu hesabın belirteçleriyle bu bilgisayarda henüz hiçbir şey yapılmadı. Gösterme, kopyalama, paylaşma, yenileme ve sınama işlemleriniz bundan sonra burada listelenir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Nothing of this kind was done in the last 400 days. Choose Everything to see the rest.</source>
   <translation>Son 400 günde bu türden bir işlem yapılmadı. Diğerlerini görmek için “Tümü” seçeneğini seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Without a keyring no history is kept: what you do now is forgotten when you close the window. The notice above says how to change that.</source>
   <translation>Anahtarlık olmadan geçmiş tutulmaz: şimdi yaptıklarınız pencereyi kapattığınızda unutulur. Bunu nasıl değiştireceğiniz yukarıdaki bildirimde yazıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show</source>
   <translation>Göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_tab.py"></location>
   <source>Export history…</source>
   <translation>Geçmişi dışa aktar…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Result</source>
   <translation>Sonuç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>Token</source>
   <translation>Belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>What</source>
   <translation>İşlem</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <source>When</source>
   <translation>Zaman</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/history_table.py"></location>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History</source>
   <translation>Geçmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token has ended</source>
   <translation>Eski belirteç sona erdi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token still works</source>
   <translation>Eski belirteç hâlâ çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>The old token should have ended</source>
   <translation>Eski belirtecin sona ermiş olması gerekir</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Old token time left</source>
   <translation>Eski belirtecin kalan süresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Revoke old token now…</source>
   <translation>Eski belirteci şimdi iptal et…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Mark as confirmed…</source>
   <translation>Onaylandı olarak işaretle…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Take back the confirmation</source>
   <translation>Onayı geri al</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/old_token_panel.py"></location>
   <source>Valid until {moment}.</source>
   <translation>{moment} tarihine kadar geçerli.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>On Linux no program can keep its windows out of screen captures and screen sharing. Hide the token before you share your screen.</source>
   <translation>Linux'ta hiçbir program pencerelerini ekran görüntülerinin ve ekran paylaşımının dışında tutamaz. Ekranınızı paylaşmadan önce belirteci gizleyin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>days</source>
   <translation>gün</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>minutes</source>
   <translation>dakika</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>seconds</source>
   <translation>saniye</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Hide a shown token after</source>
   <translation>Gösterilen belirteci gizleme süresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Then only its last four digits stand there.</source>
   <translation>Sonra yalnızca son dört karakteri görünür.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Clear a copied secret after</source>
   <translation>Kopyalanan gizli bilgiyi silme süresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Only if it is still in the clipboard: what you copy meanwhile stays.</source>
   <translation>Yalnızca hâlâ panodaysa: bu sırada kopyaladığınız başka şeyler kalır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Keep more minutes adds</source>
   <translation>Uzatma düğmesinin eklediği süre</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>The button beside each of these times gives you so much longer.</source>
   <translation>Bu sürelerin her birinin yanındaki düğme size bu kadar daha zaman verir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Put secrets away without me after</source>
   <translation>Ben yokken gizli bilgileri kaldırma süresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Shown secrets hide, the clipboard is cleared, and tokens leave this program's memory. When you use one again, it asks your system keyring. The same happens at once when your screen locks.</source>
   <translation>Gösterilen gizli bilgiler gizlenir, pano temizlenir ve belirteçler bu programın belleğinden çıkar. Birini yeniden kullandığınızda sistem anahtarlığınıza sorulur. Ekranınız kilitlendiğinde de aynısı hemen olur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Advise a new token after</source>
   <translation>Yeni belirteç önerme süresi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>R-Service asks you to rotate a token at least once a year.</source>
   <translation>R-Service, belirtecin yılda en az bir kez yenilenmesini ister.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Remind me before that</source>
   <translation>Bundan ne kadar önce hatırlatılsın</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>So long before, the token counts as due.</source>
   <translation>Bu kadar süre kala belirtecin zamanı gelmiş sayılır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Remind me before an old token ends</source>
   <translation>Eski belirteç bitmeden ne kadar önce hatırlatılsın</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>So long before its end you are told that somebody may still use it.</source>
   <translation>Bitmesine bu kadar süre kala, onu hâlâ kullanan olabileceği size bildirilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>As the system</source>
   <translation>Sistemdeki gibi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Light</source>
   <translation>Açık</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Dark</source>
   <translation>Koyu</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>High contrast</source>
   <translation>Yüksek karşıtlık</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Preferences</source>
   <translation>Tercihler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>What you change here holds at once, and is kept on this computer.</source>
   <translation>Burada değiştirdikleriniz hemen geçerli olur ve bu bilgisayarda saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Secrets that you show or copy</source>
   <translation>Gösterdiğiniz veya kopyaladığınız gizli bilgiler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>When you leave your desk</source>
   <translation>Masanızdan ayrıldığınızda</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Reminders</source>
   <translation>Hatırlatmalar</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>At most once a day, of what is due.</source>
   <translation>Zamanı gelenler için günde en çok bir kez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Desktop notifications</source>
   <translation>Masaüstü bildirimleri</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Sharing</source>
   <translation>Paylaşma</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Whether that is ticked when you open Share securely. Your system keyring locks it.</source>
   <translation>Güvenle paylaş açıldığında bunun işaretli olup olmayacağı. Parola ifadesini sistem anahtarlığınız kilitler.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Look and language</source>
   <translation>Görünüm ve dil</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Colours of this window.</source>
   <translation>Bu pencerenin renkleri.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Theme</source>
   <translation>Tema</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Language</source>
   <translation>Dil</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>What you send to others is not changed by it.</source>
   <translation>Başkalarına gönderdikleriniz bundan etkilenmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Restore defaults</source>
   <translation>Varsayılanlara dön</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Leave windows with secrets out of screen captures</source>
   <translation>Gizli bilgi içeren pencereleri ekran görüntülerinin dışında tut</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Whoever sees your shared screen, or a recording of it, does not see them.</source>
   <translation>Paylaştığınız ekranı veya kaydını gören kişi bu pencereleri görmez.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Screen captures</source>
   <translation>Ekran görüntüleri</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>Nothing is entered. {holds} {unit} still hold. Enter {least} to {most} {unit}.</source>
   <translation>Hiçbir şey girilmedi. Hâlâ geçerli olan: {holds} {unit}. {least} ile {most} {unit} arasında bir değer girin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/preferences_page.py"></location>
   <source>“{typed}” cannot be used. {holds} {unit} still hold. Enter a whole number from {least} to {most}.</source>
   <translation>“{typed}” kullanılamaz. Hâlâ geçerli olan: {holds} {unit}. {least} ile {most} arasında bir tam sayı girin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Not entered yet</source>
   <translation>Henüz girilmedi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Received share</source>
   <translation>Alınan paylaşım</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Close this share</source>
   <translation>Bu paylaşımı kapat</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Its token leaves this window and the clipboard.</source>
   <translation>Belirteci bu pencereden ve panodan silinir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Check this before you enter anything</source>
   <translation>Bir şey girmeden önce bunu denetleyin</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/secrets/secret_field.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy</source>
   <translation>Kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM endpoint</source>
   <translation>SCIM uç noktasını kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Show token</source>
   <translation>Belirteci göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy SCIM access token</source>
   <translation>SCIM erişim belirtecini kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as Authorization header</source>
   <translation>Authorization üst bilgisi olarak kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Copy as header</source>
   <translation>Üst bilgi olarak kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/widgets/added_card.py"></location>
   <source>Test this connection</source>
   <translation>Bu bağlantıyı sına</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Show set-up steps</source>
   <translation>Kurulum adımlarını göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep it as a connection</source>
   <translation>Bağlantı olarak saklayın</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Connection name</source>
   <translation>Bağlantı adı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Keep as a connection</source>
   <translation>Bağlantı olarak sakla</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Answer the sender</source>
   <translation>Gönderene yanıt verin</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Entered in</source>
   <translation>Girildiği istemci</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <source>Copy a reply</source>
   <translation>Yanıtı kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide</source>
   <translation>Gizle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hide token</source>
   <translation>Belirteci gizle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/received_share.py"></location>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Hides in {span}</source>
   <translation>{span} sonra gizlenir</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Some clients add /scim or /scim/v2 themselves. The connection tester tells you which form to enter.</source>
   <translation>Bazı istemciler /scim veya /scim/v2 bölümünü kendileri ekler. Hangi biçimi gireceğinizi bağlantı sınayıcı söyler.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Share securely…</source>
   <translation>Güvenle paylaş…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Waiting for R-Service…</source>
   <translation>R-Service bekleniyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/scim_tab.py"></location>
   <source>Rotating…</source>
   <translation>Yenileniyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Documented by the vendor</source>
   <translation>Satıcı tarafından belgelenmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others, not documented by the vendor</source>
   <translation>Başkaları tarafından bildirilmiş, satıcı tarafından belgelenmemiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Reported by others</source>
   <translation>Başkaları tarafından bildirilmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service follows the vendor's own documentation.</source>
   <translation>Bir hizmetten beklediği şeyler satıcının kendi belgelerinden alınmıştır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service is known from others. Trust its own connection test more than ours.</source>
   <translation>Bir hizmetten beklediği şeyler başkalarından öğrenilmiştir. Bizim sınamamızdan çok istemcinin kendi bağlantı sınamasına güvenin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>What it asks of a service could not be found out. Its own connection test has the last word.</source>
   <translation>Bir hizmetten ne beklediği öğrenilemedi. Son sözü istemcinin kendi bağlantı sınaması söyler.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Set up the first time</source>
   <translation>İlk kurulum</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Replace the token</source>
   <translation>Belirteci değiştirme</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Messages you may see</source>
   <translation>Karşılaşabileceğiniz iletiler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>How sure this is</source>
   <translation>Bu bilgiler ne kadar kesin</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_guide.py"></location>
   <source>Where it is documented</source>
   <translation>Belgelendiği yer</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Use the account's values</source>
   <translation>Hesabın değerlerini kullan</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Save as a page…</source>
   <translation>Sayfa olarak kaydet…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Without the token: to print, or to send on.</source>
   <translation>Belirteç olmadan: yazdırmak veya iletmek için.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Saved</source>
   <translation>Kaydedildi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/setup_tab.py"></location>
   <source>Provisioning clients</source>
   <translation>Sağlama istemcileri</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Welcome to SCIM Connection</source>
   <translation>SCIM Connection'a hoş geldiniz</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Hand R-Service's SCIM endpoint and token to the administrator of your provisioning client.</source>
   <translation>R-Service'in SCIM uç noktasını ve belirtecini sağlama istemcinizin yöneticisine iletin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Add my R-Service account</source>
   <translation>R-Service hesabımı ekle</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You own an R-Service account: enter its SCIM endpoint and token once, and test, share and rotate from here. They are kept on this computer only.</source>
   <translation>Bir R-Service hesabının sahibisiniz: SCIM uç noktasını ve belirtecini bir kez girin; sınama, paylaşma ve yenileme işlemlerini buradan yapın. Bilgiler yalnızca bu bilgisayarda saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Open a share I received</source>
   <translation>Aldığım paylaşımı aç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Somebody sent you an encrypted file with a SCIM endpoint and a token: open it here with its passphrase. You can also drop the file on this window.</source>
   <translation>Size, SCIM uç noktası ve belirteç içeren şifreli bir dosya gönderildi: dosyayı parola ifadesiyle burada açın. Dosyayı bu pencereye de bırakabilirsiniz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Test a connection</source>
   <translation>Bağlantı sına</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>You have an endpoint and a token: find out whether they work before you type them into your provisioning client. Nothing is changed and nothing is kept.</source>
   <translation>Elinizde bir uç nokta ve bir belirteç var: sağlama istemcinize girmeden önce çalışıp çalışmadıklarını öğrenin. Hiçbir şey değiştirilmez ve saklanmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>Practise with a pretend account</source>
   <translation>Deneme hesabıyla alıştırma yap</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/start_page.py"></location>
   <source>See the SCIM screen with an account that lives on this computer alone. Copy, share and rotate as often as you like.</source>
   <translation>SCIM ekranını, yalnızca bu bilgisayarda bulunan bir hesapla görün. İstediğiniz kadar kopyalayın, paylaşın ve yenileyin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Any client</source>
   <translation>Herhangi bir istemci</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Endpoint to test</source>
   <translation>Sınanacak uç nokta</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Token to test</source>
   <translation>Sınanacak belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Run test</source>
   <translation>Sınamayı çalıştır</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Provisioning client</source>
   <translation>Sağlama istemcisi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_input.py"></location>
   <source>Stop test</source>
   <translation>Sınamayı durdur</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Base URLs</source>
   <translation>Temel URL'ler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <source>Choose a check to see what was asked and how it was answered.</source>
   <translation>Ne sorulduğunu ve nasıl yanıtlandığını görmek için bir denetim seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Checks</source>
   <translation>Denetimler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tab.py"></location>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Clients</source>
   <translation>İstemciler</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Passed</source>
   <translation>Başarılı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Warning</source>
   <translation>Uyarı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Failed</source>
   <translation>Başarısız</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Skipped</source>
   <translation>Atlandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Groups</source>
   <translation>Gruplar</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use</source>
   <translation>Kullanım</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Users</source>
   <translation>Kullanıcılar</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Check</source>
   <translation>Denetim</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Detail</source>
   <translation>Ayrıntı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Duration</source>
   <translation>Süre</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Client</source>
   <translation>İstemci</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>How sure</source>
   <translation>Ne kadar kesin</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Ready</source>
   <translation>Hazır</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>What that means</source>
   <translation>Bunun anlamı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Use this one</source>
   <translation>Bunu kullanın</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Works too</source>
   <translation>Bu da çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>No</source>
   <translation>Hayır</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Not tested</source>
   <translation>Sınanmadı</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Documented</source>
   <translation>Belgelenmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Reported</source>
   <translation>Bildirilmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Unknown</source>
   <translation>Bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_tables.py"></location>
   <source>Yes</source>
   <translation>Evet</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Test progress</source>
   <translation>Sınama ilerlemesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Save report…</source>
   <translation>Raporu kaydet…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Compared with the test of</source>
   <translation>Karşılaştırılan sınama</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing…</source>
   <translation>Sınanıyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>running</source>
   <translation>çalışıyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/pages/tester_verdict.py"></location>
   <source>Testing… {title}</source>
   <translation>Sınanıyor… {title}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>The folder could not be opened. Open it with your file manager: its path stands above.</source>
   <translation>Klasör açılamadı. Dosya yöneticinizle açın: yolu yukarıda yazıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/about.py"></location>
   <source>Diagnostics copied</source>
   <translation>Tanılama kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Usable</source>
   <translation>Kullanılabilir</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Blocked</source>
   <translation>Engellenmiş</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Not tested since it was rotated</source>
   <translation>Yenilendikten sonra sınanmadı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>Somebody</source>
   <translation>Biri</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>There is no account with a token to test.</source>
   <translation>Sınanabilecek bir belirteci olan hesap yok.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{number} {verdict}</source>
   <translation>{number} {verdict}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{done} of {total} tested</source>
   <translation>{done}/{total} hesap sınandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}.</source>
   <translation>{begun}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/account_rows.py"></location>
   <source>{begun}. You stopped the test.</source>
   <translation>{begun}. Sınamayı siz durdurdunuz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>on this computer</source>
   <translation>bu bilgisayarda</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>until you close SCIM Connection</source>
   <translation>siz SCIM Connection'ı kapatana kadar</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>“{account_name}” is kept {where}.</source>
   <translation>“{account_name}” {where} saklanıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/accounts.py"></location>
   <source>Tested {done} of {total}.</source>
   <translation>{done}/{total} hesap sınandı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Let me change it</source>
   <translation>Değiştirmek istiyorum</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>Save it as it is</source>
   <translation>Olduğu gibi kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>The clipboard was emptied of it.</source>
   <translation>Panodan silindi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>It is still in the clipboard: copy something else.</source>
   <translation>Hâlâ panoda duruyor: başka bir şey kopyalayın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>The token ending in {last_four} was pasted.</source>
   <translation>Sonu {last_four} olan belirteç yapıştırıldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>Is that right?</source>
   <translation>Bu doğru mu?</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/add_account.py"></location>
   <source>“{account_name}” ({badge}) has this very token.</source>
   <translation>“{account_name}” ({badge}) hesabının belirteci bununla aynı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Save dates for your calendar</source>
   <translation>Tarihleri takviminiz için kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>iCalendar file (*.ics)</source>
   <translation>iCalendar dosyası (*.ics)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Calendar file saved</source>
   <translation>Takvim dosyası kaydedildi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/calendar.py"></location>
   <source>Saved as {target_name}. Open it, or import it in Outlook or Google Calendar.</source>
   <translation>{target_name} adıyla kaydedildi. Dosyayı açın veya Outlook ya da Google Takvim'e aktarın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <source>Copy gives Bearer and the token together.</source>
   <translation>“Kopyala” düğmesi, Bearer ile belirteci birlikte verir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The Authorization header</source>
   <translation>Authorization üst bilgisi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/client_values.py"></location>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/secrets/clipboard.py"></location>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>The token</source>
   <translation>Belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/edit_account.py"></location>
   <source>From now on the token is sent to {now} instead of {before}.</source>
   <translation>Belirteç bundan sonra {before} yerine {now} adresine gönderilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Trying the new token and the old one…</source>
   <translation>Yeni ve eski belirteç deneniyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The new token, ending in {last_four}, is kept.</source>
   <translation>Yeni belirteç (sonu {last_four}) saklandı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>The token is kept.</source>
   <translation>Belirteç saklandı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guide.py"></location>
   <source>Your browser could not be opened. Open R-Service's settings there yourself.</source>
   <translation>Tarayıcınız açılamadı. R-Service'in ayarlarını tarayıcıda kendiniz açın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>Nothing was rotated. Everything is as it was.</source>
   <translation>Hiçbir şey yenilenmedi. Her şey eskisi gibi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The token was replaced.</source>
   <translation>Belirteç değiştirildi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/guided.py"></location>
   <source>The new token is the present one now. The old one is counted down.</source>
   <translation>Yeni belirteç artık geçerli belirteç. Eskisi için geri sayım başladı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is marked as confirmed.</source>
   <translation>Geçiş onaylandı olarak işaretlendi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/handover.py"></location>
   <source>The switch is not confirmed any more.</source>
   <translation>Geçiş artık onaylı değil.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Comma-separated values (*.csv)</source>
   <translation>Virgülle ayrılmış değerler (*.csv)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>Export history</source>
   <translation>Geçmişi dışa aktar</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>{n} lines were written to {target}. No token is in the file.</source>
   <translation>
    <numerusform>{target} dosyasına {n} satır yazıldı. Dosyada belirteç yok.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/history.py"></location>
   <source>History exported</source>
   <translation>Geçmiş dışa aktarıldı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It is kept on this computer only: the token in a vault that your system keyring locks.</source>
   <translation>Yalnızca bu bilgisayarda saklanır: belirteç, sistem anahtarlığınızın kilitlediği bir kasada durur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Your system keyring cannot be used, so it is kept until you close SCIM Connection, and no longer.</source>
   <translation>Sistem anahtarlığınız kullanılamıyor; bu nedenle yalnızca siz SCIM Connection'ı kapatana kadar saklanır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>It becomes an account of this program, marked {badge} as the share says. {place}</source>
   <translation>Bu programda bir hesap olur ve paylaşımda yazdığı gibi {badge} olarak işaretlenir. {place}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/keep_share.py"></location>
   <source>Kept as “{name}” ({badge}). {place}</source>
   <translation>“{name}” ({badge}) olarak saklandı. {place}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Read a file of another computer</source>
   <translation>Başka bir bilgisayarın dosyasını oku</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>{n} accounts</source>
   <translation>
    <numerusform>{n} hesap</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Very strong: six words that were drawn at random.</source>
   <translation>Çok güçlü: rastgele çekilmiş altı sözcük.</translation>
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
   <translation>Dosyayı kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Stopped. Choose Save file… to try again.</source>
   <translation>Durduruldu. Yeniden denemek için “Dosyayı kaydet…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>Not in the file, because this computer cannot read the token: {names}.</source>
   <translation>Bu bilgisayar belirteçlerini okuyamadığı için dosyada olmayanlar: {names}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>The file is written. It holds {holds}.</source>
   <translation>Dosya yazıldı. İçinde {holds} var.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <source>File written</source>
   <translation>Dosya yazıldı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The passphrase</source>
   <translation>Parola ifadesi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move.py"></location>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Passphrase copied</source>
   <translation>Parola ifadesi kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Stopped.</source>
   <translation>Durduruldu.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Opening. This takes a few seconds.</source>
   <translation>Açılıyor. Bu birkaç saniye sürer.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file is open</source>
   <translation>Dosya açıldı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Taking them in.</source>
   <translation>Hesaplar alınıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>The file holds {holds}. It was written on {moment}.</source>
   <translation>Dosyada {holds} var. Dosya {moment} tarihinde yazılmış.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Not usable in it: {accounts}.</source>
   <translation>Dosyada kullanılamayanlar: {accounts}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>New: it will be added.</source>
   <translation>Yeni: eklenecek.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here already, with the same token: it is left as it is.</source>
   <translation>Zaten burada, belirteci de aynı: olduğu gibi bırakılır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here, and this computer cannot read its token.</source>
   <translation>Burada var, ancak bu bilgisayar belirtecini okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source> ending in {here_ending}</source>
   <translation> (sonu {here_ending})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>, rotated {moment}</source>
   <translation>, yenilenme tarihi {moment}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token. The file also has a new one, which waits to be used.</source>
   <translation>Aynı belirteçle burada var. Dosyada ayrıca kullanılmayı bekleyen yeni bir belirteç var.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with the same token, and another endpoint or old token.</source>
   <translation>Aynı belirteçle burada var, ancak uç noktası veya eski belirteci farklı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>It is here with another token{here}. The file has one{theirs}{rotated}.</source>
   <translation>Burada başka bir belirteçle var{here}. Dosyadaki belirteç farklı{theirs}{rotated}.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were added.</source>
   <translation>
    <numerusform>{n} hesap eklendi.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were replaced.</source>
   <translation>
    <numerusform>{n} hesap değiştirildi.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{n} accounts were left as they were.</source>
   <translation>
    <numerusform>{n} hesap olduğu gibi bırakıldı.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>{each_name} was not taken in. {sentences}</source>
   <translation>{each_name} alınmadı. {sentences}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>You stopped before the others were taken in.</source>
   <translation>Diğerleri alınmadan durdurdunuz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Read the file again to take in what is missing.</source>
   <translation>Eksik kalanları almak için dosyayı yeniden okuyun.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Delete the file now. Tokens in it can be used by whoever has it and the passphrase.</source>
   <translation>Dosyayı şimdi silin. Dosyaya ve parola ifadesine sahip olan herkes içindeki belirteçleri kullanabilir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/move_in.py"></location>
   <source>Nothing was taken in.</source>
   <translation>Hiçbir hesap alınmadı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is nothing to paste: the clipboard holds no text.</source>
   <translation>Yapıştırılacak bir şey yok: panoda metin bulunmuyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the SCIM access token in R-Service, then choose Paste.</source>
   <translation>R-Service'te SCIM erişim belirtecini kopyalayın, sonra “Yapıştır” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>There is more than one token in what you pasted.</source>
   <translation>Yapıştırdığınız metinde birden fazla belirteç var.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/new_token.py"></location>
   <source>Copy the token that R-Service shows now, and nothing else, then paste again.</source>
   <translation>Yalnızca R-Service'in şu anda gösterdiği belirteci kopyalayın, sonra yeniden yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Time is over</source>
   <translation>Süre doldu</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> R-Service has not said yet that it works no more.</source>
   <translation> R-Service artık çalışmadığını henüz bildirmedi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>It ended on {moment}. Only the new token works now: share it with whoever still needs it.</source>
   <translation>{moment} tarihinde sona erdi. Artık yalnızca yeni belirteç çalışıyor: hâlâ ihtiyacı olanlarla paylaşın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token no longer works</source>
   <translation>Eski belirteç artık çalışmıyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>The old token's 30 days are over</source>
   <translation>Eski belirtecin 30 günü doldu</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Its 30 days ended on {moment}.</source>
   <translation>30 günlük süresi {moment} tarihinde doldu.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source> Its last four digits are {last_four}.</source>
   <translation> Son dört karakteri: {last_four}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>R-Service does not accept it any more. It was to work until {moment}.{ending}</source>
   <translation>R-Service bu belirteci artık kabul etmiyor. {moment} tarihine kadar çalışması gerekiyordu.{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/old_token.py"></location>
   <source>Valid until {moment}.{ending}</source>
   <translation>{moment} tarihine kadar geçerli.{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Shares (*.html *.htm *.age *.txt)</source>
   <translation>Paylaşımlar (*.html *.htm *.age *.txt)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{shares};;All files (*)</source>
   <translation>{shares};;Tüm dosyalar (*)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>There is no text in the clipboard. Copy the share's text in your mail program, then paste it again.</source>
   <translation>Panoda metin yok. E-posta programınızda paylaşımın metnini yeniden kopyalayın, sonra yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>What you copied is no share. Copy all of it, from the line -----BEGIN AGE ENCRYPTED FILE----- to the line -----END AGE ENCRYPTED FILE-----, then paste it again.</source>
   <translation>Kopyaladığınız metin bir paylaşım değil. -----BEGIN AGE ENCRYPTED FILE----- satırından -----END AGE ENCRYPTED FILE----- satırına kadar tümünü kopyalayın, sonra yeniden yapıştırın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose a share</source>
   <translation>Paylaşım seç</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (a web page)</source>
   <translation>{name} (web sayfası)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>{name} (an age file)</source>
   <translation>{name} (age dosyası)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>The text that you pasted</source>
   <translation>Yapıştırdığınız metin</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Choose an identity file</source>
   <translation>Kimlik dosyası seç</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/open_share.py"></location>
   <source>Stopped. Nothing was opened. Choose Open share to try again.</source>
   <translation>Durduruldu. Hiçbir şey açılmadı. Yeniden denemek için “Paylaşımı aç” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/own_tool.py"></location>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Message copied</source>
   <translation>İleti kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/preferences.py"></location>
   <source>Everything is as it came.</source>
   <translation>Her şey ilk hâlinde.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/preferences.py"></location>
   <source>What you chose holds until you close SCIM Connection, and is not kept.</source>
   <translation>Seçtikleriniz SCIM Connection'ı kapatana kadar geçerlidir ve saklanmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase of this share is not kept any more: it is forgotten after 7 days. Share the token again.</source>
   <translation>Bu paylaşımın parola ifadesi artık saklanmıyor: 7 gün sonra unutulur. Belirteci yeniden paylaşın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>Read out the passphrase…</source>
   <translation>Parola ifadesini sesli oku…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> for {with_whom}</source>
   <translation> {with_whom} için hazırlanan</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source> of {moment}</source>
   <translation> {moment} tarihli</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>It opens the share{whom}{made}. Read it out by phone, to somebody whose voice you know.</source>
   <translation>Bu parola ifadesi{whom}{made} paylaşımı açar. Telefonda, sesini tanıdığınız birine okuyun.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/read_out.py"></location>
   <source>The passphrase is forgotten.</source>
   <translation>Parola ifadesi unutuldu.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>ended on</source>
   <translation>tarihinde sona erdi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>works until</source>
   <translation>tarihine kadar çalışır</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>The token before this one {lives} {moment}.</source>
   <translation>Bundan önceki belirteç {moment} {lives}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Made for {client_name}.</source>
   <translation>{client_name} için hazırlanmış.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <source>Share opened: {account_name}, {badge}, {host}</source>
   <translation>Paylaşım açıldı: {account_name}, {badge}, {host}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Token hidden</source>
   <translation>Belirteç gizlendi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM endpoint copied</source>
   <translation>SCIM uç noktası kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>SCIM access token copied</source>
   <translation>SCIM erişim belirteci kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/received_share.py"></location>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Authorization header copied</source>
   <translation>Authorization üst bilgisi kopyalandı</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} other accounts need you: {listed}.</source>
   <translation>
    <numerusform>{n} hesap daha ilginizi bekliyor: {listed}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/reminders.py"></location>
   <source>{n} accounts need you: {listed}.</source>
   <translation>
    <numerusform>{n} hesap ilginizi bekliyor: {listed}.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{view_name}” ({badge}) was removed.</source>
   <translation>“{view_name}” ({badge}) kaldırıldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{account_name}” could not be put back yet: try Undo again.</source>
   <translation>“{account_name}” henüz geri getirilemedi: “Geri al” düğmesine yeniden basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/removing.py"></location>
   <source>“{name}” is back.</source>
   <translation>“{name}” geri getirildi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>The token{ending} was pasted. {clipboard}</source>
   <translation>Belirteç{ending} yapıştırıldı. {clipboard}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/replace_token.py"></location>
   <source>Trying the token…</source>
   <translation>Belirteç deneniyor…</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The token was rotated. The new one is shown.</source>
   <translation>Belirteç yenilendi. Yenisi gösteriliyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>The old token has ended.</source>
   <translation>Eski belirteç sona erdi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>{cannot_tell} A client that still uses it stops now.</source>
   <translation>{cannot_tell} Eski belirteci hâlâ kullanan bir istemci hemen durur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/rotation.py"></location>
   <source>An old token is still valid until {moment}. It ends at once.</source>
   <translation>{moment} tarihine kadar geçerli olan bir eski belirteç var. Bu belirteç hemen sona erer.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>To print it, open it in your browser. It holds no token.</source>
   <translation>Yazdırmak için tarayıcınızda açın. İçinde belirteç yoktur.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>your own choice</source>
   <translation>sizin tercihiniz</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Save as a page</source>
   <translation>Sayfa olarak kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Page saved</source>
   <translation>Sayfa kaydedildi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>, ending in {last_four}</source>
   <translation> (sonu {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>Bearer, a blank and the token{ending}</source>
   <translation>Bearer, bir boşluk ve belirteç{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>the token{ending}</source>
   <translation>belirteç{ending}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/save_setup.py"></location>
   <source>not known here</source>
   <translation>burada bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>The old token</source>
   <translation>Eski belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source> with {with_whom}</source>
   <translation> {with_whom} ile</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>Last shared{whom} on {moment}.</source>
   <translation>Son olarak{whom} {moment} tarihinde paylaşıldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>You have not shared this token from this computer yet.</source>
   <translation>Bu belirteci henüz bu bilgisayardan paylaşmadınız.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/scim.py"></location>
   <source>A rotation that was interrupted is finished. The new token is shown.</source>
   <translation>Yarıda kalan bir yenileme tamamlandı. Yeni belirteç gösteriliyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production. QA has its own.</source>
   <translation>Bunlar üretim ortamının değerleri. QA ortamının kendi değerleri vardır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA. Production has its own.</source>
   <translation>Bunlar QA ortamının değerleri. Üretim ortamının kendi değerleri vardır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>For exercise: no provisioning client in the cloud can reach the R-Service on this computer.</source>
   <translation>Alıştırma içindir: buluttaki hiçbir sağlama istemcisi bu bilgisayardaki R-Service'e ulaşamaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Enter them once you have called the sender, as the page Received share says.</source>
   <translation>“Alınan paylaşım” sayfasında yazdığı gibi, gönderene telefon ettikten sonra bunları girin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for production, as the share says. {called}</source>
   <translation>Paylaşımda yazdığına göre bunlar üretim ortamının değerleri. {called}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>These are the values for QA, as the share says. {called}</source>
   <translation>Paylaşımda yazdığına göre bunlar QA ortamının değerleri. {called}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>An exercise: do not enter them in a provisioning client.</source>
   <translation>Bu bir alıştırma: değerleri bir sağlama istemcisine girmeyin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Before you copy them, make sure whether they are for QA or for production.</source>
   <translation>Kopyalamadan önce QA ortamı için mi yoksa üretim ortamı için mi olduklarından emin olun.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The token was put away while you were away. Choose Get them back above.</source>
   <translation>Siz yokken belirteç kaldırıldı. Yukarıdan “Geri getir” seçeneğini seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Run the connection tester first, then choose Show set-up steps.</source>
   <translation>Önce bağlantı sınayıcıyı çalıştırın, sonra “Kurulum adımlarını göster” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>No values yet</source>
   <translation>Henüz değer yok</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>They are not known: the tab SCIM says why.</source>
   <translation>Değerler bilinmiyor: nedeni SCIM sekmesinde yazıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The token is not known yet: the tab SCIM says why.</source>
   <translation>Belirteç henüz bilinmiyor: nedeni SCIM sekmesinde yazıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Which URL this client wants is not known yet. {run_test}</source>
   <translation>Bu istemcinin hangi URL'yi istediği henüz bilinmiyor. {run_test}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of {account_name}</source>
   <translation>{account_name} hesabının değerleri</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>Values of the share of {given_name}</source>
   <translation>{given_name} paylaşımının değerleri</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>, of {name}</source>
   <translation>, {name} hesabı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The values that you tested</source>
   <translation>Sınadığınız değerler</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>{label} copied</source>
   <translation>{label} kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found no URL for this client. Do what the connection tester says first, then test again.</source>
   <translation>Sınama bu istemci için bir URL bulamadı. Önce bağlantı sınayıcının söylediklerini yapın, sonra yeniden sınayın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/setup.py"></location>
   <source>The test found what stops this client. {reason}</source>
   <translation>Sınama, bu istemciyi neyin engellediğini buldu. {reason}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Type a passphrase, or choose Suggest a passphrase.</source>
   <translation>Bir parola ifadesi yazın veya “Parola ifadesi öner” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>Stopped. No file was written. Choose Save share… to try again.</source>
   <translation>Durduruldu. Dosya yazılmadı. Yeniden denemek için “Paylaşımı kaydet…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It could not be kept on this computer. {happened} {once}</source>
   <translation>Bu bilgisayarda saklanamadı. {happened} {once}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>It is kept on this computer until {day}: choose Read out the passphrase… on the tab SCIM.</source>
   <translation>{day} tarihine kadar bu bilgisayarda saklanır: SCIM sekmesinde “Parola ifadesini sesli oku…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were not tested yet: run the Connection tester before you send the file.</source>
   <translation>Bu değerler henüz sınanmadı: dosyayı göndermeden önce Bağlantı sınayıcı ile sınayın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>These values were tested on {moment}: {word}.</source>
   <translation>Bu değerler {moment} tarihinde sınandı: {word}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> for {for_whom}</source>
   <translation> {for_whom} için</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source> It is an exercise: it holds a pretend account.</source>
   <translation> Bu bir alıştırma: içinde bir deneme hesabı var.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>The share{whom} is written.{exercise}</source>
   <translation>Paylaşım{whom} yazıldı.{exercise}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>SHA-256 copied</source>
   <translation>SHA-256 değeri kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>R-Service does not accept this token any more. Replace it first, then share the new one.</source>
   <translation>R-Service bu belirteci artık kabul etmiyor. Önce belirteci değiştirin, sonra yenisini paylaşın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share.py"></location>
   <source>A rotation was left in the middle: finish it first. Else you share the token from before it.</source>
   <translation>Yarıda kalmış bir yenileme var: önce onu bitirin. Yoksa yenilemeden önceki belirteci paylaşmış olursunuz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>These values were not tested on this computer yet.</source>
   <translation>Bu değerler bu bilgisayarda henüz sınanmadı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Tested on {moment}: {verdict}.</source>
   <translation>{moment} tarihinde sınandı: {verdict}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/share_reply.py"></location>
   <source>Reply copied</source>
   <translation>Yanıt kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token, ending in {last_four}</source>
   <translation>Bu hesabın belirteci (sonu {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token</source>
   <translation>Bu hesabın belirteci</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The test only reads. Leave the token empty to test with this account's own.</source>
   <translation>Sınama yalnızca okur. Bu hesabın kendi belirteciyle sınamak için belirteci boş bırakın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token, ending in {last_four}</source>
   <translation>Paylaşımın belirteci (sonu {last_four})</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>The share's token</source>
   <translation>Paylaşımın belirteci</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>These are the values of the share that you opened. The test only reads. To go back, choose Received share on the left.</source>
   <translation>Bunlar, açtığınız paylaşımın değerleri. Sınama yalnızca okur. Geri dönmek için soldan “Alınan paylaşım” sayfasını seçin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>This account's token is sent to its own address alone. Type the token for this other address.</source>
   <translation>Bu hesabın belirteci yalnızca kendi adresine gönderilir. Bu başka adresin belirtecini yazın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Paste the token</source>
   <translation>Belirteci yapıştırın</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter endpoint and token, then choose Run test. It only reads, and what you type is not kept.</source>
   <translation>Uç noktayı ve belirteci girin, sonra “Sınamayı çalıştır” düğmesine basın. Sınama yalnızca okur; yazdıklarınız saklanmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Enter the endpoint that you want to test.</source>
   <translation>Sınamak istediğiniz uç noktayı girin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester.py"></location>
   <source>Verdict: {verdict}</source>
   <translation>Sonuç: {verdict}</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as curl</source>
   <translation>curl olarak kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Copied as PowerShell</source>
   <translation>PowerShell olarak kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Save report</source>
   <translation>Raporu kaydet</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Web page (*.html);;JSON (*.json)</source>
   <translation>Web sayfası (*.html);;JSON (*.json)</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/tester_results.py"></location>
   <source>Report saved</source>
   <translation>Rapor kaydedildi</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/token_checks.py"></location>
   <source>Request to R-Service's support copied</source>
   <translation>R-Service desteğine gönderilecek istek kopyalandı</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The token that you found</source>
   <translation>Bulduğunuz belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the present token of {account}.</source>
   <translation>Bu, şu hesabın geçerli belirteci: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}, and it still works.</source>
   <translation>Bu, şu hesabın eski belirteci ve hâlâ çalışıyor: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is the old token of {account}. It has ended.</source>
   <translation>Bu, şu hesabın eski belirteci: {account}. Sona erdi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an earlier token of {account}.</source>
   <translation>Bu, şu hesabın önceki bir belirteci: {account}.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>an account that is not on this computer any more</source>
   <translation>artık bu bilgisayarda olmayan bir hesap</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It works until {moment}.</source>
   <translation>{moment} tarihine kadar çalışır.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It ended on {moment}.</source>
   <translation>{moment} tarihinde sona erdi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>With whom it was shared is not known: without a keyring no history is kept.</source>
   <translation>Kiminle paylaşıldığı bilinmiyor: anahtarlık olmadan geçmiş tutulmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was not shared from this computer in the last 400 days.</source>
   <translation>Son 400 günde bu bilgisayardan paylaşılmadı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared{whom} on {moment}.</source>
   <translation>{moment} tarihinde{whom} paylaşıldı.</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was shared {n} more times before.</source>
   <translation>
    <numerusform>Daha önce {n} kez daha paylaşıldı.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was revoked on {moment}.</source>
   <translation>{moment} tarihinde iptal edildi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was removed from this computer on {moment}.</source>
   <translation>{moment} tarihinde bu bilgisayardan kaldırıldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It was rotated away on {moment}.</source>
   <translation>{moment} tarihinde yenilenerek yerini yeni belirtece bıraktı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>choose Rotate SCIM token, then This token has leaked</source>
   <translation>önce “SCIM belirtecini yenile”, sonra “Bu belirteç sızmış” seçeneğini seçin</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>rotate it as leaked</source>
   <translation>belirteci sızmış olarak yenileyin</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, it has leaked: open this account, and {leaked}. Then delete it where you found it.</source>
   <translation>Başkalarının okuyabileceği bir yerde bulduysanız sızmıştır: bu hesabı açın ve {leaked}. Ardından belirteci bulduğunuz yerden silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>open this account and choose Revoke old token now… once every client has the new one</source>
   <translation>her istemci yeni belirteci aldıktan sonra bu hesabı açıp “Eski belirteci şimdi iptal et…” düğmesine basın</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>ask R-Service's support to end it, once every client has the new one</source>
   <translation>her istemci yeni belirteci aldıktan sonra R-Service desteğinden bu belirteci sona erdirmesini isteyin</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>If you found it where others can read it, {how}. Then delete it where you found it.</source>
   <translation>Başkalarının okuyabileceği bir yerde bulduysanız {how}. Ardından belirteci bulduğunuz yerden silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>An old token works for 30 days after it was rotated away, and no longer. If that was less long ago, test it in the Connection tester; else there is nothing to do.</source>
   <translation>Eski bir belirteç, yenilendikten sonra yalnızca 30 gün daha çalışır. Bu süre henüz dolmadıysa Bağlantı sınayıcı ile sınayın; dolduysa yapılacak bir şey yok.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>There is nothing to do: nobody can use it any more. Delete it where you found it all the same.</source>
   <translation>Yapılacak bir şey yok: artık kimse kullanamaz. Yine de bulduğunuz yerden silin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is no token of an account on this computer.</source>
   <translation>Bu, bu bilgisayardaki bir hesabın belirteci değil.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>This is an address, and no token of an account on this computer is in it.</source>
   <translation>Bu bir adres ve içinde bu bilgisayardaki bir hesabın belirteci yok.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It does not look like a token of R-Service either: those have 64 digits and letters from a to f.</source>
   <translation>R-Service belirtecine de benzemiyor: R-Service belirteçleri, rakamlardan ve a ile f arasındaki harflerden oluşan 64 karakterdir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>The tokens of {many} could not be compared: this computer cannot read them now.</source>
   <translation>{many} için belirteçler karşılaştırılamadı: bu bilgisayar şu anda onları okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens of the last 400 days were compared, too.</source>
   <translation>Son 400 günün önceki belirteçleri de karşılaştırıldı.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>Earlier tokens could not be compared: without a keyring no history is kept.</source>
   <translation>Önceki belirteçler karşılaştırılamadı: anahtarlık olmadan geçmiş tutulmaz.</translation>
  </message>
  <message>
   <location filename="../../app/ui/presenters/which_token.py"></location>
   <source>It may belong to another account or another computer. Ask there, or whoever sent it.</source>
   <translation>Başka bir hesaba veya bilgisayara ait olabilir. Oradan ya da gönderen kişiden öğrenin.</translation>
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
   <translation>Şimdi bağlantıyı sınayın. Ardından iki değeri sağlama istemcinizin yöneticisine iletmek için “Güvenle paylaş…”, belirteci yenilemenizin hatırlatılması için “Takvime ekle…” düğmesine basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Bearer and the token</source>
   <translation>Bearer ve belirteç</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Your own choice</source>
   <translation>Sizin tercihiniz</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Copy {label}</source>
   <translation>{label} değerini kopyala</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/client_fields.py"></location>
   <source>Not known here</source>
   <translation>Burada bilinmiyor</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>This topic is not there in your language yet, so you see it in English.</source>
   <translation>Bu konu henüz dilinizde yok; bu nedenle İngilizce gösteriliyor.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>No topic has these words. Try one word alone, or empty the search to see every topic.</source>
   <translation>Bu sözcükleri içeren bir konu yok. Tek bir sözcük deneyin veya tüm konuları görmek için aramayı boşaltın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Help topics</source>
   <translation>Yardım konuları</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/help_view.py"></location>
   <source>Search help</source>
   <translation>Yardımda ara</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Before the clipboard is cleared</source>
   <translation>Pano temizlenmeden önce</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Before the token is hidden</source>
   <translation>Belirteç gizlenmeden önce</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/keep_button.py"></location>
   <source>Keep {n} more minutes</source>
   <translation>
    <numerusform>{n} dakika daha tut</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>New access token</source>
   <translation>Yeni erişim belirteci</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/new_token_field.py"></location>
   <source>kept, ends in {last_four}</source>
   <translation>saklandı, sonu {last_four}</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/only_in_english.py"></location>
   <source>What follows is in English: it has not been translated yet.</source>
   <translation>Aşağıdaki metin İngilizce: henüz çevrilmedi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/preference_row.py"></location>
   <source>In {unit}. {hint}</source>
   <translation>Birim: {unit}. {hint}</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/reminder_line.py"></location>
   <source>Show what is due</source>
   <translation>Yapılması gerekenleri göster</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Search accounts</source>
   <translation>Hesaplarda ara</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/searchable.py"></location>
   <source>Type to search</source>
   <translation>Aramak için yazın</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>Provisioning has stopped</source>
   <translation>Kullanıcı sağlama durdu</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/stopped_card.py"></location>
   <source>The leaked token has ended. Share the new one with the administrator of your provisioning client now: provisioning goes on once it is entered there.</source>
   <translation>Sızan belirteç sona erdi. Yenisini sağlama istemcinizin yöneticisiyle şimdi paylaşın: belirteç istemciye girilince kullanıcı sağlama devam eder.</translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo</source>
   <translation>Geri al</translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Undo is offered for {n} seconds.</source>
   <translation>
    <numerusform>{n} saniye içinde geri alabilirsiniz.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>{n} seconds</source>
   <translation>
    <numerusform>{n} saniye</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../app/ui/widgets/undo_line.py"></location>
   <source>Its token is deleted from this computer in {seconds}.</source>
   <translation>Belirteci {seconds} sonra bu bilgisayardan silinir.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/controller.py"></location>
   <source>The clipboard was cleared.</source>
   <translation>Pano temizlendi.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account (test only)</source>
   <translation>Hesap yok (yalnızca sınama)</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>No account of this name. Press Escape to go back to the one in view.</source>
   <translation>Bu adda bir hesap yok. Görüntülenen hesaba dönmek için Escape tuşuna basın.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Account</source>
   <translation>Hesap</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>R-Service Settings</source>
   <translation>R-Service Ayarları</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>&amp;Menu</source>
   <translation>&amp;Menü</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/header.py"></location>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Give these two values to the administrator of your provisioning client, in a secure way.</source>
   <translation>Bu iki değeri sağlama istemcinizin yöneticisine güvenli bir yolla verin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>Find out whether a connection works before anybody types it into a provisioning client.</source>
   <translation>Biri sağlama istemcisine girmeden önce bağlantının çalışıp çalışmadığını öğrenin.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What to enter in your provisioning client, field by field, and how to get there.</source>
   <translation>Sağlama istemcinize alan alan ne gireceğiniz ve oraya nasıl ulaşacağınız.</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/main_window.py"></location>
   <source>What was done with this account's tokens on this computer in the last 400 days.</source>
   <translation>Son 400 günde bu bilgisayarda bu hesabın belirteçleriyle yapılanlar.</translation>
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
   <translation>İstemci kurulumu</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/parts.py"></location>
   <source>Connection tester</source>
   <translation>Bağlantı sınayıcı</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Apps</source>
   <translation>Uygulamalar</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>This program</source>
   <translation>Bu program</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/side_menu.py"></location>
   <source>Settings menu</source>
   <translation>Ayarlar menüsü</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear now</source>
   <translation>Şimdi temizle</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>Clear the clipboard now</source>
   <translation>Panoyu şimdi temizle</translation>
  </message>
  <message>
   <location filename="../../app/ui/window/status_line.py"></location>
   <source>{what} stays in the clipboard for {span}.</source>
   <translation>{what} {span} boyunca panoda kalır.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>read from</source>
   <translation>bu bilgisayardan okunamadı</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your disk did not give back what was written to it.</source>
   <translation>Diskiniz, yazılanı geri vermedi.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was replaced; what was kept before is still there.</source>
   <translation>Hiçbir şey değiştirilmedi; önceden saklananlar hâlâ duruyor.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check your disk, then try again.</source>
   <translation>Diskinizi denetleyin, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <location filename="../../app/vault/vault.py"></location>
   <source>written to</source>
   <translation>bu bilgisayara yazılamadı</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Your tokens could not be {attempt} this computer.</source>
   <translation>Belirteçleriniz {attempt}.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Nothing was half-written; what was kept before is still there.</source>
   <translation>Hiçbir şey yarım yazılmadı; önceden saklananlar hâlâ duruyor.</translation>
  </message>
  <message>
   <location filename="../../app/vault/files.py"></location>
   <source>Check that {folder} is yours to read and write, then try again.</source>
   <translation>{folder} klasörünü okuma ve yazma izniniz olduğunu denetleyin, sonra yeniden deneyin.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>This version of SCIM Connection cannot read its entry in your system keyring.</source>
   <translation>SCIM Connection'ın bu sürümü, sistem anahtarlığınızdaki kaydını okuyamıyor.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>The entry was changed, or a newer version wrote it. It is left as it is.</source>
   <translation>Kayıt değiştirilmiş veya daha yeni bir sürümle yazılmış. Olduğu gibi bırakıldı.</translation>
  </message>
  <message>
   <location filename="../../app/vault/keyring_port.py"></location>
   <source>Update SCIM Connection, or delete the entry “{service}” if you do not need your kept tokens.</source>
   <translation>SCIM Connection'ı güncelleyin veya saklanan belirteçlerinize ihtiyacınız yoksa “{service}” kaydını silin.</translation>
  </message>
 </context>
</TS>
