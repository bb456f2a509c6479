import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { readTable } from "../../../../src/formats/tables/read-table";
import { summarizeTable } from "../../../../src/formats/tables/summarize-table";
import { makeTableDataset } from "../../../../src/formats/tables/table-dataset";
import {
  type ColumnChoice,
  chooseTarget,
  describeForm,
  suggestColumns,
  toggleInput,
  toTableChoice,
} from "../../../../src/page/bring/column-choice";
import { useData } from "../../../../src/page/bring/use-data";

const PRESENT = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons" },
  network: { layers: [2, 5, 1], activation: "tanh", output: "sigmoid" },
  loss: { kind: "mse", l2: 0.5 },
  weights: { kind: "trained", steps: 30, seed: 9 },
  plane: { kind: "permutation", seed: 3 },
});

const tableOf = (text: string) => readTable(new TextEncoder().encode(text));

/** What the dialog would make of a table whose columns are taken as suggested. */
function useTable(text: string, present: Spec, change: (choice: ColumnChoice) => ColumnChoice = (choice) => choice) {
  const table = tableOf(text);
  const choice = change(suggestColumns(summarizeTable(table), false));
  return useData(present, makeTableDataset(table, toTableChoice(choice)), "t.csv");
}

describe("the columns of a table", () => {
  const summary = summarizeTable(tableOf("id;y;kind;b\r\n1;0,5;u;7\r\n2;;v;7\r\n3;1,5;u;7\r\n"));

  it("are suggested by their names and kinds", () => {
    expect(suggestColumns(summary, true)).toMatchObject({ target: "y", inputs: ["id", "b"], isStandardised: true });
    const unnamed = summarizeTable(tableOf("a,kind,b\n1,u,2\n3,v,4\n"));
    expect(suggestColumns(unnamed, true)).toMatchObject({ target: "kind", inputs: ["a", "b"] });
    expect(suggestColumns(summarizeTable(tableOf("a,b\n1,2\n3,4\n")), true)).toMatchObject({
      target: "b",
      inputs: ["a"],
    });
  });

  it("say what is missing, constant and text", () => {
    const [id, y, kind, b] = summary.columns;
    expect(id).toMatchObject({ missing: 0, isConstant: false, distinct: 3, examples: ["1", "2", "3"] });
    expect(y).toMatchObject({ missing: 1, examples: ["0.5", "1.5"] });
    expect(kind).toMatchObject({ kind: "text", distinct: 2 });
    expect(b).toMatchObject({ isConstant: true });
    expect(describeForm(summary)).toBe(
      "3 rows and 4 columns, divided by semicolons, with decimal commas, in UTF-8; its first row has the names.",
    );
  });

  it("are never input and target at once, and keep the order of the table", () => {
    const suggested = suggestColumns(summary, true);
    const other = chooseTarget(suggested, "id", summary);
    expect(other).toMatchObject({ target: "id", inputs: ["y", "b"] });
    expect(toggleInput(toggleInput(other, "y", summary), "y", summary).inputs).toEqual(["y", "b"]);
  });
});

describe("an experiment on a table", () => {
  it("keeps what fits: network, loss, training and plane", () => {
    const { spec, sentence } = useTable("a,b,y\n1,2,0\n3,4,1\n", PRESENT);
    expect(spec).toEqual({
      ...PRESENT,
      dataset: {
        kind: "points",
        inputs: [
          [1, 2],
          [3, 4],
        ],
        targets: [[0], [1]],
      },
    });
    expect(sentence).toBe("The data are 2 rows of t.csv. Undo brings back what was there.");
  });

  it("has as many inputs and outputs as the data, and the loss of their kind, and says so", () => {
    const classes = useTable("a,b,c,k\n1,2,3,u\n3,4,5,v\n5,6,7,w\n", { ...PRESENT, loss: { kind: "bce", l2: 0.5 } });
    expect(classes.spec.network).toMatchObject({ layers: [3, 5, 3], output: "identity" });
    expect(classes.spec.loss).toEqual({ kind: "softmax-ce", l2: 0.5 });
    expect(classes.sentence).toBe(
      "The data are 3 rows of t.csv; now the network has 3 inputs and 3 outputs, its outputs have no sigmoid and the loss is softmax cross-entropy. Undo brings back what was there.",
    );
    const numbers = useTable("a,y\n1,0.5\n3,1.5\n5,2.5\n", { ...PRESENT, loss: { kind: "bce", l2: 0 } });
    expect(numbers.spec.network).toMatchObject({ layers: [1, 5, 1], output: "identity" });
    expect(numbers.spec.loss.kind).toBe("mse");
  });

  it("trains where given weights were made for other inputs", () => {
    const given = { kernel: [[1], [1]], bias: [0] };
    const network = { ...PRESENT.network, layers: [2, 1], activation: "tanh" as const };
    const present = {
      ...PRESENT,
      network,
      weights: { kind: "given" as const, layers: [given] },
      plane: { kind: "random", normalization: "filter", seed: 0 } as const,
    };
    expect(useTable("a,b,y\n1,2,0\n3,4,1\n", present).spec.weights).toEqual(present.weights);
    const { spec, sentence } = useTable("a,y\n1,0\n3,1\n", present);
    expect(spec.weights.kind).toBe("trained");
    expect(sentence).toContain("it is trained");
  });
});
