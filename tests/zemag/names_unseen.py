"""Name lists that were not looked at while tuning: they show how the rules do with names they do not know."""

from tests.zemag.groups import names

GIVEN = {
    "german": names("""
        Alexander Benjamin Daniel Dominik Erik Felix Gerhard Hartmut Holger Ingo Joachim Karsten Konrad Kurt Lothar
        Manfred Norbert Oliver Patrick Reinhard Rolf Siegfried Steffen Theodor Thorsten Ulrich Volker Walther Wilhelm
        Götz Jürn Hölger Adelheid Annegret Astrid Carola Christa Cornelia Dagmar Doris Edith Erika Eva Gerda Gudrun
        Hildegard Ilse Ingrid Irmgard Karin Kerstin Marlene Martina Melanie Nadine Regina Rosemarie Sigrid Tanja Vera
        Bettina Grete
    """),
    "turkish": names("""
        Abdullah Adem Arda Aytaç Bayram Berkay Bülent Cihan Coşkun Doğukan Engin Ercan Erdem Ferhat Furkan Halil Hakan
        İlhan Kadir Kaan Levent Metin Mert Necati Okan Onur Orhan Ramazan Recep Rıza Sinan Şenol Taner Tayfun Tolga
        Turgut Ümit Yasin Aslı Aysel Aynur Bahar Belgin Canan Ceyda Damla Duygu Ece Fadime Gamze Gönül Güler İpek Kübra
        Leyla Meltem Nesrin Nuray Oya Rabia Reyhan Seda Selma Sibel Şule Tülay Yeliz Züleyha
    """),
    "arabic": names("""
        Adel|Adil Adnan|Adnane Akram|Ekrem Ammar|Amar Basem|Bassem|Basim Fadi|Fady Fahd|Fahad Faisal|Faysal|Feisal
        Fuad|Fouad|Foued Hadi|Hady Hatem|Hatim Hisham|Hischam|Hicham Idris|Idriss|Edris Imad|Emad Iyad|Eyad|Ijad
        Jalal|Dschalal|Djalal Kamal|Kamel|Kemal Luay|Louay|Luai Majid|Madschid|Majeed Marwan|Marouan|Merwan
        Munir|Mounir|Moneer Nizar|Nisar Qusai|Kusai|Qusay Raed|Raid Ramadan|Ramadhan|Ramazan Riad|Riyad|Ryad
        Saad|Sad Salim|Saleem|Selim Shadi|Schadi|Chadi Taha|Taher Wael|Wail|Ouael Yahya|Jahja|Yahia Zaki|Zakki|Saki
        Ziad|Ziyad|Ziyaad Abdelaziz|Abdulaziz|Abd+al-Aziz Abdelkarim|Abdulkarim|Abd+el-Kerim
        Afaf|Afef Alia|Aliya|Alya Asma|Asmaa|Esma Dina|Deena Eman|Iman|Imane Ghada|Gada Hala|Halah
        Hiba|Heba Inas|Enas|Inass Jamila|Dschamila|Djamila Karima|Kareema Latifa|Lateefa Lina|Leena Manal|Menal
        Mona|Muna|Mouna Najat|Nadschat Nawal|Naoual Rasha|Rascha|Racha Reem|Rim|Riem Sahar|Sahr
        Shaima|Schaima|Chaimae Wafa|Wafaa|Ouafa Zahra|Sahra|Zahraa
    """),
    "polish": names("""
        Adam Artur Bartosz Bolesław Bronisław Cezary Damian Dominik Edward Eugeniusz Filip Franciszek Ignacy Ireneusz
        Janusz Józef Kacper Karol Konrad Lech Maciej Marek Mieczysław Radosław Robert Roman Ryszard Szymon Waldemar
        Witold Zenon Zygmunt Alicja Aneta Bogumiła Celina Cecylia Dominika Edyta Felicja Gabriela Helena Izabela Janina
        Julia Kinga Lidia Lucyna Marzena Maria Mirosława Natalia Paulina Sylwia Teresa Weronika Wiktoria Żaneta Zuzanna
    """),
    "russian": names("""
        Антон Арсений Вадим Валентин Василий Виссарион Всеволод Георгий Герман Глеб Денис Егор Захар Илья Кирилл Леонид
        Матвей Никита Пётр Родион Семён Степан Тихон Филипп Эдуард Ярослав Руслан Тимур Владислав Аркадий Алина Алиса
        Ангелина Варвара Василиса Вероника Виктория Диана Елизавета Инна Карина Кира Клавдия Кристина Маргарита Марина
        Милана Мирослава Софья Таисия Ульяна Эльвира Эмилия Яна Зоя Александра Антонина Майя Нелли Рада
    """),
    "vietnamese": names("""
        Bảo Công Cường Duy Văn+Giang Hiếu Hòa Hùng+Cường Khoa Kiên Lâm Văn+Lộc Văn+Lợi Mạnh Nghĩa Nhân Phát Phú Quân
        Quyền Tài Tâm Tân Thái Thịnh Thiện Tiến Toàn Trí Tùng Vinh Gia+Bảo Thị+Bích Châu Thị+Diễm Diệu Thị+Dung Giang
        Thị+Hiền Thị+Hoài Huệ Lệ+Thu Loan Thị+Lý Thị+Minh Mỹ+Hạnh Nguyệt Nhung Oanh Thị+Phượng Quyên Thị+Tâm Thị+Thơm
        Tú+Uyên Thị+Xuân Ý+Nhi Thu+Trang
    """),
}

