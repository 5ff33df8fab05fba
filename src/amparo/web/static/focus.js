/* What comes late into a page may push away what has the focus: it is brought back into sight (WCAG 2.2, 2.4.11). */
"use strict";
document.addEventListener("htmx:after:settle", () => {
  const held = document.activeElement;
  if (held && held !== document.body) held.scrollIntoView({ block: "nearest" });
});
