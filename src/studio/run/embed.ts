/** Whether the page stands within another, by its address: a picture that turns, without anything to change. */
export function isEmbedded(search: string): boolean {
  return new URLSearchParams(search).has("embed");
}

/** The address of the whole page for what is embedded here. */
export function wholeAddress(address: string): string {
  const url = new URL(address);
  url.searchParams.delete("embed");
  return url.href;
}

/** The address that shows the experiment of a link within another page. */
function embeddedAddress(link: string): string {
  const url = new URL(link);
  url.searchParams.set("embed", "");
  return url.href;
}

/** What is put into another page: a frame with the experiment of a link. */
export function describeFrame(link: string): string {
  // A link holds no character that ends an attribute: its hash is base64url.
  return `<iframe src="${embeddedAddress(link)}" width="720" height="480" title="A loss landscape" loading="lazy" style="border: 0"></iframe>`;
}
