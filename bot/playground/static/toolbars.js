// The buttons around a composer: formatting above the field, files, emoji, mentions and shortcuts below it.
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { avatar } from "./avatars.js";
import { h } from "./dom.js";
import { glyph } from "./emoji.js";
import { icon, opens, toolButton as tool } from "./icons.js";
import { menu } from "./overlays.js";
import { pickEmoji } from "./picker.js";
import { page, who } from "./state.js";

const FORMATS = [
  ["bold", "Bold", "*"],
  ["italic", "Italic", "_"],
  ["strike", "Strikethrough", "~"],
  ["code", "Code", "`"],
  ["list", "List", "• ", ""],
  ["quote", "Quote", "> ", ""],
];

/** Signs around the selection; reached with the mouse or Ctrl+B and Ctrl+I, so they are no stops of the Tab key. */
export function formatButtons(composer) {
  const one = ([name, label, before, after]) =>
    h(
      "button.tool.small",
      {
        type: "button",
        title: label,
        "aria-label": label,
        tabindex: "-1",
        onclick: () => composer.wrap(before, after),
      },
      icon(name, 16),
    );
  return h("div.formats", { role: "toolbar", "aria-label": "Formatting" }, FORMATS.map(one));
}

export function toolButtons(composer) {
  const { testid, commands } = composer;
  const pick = h("input", { type: "file", multiple: true, hidden: true, "data-testid": `${testid}-file` });
  pick.addEventListener("change", () => {
    composer.add([...pick.files]);
    pick.value = "";
  });
  const emoji = (anchor) => pickEmoji(anchor, (name) => composer.insert(glyph(name) ?? `:${name}:`));
  const shortcuts = (anchor) => menu(anchor, shortcutItems(composer), { label: "Shortcuts", side: "above" });
  return h(
    "div.composer-tools",
    {},
    tool("plus", "Attach a file", () => pick.click()),
    tool("smile", "Emoji", emoji, opens("dialog")),
    tool("at", "Mention somebody", () => composer.insert("@")),
    commands ? tool("bolt", "Shortcuts", shortcuts, { ...opens("menu"), "data-testid": `${testid}-shortcuts` }) : null,
    h("span.spacer"),
    composer.sendButton,
    pick,
  );
}

async function run(shortcut) {
  await attempt(() => post("shortcut", { ...who(), callback_id: shortcut.callback_id }));
  await page.refresh();
}

/** The app's global shortcuts, and its commands to start from. */
function shortcutItems(composer) {
  const { app } = page.state;
  const shortcuts = app.shortcuts
    .filter((one) => one.type === "global")
    .map((one) => ({
      label: one.name,
      hint: one.description,
      testid: `shortcut-${one.callback_id}`,
      picture: avatar(app.bot_user, "tiny"),
      run: () => run(one),
    }));
  const commands = app.commands.map((one) => ({
    label: one.command,
    hint: one.description,
    run: () => composer.write(`${one.command} `),
  }));
  return [...shortcuts, ...(shortcuts.length && commands.length ? ["-"] : []), ...commands];
}
