"""Name lists on which the weights were tuned; the spellings of an Arabic name stand together, Russian is Cyrillic."""

from tests.zemag.groups import names

GIVEN = {
    "german": names("""
        Andreas Thomas Michael Stefan Christian Markus Wolfgang Klaus Jürgen Günther Dieter Bernd Uwe Frank Ralf Heinz
        Matthias Martin Philipp Florian Sebastian Tobias Lukas Jonas Maximilian Björn Jörg Sören Rüdiger Käthe Anna
        Ursula Monika Petra Sabine Katharina Christine Susanne Julia Sandra Stefanie Nicole Claudia Birgit Gisela
        Brigitte Heike Franziska Lena Hannah Sophie Johanna Dörte Jutta Bärbel Elisabeth Gabriele Renate Silke Ulrike
    """),
    "turkish": names("""
        Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Murat Ömer Yusuf Fatih Emre Burak Kemal Çağlar
        Özgür Serkan Volkan Gökhan Cem Can Cengiz Tuğrul Yiğit Barış Selçuk Uğur Şükrü Fatma Ayşe Emine Hatice Zeynep
        Elif Meryem Şerife Zehra Sultan Hanife Hacer Esra Özlem Gülşen Yasemin Büşra Tuğba Çiğdem Derya Sevgi Filiz
        Nurcan Songül Aylin Ebru Pınar Melek Dilek Hülya
    """),
    "arabic": names("""
        Mohammed|Muhammad|Mohamed|Mohamad|Mouhamed Ahmad|Ahmed Ali|Aly Hassan|Hasan|Hassen
        Hussein|Hussain|Husain|Houcine
        Omar|Umar Khaled|Khalid|Chaled Youssef|Yusuf|Yousef|Jussuf Ibrahim|Ebrahim|Ibraheem Mustafa|Moustafa|Mostafa
        Mahmoud|Mahmud|Mahmood Tarek|Tariq|Tarik Jamal|Dschamal|Djamal Karim|Kareem|Kerim Rashid|Rachid|Raschid
        Said|Saïd|Saeed Samir|Sameer Walid|Waleed|Oualid Bilal|Belal Othman|Osman|Uthman Anwar|Anouar Nabil|Nabeel
        Amin|Ameen Hamza|Hamzah Ayman|Aiman Bashar|Baschar Firas|Feras Ghassan|Gassan Haitham|Haytham|Heitham
        Abdelrahman|Abdulrahman|Abd+al-Rahman|Abderrahmane Abdullah|Abdallah Abdelkader|Abdulqader|Abd+el-Kader
        Fatima|Fatema|Fatimah Aisha|Aischa|Aicha Maryam|Mariam|Meryem Zainab|Zaynab|Seinab Khadija|Khadidja|Chadidscha
        Noor|Nour|Nur Layla|Leila|Laila Amina|Ameena Yasmin|Yasmine|Jasmin Samira|Sameera Huda|Houda Rania|Raniya
        Salma|Selma Hanan|Hanane Rana|Ranaa Dalia|Dalya Lubna|Loubna Nadia|Nadja|Nadya Sanaa|Sana Souad|Suad
    """),
    "polish": names("""
        Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Łukasz Grzegorz Wojciech Mariusz Dariusz Zbigniew
        Jerzy Tadeusz Rafał Zdzisław Henryk Stanisław Kazimierz Jarosław Mateusz Sławomir Wiesław Bogdan Czesław Leszek
        Przemysław Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Aleksandra Zofia
        Monika Danuta Irena Beata Jadwiga Bożena Urszula Grażyna Wiesława Jolanta Iwona Halina Renata Genowefa Justyna
        Dorota Stanisława Wanda
    """),
    "russian": names("""
        Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Артём Николай Владимир Юрий Виктор Олег
        Павел Роман Игорь Константин Вячеслав Григорий Фёдор Тимофей Геннадий Валерий Анатолий Борис Станислав Виталий
        Яков Екатерина Анна Мария Ольга Елена Наталья Татьяна Ирина Светлана Юлия Анастасия Людмила Галина Валентина
        Дарья Ксения Любовь Надежда Евгения Оксана Полина Лариса Жанна Вера Алла Нина Зинаида Тамара Лидия Раиса
    """),
    "vietnamese": names("""
        Văn+Hùng Minh Văn+Dũng Quang Đức Thanh Tuấn Hải Long Nam Anh Văn+Anh Huy Phong Sơn Văn+Thành Hoàng Khánh
        Trung Việt Ngọc+Sơn Quốc+Anh Minh+Tuấn Đình+Phúc Hữu+Thắng Thị+Lan Thị+Hương Thị+Mai Hoa Linh Thị+Thu+Hà Hà
        Thị+Ngọc Phương Thảo Thị+Hạnh Trang Thủy Kim+Anh Thúy+Hằng Bích+Ngọc Như+Quỳnh Mỹ+Linh Thị+Hồng Yến Vân
        Thị+Nga Thị+Bình Kim+Liên Tuyết+Mai
    """),
}

