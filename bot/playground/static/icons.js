// The page's own small line drawings, 20 × 20, as SVG nodes, and buttons that show one.
import { h, svg } from "./dom.js";

const PATHS = {
  smile:
    "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z M7 11.5c.8 1.2 1.8 1.8 3 1.8s2.200-.6 3-1.800 M7.600 8h.01 M12.400 8h.01",
  plus: "M10 4v12 M4 10h12",
  thread: "M4 5.500h12v8h-6l-3.500 3v-3H4Z M7 8.500h6 M7 10.800h4",
  pencil: "M4 16l.8-3.200L13 4.600l2.400 2.400-8.200 8.200Z M11.500 6.100l2.400 2.400",
  bin: "M4.500 6h11 M8 6V4.200h4V6 M6 6l.7 10h6.600L14 6 M8.800 9v4.500 M11.200 9v4.500",
  more: "M5 10h.01 M10 10h.01 M15 10h.01",
  bolt: "M11 3 5 11.500h4.200L8.800 17 15 8.500h-4.300Z",
  clip: "M14.500 9.200 9.300 14.400a3 3 0 0 1-4.300-4.200l5.700-5.700a2 2 0 0 1 2.900 2.800l-5.500 5.500a1 1 0 0 1-1.400-1.400l4.800-4.800",
  send: "M4 4.500 16.500 10 4 15.500l1.600-5.500Z M5.600 10H10",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z M13 7v4c0 1.200.7 2 1.700 2s1.800-1.200 1.800-3A6.500 6.500 0 1 0 13.500 15.500",
  close: "M5 5l10 10 M15 5 5 15",
  back: "M11.500 4.500 6 10l5.500 5.500",
  down: "M5.500 8l4.500 4.500L14.500 8",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  check: "M4.500 10.500l3.500 3.500 7.500-8",
  menu: "M4 6h12 M4 10h12 M4 14h12",
  eye: "M2.500 10S5 5.500 10 5.500 17.500 10 17.500 10 15 14.500 10 14.500 2.500 10 2.500 10Z M12 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z M10 6v4.200l2.800 1.600",
  bell: "M5 13.500h10c-1-1.200-1.300-2.400-1.300-4.700a3.700 3.700 0 0 0-7.400 0c0 2.300-.3 3.500-1.300 4.700Z M8.600 15.600c.7.800 2.100.800 2.800 0",
  "bell-off":
    "M5 13.500h10c-1-1.200-1.300-2.400-1.300-4.700a3.700 3.700 0 0 0-7.400 0c0 2.300-.3 3.500-1.300 4.700Z M8.600 15.600c.7.800 2.100.800 2.800 0 M4 4l12 12",
  hash: "M8 4 6.500 16 M13.500 4 12 16 M4.500 8h12 M3.500 12h12",
  file: "M6 3.500h5l3.500 3.500v9.500H6Z M11 3.500V7h3.500",
  sun: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M10 3v1.500 M10 15.500V17 M3 10h1.500 M15.500 10H17 M5 5l1 1 M14 14l1 1 M15 5l-1 1 M6 14l-1 1",
  bold: "M6.500 4h4a2.800 2.800 0 0 1 0 5.700h-4Z M6.500 9.700h4.800a3.100 3.100 0 0 1 0 6.300H6.500Z",
  italic: "M8.500 4h5 M6.500 16h5 M11.500 4l-3 12",
  strike:
    "M4 10h12 M13.500 6.500C13 5 11.700 4.200 10 4.200c-2 0-3.500 1-3.500 2.700 0 3.500 7.200 2.400 7.200 6 0 1.800-1.500 3-3.700 3-2 0-3.400-1-3.800-2.600",
  code: "M7 6 3 10l4 4 M13 6l4 4-4 4",
  quote: "M5 4.500v11 M8.500 6.500h7 M8.500 10h7 M8.500 13.500h4.500",
  list: "M5 6h.01 M5 10h.01 M5 14h.01 M8.500 6h7 M8.500 10h7 M8.500 14h7",
  reset: "M5 10a5 5 0 1 1 1.500 3.600 M5 13.800v-3.600h3.600",
};

/** A drawing in the colour of the text around it; hidden from screen readers (its button has the name). */
export function icon(name, size = 18) {
  const node = svg("svg", {
    viewBox: "0 0 20 20",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: `icon icon-${name}`,
  });
  for (const part of PATHS[name].split(/ (?=M)/)) {
    node.append(svg("path", { d: part }));
  }
  return node;
}

/** A square button that shows a drawing (or a node); `run(button)` when pressed. */
export function toolButton(drawing, label, run, more = {}) {
  const node = h(
    "button.tool",
    { type: "button", title: label, "aria-label": label, ...more, onclick: () => run(node) },
    typeof drawing === "string" ? icon(drawing) : drawing,
  );
  return node;
}

/** What a button that opens something says of itself. */
export const opens = (what) => ({ "aria-haspopup": what, "aria-expanded": "false" });
