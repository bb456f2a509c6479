import { describe, expect, it } from "vitest";
import { readTable, type Table, type TableForm } from "../../../../src/formats/tables/read-table";
import { readForeignFile, readSidecar } from "../../../support/foreign-file";

const readFile = (name: string) => readTable(readForeignFile(`tables/${name}`));
const readText = (text: string, form: Partial<TableForm> = {}) => readTable(new TextEncoder().encode(text), form);
const column = (table: Table, name: string) => table.columns.find((other) => other.name === name)!;
const namesOf = (table: Table) => table.columns.map(({ name }) => name);

interface Sidecar {
  readonly columns: readonly string[] | number;
  readonly rows: number;
  readonly classes?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly stats?: Readonly<Record<string, { mean: number; min: number; max: number; missing: number }>>;
  readonly values?: Readonly<Record<string, readonly number[]>>;
  readonly missing?: readonly { row: number; column: string; text: string }[];
}

const FILES = [
  "constant_column.csv",
  "duplicate_header.csv",
  "excel_sep_line_moons.csv",
  "missing_values.csv",
  "no_header_moons.tsv",
  "quoted_newlines.csv",
  "semicolon_decimal_comma_iris.csv",
  "windows1252.csv",
];

describe.each(FILES)("%s", (name) => {
  const table = readFile(name);
  const sidecar = readSidecar<Sidecar>(`tables/${name}`);

  it("has the columns, rows and values of the program that wrote it", () => {
    expect(table.rows).toBe(sidecar.rows);
    if (typeof sidecar.columns === "number") expect(table.columns).toHaveLength(sidecar.columns);
    // Columns of one name are told apart by a number.
    else expect(namesOf(table).map((found) => found.replace(/ \(\d+\)$/, ""))).toEqual(sidecar.columns);
    for (const [key, wanted] of Object.entries(sidecar.stats ?? {})) {
      const { kind, values } = table.form.hasHeader ? column(table, key) : table.columns[Number(key)]!;
      expect(kind).toBe("number");
      const numbers = [...(values as Float64Array)].filter((value) => !Number.isNaN(value));
      expect(values.length - numbers.length).toBe(wanted.missing);
      expect(Math.min(...numbers)).toBe(wanted.min);
      expect(Math.max(...numbers)).toBe(wanted.max);
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      // Two sums of n numbers in different orders.
      expect(Math.abs(mean - wanted.mean)).toBeLessThanOrEqual(
        2 * numbers.length * 2 ** -53 * Math.max(Math.abs(wanted.min), Math.abs(wanted.max)),
      );
    }
    for (const [key, wanted] of Object.entries(sidecar.values ?? {})) {
      expect([...column(table, key).values]).toEqual(wanted);
    }
    for (const [key, wanted] of Object.entries(sidecar.classes ?? {})) {
      const counts: Record<string, number> = {};
      for (const value of column(table, key).values) counts[value] = (counts[value] ?? 0) + 1;
      expect(counts).toEqual(wanted);
    }
    if (sidecar.missing) expect(table.missing).toEqual(sidecar.missing);
  });
});

it("finds how each file is written", () => {
  const forms = Object.fromEntries(FILES.map((name) => [name, readFile(name).form]));
  const plain = { encoding: "utf-8", delimiter: ",", decimal: ".", hasHeader: true };
  expect(forms).toEqual({
    "constant_column.csv": plain,
    "duplicate_header.csv": plain,
    "excel_sep_line_moons.csv": { ...plain, delimiter: ";" },
    "missing_values.csv": plain,
    "no_header_moons.tsv": { ...plain, delimiter: "\t", hasHeader: false },
    "quoted_newlines.csv": plain,
    "semicolon_decimal_comma_iris.csv": { ...plain, delimiter: ";", decimal: "," },
    "windows1252.csv": { ...plain, encoding: "windows-1252" },
  });
  expect(namesOf(readFile("duplicate_header.csv"))).toEqual(["x", "x (2)", "y", "y (2)"]);
  expect(namesOf(readFile("windows1252.csv"))).toEqual(["größe", "maß", "klasse"]);
  expect(column(readFile("quoted_newlines.csv"), "comment").values[0]).toBe('said "hi",\nthen left');
});

it.each(["utf-16le", "utf-16be"] as const)("reads %s with and without its mark", (encoding) => {
  const text = "größe;y\r\n1,5;2\r\n-3;4,25\r\n";
  const encode = (content: string) => {
    const bytes = new Uint8Array(2 * content.length);
    const view = new DataView(bytes.buffer);
    [...content].forEach((character, i) => {
      view.setUint16(2 * i, character.charCodeAt(0), encoding === "utf-16le");
    });
    return bytes;
  };
  for (const content of [text, `\ufeff${text}`]) {
    const table = readTable(encode(content));
    expect(table.form.encoding).toBe(encoding);
    expect(namesOf(table)).toEqual(["größe", "y"]);
    expect([...column(table, "größe").values]).toEqual([1.5, -3]);
    expect([...column(table, "y").values]).toEqual([2, 4.25]);
  }
});

it("takes what the user says of the form", () => {
  expect(namesOf(readText("a,b\n1,2\n", { hasHeader: false }))).toEqual(["column 1", "column 2"]);
  expect(readText("2019,2020\n1,2\n").form.hasHeader).toBe(false);
  expect(namesOf(readText("2019,2020\n1,2\n", { hasHeader: true }))).toEqual(["2019", "2020"]);
  // 1,500 may be one and a half or fifteen hundred.
  expect([...readText("a;b\n1,500;2\n").columns[0]!.values]).toEqual([1.5]);
  expect(readText("a;b\n1,500;2\n", { decimal: "." }).columns[0]!.kind).toBe("text");
});

it("commas without a header divide cells, unless a semicolon does", () => {
  expect(readText("1,5;2,5\n3,5;4\n").columns).toHaveLength(2);
  expect(readText("1,5\n3,4\n").columns).toHaveLength(2);
});

describe("refuses in one sentence", () => {
  const wide = Array.from({ length: 1_100 }, (_, j) => `c${j}`).join(",");
  it.each<[string, string, RegExp]>([
    ["an empty text", "", /no rows/],
    ["a header alone", "a,b\n", /header and no rows/],
    ["a row that is too long", "a,b\n1,2\n1,2,3\n", /row 3 of the file has 3 cells, and the first has 2/],
    ["a quotation mark without its end", 'a,b\n1,"2\n3,4\n', /quotation mark/],
    ["too many columns", `${wide}\n`, /1100 columns are more than 1034/],
    ["binary content", "a,b\n1,\0\n", /code 0/],
    ["too many rows", "1,2\n".repeat(100_002), /more than 100000 rows/],
  ])("%s", (_, text, sentence) => {
    expect(() => readText(text)).toThrow(sentence);
  });

  it("one row above the limit, and reads the limit", () => {
    const rows = (count: number) => `a,b\n${"1,2\n".repeat(count)}`;
    expect(readText(rows(100_000)).rows).toBe(100_000);
    expect(() => readText(rows(100_001))).toThrow(/more than 100000 rows/);
    expect(() => readText("1,2\n".repeat(100_001))).toThrow(/more than 100000 rows/);
  });
});
