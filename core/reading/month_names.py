"""Names of months and of weekdays in the languages of most files."""

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

_DAYS = (
    "monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat "
    "sunday sun "
    "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so "
    "lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim "
    "lunes martes miércoles miercoles mié mie jueves jue viernes vie sábado sabado sáb sab domingo "
    "dom lunedì martedì mercoledì giovedì gio venerdì sabato domenica "
    "segunda segunda-feira seg terça terça-feira ter quarta quarta-feira qua quinta quinta-feira "
    "qui sexta sexta-feira sex "
    "maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo "
    "mandag man tirsdag tir onsdag ons torsdag tor fredag fre lørdag lør søndag søn "
    "måndag mån tisdag tis lördag lör söndag sön пн вт ср чт пт сб вс"
)
WEEKDAY = rf"(?:{'|'.join(sorted(_DAYS.split(), key=len, reverse=True))})"
"""Pattern of a weekday's name, in lower case without a point at the end."""