FAMILY = {
    "german": names("""
        Arnold Bachmann Barth Bergmann Bock Brandt Busch Böttcher Dietrich Ebert Engel Ernst Förster Geiger Graf Haas
        Heinrich Hein Horn Kuhn Kühn Kirchner Krämer Lindner Lutz Marx Maurer Nagel Nowotny Pfeiffer Pohl Reuter
        Riedel Ritter Sauer Sander Schilling Schreiber Seidel Seifert Stark Thiele Thomsen Ulrich Voigt Wegner Wenzel
        Westphal Wirth Ziegler Zöllner Ackermann Adler Brinkmann Dreyer Eckert Fiedler Gerlach Großmann Heß Höfer
        Jansen Kaufmann Kröger Löffler Mertens Naumann Paulsen Rieger Rößler Schütz Siebert Stahl Strauß Tietze
    """),
    "turkish": names("""
        Akbulut Akgül Aktaş Alkan Altun Arıkan Ayhan Aytekin Balcı Başar Bilgin Bingöl Candan Canpolat Cengiz Çalışkan
        Çam Çiftçi Çoban Dağ Deniz Dinç Dursun Eren Ergin Erkan Genç Gök Gökçe Gültekin Gürbüz Gürsoy İnce Kahraman
        Karadağ Karataş Kılınç Kızılkaya Kocaman Köse Küçük Mutlu Oğuz Okur Önal Özbek Özcan Özgül Öztekin Parlak Sağlam
        Savaş Sezer Soylu Şanlı Şeker Tan Temiz Tunç Tuncer Uysal Uzun Varol Vural Yaman Yaşar Yiğit Zengin
    """),
    "arabic": names("""
        Al-Abdullah|Alabdulla|El-Abdallah Al-Amin|Alamin|El-Amin Al-Hamad|Alhamad|El-Hamed Al-Jundi|Aldschundi|El-Joundi
        Al-Shaar|Alschaar|El-Chaar Asaad|Assad|Asad Atassi|Al-Atassi Ayoub|Ayyub|Ajub Baraka|Barakah Batal|Battal
        Belhadj|Belhaj|Bel+Hadsch Benkirane|Ben+Kiran|Benkiran Chaabane|Shaban|Schaaban Dabbagh|Dabagh|Debbagh
        El+Fassi|Al-Fasi|Alfassi Fakhri|Fachri|Fakhry Fawaz|Fawwaz|Fauaz Ghazal|Gasal|Ghazzal Hakim|Hakeem|El-Hakim
        Halabi|Al-Halabi|Halabie Hamoud|Hammoud|Hamud Harb|Harbe Hashimi|Al-Haschimi|Hachemi Ismail|Esmail|Ismaeel
        Jarrah|Dscharrah|Jarah Kabbani|Qabbani|Kabani Khoury|Churi|Khouri|Khuri Lahham|Laham|Lehham Maalouf|Maluf|Malouf
        Mansouri|Al-Mansuri|Mensouri Moussa|Musa|Mousa Murad|Mourad|Mrad
        Nahhas|Nahas|Nahass Nassar|Nasar Obeid|Ubaid|Obaid
        Qudsi|Kudsi|Al-Qudsi Ramzi|Ramsi|Ramzy Rifai|Al-Rifai|Refai Rizk|Risk|Rizq Saadi|Al-Saadi|Sadi
        Safadi|Al-Safadi Salameh|Salama|Salamé Sayegh|Sajegh|Sayigh Shawki|Schauki|Chawki Sibai|Al-Sibai|Sebai
        Tahan|Tahhan Touma|Tuma|Thoma Wehbe|Wahbi|Wehbi Yaqoub|Jakub|Yakoub Zaher|Zahir|Saher Zein|Zain|Al-Zein
    """),
    "polish": names("""
        Andrzejewski Banaś Bednarek Bielecki Błaszczyk Bielak Brzeziński Ciesielski Cieślak Cybulski Czajka Czarnecki
        Czerwiński Domański Filipiak Gajewski Głowacki Gołębiowski Grzelak Jagielski Janik Jarosz Jóźwiak Kaczor
        Kalinowski Kasprzak Kołodziej Konieczny Kopeć Kosiński Kubiak Kurek Laskowski Leśniak Łuczak Maciejewski
        Makowski Markowski Matuszewski Mikołajczyk Mróczek Musiał Orłowski Pająk Polak Przybylski Rogowski Sobczak
        Stankiewicz Szczęsny Śliwiński Świątek Tokarski Urban Wasilewski Wilk Żak Żurek Ziółkowski Zych
    """),
    "russian": names("""
        Абрамов Агафонов Анисимов Афанасьев Беляев Богданов Быков Власов Гаврилов Герасимов Голубев Горбунов Данилов
        Денисов Доронин Елисеев Ефимов Жданов Журавлёв Зимин Зуев Исаев Казаков Калашников Карпов Князев Кириллов
        Колесников Кондратьев Крылов Кудрявцев Лазарев Логинов Марков Мартынов Миронов Мухин Назаров Осипов Панов
        Пономарёв Прохоров Рябов Савельев Самойлов Титов Тихонов Третьяков Уваров Ушаков Харитонов Чайковский Чернышёв
        Шаповалов Широков Щеглов Эткин Юсупов Якушев Шульга Цыганков Пашченко
    """),
    "vietnamese": names("""
        Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Phạm Phạm Châu Chu Dư Giang Hà
        Hứa Kiều Kim La Lương Lưu Mạc Nghiêm Ông Phùng Quách Tạ Tăng Thái Tô Tôn Triệu Từ Văn Vương
    """),
}
