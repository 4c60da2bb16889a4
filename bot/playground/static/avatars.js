// Avatars with initials: no pictures are loaded from anywhere. The app has a mark of its own.
import { h, initials, svg } from "./dom.js";
import { displayName, isApp, member } from "./state.js";

const COLOURS = ["#2f6f9f", "#8a4f9e", "#b5533c", "#3d7a4a", "#9a6a1f", "#4c5fb0", "#a63f6d", "#2c7d80"];

const colourOf = (one) => {
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) return one.color.startsWith("#") ? one.color : `#${one.color}`;
  return COLOURS[[...one.id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS.length];
};

/** The square picture of a member; `size` is "", "small", "tiny" or "large". It says nothing to screen readers. */
export function avatar(id, size = "") {
  const node = h("span.avatar", { class: size, "aria-hidden": "true" });
  if (isApp(id)) {
    node.classList.add("avatar-app");
    node.append(appMark());
    return node;
  }
  const one = member(id);
  node.style.background = colourOf(one);
  node.append(initials(displayName(one)));
  return node;
}

function appMark() {
  return svg(
    "svg",
    { viewBox: "0 0 32 32" },
    svg("circle", { cx: 11, cy: 12, r: 4.4, fill: "#f5c56b" }),
    svg("circle", { cx: 22, cy: 20, r: 4.4, fill: "#9fe0d2" }),
    svg("path", { d: "M14 14.500 18.800 17.600", stroke: "#fff", "stroke-width": 2.4, "stroke-linecap": "round" }),
  );
}
