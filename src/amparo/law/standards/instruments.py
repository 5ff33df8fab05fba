"""The international instruments that requirements cite; titles are in instruments.yaml."""

from amparo.rules import instruments

INSTRUMENTS = instruments(__file__)

C102 = INSTRUMENTS["C102"]
C121 = INSTRUMENTS["C121"]
C128 = INSTRUMENTS["C128"]
C130 = INSTRUMENTS["C130"]
C168 = INSTRUMENTS["C168"]
C183 = INSTRUMENTS["C183"]
R202 = INSTRUMENTS["R202"]
EU2019 = INSTRUMENTS["EU2019"]
