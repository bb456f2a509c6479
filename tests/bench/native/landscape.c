// The loss of a network over a list of points of a slice, with its exact second derivatives and the largest numbers of each layer that
// an error bound needs: the work of the processor's evaluator, in plain C. Relu layers, an identity output, squared error, float64.
//
// Samples are computed BLOCK at a time in arrays whose last index is the sample, so that the compiler makes vectors of them.
//
// Reads float64 numbers from standard input:
//     layers, samples, points, rounds; the layer sizes; x [samples][inputs]; y [samples][outputs]; theta, dx, dy (each layer: kernel
//     [inputs][units], then bias); the x of every point; the y of every point.
// Writes to standard output one line a point with loss, xx, xy, yy, then one line with the median milliseconds of a round.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK 16
#define UNITS 64
#define LAYERS 8

typedef double Lane[BLOCK];

typedef struct {
  int inputs, units;
  const double *theta, *dx, *dy; // kernel and bias
  double *weights;               // at the point
} Layer;

static int layers, samples, points;
static Layer network[LAYERS];
// Block by block: [unit] lanes of the first layer's z0, z1, z2 (z = z0 + x z1 + y z2), and [output] lanes of the targets.
static Lane *first0, *first1, *first2, *targets, *counts;
static Lane value[LAYERS][UNITS], valueX[LAYERS][UNITS], valueY[LAYERS][UNITS], active[LAYERS][UNITS];
static Lane adjoint[UNITS], next[UNITS];
// What a bound is made of: the largest value, slope and adjoint of each layer, and the least and largest input of its activation.
static Lane largest[LAYERS], steepest[LAYERS], widest[LAYERS], nearest[LAYERS], heaviest[LAYERS];

static double *readNumbers(long count) {
  double *numbers = malloc(count * sizeof(double));
  if (!numbers || fread(numbers, sizeof(double), count, stdin) != (size_t)count) {
    fprintf(stderr, "The input ends too early.\n");
    exit(1);
  }
  return numbers;
}

