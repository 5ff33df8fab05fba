"""The instruments that provisions of other countries' mechanisms cite; titles and addresses are in instruments.yaml."""

from amparo.rules import instruments

INSTRUMENTS = instruments(__file__)

Terms = INSTRUMENTS["Terms"]
MYAct872 = INSTRUMENTS["MYAct872"]
MXReform2024 = INSTRUMENTS["MXReform2024"]
MXRules2025 = INSTRUMENTS["MXRules2025"]
SGAct2024 = INSTRUMENTS["SGAct2024"]
SGCpf = INSTRUMENTS["SGCpf"]
COLaw2466 = INSTRUMENTS["COLaw2466"]
COLaw100 = INSTRUMENTS["COLaw100"]
INCode2020 = INSTRUMENTS["INCode2020"]
INRules2026 = INSTRUMENTS["INRules2026"]
FRLfss2024 = INSTRUMENTS["FRLfss2024"]
FRDecree2025 = INSTRUMENTS["FRDecree2025"]
