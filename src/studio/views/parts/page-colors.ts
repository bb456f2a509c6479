/** Reads a custom property of the page by name: the present colours and font, for drawing on a canvas. */
export type PageStyle = (name: `--${string}`) => string;

export function readPageStyle(): PageStyle {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
