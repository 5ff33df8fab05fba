#!/bin/sh
# Makes platform-work.exchange.json anew (here, and for the workbench), by the commands that two delegations would use. Made up from end to end.
# The two copies diverge, are handed over, and join again. Needs amparo on the path (. .venv/bin/activate).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here="$work/portugal.exchange.json" there="$work/china.exchange.json"

amparo exchange new "$here" --as PT --capacity "pt=secretariado (exemplo)" --example \
    --title "pt=Trabalho em plataformas: contribuições e acidentes de trabalho (exemplo)" \
    --title "zh=平台劳动：缴费与职业伤害（示例）" \
    --title "en=Platform work: contributions and work accidents (example)" \
    --delegation "PT.pt=Delegação portuguesa (exemplo)" --delegation "PT.zh=葡方代表团（示例）" \
    --delegation "PT.en=Portuguese delegation (example)" --delegation "CN.zh=中方代表团（示例）" \
    --delegation "CN.pt=Delegação chinesa (exemplo)" --delegation "CN.en=Chinese delegation (example)" \
    --first 2026-12-01 --last 2026-12-02
amparo exchange add "$here" agenda-and-portugal.yaml --as PT --capacity "pt=assessoria jurídica (exemplo)"
amparo exchange hand-over "$here" --out "$there"

# The names that `as` gave hold within one file of descriptions; across files an object is named by its id.
of() { amparo exchange show "$1" --format json | python3 -c '
import json, sys
found = json.load(sys.stdin)["stands"]
print(next(key for key, heads in found.items() if sys.argv[1] in json.dumps(heads[0]["body"], ensure_ascii=False)))' "$2"; }
sed -e "s/about: question_base/about: $(of "$there" 'A dependência apura-se')/" \
    -e "s/replaces: injury/replaces: $(of "$there" 'Proteção por acidente de trabalho paga')/" \
    -e "s/about: \[injury\]/about: [$(of "$there" 'Proteção por acidente de trabalho paga')]/" \
    -e "s/about: \[next\]/about: [$(of "$there" 'Trabalho conjunto')]/" china.yaml > "$work/china.yaml"
amparo exchange add "$there" "$work/china.yaml" --as CN --capacity "zh=研究机构（示例）" --lang zh

amparo exchange merge "$here" "$there" --out platform-work.exchange.json
amparo exchange check platform-work.exchange.json
cp platform-work.exchange.json ../../src/amparo/demo/
