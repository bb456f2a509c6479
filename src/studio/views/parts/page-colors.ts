/** The page's colours and face as they are now, for what is drawn on a canvas: its custom properties, by name. */
export type PageStyle = (name: `--${string}`) => string;

export function readPageStyle(): PageStyle {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
