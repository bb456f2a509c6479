import { DataTexture, FloatType, NearestFilter, RGFormat, UnsignedByteType, Vector2 } from "three";
import type { SurfaceField } from "../../drawing/surface/surface-field";

/** A field on the GPU. Textures are used again while the size stays the same; their CPU copies survive a lost context. */
export class FieldTexture {
  readonly size = new Vector2(2, 2);
  levels: DataTexture;
  marks: DataTexture;

  constructor() {
    this.levels = makeLevels(new Float32Array(8), 2, 2);
    this.marks = makeMarks(new Uint8Array(8), 2, 2);
  }

  upload(field: SurfaceField): void {
    if (this.size.x === field.columns && this.size.y === field.rows) {
      this.levels.image.data = field.levels;
      this.marks.image.data = field.marks;
      this.levels.needsUpdate = true;
      this.marks.needsUpdate = true;
      return;
    }
    this.dispose();
    this.size.set(field.columns, field.rows);
    this.levels = makeLevels(field.levels, field.columns, field.rows);
    this.marks = makeMarks(field.marks, field.columns, field.rows);
  }

  dispose(): void {
    this.levels.dispose();
    this.marks.dispose();
  }
}

function makeLevels(data: Float32Array<ArrayBuffer>, columns: number, rows: number): DataTexture {
  return prepare(new DataTexture(data, columns, rows, RGFormat, FloatType));
}

function makeMarks(data: Uint8Array<ArrayBuffer>, columns: number, rows: number): DataTexture {
  return prepare(new DataTexture(data, columns, rows, RGFormat, UnsignedByteType));
}

function prepare(texture: DataTexture): DataTexture {
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.unpackAlignment = 1;
  texture.needsUpdate = true;
  return texture;
}
