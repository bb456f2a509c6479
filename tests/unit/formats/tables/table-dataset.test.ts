import { describe, expect, it } from "vitest";
import { readTable } from "../../../../src/formats/tables/read-table";
import { makeTableDataset } from "../../../../src/formats/tables/table-dataset";
import { readForeignFile } from "../../../support/foreign-file";

const readFile = (name: string) => readTable(readForeignFile(`tables/${name}`));
const readText = (text: string) => readTable(new TextEncoder().encode(text));

it("classes in text are one-hot in their order, or 0 and 1", () => {
  const iris = makeTableDataset(readFile("semicolon_decimal_comma_iris.csv"), { targets: ["Art"] });
  expect(iris.classes).toEqual(["setosa", "versicolor", "virginica"]);
  expect(iris.dataset.inputs[0]).toEqual([5.1, 3.5, 1.4]);
  expect(iris.dataset.targets.filter((row) => row.join() === "0,1,0")).toHaveLength(50);
  expect(iris.notes.join(" ")).toMatch(/setosa is 0, versicolor is 1 and virginica is 2/);

  const two = readText("x,label\n1,no\n2,yes\n3,no\n");
  expect(makeTableDataset(two, { targets: ["label"] }).dataset.targets).toEqual([[0], [1], [0]]);
  expect(makeTableDataset(two, { targets: ["label"], outputs: 2 }).dataset.targets).toEqual([
    [1, 0],
    [0, 1],
    [1, 0],
  ]);
  expect(() => makeTableDataset(two, { targets: ["label"], outputs: 3 })).toThrow(
    /2 classes, and the network 3 outputs/,
  );
});

it("numbers are classes where they are two, or few and whole, unless it is said otherwise", () => {
  const table = readText("x,a,b,c\n1,0,1,0.5\n2,5,2,0.25\n3,5,3,0.125\n");
  const of = (target: string, isClass?: boolean) =>
    makeTableDataset(table, { inputs: ["x"], targets: [target], ...(isClass === undefined ? {} : { isClass }) });
  expect(of("a").classes).toEqual(["0", "5"]);
  expect(of("b").classes).toEqual(["1", "2", "3"]);
  expect(of("c").classes).toBeNull();
  expect(of("b", false).dataset.targets).toEqual([[1], [2], [3]]);
});

it("rows without a value in a chosen column are left out, each named", () => {
  const table = readFile("missing_values.csv");
  const { dataset, notes } = makeTableDataset(table, { targets: ["target"] });
  expect(dataset.inputs).toEqual([
    [1, 2, 3],
    [5, 6, 7],
  ]);
  expect(notes[0]).toBe(
    "6 of 8 rows have no value and are left out: row 2 of a (NA), row 3 of b (?), row 4 of c (empty), " +
      "row 5 of target (empty), row 6 of a (nan) and row 7 of b (-).",
  );
  // A column that is not chosen leaves its rows in.
  expect(makeTableDataset(table, { inputs: ["c"], targets: ["target"] }).dataset.inputs).toHaveLength(6);
});

it("standardised columns have mean 0 and deviation 1, and can be brought back", () => {
  const table = readFile("constant_column.csv");
  const plain = makeTableDataset(table, { targets: ["t"] });
  const scaled = makeTableDataset(table, { targets: ["t"], isStandardised: true });
  expect(plain.inputs.map(({ mean, deviation }) => [mean, deviation])).toEqual(Array(3).fill([0, 1]));
  scaled.inputs.forEach(({ name, mean, deviation }, k) => {
    const values = scaled.dataset.inputs.map((row) => row[k]!);
    if (name === "k") {
      expect(values.every((value) => value === 0)).toBe(true);
      return;
    }
    const count = values.length;
    const sum = values.reduce((total, value) => total + value, 0);
    const squares = values.reduce((total, value) => total + value * value, 0);
    // Sums of 50 numbers below 4 in magnitude.
    expect(Math.abs(sum)).toBeLessThan(count ** 2 * 4 * 2 ** -52);
    expect(Math.abs(squares / count - 1)).toBeLessThan(count * 16 * 2 ** -52);
    values.forEach((value, s) => {
      expect(Math.abs(value * deviation + mean - plain.dataset.inputs[s]![k]!)).toBeLessThan(8 * 2 ** -52);
    });
  });
  expect(scaled.notes.join(" ")).toMatch(/k is 7 in every row.*standardised it is 0/);
});

it("targets that are numbers are standardised as well", () => {
  const { dataset, targets } = makeTableDataset(readText("x,y\n1,10.5\n2,20.5\n"), {
    targets: ["y"],
    isClass: false,
    isStandardised: true,
  });
  expect(targets).toEqual([{ name: "y", mean: 15.5, deviation: 5 }]);
  expect(dataset.targets).toEqual([[-1], [1]]);
});

describe("a table with more rows than a landscape takes", () => {
  const table = readText(
    `x,label\n${Array.from({ length: 20_000 }, (_, i) => `${i},${i % 2 ? "up" : "down"}`).join("\n")}\n`,
  );

  it("is drawn from by its seed, and the draw is said", () => {
    const draw = (seed: number) => makeTableDataset(table, { targets: ["label"], samples: 500, seed });
    const first = draw(1);
    expect(first.dataset.inputs).toHaveLength(500);
    expect(first.notes.join(" ")).toMatch(/random sample of 500 of the 20000 rows \(seed 1\)/);
    expect(draw(1)).toEqual(first);
    expect(draw(2).dataset.inputs).not.toEqual(first.dataset.inputs);
    const rows = first.dataset.inputs.map(([x]) => x!);
    expect(new Set(rows).size).toBe(500);
    expect([...rows].sort((a, b) => a - b)).toEqual(rows);
    // Each row has its own class.
    expect(first.dataset.targets).toEqual(rows.map((x) => [x % 2]));
  });

  it("is drawn from to the limit of samples where none is asked", () => {
    expect(makeTableDataset(table, { targets: ["label"] }).dataset.inputs).toHaveLength(10_000);
  });
});

describe("refuses in one sentence", () => {
  const table = readText("a,b,word,one\n1,0,cat,same\n2,1,dog,same\n3,0,1.5,same\n");
  it.each<[string, Parameters<typeof makeTableDataset>[1], RegExp]>([
    ["a column that is not there", { targets: ["label"] }, /no column label, but a, b, word and one/],
    ["text as an input", { inputs: ["a", "word"], targets: ["b"] }, /word is no column of numbers: row 1 holds cat/],
    ["an input that is the target", { inputs: ["a", "b"], targets: ["b"] }, /b is chosen as an input and as a target/],
    ["a target of one class", { inputs: ["a"], targets: ["one"] }, /one is same in every row/],
    ["no target", { targets: [] }, /no column is chosen/],
    ["text as a number", { inputs: ["a"], targets: ["word"], isClass: false }, /word is no column of numbers/],
  ])("%s", (_, choice, sentence) => {
    expect(() => makeTableDataset(table, choice)).toThrow(sentence);
  });

  it("more classes than outputs", () => {
    const many = readText(`x,c\n${Array.from({ length: 11 }, (_, i) => `${i},c${i}`).join("\n")}\n`);
    expect(() => makeTableDataset(many, { targets: ["c"] })).toThrow(/more than 10 classes/);
  });

  it("a number that is too large", () => {
    expect(() => makeTableDataset(readText("x,y\n1e30,1\n2,0\n"), { targets: ["y"] })).toThrow(/1e\+30 in row 1 of x/);
  });
});
