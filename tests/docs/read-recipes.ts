/** What a step of a recipe does to a file: makes it, or puts lines before, after or in the place of one of its lines. */
export interface RecipeEdit {
  readonly file: string;
  readonly kind: "new" | "before" | "after" | "instead";
  /** The line, without the spaces around it; the beginning of the line where it ends with "…". Empty for a new file. */
  readonly anchor: string;
  readonly text: string;
}

export interface Recipe {
  readonly title: string;
  readonly edits: readonly RecipeEdit[];
  /** The unit tests that check it, as options of vitest: one list a command. */
  readonly checks: readonly (readonly string[])[];
}

/** A file or a line is quoted by single or double backticks; the code stands in the next block. */
const STEP =
  /^(?:New file `(?<made>[^`]+)`|In `(?<file>[^`]+)`, (?<kind>before|after|instead of) (?:`(?<anchor>[^`]+)`|``(?<quoted>.+)``)):\n\n```\w+\n(?<text>[\s\S]*?\n)```$/gm;
const CHECK = /^ {4}npx vitest run --project unit (.+)$/gm;
/** What begins like a step must be one. */
const BEGINNING = /^(?:New file|In) `/gm;

/** Reads the recipes of docs/recipes.md. @throws Error where a step is not written as steps are */
export function readRecipes(markdown: string): readonly Recipe[] {
  const [, ...sections] = markdown.split(/^## /m);
  return sections.map((section) => {
    const title = section.slice(0, section.indexOf("\n"));
    const edits = [...section.matchAll(STEP)].map(({ groups }): RecipeEdit => {
      const { made, file, kind, anchor, quoted, text } = groups!;
      if (made !== undefined) return { file: made, kind: "new", anchor: "", text: text! };
      const place = kind === "instead of" ? "instead" : (kind as "before" | "after");
      return { file: file!, kind: place, anchor: anchor ?? quoted!, text: text! };
    });
    const begun = section.match(BEGINNING)?.length ?? 0;
    if (begun !== edits.length) throw new Error(`${title}: ${begun} steps begin, and ${edits.length} can be read`);
    const checks = [...section.matchAll(CHECK)].map(([, options]) => options!.trim().split(/\s+/));
    return { title, edits, checks };
  });
}

/**
 * The content of a file after an edit.
 * @param content  null where there is no such file
 * @throws Error that names the file and the line where the place is not found exactly once
 */
export function applyEdit({ file, kind, anchor, text }: RecipeEdit, content: string | null): string {
  if (kind === "new") {
    if (content !== null) throw new Error(`${file}: there is such a file already`);
    return text;
  }
  if (content === null) throw new Error(`${file}: there is no such file`);
  const beginning = anchor.endsWith("…") ? anchor.slice(0, -1) : null;
  const lines = content.split(/(?<=\n)/);
  const isPlace = (line: string) => (beginning === null ? line.trim() === anchor : line.trim().startsWith(beginning));
  const places = lines.flatMap((line, i) => (isPlace(line) ? [i] : []));
  const [place] = places;
  if (place === undefined || places.length > 1) {
    throw new Error(`${file}: the line ${anchor} is found ${places.length} times instead of once`);
  }
  lines.splice(kind === "after" ? place + 1 : place, kind === "instead" ? 1 : 0, text);
  return lines.join("");
}
