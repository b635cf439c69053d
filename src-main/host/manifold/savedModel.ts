/** A trained Dual-VAE on its way into the journal and back. */
import type { ComputedOn, ManifoldSummary } from '../../../src-shared/manifold';
import type { TrainedManifold } from '../../../src-shared/session/view';
import type { TrainingSet } from '../../analysis/trainingSet';
import type { Journal } from '../../engine/ports';
import { readArray } from '../../journal/arrays';
import type { VaeEmbedding, VaeModel } from '../../learning/dualVae/ports';

/** What a training came to, before it is written. */
export interface FinishedTraining {
  readonly model: VaeModel;
  readonly embedding: VaeEmbedding;
  readonly set: TrainingSet;
  readonly seconds: number;
  readonly where: ComputedOn;
}

/** Writes the arrays and then the record that names them. */
export async function saveTraining(journal: Journal, training: FinishedTraining): Promise<void> {
  const { model, embedding } = training;
  await journal.append({
    kind: 'manifold.trained',
    summary: summaryOf(training),
    image: await journal.store(embedding.imageMean),
    spectrum: await journal.store(embedding.spectrumMean),
    history: await journal.store(Float32Array.from(model.info.history)),
    weights: await journal.store(model.parameters),
  });
}

/** The model of a saved training, its weights read from the session's folder. Rejects with `journal/corrupt`. */
export async function loadModel(folder: string, trained: TrainedManifold): Promise<VaeModel> {
  const { summary, history, weights } = trained;
  const parameters = await readArray(folder, weights);
  const { settings, profile, layout, cancelled, secondsPerEpoch } = summary;
  return {
    parameters: Float32Array.from(parameters),
    info: {
      ...{ settings, profile, layout, cancelled, secondsPerEpoch },
      side: summary.patchSize,
      length: summary.curvePoints,
      minAmperes: summary.spectrumRange.min,
      maxAmperes: summary.spectrumRange.max,
      epochs: summary.epochsDone,
      ...summary.terms,
      history: Array.from(history),
      seen: summary.points.map((_, k) => k),
      excluded: [],
      kernels: summary.computedOn.device,
    },
  };
}

function summaryOf({ model: { info }, set, seconds, where }: FinishedTraining): ManifoldSummary {
  const { settings, profile, layout, cancelled, secondsPerEpoch, first, last } = info;
  return {
    ...{ settings, profile, layout, cancelled, secondsPerEpoch, seconds },
    points: [...set.points],
    excluded: [...set.excluded],
    flatPatches: set.flatPatches,
    patchSize: info.side,
    curvePoints: info.length,
    spectrumRange: { min: info.minAmperes, max: info.maxAmperes },
    epochsDone: info.epochs,
    terms: { first, last },
    computedOn: where,
  };
}
