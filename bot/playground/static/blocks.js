// Block Kit → DOM nodes: the layout blocks. Elements are in elements.js, tables in tables.js, charts in charts.js.
import { chart } from "./charts.js";
import { freshId, h, reconcile } from "./dom.js";
import { elementNode, imageElement, imageSource } from "./elements.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

function section(block, surface) {
  const id = freshId("section");
  const labelled = block.text && /picker$|checkboxes|radio_buttons/.test(block.accessory?.type) ? id : null; // others have words of their own
  const fields = block.fields?.map((field) => h("div.section-field", {}, textNodes(field)));
  return [
    h(
      "div.section-words",
      {},
      block.text ? h("div.section-text", { id }, textNodes(block.text)) : null,
      fields?.length ? h("div.section-fields", {}, fields) : null,
    ),
    block.accessory ? h("div.accessory", {}, elementNode(block, block.accessory, surface, labelled)) : null,
  ];
}

const context = (block) =>
  block.elements.map((element) =>
    element.type === "image" ? imageElement(element, "context-image") : h("span.context-text", {}, textNodes(element)),
  );

function image(block) {
  const source = imageSource(block);
  return [
    block.title ? h("div.image-title", {}, textNodes(block.title)) : null,
    h("a.image-frame", { href: source, target: "_blank", rel: "noopener noreferrer" }, imageElement(block, "wide")),
  ];
}

function input(block, surface) {
  const id = freshId("label");
  const error = surface.errors?.[block.block_id];
  const control = elementNode(block, block.element, surface, id);
  const field = control.matches("input,textarea,button")
    ? control
    : control.querySelector("input,textarea,button.select-open");
  const hint = block.hint ? h("div.input-hint", { id: freshId("hint") }, textNodes(block.hint)) : null;
  const wrong = error ? h("div.input-error", { id: freshId("error"), role: "alert" }, error) : null;
  const described = [wrong?.id, hint?.id].filter(Boolean).join(" ");
  if (described) field?.setAttribute("aria-describedby", described);
  if (error) field?.setAttribute("aria-invalid", "true");
  const label = h(
    "div.input-label",
    { id, onclick: () => field?.focus() },
    textNodes(block.label),
    block.optional ? h("span.optional", {}, " (optional)") : null,
  );
  return [label, control, wrong, hint];
}

const actions = (block, surface) => block.elements.map((element) => elementNode(block, element, surface));

const ALERTS = { info: "Note", warning: "Warning", error: "Error", success: "Done" };
function alertBlock(block) {
  return h(
    "div.alert",
    { class: `alert-${block.level ?? "default"}`, role: "note", "aria-label": ALERTS[block.level] ?? "Note" },
    textNodes(block.text),
  );
}

function card(block, surface) {
  const words = [
    block.title && h("div.card-title", {}, textNodes(block.title)),
    block.subtitle && h("div.card-subtitle", {}, textNodes(block.subtitle)),
  ];
  return h(
    "div.card",
    {},
    block.hero_image ? imageElement(block.hero_image, "card-hero") : null,
    h("div.card-head", {}, block.icon ? imageElement(block.icon, "context-image") : null, h("div", {}, words)),
    block.body ? h("div.card-body", {}, textNodes(block.body)) : null,
    block.actions?.length ? h("div.block-actions", {}, actions({ ...block, elements: block.actions }, surface)) : null,
  );
}

function container(block, surface) {
  const inside = h("div.blocks");
  renderBlocks(inside, block.child_blocks, surface);
  const title = block.rich_text_title ? richText(block.rich_text_title) : textNodes(block.title);
  const head = [
    h("span.container-title", {}, title),
    block.subtitle ? h("span.container-subtitle", {}, textNodes(block.subtitle)) : null,
  ];
  if (!block.is_collapsible) return h("div.container", {}, h("div.container-head", {}, head), inside);
  return h("details.container", { open: !block.default_collapsed }, h("summary.container-head", {}, head), inside);
}

const file = (block) => h("span.unknown", {}, icon("file", 16), ` ${block.title ?? block.external_id ?? "A file"}`);

const BLOCKS = {
  section,
  context,
  image,
  input,
  actions,
  container,
  card,
  file,
  header: (block) => h("h3.block-title", {}, textNodes(block.text)),
  divider: () => h("hr.divider"),
  rich_text: (block) => richText(block),
  markdown: (block) => h("div.markdown", {}, markdown(block.text)),
  table: (block) => table(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
  alert: alertBlock,
  context_actions: actions,
  carousel: (block, surface) =>
    h(
      "div.carousel",
      {},
      block.elements.map((one) => card(one, surface)),
    ),
};

const note = (text) => h("span.unknown", {}, text);

/** A block that is malformed becomes a note too: one of them must not take the whole page with it. */
function insideOf(block, surface) {
  const make = BLOCKS[block.type];
  if (!make) return note(`A “${block.type}” block: not shown in the playground.`);
  try {
    return make(block, surface);
  } catch (error) {
    console.error(error);
    return note(`This “${block.type}” block cannot be shown.`);
  }
}

function blockNode(block, surface) {
  const inside = insideOf(block, surface);
  return h(
    `div.block.block-${BLOCKS[block.type] ? block.type : "unknown"}`,
    { "data-row": block.block_id, "data-block-id": block.block_id },
    inside,
  );
}

/** Shows `blocks` in `container`, keeping the nodes of blocks that did not change. */
export function renderBlocks(container, blocks, surface) {
  const seen = new Map();
  const items = (blocks ?? []).map((block) => {
    const name = block.block_id ?? block.type;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const signature = JSON.stringify([block, surface.errors?.[block.block_id]]);
    return { key: `${name}#${seen.get(name)}`, signature, render: () => blockNode(block, surface) };
  });
  reconcile(container, items);
}
