import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DataTexture,
  DoubleSide,
  GLSL3,
  LinearFilter,
  LinearSRGBColorSpace,
  Mesh,
  RawShaderMaterial,
  RGBAFormat,
  type Texture,
  Vector2,
  Vector3,
} from "three";
import { COLOR_COUNT, packColorMap } from "../../drawing/colors/color-map";
import { NONCONVEX_MARK } from "../../drawing/colors/mark-style";
import type { ThemeTokens } from "../../drawing/colors/theme";
import type { Coloring, ColorLook } from "../../drawing/picture/picture-options";
import { type Contour, MAX_CONTOURS } from "../../drawing/scales/contour-levels";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import type { SurfaceField } from "../../drawing/surface/surface-field";
import type { View } from "../../experiment/view";
import { FieldTexture } from "./field-texture";
import { assembleSurfaceShader } from "./surface-shader";

/** Opacity of the tint of what is not convex: the colours beneath stay readable. Those of λmin and of a difference have vermilion themselves. */
const TINT: Readonly<Record<Coloring, number>> = { loss: NONCONVEX_MARK.tint, curvature: 0.1, difference: 0.1 };

/** Position and scale of the pixels of a picture, or of one of its tiles. */
export interface PixelFrame {
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  /** Lower left corner of the tile in the whole picture, device pixels, y up. */
  readonly tileOrigin: readonly [number, number];
  /** Middle of the box on the whole picture, CSS pixels, y up. */
  readonly patternOrigin: readonly [number, number];
}

function makeUniforms(field: FieldTexture, previous: FieldTexture) {
  return {
    uField: { value: field.levels as Texture },
    uMarks: { value: field.marks as Texture },
    uSky: { value: field.sky as Texture },
    uSize: { value: field.size },
    uPreviousField: { value: previous.levels as Texture },
    uPreviousMarks: { value: previous.marks as Texture },
    uPreviousSky: { value: previous.sky as Texture },
    uPreviousSize: { value: previous.size },
    uMorph: { value: 1 },
    uTop: { value: 0 },
    uHasCut: { value: 0 },
    uHalfBox: { value: new Vector3(1, 1, 1) },
    uColorMap: { value: null as Texture | null },
    uColorCount: { value: COLOR_COUNT },
    uContours: { value: Array.from({ length: MAX_CONTOURS }, () => new Vector3()) },
    uContourCount: { value: 0 },
    uShowMarks: { value: 1 },
    uShowContours: { value: 1 },
    uTint: { value: TINT.loss },
    uNonconvexColor: { value: new Color() },
    uHatchColor: { value: new Color() },
    uUndecidedColor: { value: new Color() },
    uEdgeColor: { value: new Color() },
    uCutColor: { value: new Color() },
    uPixelRatio: { value: 1 },
    uTileOrigin: { value: new Vector2() },
    uPatternOrigin: { value: new Vector2() },
  };
}

/**
 * Two triangles for each cell, split along the diagonal from its low corner. Positions are computed from gl_VertexID.
 *
 *   row+1  o---o
 *          | / |     counter-clockwise seen from above
 *   row    o---o
 *      column  column+1
 */
function makeGeometry(columns: number, rows: number): BufferGeometry {
  const indices = new Uint32Array((columns - 1) * (rows - 1) * 6);
  let next = 0;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const low = row * columns + column;
      const far = low + columns;
      indices[next++] = low;
      indices[next++] = low + 1;
      indices[next++] = far + 1;
      indices[next++] = low;
      indices[next++] = far + 1;
      indices[next++] = far;
    }
  }
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
}

/** The surface for three: one mesh, one program, the present slice and the one from which it morphs. */
export class SurfaceMesh {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  /** The flat top, where the loss is above the range of the heights. */
  readonly top: Mesh<BufferGeometry, RawShaderMaterial>;
  readonly #present = new FieldTexture();
  readonly #previous = new FieldTexture();
  readonly #uniforms = makeUniforms(this.#present, this.#previous);
  readonly #colors = makeColorMap();
  #look = "";

