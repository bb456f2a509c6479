import {
  DataTexture,
  FloatType,
  LinearFilter,
  NearestFilter,
  RedFormat,
  RGBAFormat,
  RGFormat,
  UnsignedByteType,
  Vector2,
} from "three";
import { measureSkyVisibility, type SkyVisibility } from "../../drawing/surface/sky-visibility";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import type { SurfaceField } from "../../drawing/surface/surface-field";

/** A field on the GPU. Textures are used again while the size stays the same; their CPU copies survive a lost context. */
export class FieldTexture {
  readonly size = new Vector2(2, 2);
  levels: DataTexture;
  marks: DataTexture;
  /** How much of the sky each point sees, on its own coarser grid. */
  sky: DataTexture;

  constructor() {
    this.levels = makeLevels(new Float32Array(8), 2, 2);
    this.marks = makeMarks(new Uint8Array(16), 2, 2);
    this.sky = makeSky({ columns: 2, rows: 2, values: new Uint8Array(4) });
  }

  upload(field: SurfaceField, box: SurfaceBox): void {
    this.sky.dispose();
    this.sky = makeSky(measureSkyVisibility(field, box));
    if (this.size.x === field.columns && this.size.y === field.rows) {
      this.levels.image.data = field.levels;
      this.marks.image.data = field.marks;
      this.levels.needsUpdate = true;
      this.marks.needsUpdate = true;
      return;
    }
    this.levels.dispose();
    this.marks.dispose();
    this.size.set(field.columns, field.rows);
    this.levels = makeLevels(field.levels, field.columns, field.rows);
    this.marks = makeMarks(field.marks, field.columns, field.rows);
  }

  dispose(): void {
    this.levels.dispose();
    this.marks.dispose();
    this.sky.dispose();
  }
}

function makeLevels(data: Float32Array<ArrayBuffer>, columns: number, rows: number): DataTexture {
  return prepare(new DataTexture(data, columns, rows, RGFormat, FloatType));
}

function makeMarks(data: Uint8Array<ArrayBuffer>, columns: number, rows: number): DataTexture {
  return prepare(new DataTexture(data, columns, rows, RGBAFormat, UnsignedByteType));
}

function makeSky({ columns, rows, values }: SkyVisibility): DataTexture {
  const texture = prepare(new DataTexture(values, columns, rows, RedFormat, UnsignedByteType));
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  return texture;
}

function prepare(texture: DataTexture): DataTexture {
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.unpackAlignment = 1;
  texture.needsUpdate = true;
  return texture;
}