FAMILY = {
    "german": names("""
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
        Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier
        Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
        Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke
        Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß
    """),
    "turkish": names("""
        Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt
        Özkan Şimşek Polat Korkmaz Çakır Erdoğan Acar Güneş Yavuz Bulut Aksoy Güler Tekin Taş Karaca Bozkurt Sarı
        Turan Avcı Yüksel Özer Ünal Keskin Coşkun Akın Durmaz Kaplan Güngör Ateş Uçar Bayram Işık Karakuş Başaran
        Yalçın Duman Toprak Ceylan Gündüz Şen Türkmen Bayraktar Ekinci Sönmez Kocabaş Altıntaş Ağaoğlu
    """),
    "arabic": names("""
        Al-Masri|El-Masri|Almasri Haddad|Hadad|Haddade Khalil|Chalil|Khaleel Al-Ahmad|Alahmad|El-Ahmed
        Al-Hassan|Alhasan|El-Hassan Hamdan|Hemdan Nasser|Nasir|Naser Saleh|Salih|Salah Mansour|Mansur|Mansoor
        Al-Khatib|Alkhatib|El-Chatib Darwish|Darwisch|Darwich Sulaiman|Suleiman|Sleiman Qasim|Kassem|Gasem|Kasim
        Haidar|Haydar|Heidar Shaheen|Schahin|Chahine Awad|Aouad|Awwad Najjar|Nadschar|Najar Sabbagh|Sabbag
        Al-Ali|Alali|El-Ali Jaber|Dschabir|Gaber|Jabir Othman|Osman Farouk|Faruq|Farooq Zaidan|Zeidan|Zaydan
        Barakat|Barakate Ben+Ali|Benali Ben+Salah|Bensalah|Bin+Salah El+Amrani|Al-Amrani|Amrani Bouzid|Buzid|Bouzide
        Cherif|Sharif|Scherif|Sherif Hijazi|Hidschazi|Higazi Ghanem|Ghanim|Ganem Taleb|Talib Rahal|Rahhal
        Abu+Zaid|Abou+Zeid|Abuzeid Kanaan|Kanan|Kenaan Shami|Schami|Chami Yassin|Yasin|Jassin Issa|Isa|Eissa
        Habib|Habeeb Tamimi|Al-Tamimi|Attamimi Zoubi|Al-Zoubi|Alzubi Hariri|Al-Hariri Aziz|Azeez Fares|Faris
        Bakri|Al-Bakri Daoud|Dawood|Dawud Jabri|Dschabri|Al-Jabri Fayad|Fayyad|Fajad Mughrabi|Moghrabi|Maghrabi
    """),
    "polish": names("""
        Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
        Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król
        Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki
        Pawlak Górski Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak
        Zalewski Wróblewski Marciniak Jasiński Zawadzki Bąk Jakubowski Sadowski Duda Włodarczyk Chmielewski Borkowski
        Sokołowski Szczepański Sawicki Kucharski Lis
    """),
    "russian": names("""
        Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев
        Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов
        Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин
        Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров
        Щербаков Чернов Шевченко Цветков Хохлов Юдин Яшин Ершов Достоевский Жаров Щукин
    """),
    "vietnamese": names("""
        Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ
        Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trương Lâm Đoàn Trịnh Cao
    """),
}
