/** Calls `render` at most once a frame, however often it was asked for. */
export function renderOncePerFrame(render: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      render();
    });
  };
}
