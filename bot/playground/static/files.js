// Files: how a message shows them, and dropping or pasting them into a conversation.
import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { page } from "./state.js";

const SIZES = ["bytes", "kB", "MB", "GB"];
export function sizeLabel(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${power ? (bytes / 1000 ** power).toFixed(1) : bytes} ${SIZES[power]}`;
}

const PICTURES = /^image\/(png|jpe?g|gif|webp)$/;

/** A card for each file; pictures are shown. */
export function fileNodes(files) {
  return files.map((file) => {
    const url = file.url ?? fileUrl(file.id, page.team);
    const links = {
      href: url,
      target: "_blank",
      rel: "noopener noreferrer",
      "data-testid": "file",
      download: file.name ?? true,
    };
    if (PICTURES.test(file.mimetype ?? "")) {
      return h(
        "a.image-frame",
        { ...links, download: null },
        h("img.image.wide", { src: url, alt: file.name ?? "A picture" }),
      );
    }
    const words = h(
      "span.file-words",
      {},
      h("span.file-name", {}, file.name ?? file.id),
      h("span.file-size", {}, sizeLabel(file.size)),
    );
    return h("a.file", links, h("span.file-icon", {}, icon("file", 22)), words);
  });
}

/** Lets files be dropped anywhere on `area`; `take(files)` gets them. */
export function dropArea(area, take) {
  let inside = 0;
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (count) => {
    inside = Math.max(0, count);
    area.classList.toggle("dropping", inside > 0);
  };
  area.addEventListener("dragenter", (event) => carries(event) && mark(inside + 1));
  area.addEventListener("dragleave", (event) => carries(event) && mark(inside - 1));
  area.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(0);
    take([...event.dataTransfer.files]);
  });
}
