import { byId } from "./dom.js";

/** Tabs as the ARIA authoring practices have them: arrows move, the chosen one alone is in the tab order. */
export function startTabs(onChange) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (tab) => {
    for (const each of tabs) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
      byId(each.getAttribute("aria-controls")).hidden = each !== tab;
    }
    onChange();
  };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  }
}

/** On a narrow screen one pane is shown at a time. */
export function startViews() {
  const panes = document.querySelector(".panes");
  const buttons = [...document.querySelectorAll("[data-view]")].filter((each) => each.tagName === "BUTTON");
  const show = (view) => {
    panes.dataset.view = view;
    for (const each of buttons) {
      if (each.dataset.view === view) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  };
  for (const each of buttons) each.addEventListener("click", () => show(each.dataset.view));
  return show;
}
