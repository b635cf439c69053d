/** One evaluation of the Dual-VAE on a batch: the loss by its terms, and its slopes by every parameter. */
import type { ManifoldTerms } from '../../../src-shared/manifold';
import type { Kernels, Reals } from '../tensor/kernels';
import { chainOutputs, runChain, runChainBack, type ChainLayer, type ChainRun } from './denseChain';
import {
  allocateLatents,
  differentiateLatents,
  readMeans,
  sampleLatents,
  type Latents,
  type LatentNoise,
  type LatentWeights,
} from './latents';
import { parameterLength, parametersOver, type VaeParameters } from './parameters';
import { addTransformSlopes, pixelGrid, placePixels, type Placement } from './places';
import type { VaeShape } from './shape';

/** A chain with memory for its outputs and their slopes. */
interface Part {
  readonly run: ChainRun;
  readonly slopes: readonly Reals[];
  readonly inputSlopes: Reals;
}

/** A network with memory for one batch. */
export interface VaeMachine {
  readonly shape: VaeShape;
  readonly count: number;
  readonly parameters: VaeParameters;
  readonly gradient: VaeParameters;
  readonly latents: Latents;
  /** count x side^2 and count x length, 0..1; the caller fills them. */
  readonly images: Reals;
  readonly spectra: Reals;
  /** Logits of the decoded pixels (those evaluated); those of the decoded curves are turned into slopes. */
  readonly logits: Reals;
  readonly parts: {
    readonly imageEncoder: Part;
    readonly spectrumEncoder: Part;
    readonly offsets: Part;
    readonly spectrumDecoder: Part;
  };
  readonly places: Reals;
  readonly placeSlopes: Reals;
  readonly targets: Reals;
  readonly losses: { readonly image: Float64Array; readonly spectrum: Float64Array };
  readonly grid: Float64Array;
}

export interface StepInput {
  readonly noise: LatentNoise;
  readonly weights: LatentWeights;
  /** Pixels to evaluate, count x pixels; all of them where it is absent. */
  readonly chosen?: Int32Array | undefined;
  /** 1 for pairs whose decoders get the other side's latent this time (cross-reconstruction). */
  readonly swapped?: Uint8Array | undefined;
}

/** Memory for batches of exactly `count` pairs; `double` is for comparisons on the plain kernels. */
export function allocateVae(
  kernels: Kernels,
  shape: VaeShape,
  count: number,
  precision: 'single' | 'double' = 'single',
): VaeMachine {
  const allocate = (length: number): Reals => kernels[precision](length);
  const pixels = shape.side * shape.side;
  const parameters = parametersOver(allocate(parameterLength(shape)), shape);
  const images = allocate(count * pixels);
  const spectra = allocate(count * shape.length);
  const part = (layers: readonly ChainLayer[], input: Reals): Part => ({
    run: { input, rows: count, outputs: chainOutputs(layers, count, allocate) },
    slopes: chainOutputs(layers, count, allocate),
    inputSlopes: allocate(input.length),
  });
  return {
    shape,
    count,
    parameters,
    gradient: parametersOver(allocate(parameterLength(shape)), shape),
    latents: allocateLatents(shape, count),
    images,
    spectra,
    logits: allocate(count * pixels),
    parts: {
      imageEncoder: part(parameters.imageEncoder, images),
      spectrumEncoder: part(parameters.spectrumEncoder, spectra),
      offsets: part(parameters.offsets, allocate(count * shape.latent)),
      spectrumDecoder: part(parameters.spectrumDecoder, allocate(count * shape.latent)),
    },
    places: allocate(count * pixels * 2),
    placeSlopes: allocate(count * pixels * 2),
    targets: allocate(count * pixels),
    losses: { image: kernels.double(count), spectrum: kernels.double(count) },
    grid: pixelGrid(shape.side),
  };
}

/** Fills the means of the latents from images and spectra. */
export function encodeBatch(kernels: Kernels, machine: VaeMachine): void {
  const { parameters, parts, latents } = machine;
  runChain(kernels, parameters.imageEncoder, parts.imageEncoder.run);
  runChain(kernels, parameters.spectrumEncoder, parts.spectrumEncoder.run);
  readMeans(latents, headsOf(machine), parameters.map);
}

/** Means and log standard deviations as the encoders gave them, the spectral ones before the map. */
function headsOf({ parts }: VaeMachine) {
  return { image: parts.imageEncoder.run.outputs.at(-1)!, spectrum: parts.spectrumEncoder.run.outputs.at(-1)! };
}

