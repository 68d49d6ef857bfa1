"""Words in column names, and what they say about the column."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YEAR = _words("year yr yyyy fy jahr år année annee año anno ano jaar rok год yıl")
FISCAL = _words("fy fiscal financial geschäftsjahr wirtschaftsjahr regnskapsår budgetår")
MONTH = _words(
    "month mon mth mnth mm monat måned månad mois mes mês mese maand miesiąc месяц ay buchungsmonat"
)
DAY = _words("day dd tag dag jour dia día giorno")
QUARTER = _words("quarter qtr q quartal kvartal trimestre trimester")
WEEK = _words("week weeks wk kw woche uke uge vecka semaine semana settimana yearweek yyyyww")
PERIOD = _words("period periode período periodo période perioden período buchungsperiode")
TIME = _words("time hour hours hr he uhrzeit zeit stunde heure hora horas ora tid uur tijdstip")
CLOCK = TIME | _words(
    "of day start begin end ending local utc gmt cet order sale transaction event from van von"
)
"""Words that may stand in the name of a column of times of day."""
STAMP = _words(
    "date dates datetime timestamp time ts ds dt datum dato fecha data epoch unix yyyymm yyyymmdd "
    "yyyymmddhh"
)
BEGINS = _words("start starts starting begin begins beginning from commencing first")
ENDS = _words("end ends ending ended to until through close closing last")
DATE = YEAR | MONTH | DAY | QUARTER | STAMP | WEEK | PERIOD | _words("index")
TOTAL = _words("total totals subtotal grandtotal sum summe gesamt totalt overall totaal")
SUMMARY = _words(
    "annual annually average avg mean median ytd half1 half2 moyenne mittelwert durchschnitt media "
    "promedio média gjennomsnitt"
)
MEASURE = _words(
    "metric metrics measure kpi indicator variable scenario version statistic unit uom einheit "
    "kennzahl messgröße statistikkvariabel"
)
"""Words for a column whose rows measure different things."""
ACTUAL = _words("actual actuals ist real realised realized")
PLAN = _words("budget plan forecast target soll prognose")
ALL = _words("all alle alles tous tout toutes todos todas todo tutti tutte alla")
WORTH = _words(
    "sales sale sold value amount revenue turnover gross net spend spent umsatz erlös "
    "erlöse betrag wert verkauf verdi salg beløp omsetning omsättning omsætning belopp ventas "
    "ventes vendite vendas importe importo montant faturamento fatturato omzet bedrag sprzedaż "
    "kwota"
)
AMOUNT = WORTH | _words(
    "values quantity qty demand visitors visits passengers units count counts cnt volume orders "
    "consumption load y target menge absatz antall cantidad quantité quantità quantidade aantal "
    "clicks sessions users views pageviews trips rides calls tickets netzlast"
)
BESIDE = _words(
    "budget plan planned forecast prognose prognosis soll ly py prior previous vorjahr ytd "
    "variance "
    "cumulative cumulated kumuliert running difference diff delta change growth yoy mom"
)
"""Words for what stands beside the values themselves: a plan, the year before, a running sum."""
PRICES_OF_A_DAY = _words("open high low")
CLOSING = _words("close last price")
NOT_AMOUNT = _words(
    "id ids index idx pct percent percentage share ratio rate weekday holiday flag is lat latitude "
    "lon lng longitude zip postcode code rank row unnamed lag phone"
)
WHEN = _words("year month day week hour quarter date time datetime timestamp decimal")
QUANTITY = _words("quantity quantities qty cnt units pieces pcs menge anzahl antall cantidad stk")
PRICE = _words("price prices preis pris precio prix prijs")
OF_LINE, OF_ITEM = _words("line extended ext"), _words("item")
"""Words beside that of a price which say that it is that of a whole order line, or may be."""
AVERAGED = PRICE | _words(
    "temperature temp rate pct percent percentage share ratio average avg mean median index score "
    "rating level stock inventory balance headcount"
)
PLANNED = PRICE | _words(
    "promo promotion promotions campaign discount rebate offer holiday event flag open closed "
    "budget advertising adverts ad ads marketing spend planned preisaktion aktion rabatt kampagne"
)
BUDGET = _words("budget target targets plan planned goal quota objective ziel soll mål objectif")
NOTE = _words(
    "source sources note notes quelle kilde fuente updated generated exported copyright downloaded "
    "footnote disclaimer"
)
SIDE = _words("price temperature temp discount cost weight")
DOCUMENT = _words(
    "invoice order receipt record document ticket customer account article item bill booking "
    "transaction voucher rechnung auftrag bestellung beleg kunde artikel faktura ordre"
)
NUMBERING = _words("no nr num number nummer numero nº")
IDENTITY = _words("id store shop item sku product code region country site customer")
YES = _words("yes y true t on ja j oui si sí sim wahr vrai verdadero x ✓ ✔ ☑")
NO = _words("no n false f off nein nei nej nee non não nao falsch faux falso")
STATUS = _words("status state stage disposition zustand estado statut stato")
DONE = _words(
    "completed complete done shipped delivered fulfilled paid closed ok success successful active "
    "approved confirmed processed invoiced pending open processing abgeschlossen bezahlt geliefert "
    "versandt betalt levert fullført completado entregado pagado payé livré"
)
VOID = _words(
    "cancelled canceled cancellation refunded refund returned return returns void voided test "
    "testing rejected declined failed deleted reversed chargeback fraud spam duplicate storniert "
    "storno abgebrochen erstattet retoure retour gelöscht kansellert avbestilt refundert annullert "
    "makulert returnert cancelado devuelto reembolsado anulado annulé remboursé annullato "
    "rimborsato geannuleerd"
)
VOIDED_BY = _words("order sale item goods payment by customer buyer seller user partially fully")


_TAILS = ("jahr", "monat", "woche", "periode", "datum", "umsatz", "betrag", "menge", "preis")
"""Words that German ends others with, as in Rechnungsdatum."""


def names_document(words: set[str]) -> bool:
    """Whether a column's words say that it holds numbers of documents: "Invoice no", "Order"."""
    numbered = bool(words & NUMBERING) or len(words) == 1
    return bool(words & DOCUMENT and numbered) or any(
        word.endswith(("nummer", "nr")) and word not in NUMBERING for word in words
    )


def words_of(name: str) -> set[str]:
    """The words in a column's name, in lower case: "TotalSales_2" gives total, sales and 2."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    words = set(re.split(r"[\W_]+", spaced.lower())) - {""}
    return words | {tail for tail in _TAILS for word in words if word.endswith(tail)}
