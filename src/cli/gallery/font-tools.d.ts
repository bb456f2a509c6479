declare module "subset-font" {
  /** Reduces a font to the characters of a text. */
  function subsetFont(
    font: Uint8Array,
    text: string,
    options: {
      readonly targetFormat: "woff2" | "truetype";
      readonly variationAxes?: Readonly<Record<string, number | { readonly min: number; readonly max: number }>>;
      readonly keepFeatures?: readonly string[];
    },
  ): Promise<Uint8Array>;
  export = subsetFont;
}

declare module "fontverter" {
  const fontverter: { convert(font: Uint8Array, format: "truetype"): Promise<Uint8Array> };
  export = fontverter;
}