/** The loss on the batch at hand; the slopes go to `machine.gradient`. */
export function evaluateStep(kernels: Kernels, machine: VaeMachine, input: StepInput): ManifoldTerms {
  const { latents, shape, count } = machine;
  encodeBatch(kernels, machine);
  sampleLatents(latents, headsOf(machine), input.noise);
  feedDecoders(machine, input.swapped);
  const placement = placementOf(machine, input.chosen);
  const image = decodeImages(kernels, machine, placement);
  const spectrum = decodeSpectra(kernels, machine);
  const slopes = sampleSlopes(machine, placement, input.swapped);
  const { parts, gradient, parameters } = machine;
  const terms = differentiateLatents(
    { shape, latents, heads: headsOf(machine), noise: input.noise, map: parameters.map },
    input.weights,
    slopes,
    {
      image: parts.imageEncoder.slopes.at(-1)!,
      spectrum: parts.spectrumEncoder.slopes.at(-1)!,
      map: gradient.map,
    },
  );
  for (const name of ['imageEncoder', 'spectrumEncoder'] as const)
    runChainBack(kernels, parameters[name], parts[name].run, { layers: gradient[name], slopes: parts[name].slopes });
  const { beta, gamma } = input.weights;
  const weighted = beta * terms.divergence + gamma * terms.similarity + terms.alignment;
  const { alignment, ...others } = terms;
  const sides = { image: image / count, spectrum: spectrum / count };
  const total = sides.image + sides.spectrum + weighted;
  return { total, ...sides, ...others, ...(input.weights.contrast === undefined ? {} : { alignment }) };
}

/** Gives each decoder its latents, where swapped those of the other side. */
function feedDecoders({ latents, parts, shape }: VaeMachine, swapped: Uint8Array | undefined): void {
  const { count, width, imageSamples, spectrumSamples } = latents;
  const { latent } = shape;
  for (let row = 0; row < count; row++) {
    const swap = swapped?.[row] === 1;
    for (let d = 0; d < latent; d++) {
      const ofImage = imageSamples[row * width + width - latent + d]!;
      const ofSpectrum = spectrumSamples[row * latent + d]!;
      parts.offsets.run.input[row * latent + d] = swap ? ofSpectrum : ofImage;
      parts.spectrumDecoder.run.input[row * latent + d] = swap ? ofImage : ofSpectrum;
    }
  }
}

function placementOf({ shape, count, grid }: VaeMachine, chosen: Int32Array | undefined): Placement {
  const pixels = chosen === undefined ? shape.side * shape.side : chosen.length / count;
  return { rule: shape.transform, grid, chosen, samples: count, pixels };
}

/** Decodes the chosen pixels and goes back to offsets and places; gives the cross-entropy, as if of all pixels. */
function decodeImages(kernels: Kernels, machine: VaeMachine, placement: Placement): number {
  const { shape, count, parameters, gradient, parts, latents, places, placeSlopes, targets, images, logits } = machine;
  const { pixels, chosen } = placement;
  const area = shape.side * shape.side;
  placePixels(placement, latents.imageSamples, latents.width, places);
  if (chosen !== undefined)
    for (let k = 0; k < chosen.length; k++) targets[k] = images[Math.floor(k / pixels) * area + chosen[k]!]!;
  runChain(kernels, parameters.offsets, parts.offsets.run);
  kernels.spatialDecoder({
    places,
    offsets: parts.offsets.run.outputs[0]!,
    parameters: parameters.spatial,
    logits,
    samples: count,
    pixels,
    hidden: shape.decoderHidden,
    training: {
      targets: chosen === undefined ? images : targets,
      factor: area / pixels / count,
      losses: machine.losses.image,
      gradient: gradient.spatial,
      offsetGradient: parts.offsets.slopes[0]!,
      placeGradient: shape.transform.count === 0 ? undefined : placeSlopes,
    },
  });
  const { slopes, inputSlopes, run } = parts.offsets;
  runChainBack(kernels, parameters.offsets, run, { layers: gradient.offsets, slopes, inputSlopes });
  return (sum(machine.losses.image) * area) / pixels;
}

/** Decodes the curves and goes back to their latents; gives the cross-entropy. */
function decodeSpectra(kernels: Kernels, machine: VaeMachine): number {
  const { shape, count, parameters, gradient, parts, spectra, losses } = machine;
  const { run, slopes, inputSlopes } = parts.spectrumDecoder;
  runChain(kernels, parameters.spectrumDecoder, run);
  const logits = slopes.at(-1)!;
  logits.set(run.outputs.at(-1)!);
  const shapes = { rows: count, cols: shape.length };
  kernels.crossEntropy({ logits, targets: spectra, losses: losses.spectrum, factor: 1 / count, ...shapes });
  runChainBack(kernels, parameters.spectrumDecoder, run, { layers: gradient.spectrumDecoder, slopes, inputSlopes });
  return sum(losses.spectrum);
}

/** Slopes by the sampled latents, from those of the decoders' inputs and of the places. */
function sampleSlopes(machine: VaeMachine, placement: Placement, swapped: Uint8Array | undefined) {
  const { latents, parts, shape, places, placeSlopes } = machine;
  const { count, width, imageSamples, spectrumSamples } = latents;
  const { latent } = shape;
  const slopes = {
    image: new Float64Array(imageSamples.length),
    spectrum: new Float64Array(spectrumSamples.length),
  };
  for (let row = 0; row < count; row++) {
    const swap = swapped?.[row] === 1;
    for (let d = 0; d < latent; d++) {
      const [image, spectrum] = [
        parts.offsets.inputSlopes[row * latent + d]!,
        parts.spectrumDecoder.inputSlopes[row * latent + d]!,
      ];
      slopes.image[row * width + width - latent + d] = swap ? spectrum : image;
      slopes.spectrum[row * latent + d] = swap ? image : spectrum;
    }
  }
  if (shape.transform.count > 0)
    addTransformSlopes(placement, { latents: imageSamples, width, places, placeSlopes }, slopes.image);
  return slopes;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
