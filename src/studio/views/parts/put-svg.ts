/** Puts a drawing into the page. It is parsed as a separate document, so that no text is ever parsed as the page's own markup. */
export function putSvg(host: Element, svg: string): void {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  host.replaceChildren(document.adoptNode(drawn));
}
