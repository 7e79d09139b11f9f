// Sums and products of vectors, the view of a camera, and what a ray through a pixel meets.

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const plus = (a, b, times = 1) => [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
export const minus = (a, b) => plus(a, b, -1);
export const length = (a) => Math.hypot(...a);

// Right, up and towards the viewer, who looks from `yaw` around and `pitch` above, in radians.
export function axesOf({ yaw, pitch }) {
  const [c, s, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return { right: [-s, c, 0], up: [-sp * c, -sp * s, cp], towards: [cp * c, cp * s, sp] };
}

const isCut = (point, cut) => cut && dot(point, cut.normal) > cut.distance;

// The first place that a ray meets which is not cut away, with the corners of its triangle; or null.
export function firstHit({ positions: p, faces }, origin, way, cut) {
  let nearest = Infinity, found = -1;
  const [ox, oy, oz] = origin, [dx, dy, dz] = way;
  for (let i = 0; i < faces.length; i += 3) {
    const a = faces[i] * 3, b = faces[i + 1] * 3, c = faces[i + 2] * 3;
    const ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
    const hx = dy * vz - dz * vy, hy = dz * vx - dx * vz, hz = dx * vy - dy * vx;
    const across = ux * hx + uy * hy + uz * hz;
    if (across === 0) continue;
    const sx = ox - p[a], sy = oy - p[a + 1], sz = oz - p[a + 2];
    const one = (sx * hx + sy * hy + sz * hz) / across;
    if (one < -1e-6 || one > 1 + 1e-6) continue;
    const qx = sy * uz - sz * uy, qy = sz * ux - sx * uz, qz = sx * uy - sy * ux;
    const other = (dx * qx + dy * qy + dz * qz) / across;
    if (other < -1e-6 || one + other > 1 + 1e-6) continue;
    const away = (vx * qx + vy * qy + vz * qz) / across;
    if (away < 0 || away >= nearest || isCut(plus(origin, way, away), cut)) continue;
    nearest = away;
    found = i;
  }
  if (found < 0) return null;
  const corners = [0, 1, 2].map((k) => cornerOf(p, faces[found + k]));
  return { point: plus(origin, way, nearest), corners };
}

const cornerOf = (positions, index) => [...positions.subarray(index * 3, index * 3 + 3)];

// The vertex that is drawn nearest to a place within `reach`, of several the one in front; or null.
export function nearestVertex({ positions: p }, { right, up, towards }, target, [x, y], reach, cut) {
  let best = null, least = reach;
  for (let i = 0; i < p.length; i += 3) {
    const qx = p[i] - target[0], qy = p[i + 1] - target[1], qz = p[i + 2] - target[2];
    const away = Math.hypot(
      qx * right[0] + qy * right[1] + qz * right[2] - x, qx * up[0] + qy * up[1] + qz * up[2] - y);
    if (away > least + reach / 10) continue;
    const point = [p[i], p[i + 1], p[i + 2]];
    if (isCut(point, cut)) continue;
    const height = dot(point, towards);
    if (best && away > least - reach / 10 && height <= best.height) continue;
    best = { point, height };
    least = Math.min(least, away);
  }
  return best?.point ?? null;
}
