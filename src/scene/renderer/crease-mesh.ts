import {
  BufferAttribute,
  Color,
  GLSL3,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  LinearSRGBColorSpace,
  Mesh,
  RawShaderMaterial,
  Vector2,
} from "three";
import type { ThemeTokens } from "../../drawing/colors/theme";
import { type CreaseLine, packSegments, SEGMENT_FLOATS } from "../../drawing/overlays/crease-lines";
import type { Coloring } from "../../drawing/picture/picture-options";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import { assembleCreaseShader } from "./surface-shader";

/**
 * Lightness of the surface's colour at the floor and at the ceiling of the box. With λmin as the colour, lightness does not depend on
 * height; a difference has no creases.
 */
const GROUND_LIGHTNESS: Readonly<Record<Coloring, readonly [number, number]>> = {
  loss: [0.22, 0.85],
  curvature: [1, 1],
  difference: [1, 1],
};

/** The picture in which lines have a width in pixels. */
export interface LineFrame {
  /** Device pixels per unit of a line's width. */
  readonly pixelRatio: number;
  /** Size of the picture, or of the tile, in device pixels. */
  readonly resolution: readonly [number, number];
  /** Scene units per unit of a line's width in the middle of the picture. */
  readonly unitsPerPixel: number;
}

function makeUniforms() {
  return {
    uResolution: { value: new Vector2(1, 1) },
    uPixelRatio: { value: 1 },
    uUnitsPerPixel: { value: 1 },
    uConcaveWidths: { value: new Vector2(0.6, 1.4) },
    uConvexWidths: { value: new Vector2(0.4, 0.65) },
    uCasing: { value: 0.8 },
    uConcaveColor: { value: new Color() },
    uConvexLight: { value: new Color() },
    uConvexDark: { value: new Color() },
    uHalfHeight: { value: 1 },
    uGroundLightness: { value: new Vector2() },
    uCasingColor: { value: new Color() },
  };
}

/** Lines on the surface as three draws them: one quad for each segment, of the same width on screen at any distance. */
export class CreaseMesh {
  readonly mesh: Mesh<InstancedBufferGeometry, RawShaderMaterial>;
  readonly #uniforms = makeUniforms();

  constructor() {
    const source = assembleCreaseShader();
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: source.vertex,
      fragmentShader: source.fragment,
      uniforms: this.#uniforms,
      transparent: true,
      depthWrite: false,
    });
    this.mesh = new Mesh(makeGeometry([]), material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 1;
    this.mesh.visible = false;
  }

  show(lines: readonly CreaseLine[], box: SurfaceBox, coloring: Coloring): void {
    this.#uniforms.uHalfHeight.value = box.halfHeight;
    this.#uniforms.uGroundLightness.value.set(...GROUND_LIGHTNESS[coloring]);
    this.mesh.geometry.dispose();
    this.mesh.geometry = makeGeometry(lines);
  }

  setTheme(theme: ThemeTokens): void {
    // The colours are sRGB and go to the canvas without conversion.
    this.#uniforms.uConcaveColor.value.setStyle(theme.creaseConcave, LinearSRGBColorSpace);
    this.#uniforms.uConvexDark.value.setStyle(theme.creaseConvex, LinearSRGBColorSpace);
    this.#uniforms.uConvexLight.value.setStyle(theme.creaseConvexLight, LinearSRGBColorSpace);
    this.#uniforms.uCasingColor.value.setStyle(theme.creaseCasing, LinearSRGBColorSpace);
  }

  setFrame({ pixelRatio, resolution, unitsPerPixel }: LineFrame): void {
    this.#uniforms.uPixelRatio.value = pixelRatio;
    this.#uniforms.uResolution.value.set(...resolution);
    this.#uniforms.uUnitsPerPixel.value = unitsPerPixel;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

function makeGeometry(lines: readonly CreaseLine[]): InstancedBufferGeometry {
  const segments = new InstancedInterleavedBuffer(packSegments(lines), SEGMENT_FLOATS);
  const geometry = new InstancedBufferGeometry();
  geometry.setIndex(new BufferAttribute(new Uint16Array([0, 2, 1, 1, 2, 3]), 1));
  geometry.setAttribute("aStart", new InterleavedBufferAttribute(segments, 3, 0));
  geometry.setAttribute("aEnd", new InterleavedBufferAttribute(segments, 3, 3));
  geometry.setAttribute("aAlong", new InterleavedBufferAttribute(segments, 2, 6));
  geometry.setAttribute("aStyle", new InterleavedBufferAttribute(segments, 2, 8));
  geometry.instanceCount = segments.count;
  return geometry;
}
