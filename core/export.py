"""Tables as files that a spreadsheet opens rightly and can't be tricked by."""

import io
import zipfile

import pandas as pd

from core.number_style import COMMA_CSV, CsvStyle

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: pd.DataFrame, style: CsvStyle = COMMA_CSV) -> bytes:
    """`table` as CSV: UTF-8 with BOM, ISO dates, full numbers, no index, formula-safe text.

    Numbers have the decimal mark of `style` and no thousands marks.

    A text cell or heading that a spreadsheet would run as a formula gets an apostrophe in
    front (OWASP, "CSV injection"). Numbers are numbers, negative ones too.
    """
    safe = table.copy()
    for column in safe.columns:
        if pd.api.types.is_datetime64_any_dtype(safe[column]):
            dates = safe[column]
            midnight = bool((dates.dropna() == dates.dropna().dt.normalize()).all())
            safe[column] = dates.dt.strftime("%Y-%m-%d" if midnight else "%Y-%m-%dT%H:%M:%S")
        elif not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_safe)
    safe.columns = pd.Index([_safe(column) for column in safe.columns])
    text: str = safe.to_csv(
        index=False, sep=style.separator, decimal=style.decimal, lineterminator="\r\n"
    )
    return text.encode("utf-8-sig")


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def bundle(files: dict[str, bytes]) -> bytes:
    """Files by name in one zip archive, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
