"""Names of months and of weekdays as the languages of most files have them."""

_WORDS = (
    "jan january januar jänner januari janvier janv enero ene janeiro gennaio gen styczeń stycznia "
    "sty январь января янв ocak oca",
    "feb february februar februari février fevrier févr fevr fév fev febrero fevereiro febbraio "
    "luty lutego lut февраль февраля фев февр şubat şub",
    "mar march märz maerz mär mrz maart mrt mars marts marzo março marzec mart март марта мар",
    "apr april avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр nisan nis",
    "may mai maj mei mayo maio maggio mag май мая mayıs",
    "jun june juni juin junio junho giugno giu czerwiec czerwca cze июнь июня июн haziran haz",
    "jul july juli juillet juil julio julho luglio lug lipiec lipca lip июль июля июл temmuz tem",
    "aug august augustus augusti août aout agosto ago sierpień sierpnia sie август августа авг "
    "ağustos ağu",
    "sep sept september septembre septiembre setiembre setembro settembre set wrzesień września "
    "wrz сентябрь сентября сен сент eylül eyl",
    "oct october oktober okt octobre octubre outubro out ottobre ott październik października paź "
    "октябрь октября окт ekim eki",
    "nov november novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб kasım "
    "kas",
    "dec december dezember dez desember des décembre decembre déc diciembre dic dezembro dicembre "
    "grudzień grudnia gru декабрь декабря дек aralık ara",
)  # fmt: skip
MONTH_NUMBERS = {name: place for place, names in enumerate(_WORDS, 1) for name in names.split()}
"""1 to 12 by name, in lower case without a point at the end."""

LETTERS = "a-zß-öø-ɏа-яё"
"""What these names are written with, for a set in a pattern."""

WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|dienstag|mittwoch|donnerstag|lun|mar|mer|jeu|"
    "ven|sam|dim|mié|mie|jue|vie|sáb|sab|dom|gio|seg|ter|qua|qui|sex|ma|wo|vr|za|zo|man|mån|tir|"
    "tis|ons|tor|fre|lør|lör|søn|sön|пн|вт|ср|чт|пт|сб|вс"
)
"""How names of weekdays begin, as alternatives of a pattern."""
