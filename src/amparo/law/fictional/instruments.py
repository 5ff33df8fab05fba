"""The instruments of Verania that provisions cite; titles are in instruments.yaml."""

from amparo.rules import instruments

INSTRUMENTS = instruments(__file__)

CODE = INSTRUMENTS["CODE"]
PWA = INSTRUMENTS["PWA"]
ORDER = INSTRUMENTS["ORDER"]
LOCAL = INSTRUMENTS["LOCAL"]
GUIDE = INSTRUMENTS["GUIDE"]
