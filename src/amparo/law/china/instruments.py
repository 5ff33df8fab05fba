"""The instruments of Chinese law that provisions cite; titles and addresses are in instruments.yaml."""

from amparo.rules import instruments

_BY_KEY = instruments(__file__)

SIL = _BY_KEY["SIL"]
SILRules = _BY_KEY["SILRules"]
LCL = _BY_KEY["LCL"]
WIIR = _BY_KEY["WIIR"]
UIR = _BY_KEY["UIR"]
GDUIR = _BY_KEY["GDUIR"]
Notice2005_12 = _BY_KEY["Notice2005_12"]
Opinions2021_56 = _BY_KEY["Opinions2021_56"]
SPC2022_36 = _BY_KEY["SPC2022_36"]
SPC2024_298 = _BY_KEY["SPC2024_298"]
TypicalCases2025 = _BY_KEY["TypicalCases2025"]
Guides2023_50 = _BY_KEY["Guides2023_50"]
InterpretationI = _BY_KEY["InterpretationI"]
InterpretationII = _BY_KEY["InterpretationII"]
Order56 = _BY_KEY["Order56"]
RetirementAge2024 = _BY_KEY["RetirementAge2024"]
