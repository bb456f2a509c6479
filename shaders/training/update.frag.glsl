// Four weights and the optimizer's averages after a step. After the weights come the losses of the steps so far, one a texel.
uniform sampler2D firstGradients;
uniform sampler2D secondGradients;
uniform sampler2D thirdGradients;
uniform sampler2D fourthGradients;
uniform sampler2D theta;
uniform sampler2D firstSlot;
uniform sampler2D secondSlot;
uniform int tileCount;
uniform int blockCount;
uniform int lossTexel;
uniform float rows;
uniform float l2;
uniform float learningRate;
uniform bool isStep;

layout(location = 0) out vec4 thetaTexel;
layout(location = 1) out vec4 firstSlotTexel;
layout(location = 2) out vec4 secondSlotTexel;

// What to subtract from four weights. Updates their averages.
vec4 stepAlong(vec4 gradient);

#define SUM_BLOCKS(gradients) \
  for (int block = 0; block < blockCount; block++) total += FETCH(gradients, tile * blockCount + block)

// The sum over all blocks of one texel of a tile.
vec4 sumBlocks(int tile, int texel) {
  vec4 total = vec4(0.0);
  if (texel == 0) {
    SUM_BLOCKS(firstGradients);
  } else if (texel == 1) {
    SUM_BLOCKS(secondGradients);
  } else if (texel == 2) {
    SUM_BLOCKS(thirdGradients);
  } else {
    SUM_BLOCKS(fourthGradients);
  }
  return total;
}

void main() {
  int i = indexOfFragment();
  thetaTexel = FETCH(theta, i);
  firstSlotTexel = FETCH(firstSlot, i);
  secondSlotTexel = FETCH(secondSlot, i);
  if (i == lossTexel) {
    vec4 sums = sumBlocks(tileCount, 0);
    thetaTexel.x = sums.x / rows + (l2 > 0.0 ? l2 * sums.y : 0.0);
  } else if (isStep && (i >> 2) < tileCount) {
    thetaTexel -= stepAlong(sumBlocks(i >> 2, i & 3) / rows + 2.0 * l2 * thetaTexel);
  }
}
