import path from "node:path";
import { expect, it } from "vitest";
import { listSourceFiles } from "../support/source-imports";
import { ROOMS, type Room } from "./rooms";

const HEAD = `# Where things are

Drawn from the table in \`tests/architecture/rooms.ts\`, which also holds the imports to it: a room imports only rooms that
stand above it here, no tool imports another tool, and no file imports itself by a detour. After a change of the table:
\`npx vitest run --project unit tests/architecture -u\`.
`;

function writeRoom([name, room]: readonly [string, Room]): string {
  const place = name === "main" ? "src/main.ts" : `src/${name}/`;
  const folders = Object.entries(room.folders ?? {}).map(([folder, holds]) => `- \`${folder}/\` ${holds}`);
  const imports = room.imports.length > 0 ? `Imports: ${room.imports.join(", ")}.` : "Imports nothing of src.";
  return [`## \`${place}\``, `${room.holds} ${imports}`, ...(folders.length > 0 ? [folders.join("\n")] : [])].join(
    "\n\n",
  );
}

/** The folders of a room that hold files of their own; those of tools are one a tool. */
function foldersOf(room: string): readonly string[] {
  const folders = listSourceFiles().map((file) => path.dirname(file));
  const below = folders.filter((folder) => folder.startsWith(`src/${room}/`));
  return [...new Set(below.map((folder) => folder.slice(`src/${room}/`.length)))].sort();
}

it("the page of the rooms says what the table says", async () => {
  const text = [HEAD, ...Object.entries(ROOMS).map((entry) => `${writeRoom(entry)}\n`)].join("\n");
  await expect(text).toMatchFileSnapshot("../../docs/where-things-are.md");
});

it.each(Object.keys(ROOMS).filter((room) => room !== "tools"))(
  "every folder of %s has its idea in the table",
  (room) => {
    expect(Object.keys(ROOMS[room]!.folders ?? {}).sort()).toEqual(foldersOf(room));
  },
);
