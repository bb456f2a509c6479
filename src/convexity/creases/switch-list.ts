const FIRST_ROOM = 64;

/** Places of a straight path at which units of one sample switch, in increasing order. A list is filled again and again, and grows. */
export class SwitchList {
  count = 0;
  #layers = new Int32Array(FIRST_ROOM);
  #units = new Int32Array(FIRST_ROOM);
  #places = new Float64Array(FIRST_ROOM);

  clear(): void {
    this.count = 0;
  }

  add(layer: number, unit: number, place: number): void {
    if (this.count === this.#places.length) this.#grow();
    this.#layers[this.count] = layer;
    this.#units[this.count] = unit;
    this.#places[this.count] = place;
    this.count++;
  }

  layerOf(n: number): number {
    return this.#layers[n]!;
  }

  unitOf(n: number): number {
    return this.#units[n]!;
  }

  /** Position along the path, 0 to 1. */
  placeOf(n: number): number {
    return this.#places[n]!;
  }

  /** Sorts by place; the switches are nearly sorted, or few. */
  sort(): void {
    const layers = this.#layers;
    const units = this.#units;
    const places = this.#places;
    for (let n = 1; n < this.count; n++) {
      const layer = layers[n]!;
      const unit = units[n]!;
      const place = places[n]!;
      let to = n;
      for (; to > 0 && places[to - 1]! > place; to--) {
        layers[to] = layers[to - 1]!;
        units[to] = units[to - 1]!;
        places[to] = places[to - 1]!;
      }
      layers[to] = layer;
      units[to] = unit;
      places[to] = place;
    }
  }

  #grow(): void {
    const layers = this.#layers;
    const units = this.#units;
    const places = this.#places;
    this.#layers = new Int32Array(2 * layers.length);
    this.#units = new Int32Array(2 * units.length);
    this.#places = new Float64Array(2 * places.length);
    this.#layers.set(layers);
    this.#units.set(units);
    this.#places.set(places);
  }
}
