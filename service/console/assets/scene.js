// Draws a mesh with WebGL 2: shaded by its own slopes, sharp edges as lines, cut open by a plane.

const PLACING = `#version 300 es
precision highp float;
in vec3 place;
uniform vec3 right, up, towards, target, scale;
uniform float lift;
out vec3 point;
void main() {
  vec3 q = place - target;
  point = place;
  gl_Position = vec4(dot(q, right) * scale.x, dot(q, up) * scale.y, -dot(q, towards) * scale.z - lift, 1);
}`;

const SURFACE = `#version 300 es
precision highp float;
in vec3 point;
uniform vec3 right, up, towards, outside, inside, cutting;
uniform vec4 cut;
uniform bool isCut;
out vec4 colour;
void main() {
  if (isCut && dot(point, cut.xyz) > cut.w) discard;
  if (isCut && !gl_FrontFacing) {
    float stripe = step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / 14.0));
    colour = vec4(cutting * (0.9 + 0.1 * stripe), 1);
    return;
  }
  vec3 normal = normalize(cross(dFdx(point), dFdy(point)));
  vec3 seen = vec3(dot(normal, right), dot(normal, up), abs(dot(normal, towards)));
  float light = 0.38 + 0.50 * max(dot(seen, normalize(vec3(-0.45, 0.65, 0.6))), 0.0) + 0.20 * seen.z;
  colour = vec4((gl_FrontFacing ? outside : inside) * light, 1);
}`;

const LINE = `#version 300 es
precision highp float;
in vec3 point;
uniform vec4 cut;
uniform bool isCut;
out vec4 colour;
void main() {
  if (isCut && dot(point, cut.xyz) > cut.w) discard;
  colour = vec4(0.12, 0.16, 0.21, 1);
}`;

const OUTSIDE = [0.66, 0.74, 0.83], INSIDE = [0.86, 0.66, 0.36], CUTTING = [0.9, 0.48, 0.2];
const LIFT = 2e-4;
// Triangles that a processor, drawing alone, still turns at a rate that feels like turning.
const MOST_TURNED = 60_000;
// Cells along the longest side, of which each becomes one corner of what is drawn meanwhile.
const CELLS = 64;

export class Scene {
  constructor(canvas, mesh) {
    // Where the processor draws alone, smooth edges would take four times as long.
    const isSlow = drawsByProcessor();
    const gl = canvas.getContext("webgl2", { antialias: !isSlow, alpha: true });
    if (!gl) throw new Error("this browser draws no WebGL 2");
    this.gl = gl;
    this.surface = program(gl, PLACING, SURFACE);
    this.line = program(gl, PLACING, LINE);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, mesh.positions, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0);
    this.faces = indices(gl, mesh.faces);
    this.edges = indices(gl, mesh.edges);
    this.coarse = isSlow && mesh.faces.length > 3 * MOST_TURNED ? indices(gl, clustered(mesh, CELLS)) : null;
    gl.enable(gl.DEPTH_TEST);
  }

  // `camera` has axes, target and `halfHeight` in mm; `reach` mm around the target holds everything.
  // While it turns, fewer triangles and no lines are drawn where all of them would take too long.
  draw(camera, reach, cut, isTurning = false) {
    const { gl } = this, { width, height } = gl.canvas;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const scale = [height / width / camera.halfHeight, 1 / camera.halfHeight, 1 / reach];
    const isCoarse = isTurning && this.coarse;
    for (const [made, buffer, mode, lift] of [
      [this.surface, isCoarse ? this.coarse : this.faces, gl.TRIANGLES, 0],
      [this.line, isCoarse ? { count: 0 } : this.edges, gl.LINES, LIFT],
    ]) {
      if (!buffer.count) continue;
      gl.useProgram(made.program);
      for (const name of ["right", "up", "towards"]) gl.uniform3fv(made.at(name), camera.axes[name]);
      gl.uniform3fv(made.at("target"), camera.target);
      gl.uniform3fv(made.at("scale"), scale);
      gl.uniform1f(made.at("lift"), lift);
      gl.uniform3fv(made.at("outside"), OUTSIDE);
      gl.uniform3fv(made.at("inside"), INSIDE);
      gl.uniform3fv(made.at("cutting"), CUTTING);
      gl.uniform1i(made.at("isCut"), cut ? 1 : 0);
      if (cut) gl.uniform4f(made.at("cut"), ...cut.normal, cut.distance);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer.buffer);
      gl.drawElements(mode, buffer.count, gl.UNSIGNED_INT, 0);
    }
  }

  dispose() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

// Whether this browser has no graphics card to draw with, told by the names of what stands in for one.
function drawsByProcessor() {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const renderer = gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

// The triangles that are left when all corners in one cell of a grid become the first of them
// (J. Rossignac, P. Borrel, "Multi-resolution 3D approximations for rendering complex scenes", 1993).
export function clustered({ positions, faces, low, high }, cells) {
  const size = Math.max(...high.map((most, k) => most - low[k])) / cells || 1, row = cells + 1;
  const firsts = new Map(), into = new Uint32Array(positions.length / 3);
  for (let corner = 0; corner < into.length; corner++) {
    let cell = 0;
    for (let k = 0; k < 3; k++) cell = cell * row + Math.floor((positions[3 * corner + k] - low[k]) / size);
    if (!firsts.has(cell)) firsts.set(cell, corner);
    into[corner] = firsts.get(cell);
  }
  const left = [];
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [into[faces[at]], into[faces[at + 1]], into[faces[at + 2]]];
    if (a !== b && b !== c && c !== a) left.push(a, b, c);
  }
  return new Uint32Array(left);
}

function indices(gl, numbers) {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, numbers, gl.STATIC_DRAW);
  return { buffer, count: numbers.length };
}

function program(gl, ...sources) {
  const made = gl.createProgram();
  sources.forEach((source, k) => {
    const shader = gl.createShader(k ? gl.FRAGMENT_SHADER : gl.VERTEX_SHADER);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  });
  gl.bindAttribLocation(made, 0, "place");
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made));
  const places = new Map();
  return {
    program: made,
    at(name) {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(made, name));
      return places.get(name);
    },
  };
}
