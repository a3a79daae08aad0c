"""German units and currencies: their singular and plural."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tts.text.languages.de.numbers import number


@dataclass(frozen=True, slots=True)
class Unit:
    one: str
    many: str = ""
    """Empty if the same as the singular."""
    feminine: bool = False

    def of(self, amount: str) -> str:
        """An amount with the unit.

        >>> Unit("Stunde", "Stunden", feminine=True).of("1"), Unit("Kilometer").of("1,5")
        ('eine Stunde', 'eins Komma fünf Kilometer')
        """
        if amount == "1":
            return f"{'eine' if self.feminine else 'ein'} {self.one}"
        return f"{number(amount)} {self.many or self.one}"


UNITS: Final = {
    "km": Unit("Kilometer"),
    "m": Unit("Meter"),
    "dm": Unit("Dezimeter"),
    "cm": Unit("Zentimeter"),
    "mm": Unit("Millimeter"),
    "µm": Unit("Mikrometer"),
    "μm": Unit("Mikrometer"),
    "nm": Unit("Nanometer"),
    "km²": Unit("Quadratkilometer"),
    "m²": Unit("Quadratmeter"),
    "cm²": Unit("Quadratzentimeter"),
    "mm²": Unit("Quadratmillimeter"),
    "qm": Unit("Quadratmeter"),
    "ha": Unit("Hektar"),
    "km³": Unit("Kubikkilometer"),
    "m³": Unit("Kubikmeter"),
    "cm³": Unit("Kubikzentimeter"),
    "t": Unit("Tonne", "Tonnen", feminine=True),
    "kg": Unit("Kilogramm"),
    "g": Unit("Gramm"),
    "mg": Unit("Milligramm"),
    "µg": Unit("Mikrogramm"),
    "μg": Unit("Mikrogramm"),
    "l": Unit("Liter"),
    "L": Unit("Liter"),
    "hl": Unit("Hektoliter"),
    "cl": Unit("Zentiliter"),
    "ml": Unit("Milliliter"),
    "h": Unit("Stunde", "Stunden", feminine=True),
    "min": Unit("Minute", "Minuten", feminine=True),
    "s": Unit("Sekunde", "Sekunden", feminine=True),
    "ms": Unit("Millisekunde", "Millisekunden", feminine=True),
    "°C": Unit("Grad Celsius"),
    "℃": Unit("Grad Celsius"),
    "°F": Unit("Grad Fahrenheit"),
    "°": Unit("Grad"),
    "W": Unit("Watt"),
    "kW": Unit("Kilowatt"),
    "MW": Unit("Megawatt"),
    "GW": Unit("Gigawatt"),
    "Wh": Unit("Wattstunde", "Wattstunden", feminine=True),
    "kWh": Unit("Kilowattstunde", "Kilowattstunden", feminine=True),
    "MWh": Unit("Megawattstunde", "Megawattstunden", feminine=True),
    "GWh": Unit("Gigawattstunde", "Gigawattstunden", feminine=True),
    "TWh": Unit("Terawattstunde", "Terawattstunden", feminine=True),
    "V": Unit("Volt"),
    "kV": Unit("Kilovolt"),
    "mA": Unit("Milliampere"),
    "mAh": Unit("Milliamperestunde", "Milliamperestunden", feminine=True),
    "J": Unit("Joule"),
    "kJ": Unit("Kilojoule"),
    "kcal": Unit("Kilokalorie", "Kilokalorien", feminine=True),
    "N": Unit("Newton"),
    "Nm": Unit("Newtonmeter"),
    "Pa": Unit("Pascal"),
    "hPa": Unit("Hektopascal"),
    "bar": Unit("Bar"),
    "dB": Unit("Dezibel"),
    "Hz": Unit("Hertz"),
    "kHz": Unit("Kilohertz"),
    "MHz": Unit("Megahertz"),
    "GHz": Unit("Gigahertz"),
    "PS": Unit("PS"),
    "KB": Unit("Kilobyte"),
    "kB": Unit("Kilobyte"),
    "MB": Unit("Megabyte"),
    "GB": Unit("Gigabyte"),
    "TB": Unit("Terabyte"),
    "kbit": Unit("Kilobit"),
    "Mbit": Unit("Megabit"),
    "Gbit": Unit("Gigabit"),
    "MBit": Unit("Megabit"),
    "GBit": Unit("Gigabit"),
    "px": Unit("Pixel"),
    "%": Unit("Prozent"),
    "‰": Unit("Promille"),
}
SCALES: Final = {
    "Mio.": Unit("Million", "Millionen", feminine=True),
    "Mrd.": Unit("Milliarde", "Milliarden", feminine=True),
    "Bio.": Unit("Billion", "Billionen", feminine=True),
    "Tsd.": Unit("tausend"),
}
MONEY: Final = {
    "€": Unit("Euro"),
    "EUR": Unit("Euro"),
    "Euro": Unit("Euro"),
    "$": Unit("Dollar"),
    "US-$": Unit("US-Dollar"),
    "USD": Unit("US-Dollar"),
    "£": Unit("Pfund"),
    "GBP": Unit("Pfund"),
    "CHF": Unit("Franken"),
    "¥": Unit("Yen"),
}
CENTS: Final = {"€": "Cent", "EUR": "Cent", "Euro": "Cent", "$": "Cent", "CHF": "Rappen"}


def _any(names: dict[str, Unit]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


UNIT: Final = _any(UNITS)
COIN: Final = _any(MONEY)
SCALE: Final = _any(SCALES)


def per(unit: str) -> str:
    """The unit after "per": `h` in km/h."""
    return UNITS[unit].one
