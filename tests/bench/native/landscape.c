// The loss of a network over a list of points of a slice, with its exact second derivatives and the largest numbers of each layer that
// an error bound needs: the work of the processor's evaluator, in plain C. Relu layers, an identity output, squared error, float64.
//
// A block of samples is computed at once, in vectors of the machine's width and two of them side by side, so that one waits less for the
// other.
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

#define UNITS 64
#define LAYERS 8

#ifndef WIDTH
#ifdef __AVX512F__
#define WIDTH 8
#else
#define WIDTH 4
#endif
#endif
#define PARTS 2
#define BLOCK (WIDTH * PARTS)

typedef double Vector __attribute__((vector_size(8 * WIDTH)));
typedef long long Mask __attribute__((vector_size(8 * WIDTH)));
/** One number for each sample of a block. */
typedef struct {
  Vector part[PARTS];
} Lane;

#define EACH_PART for (int p = 0; p < PARTS; p++)

static inline Vector choose(Mask mask, Vector yes, Vector no) { return (Vector)((mask & (Mask)yes) | (~mask & (Mask)no)); }
static inline Vector larger(Vector one, Vector other) { return choose(one > other, one, other); }
static inline Vector smaller(Vector one, Vector other) { return choose(one < other, one, other); }
static inline Vector size(Vector of) { return larger(of, -of); }
static inline Vector same(double number) { return number - (Vector){0}; }

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
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

static void put(Lane *lane, int sample, double number) { lane->part[sample / WIDTH][sample % WIDTH] = number; }

static double sum(const Lane *lane) {
  double total = 0;
  for (int s = 0; s < BLOCK; s++) total += lane->part[s / WIDTH][s % WIDTH];
  return total;
}

static void projectFirst(const double *x, const double *y) {
  Layer *layer = &network[0];
  int blocks = (samples + BLOCK - 1) / BLOCK, outputs = network[layers - 1].units, units = layer->units;
  first0 = makeLanes((long)blocks * units);
  first1 = makeLanes((long)blocks * units);
  first2 = makeLanes((long)blocks * units);
  targets = makeLanes((long)blocks * outputs);
  counts = makeLanes(blocks);
  for (int b = 0; b < blocks; b++) {
    for (int s = 0; s < BLOCK; s++) {
      int sample = b * BLOCK + s, source = sample < samples ? sample : samples - 1;
      put(&counts[b], s, sample < samples);
      for (int j = 0; j < outputs; j++) put(&targets[b * outputs + j], s, y[source * outputs + j]);
      for (int j = 0; j < units; j++) {
        int bias = layer->inputs * units + j;
        double z0 = layer->theta[bias], z1 = layer->dx[bias], z2 = layer->dy[bias];
        for (int i = 0; i < layer->inputs; i++) {
          double input = x[source * layer->inputs + i];
          z0 += layer->theta[i * units + j] * input;
          z1 += layer->dx[i * units + j] * input;
          z2 += layer->dy[i * units + j] * input;
        }
        put(&first0[b * units + j], s, z0);
        put(&first1[b * units + j], s, z1);
        put(&first2[b * units + j], s, z2);
      }
    }
  }
}

static inline __attribute__((always_inline)) void activate(int k, int j, Lane z, Lane zx, Lane zy) {
  int isRelu = k < layers - 1;
  EACH_PART {
    Vector slope = isRelu ? choose(z.part[p] > 0, same(1), same(0)) : same(1);
    Vector a = slope * z.part[p];
    active[k][j].part[p] = slope;
    value[k][j].part[p] = a;
    valueX[k][j].part[p] = slope * zx.part[p];
    valueY[k][j].part[p] = slope * zy.part[p];
    largest[k].part[p] = larger(largest[k].part[p], size(a));
    steepest[k].part[p] = larger(steepest[k].part[p], larger(size(zx.part[p]), size(zy.part[p])));
    widest[k].part[p] = larger(widest[k].part[p], size(z.part[p]));
    nearest[k].part[p] = smaller(nearest[k].part[p], size(z.part[p]));
  }
}

static void placeWeights(double x, double y) {
  for (int k = 1; k < layers; k++) {
    Layer *layer = &network[k];
    int count = (layer->inputs + 1) * layer->units;
    for (int w = 0; w < count; w++) layer->weights[w] = layer->theta[w] + x * layer->dx[w] + y * layer->dy[w];
  }
  for (int k = 0; k < layers; k++) {
    EACH_PART {
      largest[k].part[p] = steepest[k].part[p] = widest[k].part[p] = heaviest[k].part[p] = same(0);
      nearest[k].part[p] = same(INFINITY);
    }
  }
}

