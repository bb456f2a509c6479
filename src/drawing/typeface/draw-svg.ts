import { writeFaces } from "./typeface";

/**
 * Embeds the page's typefaces in a drawing, because a drawing that is an image or a file cannot use those of the page.
 * @param svg  a whole document
 */
export async function embedTypeface(svg: string): Promise<string> {
  const [{ default: inter }, { default: mathematics }] = await Promise.all([
    import("./inter.woff2?inline"),
    import("./noto-sans-math.woff2?inline"),
  ]);
  return svg.replace(/^<svg\b[^>]*>/, (root) => `${root}<style>${writeFaces(inter, mathematics)}</style>`);
}

/**
 * Decodes a drawing as an image, with the page's typefaces.
 * @throws Error when the browser cannot decode it
 */
export async function decodeSvg(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([await embedTypeface(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
