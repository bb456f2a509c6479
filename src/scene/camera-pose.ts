import { MathUtils, type PerspectiveCamera, Spherical, Vector3 } from "three";
import type { CameraView } from "../spec/view";
import type { PictureSize, Tile } from "./picture-size";

/** Tangents of half the view's angles that hold the box and its numbers from the home distance, from every side. */
const HALF_HEIGHT_TANGENT = 0.245;
const HALF_WIDTH_TANGENT = 0.28;
/** How far a tilted picture is shifted up; below 0 it sits low, for what a page says about a surface stands above it. */
const SHIFT_TANGENT = -0.006;

/** The vertical angle grows on a narrow picture, so that the surface always fits its width. */
export function fitAngle(camera: PerspectiveCamera, { width, height }: PictureSize): void {
  const half = Math.max(HALF_HEIGHT_TANGENT, (HALF_WIDTH_TANGENT * height) / width);
  camera.fov = 2 * MathUtils.radToDeg(Math.atan(half));
}

/**
 * Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down.
 *
 * @param polar  of the camera, radians: it decides how far the picture is shifted
 */
export function aimCamera(camera: PerspectiveCamera, polar: number, picture: PictureSize, tile: Tile): void {
  const half = Math.tan(MathUtils.degToRad(camera.fov / 2));
  const shift = ((SHIFT_TANGENT * Math.sin(2 * polar)) / half / 2) * picture.height;
  camera.setViewOffset(picture.width, picture.height, tile.x, tile.y + shift, tile.width, tile.height);
}

/** Puts a camera that nothing controls where a view has it. */
export function placeCamera(camera: PerspectiveCamera, view: CameraView): void {
  const target = new Vector3(...view.target);
  camera.position.setFromSpherical(new Spherical(view.distance, view.polar, view.azimuth).makeSafe()).add(target);
  camera.lookAt(target);
}
