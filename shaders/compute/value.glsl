// Replaces jet.glsl in the kernel for the loss alone: values and their error bounds, under the same names.

// What an activation is applied to.
struct Argument {
  float v;
};

// A unit's output at one sample, with a bound on its error where the activation is smooth.
struct Unit {
  float v;
  float e0;
};

// A bound on the errors of the arguments of a layer.
struct Errors {
  float e0;
};

const Errors NO_ERRORS = Errors(0.0);

// The largest of a layer's outputs and the bound on their errors. The 1 is the input of the biases.
struct Peak {
  float v;
  float e0;
};

const Peak NO_PEAK = Peak(1.0, 0.0);

// The largest |z| of a layer.
struct Span {
  float largest;
};

const Span NO_SPAN = Span(0.0);

Argument argumentOf(float z) {
  return Argument(z);
}

// A projected first layer. part is z0, z1, z2 and a bound on the error of the value.
Argument projectArgument(vec4 part, Place place) {
  return Argument(part.x + place.x * part.y + place.y * part.z);
}

void widenProjection(inout Errors errors, vec4 part) {
  errors.e0 = max(errors.e0, part.w);
}

// The inputs of the network, stored in float32.
Peak peakOfInputs(float largest) {
  return Peak(largest, U * largest + UNDERFLOW);
}

// The arguments of an affine map. row is the layer's largest row sums, of weights and of their slopes.
Errors boundLayer(Peak below, vec2 row, float g0, float g1) {
  return Errors(row.x * (below.e0 + g0 * below.v) + UNDERFLOW);
}

// The numbers of an affine map stay below its largest row sums times those that enter it.
void holdForward(inout vec2 overflow, Peak below, vec2 row) {
  overflow.x = hold(overflow.x, row.x * (below.v + below.e0));
}

Unit activateSmooth(Rule rule, Argument z, Errors f, vec3 sup, float jump) {
  return Unit(rule.value, smoothError(rule, f.e0, sup));
}

Unit activateKinked(Rule rule, Argument z, Errors f, float jump) {
  return Unit(rule.value, kinkedError(rule, z.v, f.e0));
}

// A unit whose activation is the identity.
Unit passOn(Argument z) {
  return Unit(z.v, 0.0);
}

void widenSpan(inout Span span, Argument z) {
  span.largest = max(span.largest, abs(z.v));
}

void widenPeak(inout Peak peak, Unit a) {
  peak = Peak(max(peak.v, abs(a.v)), max(peak.e0, a.e0));
}

float kinkedSlopeError(Rule worst, Errors f, Span span, float jump) {
  return 0.0;
}

// The bound of the outputs of a layer whose φ is linear on both sides of 0, with a slope of at most 1; worst is φ at −max |z|.
void boundKinked(inout Peak peak, Rule worst, Errors f, Span span, float r1, float rounding) {
  peak.e0 = U * worst.libraryValue + f.e0;
}

// The output of a layer with a residual connection: the unit's own plus the unit below.
Unit addUnits(Unit a, Unit b) {
  return Unit(a.v + b.v, a.e0);
}

// The bound of such outputs, from that of the units' own.
void joinErrors(inout Peak peak, Peak own, Peak below) {
  peak.e0 = own.e0 + below.e0 + U * peak.v;
}

// The argument of a scalar loss, r = scale·f + shift, scale = ±1, and its error.
Argument lossArgument(Unit f, float scale, float shift) {
  return Argument(scale * f.v + shift);
}

Errors lossErrors(Peak f, Argument r, float shift) {
  float moved = U * (abs(shift) + abs(r.v));
  return Errors(f.e0 + (shift == 0.0 ? 0.0 : moved));
}

// Adds a sample's loss and its bound to sums.
void addLoss(inout vec2 sum, vec2 loss) {
  sum += vec2(loss.x, loss.y + lossSummation * abs(loss.x));
}

// A unit in the arrays of a kernel with loops.
float packUnit(Unit a) {
  return a.v;
}

Unit unpackUnit(float a) {
  return Unit(a, 0.0);
}
