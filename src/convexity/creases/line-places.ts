import { hypotenuse } from "../../numeric/hypotenuse";

const FIRST_ROOM = 256;

/** Places along a line where a unit switches, and the jump at each. A list is filled again and again, and grows. */
export class LinePlaces {
  count = 0;
  x = new Float64Array(FIRST_ROOM);
  y = new Float64Array(FIRST_ROOM);
  jump = new Float64Array(FIRST_ROOM);

  clear(): void {
    this.count = 0;
  }

  add(x: number, y: number, jump: number): void {
    if (this.count === this.x.length) this.#grow();
    this.x[this.count] = x;
    this.y[this.count] = y;
    this.jump[this.count] = jump;
    this.count++;
  }

  /** Whether all places are the same point. */
  isPoint(): boolean {
    for (let n = 1; n < this.count; n++) {
      if (this.x[n] !== this.x[0] || this.y[n] !== this.y[0]) return false;
    }
    return true;
  }

  /** The mean jump along the line: the jump of each place is weighted with half the distance to each neighbour. */
  averageJump(): number {
    const { x, y, jump } = this;
    let sum = 0;
    let total = 0;
    for (let n = 1; n < this.count; n++) {
      const length = hypotenuse(x[n]! - x[n - 1]!, y[n]! - y[n - 1]!);
      sum += (length * (jump[n - 1]! + jump[n]!)) / 2;
      total += length;
    }
    return total > 0 ? sum / total : jump[0]!;
  }

  #grow(): void {
    const { x, y, jump } = this;
    this.x = new Float64Array(2 * x.length);
    this.y = new Float64Array(2 * x.length);
    this.jump = new Float64Array(2 * x.length);
    this.x.set(x);
    this.y.set(y);
    this.jump.set(jump);
  }
}
