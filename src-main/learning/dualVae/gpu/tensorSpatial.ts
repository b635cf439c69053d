/** The spatial decoder in operations of tfjs, in pieces where its hidden maps would not fit into the memory at once. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { SpatialWeights } from './tensorParameters';

/** Values of one hidden map that are kept at once: 64 MB, of which training holds about a dozen. */
const MAP_VALUES = 1 << 24;

/** In this order they go through the pieces. */
const NAMES = [
  'weights1',
  'weights2',
  'bias1',
  'bias2',
  'outputWeights',
  'placeWeights',
  'outputBias',
] as const satisfies readonly (keyof SpatialWeights)[];

/**
 * Logits of pixels.
 *
 * @param offsets count x hidden
 * @param places  count x pixels each
 * @param most    larger hidden maps are worked on in pieces, each computed again on the way back
 */
export function decodePixels(
  weights: SpatialWeights,
  offsets: Tensor2D,
  places: { readonly x: Tensor2D; readonly y: Tensor2D },
  most = MAP_VALUES,
): Tensor2D {
  const [count, hidden] = offsets.shape;
  const pixels = places.x.shape[1];
  const rows = Math.max(1, Math.floor(most / (pixels * hidden)));
  const parameters = NAMES.map((name) => weights[name]);
  if (rows >= count) return decodeRows([offsets, places.x, places.y, ...parameters]);
  const cut = (values: Tensor, from: number) =>
    tf.slice(values, [from, 0], [Math.min(rows, count - from), values.shape[1]!]);
  const starts = Array.from({ length: Math.ceil(count / rows) }, (_, k) => k * rows);
  const inPieces = tf.customGrad((...given: unknown[]) => {
    const inputs = given.slice(0, 3 + NAMES.length) as Tensor[];
    const save = given.at(-1) as (tensors: Tensor[]) => void;
    save(inputs);
    const pieceOf = (all: readonly Tensor[], from: number) => [
      ...all.slice(0, 3).map((values) => cut(values, from)),
      ...all.slice(3),
    ];
    const value = tf.concat(
      starts.map((from) => tf.tidy(() => decodeRows(pieceOf(inputs, from)))),
      0,
    );
    const gradFunc = (slope: Tensor, saved: Tensor[]): Tensor[] => {
      const pieces = starts.map((from) => tf.tidy(() => slopesOfRows(pieceOf(saved, from), cut(slope, from))));
      return saved.map((_, k) => {
        const parts = pieces.map((piece) => piece[k]!);
        return k < 3 ? tf.concat(parts, 0) : tf.addN(parts);
      });
    };
    return { value, gradFunc };
  });
  return inPieces(offsets, places.x, places.y, ...parameters);
}

function decodeRows(inputs: readonly Tensor[]): Tensor2D {
  const { logits } = forwardRows(inputs);
  return logits;
}

/** Decodes and gives the hidden maps too, (count x pixels) x hidden. */
function forwardRows(inputs: readonly Tensor[]) {
  const [offsets, x, y, weights1, weights2, bias1, bias2, outputWeights, placeWeights, outputBias] =
    inputs as Tensor2D[];
  const [count, hidden] = offsets!.shape;
  const pixels = x!.shape[1];
  const along = (places: Tensor2D, axis: number) => tf.mul(tf.expandDims(places, 2), lineOf(placeWeights!, axis));
  const moved = tf.add(tf.expandDims(offsets!, 1), tf.add(along(x!, 0), along(y!, 1)));
  const first = tf.tanh<Tensor2D>(tf.reshape(moved, [count * pixels, hidden]));
  const second = tf.tanh<Tensor2D>(tf.add(tf.matMul(first, weights1!), bias1!));
  const third = tf.tanh<Tensor2D>(tf.add(tf.matMul(second, weights2!), bias2!));
  const sums = tf.add(tf.matMul(third, outputWeights!), outputBias!);
  return { first, second, third, logits: tf.reshape<tf.Rank.R2>(sums, [count, pixels]) };
}

function lineOf(placeWeights: Tensor2D, axis: number): Tensor2D {
  return tf.slice(placeWeights, [axis, 0], [1, placeWeights.shape[1]]);
}

/**
 * Slopes by all inputs from those by the logits, with the maps computed again. Written out, because tfjs has one tape only
 * and so cannot differentiate within a derivative.
 */
function slopesOfRows(inputs: readonly Tensor[], slope: Tensor): Tensor[] {
  const [, x, y, weights1, weights2, , , outputWeights, placeWeights] = inputs as Tensor2D[];
  const [count, pixels] = x!.shape;
  const { first, second, third } = forwardRows(inputs);
  const below = (slopes: Tensor2D, weights: Tensor2D, map: Tensor2D) =>
    tf.mul<Tensor2D>(tf.matMul(slopes, weights, false, true), tf.sub(1, tf.square(map)));
  const ofLogits = tf.reshape<tf.Rank.R2>(slope, [count * pixels, 1]);
  const ofThird = below(ofLogits, outputWeights!, third);
  const ofSecond = below(ofThird, weights2!, second);
  const ofFirst = tf.reshape(below(ofSecond, weights1!, first), [count, pixels, -1]);
  const byWeights = (map: Tensor2D, slopes: Tensor2D) => tf.matMul(map, slopes, true, false);
  const byPlaces = (axis: number) => tf.sum(tf.mul(ofFirst, lineOf(placeWeights!, axis)), 2);
  const byPlaceWeights = (places: Tensor2D) => tf.sum(tf.mul(ofFirst, tf.expandDims(places, 2)), [0, 1]);
  return [
    tf.sum(ofFirst, 1),
    byPlaces(0),
    byPlaces(1),
    byWeights(first, ofSecond),
    byWeights(second, ofThird),
    tf.sum(ofSecond, 0),
    tf.sum(ofThird, 0),
    byWeights(third, ofLogits),
    tf.stack([byPlaceWeights(x!), byPlaceWeights(y!)]),
    tf.sum(ofLogits, 0),
  ];
}
