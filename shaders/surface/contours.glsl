const int MAX_CONTOURS = 64;

// x: level, y: distance to the nearest other contour, z: weight (1 labelled, less between).
uniform vec3 uContours[MAX_CONTOURS];
uniform int uContourCount;

// Coverage by the nearest contour, 0 to 1. Lines that are too close together fade, and so do lines on a plateau, where only rounding
// changes the level.
float coverByContour(float level, float pixelRatio) {
  float change = changePerPixel(level);
  float shown = smoothstep(2e-6, 2e-5, change * pixelRatio);
  float cover = 0.0;
  for (int index = 0; index < uContourCount; index++) {
    vec3 contour = uContours[index];
    float away = abs(level - contour.x) / max(change, 1e-9);
    float halfWidth = mix(0.45, 0.75, contour.z) * pixelRatio;
    float crowding = 1.0 - smoothstep(0.12, 0.3, change * pixelRatio / contour.y);
    float line = 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, away);
    cover = max(cover, line * crowding * mix(0.38, 1.0, contour.z));
  }
  return cover * shown;
}
