// data_visualization blocks as SVG: pie, bar, line, area, each with a legend and its numbers for screen readers.
import { h, svg } from "./dom.js";

const WIDTH = 480;
const HEIGHT = 220;
const EDGE = { left: 44, right: 10, top: 10, bottom: 26 };
const INNER = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };

export function chart(block) {
  const drawn = block.chart?.type === "pie" ? pie(block.chart) : axes(block.chart ?? {});
  return h("figure.chart", {}, h("figcaption.chart-title", {}, block.title), drawn);
}

const legend = (names) =>
  h(
    "ul.legend",
    {},
    names.map((name, at) => h("li", {}, h(`span.swatch.series-${at % 6}`), name)),
  );

function pie({ segments = [] }) {
  const total = segments.reduce((sum, one) => sum + one.value, 0) || 1;
  let turned = 0;
  const slices = segments.map((one, at) => {
    const share = one.value / total;
    const node = slice(turned, share, at);
    turned += share;
    node.append(svgTitle(`${one.label}: ${one.value}`));
    return node;
  });
  const names = segments.map((one) => `${one.label}: ${one.value} (${Math.round((one.value / total) * 100)} %)`);
  return h(
    "div.pie",
    {},
    svg("svg", { viewBox: "-105 -105 210 210", class: "pie-drawing", "aria-hidden": "true" }, ...slices),
    legend(names),
  );
}

const svgTitle = (text) => {
  const node = svg("title");
  node.textContent = text;
  return node;
};

function slice(from, share, at) {
  const point = (part) =>
    [100 * Math.sin(2 * Math.PI * part), -100 * Math.cos(2 * Math.PI * part)].map((one) => one.toFixed(2)).join(" ");
  const name = `slice series-${at % 6}`;
  if (share > 0.9999) return svg("circle", { r: 100, class: name });
  return svg("path", {
    class: name,
    d: `M0 0L${point(from)}A100 100 0 ${share > 0.5 ? 1 : 0} 1 ${point(from + share)}Z`,
  });
}

/** A round number at or above `value`, for the top of the scale. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

const short = (value) =>
  new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 }).format(value);

function axes({ type, series = [], axis_config: config = {} }) {
  const names = config.categories ?? series[0]?.data?.map((one) => one.label) ?? [];
  const value = (one, label) => one.data?.find((point) => point.label === label)?.value ?? 0;
  const all = series.flatMap((one) => names.map((label) => value(one, label)));
  const scale = { top: roundUp(Math.max(1, ...all)), bottom: Math.min(0, ...all) };
  const y = (number) => EDGE.top + INNER.height * (1 - (number - scale.bottom) / (scale.top - scale.bottom));
  const draw = type === "bar" ? bars : lines;
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "axes", "aria-hidden": "true" });
  drawing.append(...grid(scale, y), ...labels(names), ...draw({ series, names, value, y, type }));
  return h(
    "div",
    {},
    drawing,
    series.length > 1 ? legend(series.map((one) => one.name)) : null,
    numbers(series, names, value),
  );
}

function grid(scale, y) {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
    const number = scale.bottom + (scale.top - scale.bottom) * part;
    const text = svg("text", { x: EDGE.left - 6, y: y(number) + 4, class: "tick", "text-anchor": "end" });
    text.textContent = short(number);
    return [svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(number), y2: y(number), class: "grid" }), text];
  });
}

const middle = (at, count) => EDGE.left + (INNER.width * (at + 0.5)) / count;

function labels(names) {
  const every = Math.ceil(names.length / 8);
  return names.flatMap((name, at) => {
    if (at % every) return [];
    const text = svg("text", {
      x: middle(at, names.length),
      y: HEIGHT - EDGE.bottom + 18,
      class: "tick",
      "text-anchor": "middle",
    });
    text.textContent = name;
    return [text];
  });
}

function bars({ series, names, value, y }) {
  const wide = Math.min(36, (INNER.width / names.length / (series.length + 0.6)) * 1);
  return names.flatMap((label, at) =>
    series.map((one, nth) => {
      const number = value(one, label);
      const left = middle(at, names.length) + wide * (nth - series.length / 2);
      const top = Math.min(y(number), y(0));
      const bar = svg("rect", {
        x: left + 1,
        y: top,
        width: Math.max(2, wide - 2),
        height: Math.abs(y(number) - y(0)),
        rx: 3,
        class: `series-${nth % 6}`,
      });
      bar.append(svgTitle(`${label}: ${number}`));
      return bar;
    }),
  );
}

function lines({ series, names, value, y, type }) {
  return series.flatMap((one, nth) => {
    const points = names.map((label, at) => `${middle(at, names.length)},${y(value(one, label))}`);
    const floor = `${middle(names.length - 1, names.length)},${y(0)} ${middle(0, names.length)},${y(0)}`;
    const area = svg("polygon", { points: `${points.join(" ")} ${floor}`, class: `area series-${nth % 6}` });
    const line = svg("polyline", { points: points.join(" "), class: `curve stroke-${nth % 6}` });
    return type === "area" ? [area, line] : [line];
  });
}

const numbers = (series, names, value) =>
  h(
    "table.unseen",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", {}, ""),
        series.map((one) => h("th", {}, one.name)),
      ),
    ),
    h(
      "tbody",
      {},
      names.map((label) =>
        h(
          "tr",
          {},
          h("th", {}, label),
          series.map((one) => h("td", {}, String(value(one, label)))),
        ),
      ),
    ),
  );