static void runForward(int block, double x, double y) {
  int units = network[0].units;
  for (int j = 0; j < units; j++) {
    const Lane *z0 = &first0[block * units + j], *z1 = &first1[block * units + j], *z2 = &first2[block * units + j];
    Lane z;
    EACH_PART z.part[p] = z0->part[p] + x * z1->part[p] + y * z2->part[p];
    activate(0, j, z, *z1, *z2);
  }
  for (int k = 1; k < layers; k++) {
    Layer *layer = &network[k];
    int n = layer->inputs, m = layer->units;
    for (int j = 0; j < m; j++) {
      Lane z, zx, zy;
      EACH_PART {
        z.part[p] = same(layer->weights[n * m + j]);
        zx.part[p] = same(layer->dx[n * m + j]);
        zy.part[p] = same(layer->dy[n * m + j]);
      }
      for (int i = 0; i < n; i++) {
        double w = layer->weights[i * m + j], dx = layer->dx[i * m + j], dy = layer->dy[i * m + j];
        const Lane *a = &value[k - 1][i], *ax = &valueX[k - 1][i], *ay = &valueY[k - 1][i];
        EACH_PART {
          z.part[p] += w * a->part[p];
          zx.part[p] += w * ax->part[p] + dx * a->part[p];
          zy.part[p] += w * ay->part[p] + dy * a->part[p];
        }
      }
      activate(k, j, z, zx, zy);
    }
  }
}

/** Of all samples of a block: loss, xx, xy, yy. */
typedef struct {
  Lane loss, xx, xy, yy;
} Sums;

static void addLoss(int block, Sums *sums) {
  int last = layers - 1, outputs = network[last].units;
  for (int j = 0; j < outputs; j++) {
    const Lane *f = &value[last][j], *fx = &valueX[last][j], *fy = &valueY[last][j];
    EACH_PART {
      Vector weight = counts[block].part[p], rest = f->part[p] - targets[block * outputs + j].part[p];
      sums->loss.part[p] += weight * rest * rest;
      sums->xx.part[p] += weight * 2 * fx->part[p] * fx->part[p];
      sums->xy.part[p] += weight * 2 * fx->part[p] * fy->part[p];
      sums->yy.part[p] += weight * 2 * fy->part[p] * fy->part[p];
      adjoint[j].part[p] = weight * 2 * rest;
    }
  }
}

static void runBackward(Sums *sums) {
  for (int k = layers - 1; k >= 1; k--) {
    Layer *layer = &network[k];
    int n = layer->inputs, m = layer->units;
    for (int j = 0; j < m; j++) EACH_PART heaviest[k].part[p] = larger(heaviest[k].part[p], size(adjoint[j].part[p]));
    for (int i = 0; i < n; i++) {
      Lane g, ux, uy;
      EACH_PART g.part[p] = ux.part[p] = uy.part[p] = same(0);
      for (int j = 0; j < m; j++) {
        double w = layer->weights[i * m + j], dx = layer->dx[i * m + j], dy = layer->dy[i * m + j];
        EACH_PART {
          g.part[p] += w * adjoint[j].part[p];
          ux.part[p] += dx * adjoint[j].part[p];
          uy.part[p] += dy * adjoint[j].part[p];
        }
      }
      const Lane *ax = &valueX[k - 1][i], *ay = &valueY[k - 1][i];
      EACH_PART {
        sums->xx.part[p] += 2 * ux.part[p] * ax->part[p];
        sums->xy.part[p] += ux.part[p] * ay->part[p] + uy.part[p] * ax->part[p];
        sums->yy.part[p] += 2 * uy.part[p] * ay->part[p];
        next[i].part[p] = g.part[p] * active[k - 1][i].part[p];
      }
    }
    memcpy(adjoint, next, n * sizeof(Lane));
  }
}

static void evaluate(double x, double y, double *result) {
  placeWeights(x, y);
  Sums sums;
  memset(&sums, 0, sizeof(sums));
  int blocks = (samples + BLOCK - 1) / BLOCK;
  for (int b = 0; b < blocks; b++) {
    runForward(b, x, y);
    addLoss(b, &sums);
    runBackward(&sums);
  }
  double terms = (double)samples * network[layers - 1].units;
  result[0] = sum(&sums.loss) / terms;
  result[1] = sum(&sums.xx) / terms;
  result[2] = sum(&sums.xy) / terms;
  result[3] = sum(&sums.yy) / terms;
  // The largest numbers are used, so that their computation is not left out.
  result[4] = 0;
  for (int k = 0; k < layers; k++) {
    result[4] += sum(&largest[k]) + sum(&steepest[k]) + sum(&widest[k]) + sum(&nearest[k]) + sum(&heaviest[k]);
  }
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
