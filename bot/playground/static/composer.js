// The field in which one writes: sending, drafts, files. suggest.js completes what is typed, toolbars.js has its buttons.
import { attempt } from "./actions.js";
import { post, upload } from "./api.js";
import { debounce, h } from "./dom.js";
import { sizeLabel } from "./files.js";
import { icon } from "./icons.js";
import { channelId, page, remembered, who } from "./state.js";
import { commandOf, Suggestions } from "./suggest.js";
import { formatButtons, toolButtons } from "./toolbars.js";
import { encode } from "./typed.js";

/** Makes a textarea as high as its text, up to its CSS limit. */
export function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

let main = null;
export const focusComposer = () => main?.focus();
/** Writes `text` into the main field, ready to be finished. */
export const propose = (text) => main?.write(text);

const STYLE_KEYS = { b: "*", i: "_" };

export class Composer {
  #place = { key: "", label: "", thread: null };
  #files = [];
  #sending = Promise.resolve();
  #keep = debounce(() => this.#keepDraft(), 150);

  /** `onSent` runs once a message is on its way, `editLast` on Up in an empty field; threads take no `commands`. */
  constructor({ id, testid, commands = true, onSent = () => {}, editLast = () => {} }) {
    Object.assign(this, { testid, commands, onSent, editLast });
    this.field = this.#fieldNode(id);
    this.attached = h("div.attached", { hidden: true });
    this.note = h("div.composer-note", { role: "status", "data-testid": `${testid}-note` });
    this.usage = h("div.usage", { "data-testid": "usage-hint", hidden: true });
    this.sendButton = this.#sendNode();
    const box = h("div.composer-box", {}, formatButtons(this), this.field, this.attached, toolButtons(this));
    this.node = h("div.composer", {}, this.usage, box, this.note);
    this.suggest = new Suggestions(this.field, this.node, { withCommands: commands });
    if (testid === "composer") main = this;
  }

  #fieldNode(id) {
    return h("textarea.composer-field", {
      id,
      rows: 1,
      "data-testid": this.testid,
      "data-focus": this.testid,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#keys(event),
      onpaste: (event) => this.#pasted(event),
    });
  }

  #sendNode() {
    return h(
      "button.send",
      {
        type: "button",
        "aria-label": "Send",
        title: "Send (Enter)",
        "data-testid": `${this.testid}-send`,
        disabled: true,
        onclick: () => this.send(),
      },
      icon("send"),
    );
  }

  focus() {
    this.field.focus();
  }

  /** Shows another conversation's draft: `{key, label, thread}`, thread being the ts of its first message or null. */
  open(place) {
    if (place.key === this.#place.key) return;
    if (this.#place.key) this.#keepDraft();
    this.#place = place;
    this.field.value = remembered.get(`draft:${place.key}`) ?? "";
    this.field.setAttribute("aria-label", place.label);
    this.field.placeholder = place.label;
    this.note.textContent = "";
    this.suggest.close();
    this.#setFiles([]);
  }

  #keepDraft() {
    remembered.set(`draft:${this.#place.key}`, this.field.value);
  }

  #typed() {
    this.note.textContent = "";
    this.#showState();
    this.suggest.refresh();
    this.#keep();
  }

  #showState() {
    grow(this.field);
    this.sendButton.disabled = !this.field.value.trim() && !this.#files.length;
    const command = this.commands ? commandOf(this.field.value) : null;
    this.usage.hidden = !command;
    if (!command) return;
    const hint = h("span.usage-words", {}, command.usage_hint ?? "");
    const description = h("span.usage-description", {}, command.description ?? "");
    this.usage.replaceChildren(h("b", {}, command.command), " ", hint, description);
  }

  #keys(event) {
    if (this.suggest.key(event) || event.isComposing) return;
    const style = (event.ctrlKey || event.metaKey) && STYLE_KEYS[event.key];
    if (event.key === "Enter" && !event.shiftKey) this.send();
    else if (event.key === "ArrowUp" && !this.field.value) this.editLast();
    else if (style) this.wrap(style);
    else return;
    event.preventDefault();
  }

  #pasted(event) {
    const found = [...event.clipboardData.files];
    if (!found.length) return;
    event.preventDefault();
    this.add(found);
  }

  /** Puts `text` where the cursor is. */
  insert(text) {
    this.focus();
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.#typed();
  }

  /** Puts signs around what is selected; with nothing selected the cursor ends up between them. */
  wrap(before, after = before) {
    const { selectionStart: start, selectionEnd: end, value } = this.field;
    this.insert(`${before}${value.slice(start, end)}${after}`);
    if (start === end) this.field.setSelectionRange(start + before.length, start + before.length);
  }

  /** Replaces what stands there. */
  write(text) {
    this.field.value = text;
    this.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.#typed();
  }

  /** Attaches files (File objects). */
  add(files) {
    this.#setFiles([...this.#files, ...files]);
    this.focus();
  }

  #setFiles(files) {
    this.#files = files;
    this.attached.hidden = !files.length;
    this.attached.replaceChildren(...files.map((file) => this.#fileChip(file)));
    this.#showState();
  }

  #fileChip(file) {
    const drop = () => this.#setFiles(this.#files.filter((one) => one !== file));
    const button = h(
      "button.chip-drop",
      { type: "button", "aria-label": `Remove ${file.name}`, onclick: drop },
      icon("close", 10),
    );
    return h("span.chip", {}, icon("file", 14), `${file.name} · ${sizeLabel(file.size)}`, button);
  }

  /** Why a text cannot be sent, or null: commands that nobody knows, and commands in threads, as in Slack. */
  #refusal(text) {
    const name = /^\/[\w-]+/.exec(text)?.[0];
    if (!name || this.#files.length) return null;
    if (!this.commands) return "Commands do not work in threads: say it as a sentence, or use the message field.";
    if (commandOf(text)) return null;
    const known = page.state.app.commands.map(({ command }) => command).join(", ");
    return `${name} is not a command here. Known: ${known}.`;
  }

  send() {
    const text = this.field.value.trim();
    if (!text && !this.#files.length) return;
    const refusal = this.#refusal(text);
    this.note.textContent = refusal ?? "";
    if (refusal) return;
    const body = { ...who(), channel: channelId(), text: encode(text), thread_ts: this.#place.thread };
    const parcel = { text, files: this.#files, body };
    this.field.value = "";
    this.#keepDraft();
    this.#setFiles([]);
    this.suggest.close();
    this.#sending = this.#sending.catch(() => {}).then(() => this.#deliver(parcel)); // in order, whatever became of the last
    this.onSent();
  }

  async #deliver({ text, files, body }) {
    const answer = await attempt(() => (files.length ? upload(body, files) : post("say", body)));
    if (!answer && !this.field.value) {
      this.write(text); // nothing typed is lost
      this.#setFiles(files);
    }
    await page.refresh();
  }
}
