// Reads the binary glTF that this service makes of a model: positions, triangles and sharp edges.

const MAGIC = 0x46546c67, JSON_CHUNK = 0x4e4f534a, BINARY_CHUNK = 0x004e4942;

export function readGlb(buffer) {
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("this is no binary glTF");
  let document = null, binary = 0;
  for (let at = 12; at < buffer.byteLength;) {
    const length = view.getUint32(at, true), kind = view.getUint32(at + 4, true);
    if (kind === JSON_CHUNK) document = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, at + 8, length)));
    if (kind === BINARY_CHUNK) binary = at + 8;
    at += 8 + length;
  }
  const numbers = (Type, index) => {
    const accessor = document.accessors[index], place = document.bufferViews[accessor.bufferView];
    return new Type(buffer, binary + place.byteOffset, place.byteLength / Type.BYTES_PER_ELEMENT);
  };
  const [surface, creases] = document.meshes[0].primitives;
  const { min, max } = document.accessors[surface.attributes.POSITION];
  return {
    positions: numbers(Float32Array, surface.attributes.POSITION),
    faces: numbers(Uint32Array, surface.indices),
    edges: creases ? numbers(Uint32Array, creases.indices) : new Uint32Array(),
    low: min, high: max, about: document.asset.extras,
  };
}
