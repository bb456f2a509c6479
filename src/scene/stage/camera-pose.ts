import { MathUtils, PerspectiveCamera, Spherical, Vector3 } from "three";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import { type CameraView, DEFAULT_VIEW } from "../../experiment/view";

/** Room around the box for numbers and names of the axes, in CSS pixels; on a small picture at most this share of a side. */
const ROOM = { side: 62, top: 34, bottom: 64, share: 0.13 } as const;

/** How a picture is projected, whatever the camera's place: the angle of the lens, and how far the picture is shifted up. */
export interface Lens {
  /** Tangent of half the vertical angle. */
  readonly halfTangent: number;
  /** Upward shift as a part of the picture's height: for the room below the box, and for the perspective of a tilted view. */
  readonly roomShift: number;
  readonly tiltShift: number;
}

/**
 * The lens with which the box, with its axes, just fills the picture as it is first seen. From other sides the box is about as wide and as
 * high, so it stays in the picture.
 *
 * @param textScale  size of the axes' text beside its usual size
 */
export function fitLens(box: SurfaceBox, { width, height }: PictureSize, textScale: number): Lens {
  const camera = new PerspectiveCamera();
  placeCamera(camera, DEFAULT_VIEW.camera);
  camera.updateMatrixWorld();
  const seen = new Vector3();
  let [across, low, high] = [0, Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const side = (bit: number) => (corner & bit ? 1 : -1);
    seen.set(side(1) * box.halfWidth, side(2) * box.halfHeight, side(4) * box.halfDepth);
    seen.applyMatrix4(camera.matrixWorldInverse);
    across = Math.max(across, Math.abs(seen.x / seen.z));
    low = Math.min(low, -seen.y / seen.z);
    high = Math.max(high, -seen.y / seen.z);
  }
  const textRoom = Math.max(1, textScale);
  const room = (wanted: number, side: number) => Math.min(textRoom * wanted, ROOM.share * side);
  const [beside, top, bottom] = [room(ROOM.side, width), room(ROOM.top, height), room(ROOM.bottom, height)];
  const halfTangent = Math.max(
    (across * height) / Math.max(1, width - 2 * beside),
    ((high - low) * height) / (2 * Math.max(1, height - top - bottom)),
  );
  return {
    halfTangent,
    roomShift: (bottom - top) / 2 / height,
    tiltShift: -(high + low) / 2 / (2 * halfTangent) / Math.sin(2 * DEFAULT_VIEW.camera.polar),
  };
}

/**
 * Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down.
 *
 * @param polar  the camera's polar angle, radians: the shift of the picture depends on it
 */
export function aimCamera(
  camera: PerspectiveCamera,
  lens: Lens,
  polar: number,
  picture: PictureSize,
  tile: Tile,
): void {
  camera.fov = 2 * MathUtils.radToDeg(Math.atan(lens.halfTangent));
  const shift = (lens.roomShift + lens.tiltShift * Math.sin(2 * polar)) * picture.height;
  camera.setViewOffset(picture.width, picture.height, tile.x, tile.y + shift, tile.width, tile.height);
}

/** Puts a camera without controls at the position that a view gives. */
export function placeCamera(camera: PerspectiveCamera, view: CameraView): void {
  const target = new Vector3(...view.target);
  camera.position.setFromSpherical(new Spherical(view.distance, view.polar, view.azimuth).makeSafe()).add(target);
  camera.lookAt(target);
}
