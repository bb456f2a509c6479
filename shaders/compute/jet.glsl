// The loss along the slice with its second derivatives: forward the values and first derivatives of every unit, then back the slopes
// ∂ℓ/∂a (docs/error-bounds.md). Bounds on the errors are those of a layer at one sample, except where an activation is smooth. m is the
// larger of two derivatives' magnitudes, e a bound on an error.

// What an activation is applied to: z and its derivatives along the slice.
struct Argument {
  float v;
  float x;
  float y;
  float m;
};

// A unit at one sample: its output a = φ(z), and what the way back needs of z and φ.
struct Unit {
  float v;
  float x;
  float y;
  float m;
  float e0;
  float e1;
  Argument z;
  float first;
  float second;
  float r1;  // |error of first|
  float r2;  // |error of second|
};

// Bounds on the errors of the arguments of a layer: of each value and of each derivative.
struct Errors {
  float e0;
  float e1;
};

const Errors NO_ERRORS = Errors(0.0, 0.0);

// The largest numbers of a layer's outputs and the bounds on their errors. The 1 is the input of the biases.
struct Peak {
  float v;
  float m;
  float e0;
  float e1;
  float sum;  // Σm
};

const Peak NO_PEAK = Peak(1.0, 0.0, 0.0, 0.0, 0.0);

// The numbers of a layer's arguments that decide about its kinks.
struct Span {
  float nearest;  // min |z|
  float largest;  // max |z|
  float m;
};

const Span NO_SPAN = Span(3.0e38, 0.0, 0.0);

// The slopes of a layer, ∂ℓ/∂a or ∂ℓ/∂z: the largest, and a bound on the error of each.
struct Slopes {
  float v;
  float e;
};

const Slopes NO_SLOPES = Slopes(0.0, 0.0);

void widenSlopes(inout Slopes slopes, float v, float e) {
  slopes = Slopes(max(slopes.v, abs(v)), max(slopes.e, e));
}

// The second derivatives, with a bound on the error of each.
struct Curvature {
  float halfXx;
  float xy;
  float halfYy;
  float error;
};

const Curvature NO_CURVATURE = Curvature(0.0, 0.0, 0.0, 0.0);

float larger(float x, float y) {
  return max(abs(x), abs(y));
}

Argument argumentOf(vec3 z) {
  return Argument(z.x, z.y, z.z, larger(z.y, z.z));
}

// A projected first layer. part is z0, z1, z2 and a bound on the error of the value.
Argument projectArgument(vec4 part, Place place) {
  return argumentOf(vec3(part.x + place.x * part.y + place.y * part.z, part.y, part.z));
}

void widenProjection(inout Errors errors, vec4 part) {
  errors = Errors(max(errors.e0, part.w), max(errors.e1, U * larger(part.y, part.z) + part.w));
}

// The inputs of the network, stored in float32.
Peak peakOfInputs(float largest) {
  return Peak(largest, 0.0, U * largest + UNDERFLOW, 0.0, 0.0);
}

// The arguments of an affine map. row is the layer's largest row sums, of weights and of their slopes.
Errors boundLayer(Peak below, vec2 row, float g0, float g1) {
  return Errors(row.x * (below.e0 + g0 * below.v) + UNDERFLOW,
    row.x * (below.e1 + g1 * below.m) + row.y * (below.e0 + g1 * below.v) + UNDERFLOW);
}

// The numbers of an affine map stay below its largest row sums times those that enter it.
void holdForward(inout vec2 overflow, Peak below, vec2 row) {
  float values = below.v + below.e0;
  overflow.x = hold(overflow.x, row.x * values);
  overflow.y = hold(overflow.y, row.x * (below.m + below.e1) + row.y * values);
}

// The chain rule. jump is that of φ'' at 0.
Unit activateSmooth(Rule rule, Argument z, Errors f, vec3 sup, float jump) {
  float library1 = U * rule.libraryFirst;
  float library2 = U * rule.librarySecond;
  float jumped = (abs(z.v) > f.e0 ? 0.0 : jump);
  float p = abs(rule.first);
  float r1 = library1 + min(sup.y, abs(rule.second) + library2 + 0.5 * sup.z * f.e0 + jumped) * f.e0 + UNDERFLOW;
  float r2 = library2 + sup.z * f.e0 + jumped + UNDERFLOW;
  return Unit(rule.value, rule.first * z.x, rule.first * z.y, p * z.m, smoothError(rule, f.e0, sup),
    p * (f.e1 + U * z.m) + r1 * (z.m + f.e1) + UNDERFLOW, z, rule.first, rule.second, r1, r2);
}

// The same where φ is linear on both sides of 0. jump is that of φ' at 0.
Unit activateKinked(Rule rule, Argument z, Errors f, float jump) {
  return Unit(rule.value, rule.first * z.x, rule.first * z.y, rule.first * z.m, kinkedError(rule, z.v, f.e0), 0.0,
    z, rule.first, 0.0, U * rule.libraryFirst + (abs(z.v) > f.e0 ? 0.0 : jump), 0.0);
}

// A unit whose activation is the identity.
Unit passOn(Argument z) {
  return Unit(z.v, z.x, z.y, z.m, 0.0, 0.0, z, 1.0, 0.0, 0.0, 0.0);
}

void widenSpan(inout Span span, Argument z) {
  float v = abs(z.v);
  span = Span(min(span.nearest, v), max(span.largest, v), max(span.m, z.m));
}

