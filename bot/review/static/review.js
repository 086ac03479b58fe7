// Shortcuts of the review page. Each key presses a link or button that is on the screen; all works without this file.
"use strict";

(() => {
  const groups = [...document.querySelectorAll("[data-group]")];
  let at = -1;

  const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;

  const move = (step) => {
    if (groups.length === 0) return;
    at = Math.min(groups.length - 1, Math.max(0, at + step));
    const link = groups[at].querySelector("[data-open]");
    link.focus();
    groups[at].scrollIntoView({ block: "nearest" });
  };

  const control = (key) => {
    const inside = (document.activeElement && document.activeElement.closest("[data-group]")) || groups[at] || document;
    const selector = `[data-key="${CSS.escape(key)}"]`;
    return inside.querySelector(selector) || (groups.length ? null : document.querySelector(selector)) ||
      document.querySelector(`.recent ${selector}, .filters ${selector}`);
  };

  const go = { "?": "/keys", g: "/groups" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
    if (isTyping(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
      return;
    }
    const found = control(event.key);
    if (found) {
      event.preventDefault();
      if (found.matches("input, textarea")) found.focus();
      else found.click();
    } else if (go[event.key]) {
      window.location.assign(go[event.key]);
    }
  });
})();
