"""Words in column names, and what they say about the column."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YEAR = _words("year yr yyyy fy jahr år année annee año anno jaar")
MONTH = _words("month mon mm monat måned mois mes mese maand")
DAY = _words("day dd tag dag jour dia día giorno")
QUARTER = _words("quarter qtr q quartal kvartal trimestre")
WEEK = _words("week wk kw woche uke semaine semana")
TIME = _words("time hour uhrzeit zeit heure hora tid")
STAMP = _words("date dates datetime timestamp time ts ds dt datum dato fecha data epoch unix")
BEGINS = _words("start starts starting begin begins beginning from commencing first")
ENDS = _words("end ends ending ended to until through close closing last")
DATE = YEAR | MONTH | DAY | QUARTER | STAMP | _words("period week index")
TOTAL = _words("total totals subtotal grandtotal sum summe gesamt totalt overall totaal")
ALL = _words("all alle alles tous tout toutes todos todas todo tutti tutte alla")
AMOUNT = _words(
    "sales sale sold value values quantity qty amount revenue demand visitors visits passengers "
    "units count counts volume turnover orders consumption load y target umsatz menge wert "
    "verkauf absatz verdi salg antall ventas ventes"
)
NOT_AMOUNT = _words(
    "id ids index idx pct percent percentage share ratio rate year month day week weekday hour "
    "quarter holiday flag is lat latitude lon lng longitude zip postcode code rank row "
    "unnamed lag"
)
QUANTITY = _words("quantity quantities qty units pieces pcs menge anzahl antall cantidad stk")
PRICE = _words("price prices preis pris precio prix prijs")
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


def words_of(name: str) -> set[str]:
    """The words in a column's name, in lower case: "TotalSales_2" gives total, sales and 2."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    return set(re.split(r"[\W_]+", spaced.lower())) - {""}
