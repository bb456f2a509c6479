/** Puts a drawing into the page. It is parsed as a document of its own: no markup of ours is ever written as text into the page. */
export function putSvg(host: Element, svg: string): void {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  host.replaceChildren(document.adoptNode(drawn));
}
