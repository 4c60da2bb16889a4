// table and data_table blocks.
import { h } from "./dom.js";
import { plainText } from "./mrkdwn.js";
import { richText } from "./richtext.js";

function cellNodes(cell) {
  if (!cell) return [];
  if (cell.type === "rich_text") return [richText(cell)];
  return plainText(cell.text ?? cell.value ?? "");
}

function rowNode(row, tag, settings) {
  const one = (cell, at) => {
    const { align, is_wrapped: wrapped } = settings[at] ?? {};
    const side = align ?? (cell?.type === "raw_number" ? "right" : "left");
    return h(
      tag,
      { class: `side-${side} ${wrapped ? "wrapped" : ""}`, scope: tag === "th" ? "col" : null },
      cellNodes(cell),
    );
  };
  return h("tr", {}, row.map(one));
}

function tableNode(rows, settings, caption) {
  const [head, ...body] = rows;
  return h(
    "table.table",
    {},
    caption ? h("caption", {}, caption) : null,
    head ? h("thead", {}, rowNode(head, "th", settings)) : null,
    h(
      "tbody",
      {},
      body.map((row) => rowNode(row, "td", settings)),
    ),
  );
}

export const table = (block) =>
  h(
    "div.table-frame",
    { tabindex: "0", role: "region", "aria-label": "Table" },
    tableNode(block.rows ?? [], block.column_settings ?? []),
  );

/** A table with a caption that is leafed through, `page_size` rows at a time. */
export function dataTable(block) {
  const [head, ...body] = block.rows ?? [];
  const size = block.page_size ?? 10;
  const last = Math.max(0, Math.ceil(body.length / size) - 1);
  const frame = h("div.table-frame", { tabindex: "0", role: "region", "aria-label": block.caption ?? "Table" });
  const where = h("span.pager-where", { role: "status" });
  let at = 0;
  const show = (next) => {
    at = Math.max(0, Math.min(last, next));
    frame.replaceChildren(
      tableNode([head ?? [], ...body.slice(at * size, (at + 1) * size)], block.column_settings ?? [], block.caption),
    );
    where.textContent = `${at * size + 1}–${Math.min(body.length, (at + 1) * size)} of ${body.length}`;
  };
  const turn = (label, by) => h("button.button.quiet", { type: "button", onclick: () => show(at + by) }, label);
  show(0);
  return h("div", {}, frame, last ? h("div.pager", {}, turn("Previous", -1), where, turn("Next", 1)) : null);
}
