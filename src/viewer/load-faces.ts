import inter from "../drawing/typeface/inter.woff2?inline";
import mathematics from "../drawing/typeface/noto-sans-math.woff2?inline";
import { loadTypeface } from "../drawing/typeface/typeface";

/** Gives the page the typefaces of the pictures, from the code itself: a file from a disk loads no other. */
export async function loadFaces(): Promise<void> {
  document.fonts.add(new FontFace("Inter", `url(${inter}) format("woff2")`, { weight: "400 700" }));
  document.fonts.add(new FontFace("Noto Sans Math", `url(${mathematics}) format("woff2")`));
  await loadTypeface();
}
