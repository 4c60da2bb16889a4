// rich_text blocks → DOM nodes: sections, lists, quotes, preformatted; styled text, links, people, dates, emoji.
import { h } from "./dom.js";
import { emojiNode, glyph } from "./emoji.js";
import { broadcast, channelMention, dateNode, link, mention, unescapeEntities } from "./mrkdwn.js";

const STYLE_TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style = {}) {
  return Object.entries(STYLE_TAGS).reduce(
    (inner, [name, tag]) => (style[name] ? h(tag, { class: tag === "code" ? "code" : "" }, inner) : inner),
    node,
  );
}

const PARTS = {
  text: (part) => document.createTextNode(unescapeEntities(part.text ?? "")),
  link: (part) => link(part.url ?? "", part.text || part.url),
  emoji: (part) => emojiOf(part),
  user: (part) => mention(part.user_id),
  channel: (part) => channelMention(part.channel_id),
  usergroup: (part) => broadcast(part.usergroup_id),
  broadcast: (part) => broadcast(part.range),
  date: (part) => dateNode(part.timestamp, part.format ?? "{date_short}", part.url, part.fallback),
  color: (part) => h("span", {}, colorDot(part.value), part.value),
};

function emojiOf(part) {
  const full = part.skin_tone ? `${part.name}::skin-tone-${part.skin_tone}` : part.name;
  if (glyph(full) || !part.unicode) return emojiNode(full);
  const signs = part.unicode.split("-").map((code) => String.fromCodePoint(Number.parseInt(code, 16)));
  return h("span.emoji", { role: "img", "aria-label": part.name }, signs.join(""));
}

function colorDot(value) {
  const dot = h("span.color-dot");
  if (/^#[0-9a-f]{3,8}$/i.test(value ?? "")) dot.style.background = value;
  return dot;
}

/** The parts of a section, quote or preformatted element; line breaks come as text. */
const partNodes = (parts = []) =>
  parts.map((part) => {
    const node = PARTS[part.type]?.(part) ?? document.createTextNode(part.text ?? part.fallback ?? "");
    return styled(node, part.style);
  });

const ELEMENTS = {
  rich_text_section: (element) => h("div.rich-section", {}, partNodes(element.elements)),
  rich_text_quote: (element) => h("blockquote.quote.rich-section", {}, partNodes(element.elements)),
  rich_text_preformatted: (element) => h("pre.pre", {}, partNodes(element.elements)),
  rich_text_list: (element) => list(element),
};

function list(element) {
  const ordered = element.style === "ordered";
  const node = h(ordered ? "ol.rich-list" : "ul.rich-list", {
    start: ordered && element.offset ? element.offset + 1 : null,
  });
  node.style.setProperty("--depth", String(element.indent ?? 0));
  node.classList.add(`level-${(element.indent ?? 0) % 3}`);
  node.append(...(element.elements ?? []).map((item) => h("li", {}, partNodes(item.elements))));
  return node;
}

export const richText = (block) =>
  h(
    "div.rich-text",
    {},
    (block.elements ?? []).map((element) => ELEMENTS[element.type]?.(element)),
  );
