/* Charts are pictures drawn by the server. Who points at one gets the same chart drawn here, which answers with its
   figures. Without this file nothing is missing: the table stands beside every chart. */
"use strict";
(() => {
  const own = document.currentScript;
  let loading = null;
  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  const vega = () => {
    if (!loading) loading = own.dataset.vega.split(" ").reduce((before, next) => before.then(() => load(next)), Promise.resolve());
    return loading;
  };
  const draw = async (place) => {
    if (place.dataset.drawn) return;
    place.dataset.drawn = "yes";
    try {
      const [answer] = await Promise.all([fetch(place.dataset.spec), vega()]);
      if (!answer.ok) return;
      const inside = document.createElement("div");
      inside.setAttribute("aria-hidden", "true");
      const picture = place.querySelector("svg");
      const told = document.createElement("p");
      told.className = "hidden";
      told.textContent = picture.querySelector("desc").textContent;
      await vegaEmbed(inside, await answer.json(), { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true } });
      place.replaceChildren(told, inside);
    } catch {
      delete place.dataset.drawn;
    }
  };
  document.addEventListener("pointerover", (event) => {
    const place = event.target instanceof Element && event.target.closest(".chart[data-spec]");
    if (place) draw(place);
  });
})();