void widenPeak(inout Peak peak, Unit a) {
  peak = Peak(max(peak.v, abs(a.v)), max(peak.m, a.m), max(peak.e0, a.e0), max(peak.e1, a.e1), peak.sum + a.m);
}

// The error of φ' in a layer whose φ is linear on both sides of 0, with a slope of at most 1; worst is φ at −max |z|.
float kinkedSlopeError(Rule worst, Errors f, Span span, float jump) {
  return U * worst.libraryFirst + (span.nearest > f.e0 ? 0.0 : jump);
}

// The bounds of such a layer's outputs. rounding is the error of a product with φ'.
void boundKinked(inout Peak peak, Rule worst, Errors f, Span span, float r1, float rounding) {
  peak.e0 = U * worst.libraryValue + f.e0;
  peak.e1 = f.e1 + rounding * span.m + r1 * (span.m + f.e1);
}

// The output of a layer with a residual connection: the unit's own plus the unit below.
Unit addUnits(Unit a, Unit b) {
  Unit c = a;
  c.v += b.v;
  c.x += b.x;
  c.y += b.y;
  c.m = larger(c.x, c.y);
  return c;
}

// The bounds of such outputs, from those of the units' own.
void joinErrors(inout Peak peak, Peak own, Peak below) {
  peak.e0 = own.e0 + below.e0 + U * peak.v;
  peak.e1 = own.e1 + below.e1 + U * peak.m;
}

// The argument of a scalar loss, r = scale·f + shift, scale = ±1, and its error.
Argument lossArgument(Unit f, float scale, float shift) {
  return Argument(scale * f.v + shift, scale * f.x, scale * f.y, f.m);
}

Errors lossErrors(Peak f, Argument r, float shift) {
  float moved = U * (abs(shift) + abs(r.v));
  return Errors(f.e0 + (shift == 0.0 ? 0.0 : moved), f.e1);
}

// Adds ∂ℓ/∂a · φ''(z)·z_a·z_b. slopeError is a bound on the error of ∂ℓ/∂a.
void bend(inout Curvature h, Unit a, Errors f, float slope, float slopeError) {
  float c = slope * a.second;
  float error = abs(a.second) * slopeError + a.r2 * (abs(slope) + slopeError) + UNDERFLOW;
  float cx = c * a.z.x;
  h.halfXx += 0.5 * cx * a.z.x;
  h.xy += cx * a.z.y;
  h.halfYy += 0.5 * c * a.z.y * a.z.y;
  float s = a.z.m + f.e1;
  h.error += error * s * s + abs(c) * ((a.z.m + s) * f.e1 + curvatureSummation * a.z.m * a.z.m);
}

// A bound on the error of ∂ℓ/∂z = φ'·∂ℓ/∂a.
float smoothSlopeError(Unit a, float slope, float slopeError) {
  return abs(a.first) * (slopeError + U * abs(slope)) + a.r1 * (abs(slope) + slopeError) + UNDERFLOW;
}

// The same for a layer whose φ is linear on both sides of 0.
float kinkedSlopesError(Slopes above, float r1, float rounding) {
  return above.e + rounding * above.v + r1 * (above.v + above.e) + UNDERFLOW;
}

// The numbers of the way back through a layer stay below its largest column sums times the slopes that enter it.
void holdBackward(inout vec2 overflow, Slopes slopes, vec2 column) {
  overflow.y = hold(overflow.y, max(column.x, column.y) * (slopes.v + slopes.e));
}

// What a layer's slopes ∂ℓ/∂z, m units, add to the error of a sum of products with them.
float budgetOf(Slopes slopes, float g) {
  return slopes.e + g * slopes.v;
}

// Adds u^a·a_b + u^b·a_a, where u^a = Σ dw_a·∂ℓ/∂z over the units that a enters. below bounds a layer of such a.
void turn(inout Curvature h, Unit a, Peak below, float ux, float uy) {
  h.halfXx += ux * a.x;
  h.xy += ux * a.y + uy * a.x;
  h.halfYy += uy * a.y;
  h.error += 2.0 * larger(ux, uy) * (below.e1 + curvatureSummation * a.m);
}

// What the errors of u^x and u^y add for a whole layer of n units below.
void boundTurns(inout Curvature h, Peak below, float budget, vec2 column, float n) {
  h.error += 2.0 * (column.y * budget + UNDERFLOW) * (below.sum + n * below.e1);
}

void addCurvature(inout Curvature sum, Curvature h) {
  sum.halfXx += h.halfXx;
  sum.xy += h.xy;
  sum.halfYy += h.halfYy;
  sum.error += h.error;
}

// Adds a sample's loss and its bound to sums.
void addLoss(inout vec2 sum, vec2 loss) {
  sum += vec2(loss.x, loss.y + lossSummation * abs(loss.x));
}

// A unit in the arrays of a kernel with loops: what all units need, and what those with a smooth activation need more.
vec4 packUnit(Unit a) {
  return vec4(a.v, a.x, a.y, a.first);
}

Unit unpackUnit(vec4 a) {
  return Unit(a.x, a.y, a.z, larger(a.y, a.z), 0.0, 0.0, Argument(0.0, 0.0, 0.0, 0.0), a.w, 0.0, 0.0, 0.0);
}

vec4 packBend(Unit a) {
  return vec4(a.z.x, a.z.y, a.second, a.r2);
}

void unpackBend(inout Unit a, vec4 bend, float r1) {
  a.z = argumentOf(vec3(0.0, bend.xy));
  a.second = bend.z;
  a.r1 = r1;
  a.r2 = bend.w;
}