static Lane *makeLanes(long count) {
  Lane *lanes = aligned_alloc(64, count * sizeof(Lane));
  if (!lanes) exit(1);
  memset(lanes, 0, count * sizeof(Lane));
  return lanes;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

static void projectFirst(const double *x, const double *y) {
  Layer *layer = &network[0];
  int blocks = (samples + BLOCK - 1) / BLOCK, outputs = network[layers - 1].units;
  first0 = makeLanes((long)blocks * layer->units);
  first1 = makeLanes((long)blocks * layer->units);
  first2 = makeLanes((long)blocks * layer->units);
  targets = makeLanes((long)blocks * outputs);
  counts = makeLanes(blocks);
  for (int b = 0; b < blocks; b++) {
    for (int s = 0; s < BLOCK; s++) {
      int sample = b * BLOCK + s, source = sample < samples ? sample : samples - 1;
      counts[b][s] = sample < samples;
      for (int j = 0; j < outputs; j++) targets[b * outputs + j][s] = y[source * outputs + j];
      for (int j = 0; j < layer->units; j++) {
        int bias = layer->inputs * layer->units + j;
        double z0 = layer->theta[bias], z1 = layer->dx[bias], z2 = layer->dy[bias];
        for (int i = 0; i < layer->inputs; i++) {
          double input = x[source * layer->inputs + i];
          z0 += layer->theta[i * layer->units + j] * input;
          z1 += layer->dx[i * layer->units + j] * input;
          z2 += layer->dy[i * layer->units + j] * input;
        }
        first0[b * layer->units + j][s] = z0;
        first1[b * layer->units + j][s] = z1;
        first2[b * layer->units + j][s] = z2;
      }
    }
  }
}

static void activate(int k, int j, const double *z, const double *zx, const double *zy) {
  int isRelu = k < layers - 1;
  double *a = value[k][j], *ax = valueX[k][j], *ay = valueY[k][j], *on = active[k][j];
  double *large = largest[k], *steep = steepest[k], *wide = widest[k], *near = nearest[k];
  for (int s = 0; s < BLOCK; s++) {
    double slope = isRelu ? (z[s] > 0 ? 1.0 : 0.0) : 1.0;
    on[s] = slope;
    a[s] = slope * z[s];
    ax[s] = slope * zx[s];
    ay[s] = slope * zy[s];
    double size = fabs(z[s]), tilt = fabs(zx[s]) > fabs(zy[s]) ? fabs(zx[s]) : fabs(zy[s]);
    large[s] = fabs(a[s]) > large[s] ? fabs(a[s]) : large[s];
    steep[s] = tilt > steep[s] ? tilt : steep[s];
    wide[s] = size > wide[s] ? size : wide[s];
    near[s] = size < near[s] ? size : near[s];
  }
}

static void evaluate(double x, double y, double *result) {
  for (int k = 1; k < layers; k++) {
    Layer *layer = &network[k];
    int count = (layer->inputs + 1) * layer->units;
    for (int p = 0; p < count; p++) layer->weights[p] = layer->theta[p] + x * layer->dx[p] + y * layer->dy[p];
  }
  for (int k = 0; k < layers; k++) {
    for (int s = 0; s < BLOCK; s++) {
      largest[k][s] = steepest[k][s] = widest[k][s] = heaviest[k][s] = 0;
      nearest[k][s] = INFINITY;
    }
  }
  Lane loss = {0}, xx = {0}, xy = {0}, yy = {0};
  int blocks = (samples + BLOCK - 1) / BLOCK, outputs = network[layers - 1].units;
  for (int b = 0; b < blocks; b++) {
    int units = network[0].units;
    for (int j = 0; j < units; j++) {
      const double *z0 = first0[b * units + j], *z1 = first1[b * units + j], *z2 = first2[b * units + j];
      Lane z;
      for (int s = 0; s < BLOCK; s++) z[s] = z0[s] + x * z1[s] + y * z2[s];
      activate(0, j, z, z1, z2);
    }
    for (int k = 1; k < layers; k++) {
      Layer *layer = &network[k];
      int n = layer->inputs, m = layer->units;
      for (int j = 0; j < m; j++) {
        Lane z, zx, zy;
        for (int s = 0; s < BLOCK; s++) {
          z[s] = layer->weights[n * m + j];
          zx[s] = layer->dx[n * m + j];
          zy[s] = layer->dy[n * m + j];
        }
        for (int i = 0; i < n; i++) {
          double w = layer->weights[i * m + j], dx = layer->dx[i * m + j], dy = layer->dy[i * m + j];
          const double *a = value[k - 1][i], *ax = valueX[k - 1][i], *ay = valueY[k - 1][i];
          for (int s = 0; s < BLOCK; s++) {
            z[s] += w * a[s];
            zx[s] += w * ax[s] + dx * a[s];
            zy[s] += w * ay[s] + dy * a[s];
          }
        }
        activate(k, j, z, zx, zy);
      }
    }
    for (int j = 0; j < outputs; j++) {
      const double *f = value[layers - 1][j], *fx = valueX[layers - 1][j], *fy = valueY[layers - 1][j];
      const double *target = targets[b * outputs + j], *count = counts[b];
      for (int s = 0; s < BLOCK; s++) {
        double rest = f[s] - target[s], weight = count[s];
        loss[s] += weight * rest * rest;
        xx[s] += weight * 2 * fx[s] * fx[s];
        xy[s] += weight * 2 * fx[s] * fy[s];
        yy[s] += weight * 2 * fy[s] * fy[s];
        adjoint[j][s] = weight * 2 * rest;
      }
    }
    for (int k = layers - 1; k >= 1; k--) {
      Layer *layer = &network[k];
      int n = layer->inputs, m = layer->units;
      for (int j = 0; j < m; j++) {
        for (int s = 0; s < BLOCK; s++) {
          double size = fabs(adjoint[j][s]);
          heaviest[k][s] = size > heaviest[k][s] ? size : heaviest[k][s];
        }
      }
      for (int i = 0; i < n; i++) {
        Lane g = {0}, ux = {0}, uy = {0};
        for (int j = 0; j < m; j++) {
          double w = layer->weights[i * m + j], dx = layer->dx[i * m + j], dy = layer->dy[i * m + j];
          for (int s = 0; s < BLOCK; s++) {
            g[s] += w * adjoint[j][s];
            ux[s] += dx * adjoint[j][s];
            uy[s] += dy * adjoint[j][s];
          }
        }
        const double *ax = valueX[k - 1][i], *ay = valueY[k - 1][i], *on = active[k - 1][i];
        for (int s = 0; s < BLOCK; s++) {
          xx[s] += 2 * ux[s] * ax[s];
          xy[s] += ux[s] * ay[s] + uy[s] * ax[s];
          yy[s] += 2 * uy[s] * ay[s];
          next[i][s] = g[s] * on[s];
        }
      }
      memcpy(adjoint, next, n * sizeof(Lane));
    }
  }
  double terms = (double)samples * outputs;
  double sums[4] = {0};
  for (int s = 0; s < BLOCK; s++) {
    sums[0] += loss[s];
    sums[1] += xx[s];
    sums[2] += xy[s];
    sums[3] += yy[s];
  }
  for (int i = 0; i < 4; i++) result[i] = sums[i] / terms;
  // The largest numbers are used, so that their computation is not left out.
  double seen = 0;
  for (int k = 0; k < layers; k++) {
    for (int s = 0; s < BLOCK; s++) seen += largest[k][s] + steepest[k][s] + widest[k][s] + nearest[k][s] + heaviest[k][s];
  }
  result[4] = seen;
}

static int ascending(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return (difference > 0) - (difference < 0);
}

int main(void) {
  double *head = readNumbers(4);
  layers = head[0];
  samples = head[1];
  points = head[2];
  int rounds = head[3];
  double *sizes = readNumbers(layers + 1);
  if (layers > LAYERS || rounds < 1) return 1;
  long parameters = 0;
  for (int k = 0; k < layers; k++) {
    network[k].inputs = sizes[k];
    network[k].units = sizes[k + 1];
    if (network[k].units > UNITS) return 1;
    parameters += (network[k].inputs + 1L) * network[k].units;
  }
  double *x = readNumbers((long)samples * network[0].inputs), *y = readNumbers((long)samples * network[layers - 1].units);
  double *theta = readNumbers(parameters), *dx = readNumbers(parameters), *dy = readNumbers(parameters);
  long start = 0;
  for (int k = 0; k < layers; k++) {
    long count = (network[k].inputs + 1L) * network[k].units;
    network[k].theta = theta + start;
    network[k].dx = dx + start;
    network[k].dy = dy + start;
    network[k].weights = malloc(count * sizeof(double));
    start += count;
  }
  double *pointX = readNumbers(points), *pointY = readNumbers(points);
  double (*results)[5] = malloc(points * sizeof(*results));
  double *times = malloc(rounds * sizeof(double));
  for (int round = 0; round < rounds; round++) {
    double began = now();
    projectFirst(x, y);
    for (int p = 0; p < points; p++) evaluate(pointX[p], pointY[p], results[p]);
    times[round] = now() - began;
    free(first0), free(first1), free(first2), free(targets), free(counts);
  }
  for (int p = 0; p < points; p++) printf("%.17g %.17g %.17g %.17g\n", results[p][0], results[p][1], results[p][2], results[p][3]);
  qsort(times, rounds, sizeof(double), ascending);
  printf("%.6f\n", times[rounds / 2]);
  return 0;
}
