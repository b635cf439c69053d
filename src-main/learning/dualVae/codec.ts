/** A trained model at work: pairs into the latent space, places of the latent space into patches and curves. */
import type { Kernels, Reals } from '../tensor/kernels';
import { chainOutputs, runChain } from './denseChain';
import { readMeans } from './latents';
import { scalePairs } from './pairData';
import { parameterLength, parametersOver, type VaeParameters } from './parameters';
import { pixelGrid, placePixels } from './places';
import type { VaeDecoded, VaeEmbedding, VaeModel, VaePairs } from './ports';
import { shapeOf, type VaeShape } from './shape';

/** Rows that are worked on at once. */
const CHUNK = 256;

/**
 * Where pairs lie. Patches are scaled each by itself, curves by the range of the model. Throws RangeError where patches or
 * curves have another size than the model's.
 */
export function encodePairs(kernels: Kernels, model: VaeModel, pairs: VaePairs): VaeEmbedding {
  const { info } = model;
  if (pairs.side !== info.side || pairs.length !== info.length)
    throw new RangeError(
      `pairs: expected patches of ${info.side} and curves of ${info.length}, given ${pairs.side} and ${pairs.length}`,
    );
  const { images, spectra } = scalePairs(pairs, info);
  return encodeScaled(kernels, model, { count: pairs.count, images, spectra });
}

/** Pairs as the networks see them. */
export interface ScaledPairs {
  readonly count: number;
  readonly images: Float32Array;
  readonly spectra: Float32Array;
}

/** {@link encodePairs} for pairs that are scaled already, with the means of the transform latents, count x transforms. */
export function encodeScaled(
  kernels: Kernels,
  model: VaeModel,
  scaled: ScaledPairs,
): VaeEmbedding & { readonly transformMean: Float64Array } {
  const { count, images, spectra } = scaled;
  const shape = shapeOfModel(model);
  const { latent } = shape;
  const embedding = {
    imageMean: new Float32Array(count * latent),
    transformMean: new Float64Array(count * shape.transform.count),
    imageLogStd: new Float32Array(count * latent),
    spectrumMean: new Float32Array(count * latent),
    spectrumLogStd: new Float32Array(count * latent),
  };
  kernels.scope(() => {
    const parameters = load(kernels, model, shape);
    for (let from = 0; from < count; from += CHUNK) {
      const rows = Math.min(CHUNK, count - from);
      const part = (values: Float32Array) =>
        values.subarray((from * values.length) / count, ((from + rows) * values.length) / count);
      const chunk = { images: part(images), spectra: part(spectra), from };
      encodeChunk(kernels, { shape, parameters, rows }, chunk, embedding);
    }
  });
  return embedding;
}

interface Loaded {
  readonly shape: VaeShape;
  readonly parameters: VaeParameters;
  readonly rows: number;
}

function encodeChunk(
  kernels: Kernels,
  { shape, parameters, rows }: Loaded,
  { images, spectra, from }: { readonly images: Float32Array; readonly spectra: Float32Array; readonly from: number },
  into: VaeEmbedding & { readonly transformMean: Float64Array },
): void {
  kernels.scope(() => {
    const run = (name: 'imageEncoder' | 'spectrumEncoder', values: Float32Array): Reals => {
      const layers = parameters[name];
      const input = kernels.single(values.length);
      input.set(values);
      const outputs = chainOutputs(layers, rows, (length) => kernels.single(length));
      runChain(kernels, layers, { input, rows, outputs });
      return outputs.at(-1)!;
    };
    const heads = { image: run('imageEncoder', images), spectrum: run('spectrumEncoder', spectra) };
    const { latent, transform } = shape;
    const width = transform.count + latent;
    const means = {
      count: rows,
      width,
      imageMeans: new Float64Array(rows * width),
      spectrumMeans: new Float64Array(rows * latent),
    };
    readMeans(means, heads, parameters.map);
    for (let row = 0; row < rows; row++) {
      for (let d = 0; d < transform.count; d++)
        into.transformMean[(from + row) * transform.count + d] = means.imageMeans[row * width + d]!;
      for (let d = 0; d < latent; d++) {
        const to = (from + row) * latent + d;
        into.imageMean[to] = means.imageMeans[row * width + transform.count + d]!;
        into.imageLogStd[to] = heads.image[2 * row * width + width + transform.count + d]!;
        into.spectrumMean[to] = means.spectrumMeans[row * latent + d]!;
        into.spectrumLogStd[to] = heads.spectrum[2 * row * latent + latent + d]!;
      }
    }
  });
}

/** Pairs decoded from the means of their latents, each side from its own and from the other's. Numbers 0 to 1. */
export interface Reconstruction {
  readonly ownImages: Float32Array;
  readonly crossImages: Float32Array;
  readonly ownSpectra: Float32Array;
  readonly crossSpectra: Float32Array;
}

