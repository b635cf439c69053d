/** What the window asks the main process about the manifold. An answer is taken only while its question still stands. */
import type { StoreApi } from 'zustand/vanilla';
import type { LabelThresholds } from '../../src-shared/analysis';
import { toWire } from '../../src-shared/errors';
import type { ManifoldGridRequest, MoreLikeThisRequest } from '../../src-shared/manifold';
import type { Host } from '../host/host';
import { WHOLE_SIDE, dataBox, type ManifoldWindow, type OpenedCell } from './manifoldWindow';
import type { WindowState } from './state';

/** Measured points named beside an opened cell. */
const NEAREST = 6;

export interface Questions {
  now(): ManifoldWindow;
  change(changes: Partial<ManifoldWindow>): void;
  embedding(): Promise<void>;
  coupling(): Promise<void>;
  report(): Promise<void>;
  trial(thresholds: LabelThresholds): Promise<void>;
  whole(): Promise<void>;
  refined(request: ManifoldGridRequest): Promise<void>;
  cell(opened: OpenedCell): Promise<void>;
  like(request: MoreLikeThisRequest): Promise<void>;
}

/** The questions of one window. */
export function createQuestions(host: Host, store: StoreApi<WindowState>): Questions {
  const now = (): ManifoldWindow => store.getState().manifold;
  const change = (changes: Partial<ManifoldWindow>): void => store.setState({ manifold: { ...now(), ...changes } });
  const ask = createAsk(store, change);
  return {
    now,
    change,
    embedding: async () =>
      change(await ask('embedding', async () => ({ embedding: await host.call('manifold.embedding') }))),
    coupling: async () =>
      change(await ask('coupling', async () => ({ coupling: await host.call('manifold.coupling') }))),
    report: async () => change(await ask('report', async () => ({ report: await host.call('analysis.report', {}) }))),
    trial: async (thresholds) =>
      change(
        await ask('trial', async () => {
          const report = await host.call('analysis.report', { thresholds });
          return { trial: report && { thresholds, report } };
        }),
      ),
    whole: async () => {
      const { axes, look, embedding } = now();
      const box = look.extent === 'data' && embedding !== undefined ? dataBox(embedding, axes) : undefined;
      const request = { axes, size: WHOLE_SIDE, ...(box === undefined ? {} : { box }) };
      change(await ask('whole', async () => ({ whole: await host.call('manifold.grid', request) })));
    },
    refined: async (request) => {
      const answer = await ask('refined', async () => ({ refined: await host.call('manifold.grid', request) }));
      // The axes may have been changed in the meantime.
      if (request.axes === now().axes) change(answer);
    },
    cell: async (of) => {
      change({ opened: of, like: undefined, group: [] });
      const request = { z: [...of.z], nearest: NEAREST };
      const answer = await ask('cell', async () => ({ cell: { of, ...(await host.call('manifold.cell', request)) } }));
      if (now().opened === of) change(answer);
    },
    like: async (request) =>
      change(await ask('like', async () => ({ like: await host.call('manifold.moreLikeThis', request) }))),
  };
}

type Changes = Partial<ManifoldWindow>;

/**
 * Asks and gives the changes that the answer brings: none where the session or the model has been replaced or a newer
 * question of the same kind has been asked since. A failure becomes `problem`, an answer of the same kind clears it.
 */
function createAsk(
  store: StoreApi<WindowState>,
  change: Questions['change'],
): (kind: string, question: () => Promise<Changes>) => Promise<Changes> {
  const newest = new Map<string, number>();
  return async (kind, question) => {
    const before = store.getState();
    const number = (newest.get(kind) ?? 0) + 1;
    newest.set(kind, number);
    const stands = (): boolean => {
      const state = store.getState();
      return (
        state.console?.session?.id === before.console?.session?.id &&
        state.manifold.loadedFor === before.manifold.loadedFor &&
        number === newest.get(kind)
      );
    };
    try {
      const changes = await question();
      if (!stands()) return {};
      return store.getState().manifold.problem?.of === kind ? { ...changes, problem: undefined } : changes;
    } catch (error) {
      if (stands()) change({ problem: { of: kind, error: toWire(error) } });
      return {};
    }
  };
}
