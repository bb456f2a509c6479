// Four samples at once: one weight is fetched and placed for all four.
#define LANES 4
#define lane vec4
#define laneInt ivec4
#define laneMask bvec4
#define above(a, b) greaterThan(a, b)
#define sumLanes(a) (((a).x + (a).y) + ((a).z + (a).w))
#define setLane(a, l, value) ((a)[l] = (value))