  constructor() {
    const source = assembleSurfaceShader();
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: source.vertex,
      fragmentShader: source.fragment,
      uniforms: this.#uniforms,
      side: DoubleSide,
    });
    this.mesh = new Mesh(makeGeometry(2, 2), material);
    this.top = new Mesh(this.mesh.geometry, material.clone());
    // Both share all uniforms but the one that tells them apart.
    this.top.material.uniforms = { ...this.#uniforms, uTop: { value: 1 } };
    this.top.frustumCulled = false;
    this.top.visible = false;
    this.mesh.name = "2x2";
    // Only the shader computes the heights, so three's bounding volume would be wrong.
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
    this.#uniforms.uColorMap.value = this.#colors;
  }

  /** @param previous  the field from which setMorph moves the surface to the new one; null for none */
  show(field: SurfaceField, box: SurfaceBox, previous: SurfaceField | null): void {
    if (previous) this.#previous.upload(previous, box);
    this.#present.upload(field, box);
    this.#uniforms.uHalfBox.value.set(box.halfWidth, box.halfHeight, box.halfDepth);
    this.#bindTextures();
    this.mesh.visible = true;
    this.top.visible = reachesTop(field) || (previous !== null && reachesTop(previous));
    this.#uniforms.uHasCut.value = this.top.visible ? 1 : 0;

    const name = `${field.columns}x${field.rows}`;
    if (this.mesh.name === name) return;
    this.mesh.geometry.dispose();
    this.mesh.geometry = makeGeometry(field.columns, field.rows);
    this.top.geometry = this.mesh.geometry;
    this.mesh.name = name;
  }

  #bindTextures(): void {
    const uniforms = this.#uniforms;
    uniforms.uField.value = this.#present.levels;
    uniforms.uMarks.value = this.#present.marks;
    uniforms.uSky.value = this.#present.sky;
    uniforms.uSize.value = this.#present.size;
    uniforms.uPreviousField.value = this.#previous.levels;
    uniforms.uPreviousMarks.value = this.#previous.marks;
    uniforms.uPreviousSky.value = this.#previous.sky;
    uniforms.uPreviousSize.value = this.#previous.size;
  }

  /** @param part  0 shows the previous field, 1 the present one */
  setMorph(part: number): void {
    this.#uniforms.uMorph.value = part;
  }

  setContours(contours: readonly Contour[]): void {
    this.#uniforms.uContourCount.value = contours.length;
    contours.forEach((contour, index) => {
      this.#uniforms.uContours.value[index]?.set(contour.level, contour.spacing, contour.labelled ? 1 : 0);
    });
  }

  setAppearance(view: ColorLook & Pick<View, "contours" | "marks">): void {
    this.#uniforms.uTint.value = TINT[view.coloring];
    this.#uniforms.uShowContours.value = view.contours ? 1 : 0;
    this.#uniforms.uShowMarks.value = view.marks ? 1 : 0;
    const look = `${view.coloring} ${view.colorMap}`;
    if (look === this.#look) return;
    this.#look = look;
    this.#colors.image.data = packColorMap(view);
    this.#colors.needsUpdate = true;
  }

  setTheme(theme: ThemeTokens): void {
    // The shader mixes these colours in sRGB, without conversion.
    this.#uniforms.uNonconvexColor.value.setStyle(theme.nonconvex, LinearSRGBColorSpace);
    this.#uniforms.uHatchColor.value.setStyle(theme.hatch, LinearSRGBColorSpace);
    this.#uniforms.uUndecidedColor.value.setStyle(theme.undecided, LinearSRGBColorSpace);
    this.#uniforms.uCutColor.value.setStyle(theme.cut, LinearSRGBColorSpace);
    this.#uniforms.uEdgeColor.value.setStyle(theme.edge, LinearSRGBColorSpace);
  }

  setPixelFrame(frame: PixelFrame): void {
    this.#uniforms.uPixelRatio.value = frame.pixelRatio;
    this.#uniforms.uTileOrigin.value.set(...frame.tileOrigin);
    this.#uniforms.uPatternOrigin.value.set(...frame.patternOrigin);
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.top.material.dispose();
    this.#present.dispose();
    this.#previous.dispose();
    this.#colors.dispose();
  }
}

function reachesTop({ levels }: SurfaceField): boolean {
  for (let index = 0; index < levels.length; index += 2) if (levels[index]! > 1) return true;
  return false;
}

function makeColorMap(): DataTexture {
  const texture = new DataTexture(new Uint8Array(COLOR_COUNT * 4), COLOR_COUNT, 1, RGBAFormat);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}
