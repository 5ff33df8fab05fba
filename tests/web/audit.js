// What a page is asked in the browser. Each function answers with a list: of texts, or of what is wrong.
({
  // every text a person may read or hear, with its language: [language, where, text]; what is quoted (cite) left out
  texts() {
    const found = [], skipped = "script, style, code, pre, textarea, noscript, cite";
    const say = (element, where, text) => {
      const said = (text || "").replace(/\s+/g, " ").trim();
      if (said) found.push([element.closest("[lang]")?.getAttribute("lang") ?? "", where, said]);
    };
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement.closest(skipped)) say(node.parentElement, node.parentElement.localName, node.data);
    for (const name of ["aria-label", "title", "alt", "placeholder", "data-h", "aria-description"])
      for (const element of document.querySelectorAll(`[${name}]`)) say(element, name, element.getAttribute(name));
    return found;
  },

  // elements whose language is not one of the three, or whose words are in another script than they say
  tongues() {
    const han = /[\u3400-\u9fff]/, wrong = [];
    for (const element of document.querySelectorAll("[lang]")) {
      const text = element.textContent, tag = element.getAttribute("lang");
      if (!["en", "pt-PT", "zh-CN"].includes(tag)) wrong.push(`lang="${tag}"`);
      else if (tag === "zh-CN" && /[A-Za-z]{4}/.test(text) && !han.test(text)) wrong.push(`no Chinese: ${text.slice(0, 80)}`);
    }
    return wrong;
  },

  // what makes the page wider than the window, outside the frames that scroll by themselves
  wide() {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit + 1) return [];
    const own = e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
    const framed = e => { for (let p = e.parentElement; p; p = p.parentElement) if (own(p)) return true; return false; };
    const seen = [...document.body.querySelectorAll("*")].filter(e => {
      const box = e.getBoundingClientRect();
      return box.width && box.right > limit + 1 && !framed(e);
    });
    const inner = seen.filter(e => !seen.some(other => other !== e && e.contains(other)));
    return [`${document.documentElement.scrollWidth} > ${limit}`, ...inner.slice(0, 4).map(e => e.outerHTML.slice(0, 120))];
  },

  // frames that hide a part of their words and do not scroll
  cut() {
    const hides = v => v === "hidden" || v === "clip";
    return [...document.body.querySelectorAll("*")].filter(e => {
      const style = getComputedStyle(e);
      if (!hides(style.overflowX) && !hides(style.overflowY)) return false;
      if (e.closest(".hidden, svg, select, input") || style.display === "inline" || !e.clientWidth) return false;
      return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
        || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
    }).slice(0, 4).map(e => e.outerHTML.slice(0, 120));
  },

  // what can be pressed and shows no edge of its own where the colours are the reader's
  edgeless() {
    const drawn = (style, side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0;
    return [...document.querySelectorAll("button, .button, select, textarea, input:not([type=hidden])")].filter(e => {
      const style = getComputedStyle(e);
      if (!e.getClientRects().length || ["radio", "checkbox", "file", "range"].includes(e.type)) return false;
      return !drawn(style, "Bottom") && !style.textDecorationLine.includes("underline");
    }).slice(0, 4).map(e => e.outerHTML.slice(0, 120));
  },

  // what moves although the reader asked for stillness
  moving() {
    return document.getAnimations().map(a => a.effect?.target?.outerHTML.slice(0, 120) ?? "an animation");
  },

  // more room between lines, words and letters: WCAG 2.2, 1.4.12
  spacious(on) {
    const sheet = new CSSStyleSheet();
    if (on) sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
  },

  // opens some of what is folded, spread over the page: a list of hundreds is hundreds of the same
  unfold(most) {
    const closed = [...document.querySelectorAll("details:not([open])")], step = Math.max(1, Math.ceil(closed.length / most));
    for (const chosen of closed.filter((_, n) => n % step === 0))
      for (let e = chosen; e; e = e.parentElement.closest("details")) e.open = true;
  },

  // the stop that has the focus: whether it had it before, and what is wrong with it; nothing past the last one
  stop() {
    const at = document.activeElement, wrong = [], stops = (window.stops ??= []);
    if (at === document.body) return null;
    const before = stops.at(-1), back = before && before !== at && !(before.compareDocumentPosition(at) & 4);
    if (back) wrong.push("not in the order of the page");
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("no visible focus");
    if (!box.width || box.bottom < 0 || box.top > innerHeight || box.right < 0) wrong.push("out of sight");
    const x = Math.min(Math.max(0, box.left) + Math.min(box.width, innerWidth) / 2, innerWidth - 1);
    const y = Math.min(Math.max(1, box.top + Math.min(box.height, 12) / 2), innerHeight - 1);
    const above = document.elementFromPoint(x, y);
    const fixed = above && ["sticky", "fixed"].includes(getComputedStyle(above).position);
    if (fixed && !at.contains(above) && !above.contains(at)) wrong.push("covered");
    const again = stops.includes(at);
    if (!again) stops.push(at);
    return [again, wrong.map(w => `${w}: ${at.outerHTML.slice(0, 110)}`)];
  },

  // what was fetched for the page, in bytes as they came
  weight() {
    const [page] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource").reduce((sum, e) => sum + e.encodedBodySize, 0);
    return {page: page.encodedBodySize, all: page.encodedBodySize + files};
  },
})
