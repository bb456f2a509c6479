import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "vite";

const ROOT = path.resolve(import.meta.dirname, "../..");
export const SOURCE_FOLDER = path.join(ROOT, "src");

/** One import of a source file, of values or of types. */
export interface SourceImport {
  /** The importing file from the repository's root, with forward slashes. */
  readonly file: string;
  readonly specifier: string;
  /** The file of a relative specifier, from the repository's root; null for a package. */
  readonly target: string | null;
}

/**
 * Reads the imports of every TypeScript file in `folder`: static ones, re-exports, types, `import()` and
 * `new URL("…", import.meta.url)`.
 */
export function readSourceImports(folder: string): readonly SourceImport[] {
  return listFiles(folder, ".ts").flatMap((place) => {
    const file = path.relative(ROOT, place).replaceAll(path.sep, "/");
    return scanImports(file, readFileSync(place, "utf8")).map((specifier) => ({
      file,
      specifier,
      target: specifier.startsWith(".")
        ? path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ""))
        : null,
    }));
  });
}

/** Every TypeScript file of src, from the repository's root. */
export function listSourceFiles(): readonly string[] {
  return listFromRoot(SOURCE_FOLDER);
}

/** Every file of the unit tests, from the repository's root. */
export function listUnitTests(): readonly string[] {
  return listFromRoot(path.join(ROOT, "tests/unit"));
}

function listFromRoot(folder: string): readonly string[] {
  return listFiles(folder, ".ts").map((place) => path.relative(ROOT, place).replaceAll(path.sep, "/"));
}

/** The static imports of every plain JavaScript module in `folder`; they must exist before its first line runs. */
export function readStaticImports(folder: string): readonly string[] {
  return listFiles(folder, ".mjs").flatMap((place) =>
    parseModule(place, readFileSync(place, "utf8")).module.staticImports.map((found) => found.moduleRequest.value),
  );
}

function listFiles(folder: string, ending: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => path.join(folder, name));
}

function parseModule(file: string, text: string) {
  // AssemblyScript decorates functions, which TypeScript does not.
  const parsed = parseSync(file, text.replace(/^@inline$/gm, ""), { sourceType: "module" });
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]!.message}`);
  return parsed;
}

/** Every specifier in a file's text. @throws Error for text that is not TypeScript, or an `import()` of a computed name */
export function scanImports(file: string, text: string): readonly string[] {
  const { program, module } = parseModule(file, text);
  const specifiers = module.staticImports.map((found) => found.moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) specifiers.push(moduleRequest.value);
  }
  const readLiteral = (node: { type: string; value?: unknown }): string => {
    if (node.type === "Literal" && typeof node.value === "string") return node.value;
    throw new Error(`${file}: an import of a computed name cannot be followed`);
  };
  new Visitor({
    ImportExpression: (node) => void specifiers.push(readLiteral(node.source)),
    TSImportType: (node) => void specifiers.push(readLiteral(node.source)),
    NewExpression: (node) => {
      const [address, base] = node.arguments;
      if (node.callee.type !== "Identifier" || node.callee.name !== "URL" || base?.type !== "MemberExpression") return;
      if (base.object.type === "MetaProperty" && address) specifiers.push(readLiteral(address));
    },
  }).visit(program);
  return specifiers;
}
