/** Whether the address asks for the embedded page, whose picture can be turned but whose experiment cannot be changed. */
export function isEmbedded(search: string): boolean {
  return new URLSearchParams(search).has("embed");
}

/** The address of the whole page for an embedded one. */
export function wholeAddress(address: string): string {
  const url = new URL(address);
  url.searchParams.delete("embed");
  return url.href;
}

/** The address that embeds the experiment of a link. */
function embeddedAddress(link: string): string {
  const url = new URL(link);
  url.searchParams.set("embed", "");
  return url.href;
}

/** The HTML that shows the experiment of a link within another page. */
export function describeFrame(link: string): string {
  // A link contains no character that ends an attribute: its hash is base64url.
  return `<iframe src="${embeddedAddress(link)}" width="720" height="480" title="A loss landscape" loading="lazy" style="border: 0"></iframe>`;
}
