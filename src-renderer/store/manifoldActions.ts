/** What the person at the window can do with the manifold. */
import type { StoreApi } from 'zustand/vanilla';
import type { Bookmark, CurveLabel, LabelThresholds } from '../../src-shared/analysis';
import type { ManifoldGridRequest, MoreLikeThisRequest } from '../../src-shared/manifold';
import type { Host } from '../host/host';
import { createQuestions, type Questions } from './manifoldQuestions';
import {
  NO_MANIFOLD,
  REFINED_SIDE,
  cellPosition,
  type GridExtent,
  type ManifoldLook,
  type ManifoldWindow,
  type OpenedCell,
} from './manifoldWindow';
import type { Send } from './send';
import type { WindowState } from './state';

/** What people say about points and places; it goes into the journal. */
export interface AnalysisActions {
  /** Asks again for descriptors and labels: after new curves, another label or other thresholds. */
  loadReport(): Promise<void>;
  /** Shows the labels as they would be; undefined shows the saved ones again. */
  tryThresholds(thresholds: LabelThresholds | undefined): Promise<void>;
  saveThresholds(thresholds: LabelThresholds): Promise<void>;
  /** A person's label; undefined takes it back. */
  label(index: number, label: CurveLabel | undefined): Promise<boolean>;
  /** A remark on a point, or on the session where the index is undefined. */
  note(index: number | undefined, text: string): Promise<boolean>;
  setBookmark(bookmark: Bookmark): Promise<boolean>;
  removeBookmark(id: string): Promise<boolean>;
}

export interface ManifoldActions extends AnalysisActions {
  look(changes: Partial<ManifoldLook>): void;
  /** Shows the training form over a manifold that is there already, or the manifold again. */
  trainAgain(wanted: boolean): void;
  /** Asks for embeddings, grid, coupling and labels of the trained manifold, and forgets what belonged to an older one. */
  load(trainedAt: string): Promise<void>;
  showExtent(extent: GridExtent): Promise<void>;
  showAxes(axes: ManifoldWindow['axes']): Promise<void>;
  open(grid: OpenedCell['grid'], tile: number): Promise<void>;
  /** Opens a place that lies in a cell but need not be its middle. */
  openAt(opened: OpenedCell): Promise<void>;
  close(): void;
  /** Samples a part of the shown plane evenly in 30 x 30 cells. */
  refine(box: NonNullable<ManifoldGridRequest['box']>): Promise<void>;
  leaveRefined(): void;
  gather(points: readonly number[]): void;
  /** Names the unmeasured places most like the opened cell or the group. */
  findLike(like: MoreLikeThisRequest['like'], count: number): Promise<void>;
  /** Puts them into the queue of the run; gives how many went there. */
  queueLike(like: MoreLikeThisRequest['like'], count: number): Promise<number>;
}

/** Cells belong to a grid: another grid has others. */
const NO_CELLS = { whole: undefined, refined: undefined, opened: undefined, cell: undefined, like: undefined };

/** The actions on a store and its host. */
export function createManifoldActions(host: Host, store: StoreApi<WindowState>, send: Send): ManifoldActions {
  const questions = createQuestions(host, store);
  const { now, change } = questions;
  /** What was opened must be seen; only thresholds that are being tried keep their place beside it. */
  const shown = (): ManifoldWindow['look'] => {
    const { look } = now();
    return look.tab === 'thresholds' ? look : { ...look, tab: 'cell' };
  };
  return {
    ...createAnalysisActions(questions, send),
    look: (changes) => change({ look: { ...now().look, ...changes } }),
    trainAgain: (wanted) => change({ trainAgain: wanted }),
    load: async (loadedFor) => {
      const { look, report, axes } = now();
      store.setState({ manifold: { ...NO_MANIFOLD, loadedFor, look, report, axes: axesIn(axes, store) } });
      await questions.embedding();
      await questions.whole();
      await questions.report();
      await questions.coupling();
    },
    showExtent: async (extent) => {
      change({ ...NO_CELLS, look: { ...now().look, extent } });
      await questions.whole();
    },
    showAxes: async (axes) => {
      change({ ...NO_CELLS, axes });
      await questions.whole();
    },
    open: async (grid, tile) => {
      const source = now()[grid];
      if (source === undefined) return;
      change({ look: shown() });
      await questions.cell({ grid, tile, z: cellPosition(source, tile) });
    },
    openAt: (opened) => questions.cell(opened),
    close: () => change({ opened: undefined, cell: undefined, like: undefined }),
    refine: (box) => questions.refined({ axes: now().axes, size: REFINED_SIDE, box }),
    leaveRefined: () => {
      const gone = now().opened?.grid === 'refined' ? { opened: undefined, cell: undefined, like: undefined } : {};
      change({ refined: undefined, ...gone });
    },
    gather: (group) =>
      change({
        ...{ group, opened: undefined, cell: undefined, like: undefined },
        ...(group.length === 0 ? {} : { look: shown() }),
      }),
    findLike: (like, count) => questions.like({ like, count, queue: false }),
    queueLike: async (like, count) => {
      await questions.like({ like, count, queue: true });
      const found = now().like;
      return found?.queued === true ? found.places.length : 0;
    },
  };
}

function createAnalysisActions(questions: Questions, send: Send): AnalysisActions {
  return {
    loadReport: () => questions.report(),
    tryThresholds: async (thresholds) => {
      if (thresholds === undefined) questions.change({ trial: undefined });
      else await questions.trial(thresholds);
    },
    saveThresholds: async (thresholds) => {
      if (!(await send('analysis.thresholds', thresholds))) return;
      await Promise.all([questions.report(), questions.whole()]);
      questions.change({ trial: undefined });
    },
    label: (index, label) => send('analysis.label', label === undefined ? { index } : { index, label }),
    note: (index, text) => send('analysis.note', index === undefined ? { text } : { index, text }),
    setBookmark: (bookmark) => send('analysis.bookmark', { set: bookmark }),
    removeBookmark: (id) => send('analysis.bookmark', { remove: id }),
  };
}

/** The chosen axes where the trained manifold has them, else the first two. */
function axesIn(axes: ManifoldWindow['axes'], store: StoreApi<WindowState>): ManifoldWindow['axes'] {
  const latent = store.getState().console?.session?.manifold?.summary.settings.latent ?? 2;
  return Math.max(...axes) < latent ? axes : NO_MANIFOLD.axes;
}
