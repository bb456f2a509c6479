// One sample at a time: for wide layers, whose units would not fit in registers four times.
#define LANES 1
#define lane float
#define laneInt int
#define laneMask bool
#define above(a, b) ((a) > (b))
#define sumLanes(a) (a)
#define setLane(a, l, value) ((a) = (value))
