"""Variant pairs written by hand, `given, family | given, family`, by group; all people are invented.

A line that starts with `!` is a pair of different people: it must not be a hit by name alone.
"""

TEXT = """
# turkish
Çağlar, Yıldız | Caglar, Yildiz
Çağlar, Yıldız | Tschaglar, Jildis
Çağlar, Yıldız | Chaglar, Yildiz
Can, Koç | Dschan, Kotsch
Can, Koç | Can, Koc
Kılıç, Demir | Kilic, Demir
Ayşe, Kılıç | Aysche, Kilitsch
Ayşe, Kılıç | Aishe, Kilich
Şükrü, Şahin | Sukru, Sahin
Şükrü, Şahin | Schuekrue, Schahin
Şükrü, Şahin | Shukru, Shahin
Doğan, Öztürk | Dogan, Ozturk
Doğan, Öztürk | Dogan, Oeztuerk
Doğan, Öztürk | Dohan, Östürk
Cengiz, Ağaoğlu | Dschengis, Agaoglu
Cengiz, Ağaoğlu | Djengiz, Agaolu
Cengiz, Ağaoğlu | Jengiz, Agaoglou
Yiğit, Güneş | Yigit, Gunes
Yiğit, Güneş | Jigit, Günesch
Hüseyin, Çelik | Hussein, Tschelik
Hüseyin, Çelik | Huseyin, Celik
Hüseyin, Çelik | Hüsein, Chelik
İbrahim, Işık | Ibrahim, Isik
İbrahim, Işık | Ibrahim, Ischik
Işıl, Aydın | Isil, Aydin
Tuğba, Yağmur | Tugba, Yagmur
Fatma Nur, Yıldırım | Fatmanur, Yildirim
Fatma Nur, Yıldırım | Fatma, Yildirim
Mehmet Ali, Kaya | Mehmet, Kaya
Mehmet Ali, Kaya | Kaya, Mehmet Ali
Emine, Arslan-Demir | Emine, Arslan
Emine, Arslan-Demir | Emine, Demir
Özgür, Çakır | Ozgur, Cakir
Özgür, Çakır | Ösgür, Tschakir
Gülşen, Uçar | Gulsen, Ucar
Gülşen, Uçar | Gülschen, Utschar
Mustafa, Erdoğan | Mustfa, Erdogan
Murat, Polat | Murrat, Polat
Serkan, Yavuz | Yavuz, Serkan
Serkan, Yavuz | Serkan, Javus
Ömer, Şimşek | Oemer, Schimschek
Zeynep, Ünal | Seinep, Uenal
Barış, Güngör | Baris, Gungor
Barış, Güngör | Barisch, Güngör
# arabic
Mohammed, Al-Masri | Muhammad, El Masri
Mohammed, Al-Masri | Mohamad, Almasri
Mohammed, Al-Masri | Mohamed, Masri
Abdel Rahman, Khalil | Abdulrahman, Chalil
Abdel Rahman, Khalil | Abd al-Rahman, Khaleel
Abdel Rahman, Khalil | Abderrahman, Khalil
Youssef, Haddad | Yusuf, Hadad
Youssef, Haddad | Jussuf, Haddad
Youssef, Haddad | Yousef, Haddad
Hussein, Qasim | Husain, Kasim
Hussein, Qasim | Hossein, Kassem
Khaled, Darwish | Chaled, Darwisch
Khaled, Darwish | Khalid, Darwich
Jamal, Jaber | Dschamal, Dschaber
Jamal, Jaber | Djamal, Jabir
Ahmad, Othman | Ahmed, Osman
Ahmad, Othman | Ahmed, Uthman
Omar, Suleiman | Umar, Sulaiman
Omar, Suleiman | Omar, Soliman
Said, Ben Ali | Said, Benali
Said, Ben Ali | Ben Ali, Said
Tariq, Mansour | Tarek, Mansur
Tariq, Mansour | Tarik, Mansoor
Mahmoud, Abu Zaid | Mahmud, Abuzaid
Mahmoud, Abu Zaid | Mahmood, Abou Zeid
Aisha, Shami | Aischa, Schami
Aisha, Shami | Aicha, Chami
Fatima, Al Hassan | Fatema, Alhassan
Fatima, Al Hassan | Fatimah, El Hassan
Noor, Haidar | Nour, Haydar
Noor, Haidar | Nur, Heidar
Leila, Hijazi | Laila, Hidschazi
Zainab, Sabbagh | Zaynab, Sabbag
Khadija, Nasser | Khadidja, Naser
Rashid, Zoubi | Rachid, Zubi
Rashid, Zoubi | Raschid, Al-Zoubi
Ibrahim, Daoud | Ebrahim, Dawood
Ibrahim, Daoud | Ibrahim, Dawud
Mustafa, Moghrabi | Moustafa, Mughrabi
Karim, Bouzid | Kareem, Buzid
Ahmad Ali, Hamdan | Ahmad, Ali Hamdan
Ahmad Ali, Hamdan | Ahmad, Hamdan
Ghassan, Farouk | Gassan, Faruk
Walid, Cherif | Oualid, Scherif
Bilal, Yassin | Belal, Yasin
# polish
Łukasz, Wójcik | Lukasz, Wojcik
Łukasz, Wójcik | Lukasch, Wuitschik
Krzysztof, Kowalczyk | Krzystof, Kowalczyk
Krzysztof, Kowalczyk | Kschischtof, Kowaltschyk
Krzysztof, Kowalczyk | Krzysztof, Kovalczyk
Grzegorz, Brzęczek | Grzegorz, Brzeczek
Małgorzata, Wiśniewska | Malgorzata, Wisniewska
Małgorzata, Wiśniewska | Malgoschata, Wischniewska
Małgorzata, Wiśniewska | Malgorzata, Wisniewski
Agnieszka, Dąbrowska | Agnieszka, Dabrowska
Agnieszka, Dąbrowska | Agnieschka, Dombrowska
Wojciech, Szymański | Wojciech, Szymanski
Wojciech, Szymański | Wojciech, Schymanski
Paweł, Woźniak | Pawel, Wozniak
Paweł, Woźniak | Pavel, Wosniak
Andrzej, Zieliński | Andrzej, Zielinski
Andrzej, Zieliński | Andschei, Schelinski
Tomasz, Kwiatkowski | Thomas, Kwiatkowski
Tomasz, Kwiatkowski | Tomasch, Kviatkovski
Jan, Krawczyk | Jan, Krawtschik
Jan Paweł, Nowak | Jan, Nowak
Ewa, Nowak-Król | Ewa, Nowak
Ewa, Nowak-Król | Ewa, Krol
Zbigniew, Jabłoński | Zbigniew, Jablonski
Zbigniew, Jabłoński | Jabłoński, Zbigniew
Stanisław, Sikora | Stanislav, Sikora
Katarzyna, Pawłowska | Katarzina, Pawlowska
Katarzyna, Pawłowska | Kataschina, Pavlovska
Michał, Zając | Michal, Zajac
Piotr, Stępień | Piotr, Stepien
Jerzy, Górski | Jerzy, Gorski
Elżbieta, Mazur | Elzbieta, Mazur
Elżbieta, Mazur | Elschbieta, Masur
Rafał, Szewczyk | Rafal, Schewtschyk
Dariusz, Jankowski | Dariusch, Jankowski
Mateusz, Walczak | Mateusch, Waltschak
# russian
Сергей, Щербаков | Sergej, Schtscherbakow
Сергей, Щербаков | Sergey, Shcherbakov
Сергей, Щербаков | Sergei, Ščerbakov
Sergej, Schtscherbakow | Sergei, Shcherbakov
Sergej, Schtscherbakow | Serguei, Chtcherbakov
Евгений, Жуков | Evgeny, Zhukov
Евгений, Жуков | Jewgenij, Schukow
Jewgenij, Schukow | Evgenii, Zhukov
Jewgenij, Schukow | Yevgeni, Žukov
Юлия, Хохлова | Yulia, Khokhlova
Юлия, Хохлова | Iuliia, Hohlova
Julija, Chochlowa | Julia, Khokhlova
Алексей, Чернов | Alexej, Tschernow
Алексей, Чернов | Aleksei, Chernov
Alexej, Tschernow | Alexey, Černov
Alexander, Kusnezow | Aleksandr, Kuznetsov
Alexander, Kusnezow | Alexandr, Kuznecov
Дмитрий, Кузнецов | Dmitri, Kusnezow
Dmitrij, Wolkow | Dmitry, Volkov
Dmitrij, Wolkow | Dimitri, Wolkoff
Jekaterina, Iwanowa | Ekaterina, Ivanova
Jekaterina, Iwanowa | Yekaterina, Ivanova
Наталья, Соловьёва | Natalja, Solowjowa
Наталья, Соловьёва | Natalia, Soloveva
Wjatscheslaw, Fjodorow | Vyacheslav, Fedorov
Wjatscheslaw, Fjodorow | Viacheslav, Fyodorov
Iwan Petrowitsch, Smirnow | Ivan, Smirnov
Iwan Petrowitsch, Smirnow | Smirnow, Iwan
Michail, Lebedew | Mikhail, Lebedev
Ljudmila, Jakowlewa | Lyudmila, Yakovleva
Ljudmila, Jakowlewa | Liudmila, Iakovleva
Andrej, Popow | Andrey, Popov
Oxana, Schewtschenko | Oksana, Shevchenko
Nikolaj, Zwetkow | Nikolai, Tsvetkov
Grigorij, Orlow | Grigory, Orlov
# vietnamese
Văn Hùng, Nguyễn | Van Hung, Nguyen
Văn Hùng, Nguyễn | Hung, Nguyen
Văn Hùng, Nguyễn | Nguyen, Van Hung
Thị Hương, Trần | Thi Huong, Tran
Thị Hương, Trần | Huong, Tran
Thị Hương, Trần | Tran, Thi Huong
Minh Đức, Phạm | Minh Duc, Pham
Minh Đức, Phạm | Minhduc, Pham
Minh Đức, Phạm | Minh Duk, Fam
Quốc Anh, Đặng | Quoc Anh, Dang
Quốc Anh, Đặng | Quocanh, Dang
Thị Thu Hà, Lê | Thi Thu Ha, Le
Thị Thu Hà, Lê | Thu Ha, Le
Thanh Tùng, Hoàng | Thanh Tung, Hoang
Thanh Tùng, Hoàng | Than Tung, Hoang
Phương, Huỳnh | Phuong, Huynh
Phương, Huỳnh | Fuong, Huin
Bích Ngọc, Vũ | Bich Ngoc, Vu
Bích Ngọc, Vũ | Bich Ngok, Vu
Đình Phúc, Bùi | Dinh Phuc, Bui
Đình Phúc, Bùi | Bui, Dinh Phuc
Hữu Thắng, Dương | Huu Thang, Duong
Thúy Hằng, Trương | Thuy Hang, Truong
Kim Liên, Đoàn | Kim Lien, Doan
Khánh, Trịnh | Khanh, Trinh
Tuấn, Nguyễn | Tuan, Ngyuen
Ngọc Sơn, Nguyễn | Ngoc Son, Nguyên
# german
Jürgen, Müller | Juergen, Mueller
Jürgen, Müller | Jurgen, Muller
Jürgen, Müller | Jürgen, Miller
Stefan, Schmidt | Stephan, Schmitt
Stefan, Schmidt | Stefan, Schmid
Katharina, Meyer | Catarina, Maier
Katharina, Meyer | Katarina, Meier
Philipp, Hoffmann | Filip, Hofmann
Philipp, Hoffmann | Phillip, Hoffman
Christoph, Weiß | Kristof, Weiss
Christoph, Weiß | Christof, Weis
Jörg, Schröder | Joerg, Schroeder
Jörg, Schröder | Jorg, Schroder
Jörg, Schröder | Jörg, Schröter
Günther, Krämer | Gunter, Kremer
Günther, Krämer | Günter, Kraemer
Käthe, Böhm | Kaethe, Boehm
Käthe, Böhm | Kethe, Böm
Matthias, Vogt | Mathias, Voigt
Matthias, Vogt | Matias, Fogt
Anna-Lena, Groß | Annalena, Gross
Anna-Lena, Groß | Anna Lena, Gros
Hans-Peter, Schäfer | Hans Peter, Schaefer
Hans-Peter, Schäfer | Hanspeter, Schäffer
Sabine, Müller-Lüdenscheidt | Sabine, Müller
Sabine, Müller-Lüdenscheidt | Sabine, Lüdenscheidt
Sabine, Müller-Lüdenscheidt | Sabine, Mueller Luedenscheid
Dr. Klaus, von der Heide | Klaus, Heide
Dr. Klaus, von der Heide | Klaus, von der Heyde
Friedrich, zu Rabenau | Friedrich, Rabenau
Thomas, Zimmermann | Tomas, Zimmerman
Wolfgang, Krüger | Wolfgang, Krueger
Wolfgang, Krüger | Wolgang, Krüger
Elisabeth, Schwarz | Elisabet, Schwartz
Sebastian, Neumann | Sebastain, Neumann
Susanne, Hartmann | Susane, Hartman
Michael, Lehmann | Michael, Lemann
Andreas, Walther | Andreas, Walter
Claudia, Köhler | Klaudia, Koehler
Ulrike, Jäger | Ulrike, Jaeger
Ulrike, Jäger | Ulrike, Jeger
Sophie, Beck | Sofie, Beck
Dieter, Pfeiffer | Dieter, Feifer
Peter, Winkler | Winkler, Peter
Maria Magdalena, Roth | Maria, Rot
# different people
! Anna, Schmidt | Peter, Schmidt
! Mehmet, Kaya | Ayşe, Kaya
! Hassan, Haddad | Omar, Haddad
! Müller, Thomas | Berger, Thomas
! Jan, Kowalski | Jan, Zieliński
! Minh, Nguyễn | Hoa, Nguyễn
! Sergej, Iwanow | Olga, Iwanowa
! Ali, Al-Masri | Aly, Nasser
! Klaus, von der Heide | Klaus, von der Au
! Abdel Karim, Saleh | Abdel Nasser, Saleh
! Thị Lan, Trần | Thị Bình, Trần
! Heinz, Werner | Jonas, Werner
! Michael, Weber | Nicole, Weber
! Can, Yıldız | Cem, Yıldırım
! Emre, Demir | Emine, Şahin
! Christian, Koch | Christoph, Becker
! Stanisław, Nowak | Jarosław, Nowak
! Piotr, Wiśniewski | Piotr, Lewandowski
! Wladimir, Petrow | Wiktor, Pawlow
! Fatima, Khalil | Karima, Hamdan
! Lena, Wolf | Jonas, Wolff
! Minh, Trần | Minh Tuấn, Nguyễn
! Ahmad, Saleh | Hamza, Saleh
! Uwe, Wagner | Udo, Werner
! Yusuf, Şahin | Yunus, Aydın
"""
