"""The loss of a network over a list of points of a slice, with its exact second derivatives, in PyTorch on one thread.

All points of a batch are computed at once with batched matrix products: value, first and second derivatives are carried forward through
the layers. Relu layers, an identity output, squared error, float64. It reads and writes the same numbers as landscape.c.
"""

import struct
import sys
import time

import torch

BATCH = 512


def read(numbers, count):
    taken = numbers[read.start : read.start + count]
    read.start += count
    return taken


read.start = 0


def main():
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    raw = sys.stdin.buffer.read()
    numbers = struct.unpack("<%dd" % (len(raw) // 8), raw)
    layers, samples, points, rounds = (int(entry) for entry in read(numbers, 4))
    sizes = [int(entry) for entry in read(numbers, layers + 1)]

    def tensor(*shape):
        count = 1
        for side in shape:
            count *= side
        return torch.tensor(read(numbers, count), dtype=torch.float64).reshape(shape)

    x, y = tensor(samples, sizes[0]), tensor(samples, sizes[-1])
    vectors = [[(tensor(n, m), tensor(m)) for n, m in zip(sizes, sizes[1:])] for _ in ("theta", "dx", "dy")]
    at_x, at_y = tensor(points), tensor(points)

    def evaluate(px, py):
        """Loss, xx, xy, yy of one batch, [4, points of the batch]."""
        px, py = px.reshape(-1, 1, 1), py.reshape(-1, 1, 1)
        count = px.shape[0]
        a = x.expand(count, *x.shape)
        ax = ay = axx = axy = ayy = None
        for k, ((theta, theta_b), (dx, dx_b), (dy, dy_b)) in enumerate(zip(*vectors)):
            w, b = theta + px * dx + py * dy, theta_b + px * dx_b + py * dy_b
            dx, dy = dx.expand(count, *dx.shape), dy.expand(count, *dy.shape)
            z, zx, zy = torch.bmm(a, w) + b, torch.bmm(a, dx) + dx_b, torch.bmm(a, dy) + dy_b
            zxx = zxy = zyy = None
            if ax is not None:
                zxx, zxy = 2 * torch.bmm(ax, dx), torch.bmm(ax, dy) + torch.bmm(ay, dx)
                zyy = 2 * torch.bmm(ay, dy)
                zx, zy = zx + torch.bmm(ax, w), zy + torch.bmm(ay, w)
                if axx is not None:
                    zxx, zxy, zyy = zxx + torch.bmm(axx, w), zxy + torch.bmm(axy, w), zyy + torch.bmm(ayy, w)
            if k == layers - 1:
                a, ax, ay, axx, axy, ayy = z, zx, zy, zxx, zxy, zyy
            else:
                on = (z > 0).to(torch.float64)
                a, ax, ay = on * z, on * zx, on * zy
                axx, axy, ayy = (None if second is None else on * second for second in (zxx, zxy, zyy))
        rest = a - y

        def curvature(one, other, second):
            bent = 0 if second is None else rest * second
            return (2 * (one * other + bent)).mean(dim=(1, 2))

        return torch.stack(
            [
                (rest * rest).mean(dim=(1, 2)),
                curvature(ax, ax, axx),
                curvature(ax, ay, axy),
                curvature(ay, ay, ayy),
            ]
        )

    times = []
    for _ in range(rounds):
        began = time.process_time()
        parts = [evaluate(at_x[i : i + BATCH], at_y[i : i + BATCH]) for i in range(0, points, BATCH)]
        times.append((time.process_time() - began) * 1e3)
    for row in torch.cat(parts, dim=1).t().tolist():
        print(" ".join("%.17g" % entry for entry in row))
    print("%.6f" % sorted(times)[len(times) // 2])


main()
