/** The channels, 0 to 255 each, of a colour that is written as "#rrggbb". */
export function readColor(text: string): readonly [red: number, green: number, blue: number] {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
