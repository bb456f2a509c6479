declare module "gifenc" {
  type Palette = readonly (readonly number[])[];

  /** Chooses at most `colors` colours for a picture of RGBA bytes. */
  export function quantize(rgba: Uint8ClampedArray, colors: number): Palette;
  /** The index of the nearest colour at each pixel. */
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
  export function GIFEncoder(): {
    /** @param options.delay  milliseconds, rounded to hundredths of a second */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { readonly palette: Palette; readonly delay: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };
}
