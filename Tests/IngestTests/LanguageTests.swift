import Testing

@testable import Ingest

@Suite struct LanguageTests {
    @Test(arguments: [
        ("en", "The company said on Monday that it would buy the rest of the shares, which are listed in London."),
        ("de", "Das Unternehmen teilte am Montag mit, dass es die restlichen Aktien kaufen wird, die in London notiert sind."),
        ("fr", "L'entreprise a annoncé lundi qu'elle achèterait le reste des actions, qui sont cotées à Londres."),
        ("es", "La empresa dijo el lunes que comprará el resto de las acciones, que cotizan en la bolsa de Londres."),
        ("it", "La società ha detto lunedì che acquisterà il resto delle azioni, che sono quotate alla borsa di Londra."),
        ("pt", "A empresa disse na segunda-feira que vai comprar o resto das ações, que são negociadas na bolsa de Londres."),
        ("nl", "Het bedrijf zei maandag dat het de rest van de aandelen zal kopen, die in Londen zijn genoteerd."),
        ("sv", "Företaget sade på måndagen att det ska köpa resten av aktierna, som är noterade i London."),
        ("pl", "Firma poinformowała w poniedziałek, że kupi resztę akcji, które są notowane na giełdzie w Londynie."),
        ("ru", "Компания сообщила в понедельник, что купит остальные акции, которые котируются на бирже в Лондоне."),
        ("uk", "Компанія повідомила в понеділок, що купить решту акцій, які котируються на біржі в Лондоні, і не тільки."),
        ("ja", "同社は月曜日、ロンドン市場に上場している残りの株式を取得すると発表した。"),
        ("zh", "该公司周一表示，将收购在伦敦上市的其余股份。"), ("ko", "회사는 월요일 런던에 상장된 나머지 주식을 매입할 것이라고 밝혔다."),
        ("ar", "قالت الشركة يوم الاثنين إنها ستشتري بقية الأسهم المدرجة في لندن"), ("he", "החברה הודיעה ביום שני כי תרכוש את יתרת המניות הנסחרות בלונדון"),
        ("el", "Η εταιρεία ανακοίνωσε τη Δευτέρα ότι θα αγοράσει τις υπόλοιπες μετοχές"), (nil, ""), (nil, "IBM 12.5 MSFT 13.1"), (nil, "Paris London Berlin"),
    ] as [(String?, String)])
    func identifies(_ language: String?, _ text: String) {
        #expect(LanguageIdentifier().language(of: Array(text.utf8)) == language)
    }
}
