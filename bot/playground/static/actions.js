// Sending what a person did with an element to the app. A "surface" is what holds the blocks:
// {source, values, blocks(): Block[], errors?: {block_id: text}}; source is what /ui/act wants.
import { post, ServerError } from "./api.js";
import { confirmed, toast } from "./overlays.js";
import { page, who } from "./state.js";

/** Elements of `input` blocks act only when the block says so; all others always. */
export const dispatches = (block) => block.type !== "input" || Boolean(block.dispatch_action);

/** Runs `send`; a refusal becomes a toast. Resolves to the answer, or null. */
export async function attempt(send) {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    toast(error.message, { bad: true });
    return null;
  }
}

/**
 * Sends a block action, after its confirm dialog if it has one. `control` shows that it is busy meanwhile and
 * ignores further clicks. Resolves to false when the person thought better of it.
 */
export async function act(surface, block, element, payload, control) {
  if (control?.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  control?.setAttribute("aria-busy", "true");
  const action = { action_id: element.action_id, block_id: block.block_id, type: element.type, ...payload };
  await attempt(() =>
    post("act", { ...who(), source: surface.source, action, state: surface.values.state(surface.blocks()) }),
  );
  await page.refresh();
  control?.removeAttribute("aria-busy");
  return true;
}

/** Asks the app for the options of an external select. */
export const askOptions = (surface, block, element, value) =>
  post("options", {
    ...who(),
    source: surface.source,
    ...surface.source,
    block_id: block.block_id,
    action_id: element.action_id,
    value,
  });

/** Keeps a value and sends it on if the element acts by itself. `undo` restores the control when the person declined. */
export async function changed(surface, block, element, value, payload, control, undo) {
  const before = surface.values.of(block, element);
  surface.values.set(block, element, value);
  surface.onInput?.(block);
  if (!dispatches(block)) return;
  const went = await act(surface, block, element, payload, control);
  if (went) return;
  surface.values.set(block, element, before);
  undo?.(before);
}
