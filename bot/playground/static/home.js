// The App Home tab: the view that the app published for this member.
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { page } from "./state.js";
import { Values } from "./values.js";

const panel = document.getElementById("panel-home");
const blocks = h("div.blocks.home-blocks");
const nothing = h(
  "div.empty",
  {},
  h("span.spinner", { "aria-hidden": "true" }),
  h("p", {}, "Nothing has been published here yet."),
);
let surface = { source: {}, values: new Values() };

export function showHome() {
  if (page.tab !== "home") return;
  const view = page.state.home;
  nothing.classList.toggle("waiting", page.openingHome === true);
  if (!view) return panel.replaceChildren(nothing);
  if (surface.source.view_id !== view.id) {
    surface = { source: { view_id: view.id }, values: new Values() };
    blocks.replaceChildren();
  }
  surface.blocks = () => page.state.home?.blocks ?? [];
  if (!blocks.isConnected) panel.replaceChildren(blocks);
  panel.dataset.viewId = view.id;
  return renderBlocks(blocks, view.blocks, surface);
}
