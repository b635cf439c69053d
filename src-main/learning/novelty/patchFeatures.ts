/** Patches by their first principal components, frozen when the frame is loaded. */
import { heightPatch, windowStart, type PatchSet } from '../patches';
import { openCandidates } from '../policy/choice';
import { principalComponents } from './principalComponents';

const COMPONENTS = 16;
/** Patches, evenly spaced over the usable ones, that the components are taken from. */
const SAMPLE = 1024;

export interface PatchFeatures {
  readonly dims: number;
  /** count x dims, row by row; 0 where the window is incomplete. */
  readonly values: Float32Array;
}

/** The scores of every usable patch in the first 16 components: 2 x 16 x size^2 operations each, once for a frame. */
export function patchFeatures(set: PatchSet): PatchFeatures {
  const open = openCandidates(set.usable);
  const taken = Math.min(SAMPLE, open.length);
  const sample = Array.from({ length: taken }, (_, k) =>
    Float64Array.from(heightPatch(set, open[Math.floor(((k + 0.5) * open.length) / taken)]!)),
  );
  const { components } = principalComponents(sample, COMPONENTS);
  const dims = components.length;
  const values = new Float32Array(set.count * dims);
  for (const candidate of open)
    components.forEach((component, d) => (values[candidate * dims + d] = scoreOf(set, candidate, component)));
  return { dims, values };
}

/** The patch times a component, read from the image in place. */
function scoreOf(set: PatchSet, candidate: number, component: Float64Array): number {
  const { image, imageCols, size } = set;
  const start = windowStart(set, candidate);
  let sum = 0;
  for (let i = 0, p = 0; i < size; i++) {
    const line = start + i * imageCols;
    for (let j = 0; j < size; j++, p++) sum += component[p]! * image[line + j]!;
  }
  return sum;
}

/** Euclidean distance of two rows of features, over the root of the pixels of a patch: comparable to the one of patches. */
export function featureDistance({ dims, values }: PatchFeatures, a: number, b: number, area: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const difference = values[a * dims + d]! - values[b * dims + d]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum / area);
}
