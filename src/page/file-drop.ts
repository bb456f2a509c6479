/** Accepts files and text pasted anywhere on the page but into a text box. */
export function acceptPastes(take: (pasted: File | string) => void): void {
  document.addEventListener("paste", (event) => {
    if (event.target instanceof HTMLElement && event.target.closest("input, textarea, select")) return;
    const pasted = event.clipboardData?.files[0] ?? event.clipboardData?.getData("text/plain");
    if (!pasted) return;
    event.preventDefault();
    take(pasted);
  });
}

/** Accepts files dropped anywhere on the page; `target` is highlighted while a file is dragged. */
export function acceptDrops(target: HTMLElement, take: (files: readonly File[]) => void): void {
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    target.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) target.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    event.preventDefault();
    take([...files]);
  });
}