/** Decodes pairs; all patches are turned and shifted as the encoder of patches says. */
export function reconstructScaled(kernels: Kernels, model: VaeModel, scaled: ScaledPairs): Reconstruction {
  const shape = shapeOfModel(model);
  const { imageMean, spectrumMean, transformMean } = encodeScaled(kernels, model, scaled);
  return kernels.scope(() => {
    const loaded = { shape, parameters: load(kernels, model, shape), rows: scaled.count };
    return {
      ownImages: decodePatches(kernels, loaded, imageMean, transformMean),
      crossImages: decodePatches(kernels, loaded, spectrumMean, transformMean),
      ownSpectra: decodeCurves(kernels, loaded, spectrumMean),
      crossSpectra: decodeCurves(kernels, loaded, imageMean),
    };
  });
}

/**
 * What places of the shared latent look like, on the grid that no transform has moved.
 *
 * @param places count x latent
 * @param mapAgain whether curves are decoded the notebook's way, from the place times the map once more
 */
export function decodePlaces(
  kernels: Kernels,
  model: VaeModel,
  places: Float32Array,
  mapAgain = model.info.settings.mode === 'notebook',
): VaeDecoded {
  const shape = shapeOfModel(model);
  const { side, length, latent } = shape;
  const count = places.length / latent;
  if (!Number.isInteger(count))
    throw new RangeError(`places: expected rows of ${latent}, given ${places.length} numbers`);
  const decoded = { patches: new Float32Array(count * side ** 2), curves: new Float32Array(count * length) };
  kernels.scope(() => {
    const parameters = load(kernels, model, shape);
    for (let from = 0; from < count; from += CHUNK) {
      const rows = Math.min(CHUNK, count - from);
      const chunk = places.subarray(from * latent, (from + rows) * latent);
      const loaded = { shape, parameters, rows };
      decoded.patches.set(decodePatches(kernels, loaded, chunk), from * side ** 2);
      const forCurves = mapAgain ? timesMap(chunk, parameters.map, latent) : chunk;
      decoded.curves.set(decodeCurves(kernels, loaded, forCurves), from * length);
    }
  });
  const { minAmperes, maxAmperes } = model.info;
  for (let k = 0; k < decoded.curves.length; k++)
    decoded.curves[k] = minAmperes + decoded.curves[k]! * (maxAmperes - minAmperes);
  return decoded;
}

/** Decoded patches; each turned and shifted by its transform latents, where they are given. */
function decodePatches(
  kernels: Kernels,
  { shape, parameters, rows }: Loaded,
  latents: Float32Array,
  moves: Float64Array = new Float64Array(rows * shape.transform.count),
): Float32Array {
  const { side, decoderHidden, transform } = shape;
  const pixels = side * side;
  return kernels.scope(() => {
    const input = kernels.single(latents.length);
    input.set(latents);
    const offsets = kernels.single(rows * decoderHidden);
    runChain(kernels, parameters.offsets, { input, rows, outputs: [offsets] });
    const places = kernels.single(rows * pixels * 2);
    const placement = { rule: transform, grid: pixelGrid(side), chosen: undefined, samples: rows, pixels };
    placePixels(placement, moves, transform.count, places);
    const logits = kernels.single(rows * pixels);
    const sizes = { samples: rows, pixels, hidden: decoderHidden };
    kernels.spatialDecoder({ places, offsets, parameters: parameters.spatial, logits, ...sizes });
    return Float32Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  });
}

function decodeCurves(kernels: Kernels, { parameters, rows }: Loaded, latents: Float32Array): Float32Array {
  return kernels.scope(() => {
    const input = kernels.single(latents.length);
    input.set(latents);
    const outputs = chainOutputs(parameters.spectrumDecoder, rows, (length) => kernels.single(length));
    runChain(kernels, parameters.spectrumDecoder, { input, rows, outputs });
    return Float32Array.from(outputs.at(-1)!, (logit) => 1 / (1 + Math.exp(-logit)));
  });
}

function timesMap(latents: Float32Array, map: Reals, latent: number): Float32Array {
  return latents.map((_, k) => {
    const [row, col] = [Math.floor(k / latent) * latent, k % latent];
    let sum = 0;
    for (let e = 0; e < latent; e++) sum += latents[row + e]! * map[e * latent + col]!;
    return sum;
  });
}

/** The network of a model. */
function shapeOfModel({ info }: VaeModel): VaeShape {
  return shapeOf(info.settings, info.side, info.length);
}

function load(kernels: Kernels, model: VaeModel, shape: VaeShape): VaeParameters {
  const flat = kernels.single(parameterLength(shape));
  flat.set(model.parameters);
  return parametersOver(flat, shape);
}
