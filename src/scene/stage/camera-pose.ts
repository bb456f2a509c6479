import { MathUtils, type PerspectiveCamera, Spherical, Vector3 } from "three";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import type { CameraView } from "../../experiment/view";

/** Tangents of half the view's angles: from the home distance, on every side, the view then holds the box and its axis numbers. */
const HALF_HEIGHT_TANGENT = 0.245;
const HALF_WIDTH_TANGENT = 0.28;
/** How far a tilted picture is shifted up. It is shifted down (below 0), because a page shows its text above the surface. */
const SHIFT_TANGENT = -0.006;

/** Widens the vertical angle on a narrow picture, so that the surface always fits its width. */
export function fitAngle(camera: PerspectiveCamera, { width, height }: PictureSize): void {
  const half = Math.max(HALF_HEIGHT_TANGENT, (HALF_WIDTH_TANGENT * height) / width);
  camera.fov = 2 * MathUtils.radToDeg(Math.atan(half));
}

/**
 * Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down.
 *
 * @param polar  the camera's polar angle, radians: the shift of the picture depends on it
 */
export function aimCamera(camera: PerspectiveCamera, polar: number, picture: PictureSize, tile: Tile): void {
  const half = Math.tan(MathUtils.degToRad(camera.fov / 2));
  const shift = ((SHIFT_TANGENT * Math.sin(2 * polar)) / half / 2) * picture.height;
  camera.setViewOffset(picture.width, picture.height, tile.x, tile.y + shift, tile.width, tile.height);
}

/** Puts a camera without controls at the position that a view gives. */
export function placeCamera(camera: PerspectiveCamera, view: CameraView): void {
  const target = new Vector3(...view.target);
  camera.position.setFromSpherical(new Spherical(view.distance, view.polar, view.azimuth).makeSafe()).add(target);
  camera.lookAt(target);
}
