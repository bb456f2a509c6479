import type { SourceImport } from "./source-imports";

/**
 * Finds circles of imports: a file that imports another which, over any number of files, imports the first. Type imports count too.
 *
 * @returns each circle as its files in order, from the first in the alphabet back to it; where circles share files, not every one is
 *   listed, but none is found only where there is none
 */
export function findImportCircles(imports: readonly Pick<SourceImport, "file" | "target">[]): readonly string[][] {
  const imported = new Map<string, string[]>();
  for (const { file } of imports) imported.set(file, []);
  for (const { file, target } of imports) {
    const [found] = [`${target}.ts`, `${target}`].filter((name) => imported.has(name));
    if (found !== undefined) imported.get(file)!.push(found);
  }
  const circles = new Map<string, string[]>();
  const done = new Set<string>();
  const path: string[] = [];
  const follow = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const circle = startWithFirst(path.slice(start));
      circles.set(circle.join(), [...circle, circle[0]!]);
    }
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of imported.get(file)!) follow(next);
    path.pop();
    done.add(file);
  };
  for (const file of [...imported.keys()].sort()) follow(file);
  return [...circles.values()];
}

/** The same circle, rotated so that the first of its files in the alphabet is first. */
function startWithFirst(circle: readonly string[]): string[] {
  const first = circle.indexOf([...circle].sort()[0]!);
  return [...circle.slice(first), ...circle.slice(0, first)];
}
