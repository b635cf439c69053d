/** Two maps of any steps and what changed between them. */
import { useEffect, useMemo, useState } from 'react';
import type { MapKind, MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { lastPastStep } from '../../../src-shared/session/past';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { shownMaps } from '../../store/selectors';
import { differenceOf, inOneRange, pictureOf, type Picture, type Spread } from '../../canvas/mapPicture';
import type { Source } from './maps.model';

export interface Side {
  readonly kind: MapKind;
  /** A step, or `newest`. */
  readonly step: string;
}

export const NEWEST = 'newest';

export interface Comparison {
  readonly a: Side;
  readonly b: Side;
  readonly setA: (side: Side) => void;
  readonly setB: (side: Side) => void;
  readonly pictureA: Picture | undefined;
  readonly pictureB: Picture | undefined;
  readonly difference: Picture | undefined;
  /** The last step that has maps of its own. */
  readonly last: number;
  readonly sources: readonly Source[];
}

/** The comparison; steps are asked for only while it is `shown`. */
export function useCompare(frame: Frame, spread: Spread, shown: boolean): Comparison {
  const last = useWindow(({ console: known }) => (known?.session === undefined ? 0 : lastPastStep(known.session)));
  const [a, setA] = useState<Side>({ kind: 'novelty', step: NEWEST });
  const [b, setB] = useState<Side>({ kind: 'novelty', step: last > 0 ? '1' : NEWEST });
  const mapsA = useMapsOf(a.step, shown);
  const mapsB = useMapsOf(b.step, shown);
  const same = a.kind === b.kind;
  const [pictureA, pictureB] = useMemo(() => {
    const pictures = [pictureOf(frame, mapsA, a.kind, spread), pictureOf(frame, mapsB, b.kind, spread)] as const;
    return same ? inOneRange(...pictures) : pictures;
  }, [frame, mapsA, mapsB, a.kind, b.kind, same, spread]);
  const difference = useMemo(
    () => (same ? differenceOf(frame, mapsA, mapsB, { kind: a.kind, spread }) : undefined),
    [frame, mapsA, mapsB, a.kind, same, spread],
  );
  const sources = useMemo(() => [sourceOf('A', a, mapsA), sourceOf('B', b, mapsB)], [a, b, mapsA, mapsB]);
  return { a, b, setA, setB, pictureA, pictureB, difference, last, sources };
}

function sourceOf(name: string, { kind, step }: Side, maps: MapSet | undefined): Source {
  const when = step === NEWEST ? text.mapsView.newest : text.mapsView.stepName(Number(step));
  return { id: name, name: `${name}: ${text.maps.names[kind]}, ${when}`, stage: kind, maps };
}

/** The maps of a step; those on the screen for the newest. */
function useMapsOf(step: string, shown: boolean): MapSet | undefined {
  const { time } = useActions();
  const newest = useWindow(shownMaps);
  const id = useWindow((state) => state.console?.session?.id);
  const [asked, setAsked] = useState<{ readonly of: string; readonly maps: MapSet | undefined } | undefined>(undefined);
  const of = `${id ?? ''} ${step}`;
  useEffect(() => {
    if (step === NEWEST || !shown) return undefined;
    let wanted = true;
    void time.mapsOf(Number(step)).then((maps) => {
      if (wanted) setAsked({ of, maps });
    });
    return () => {
      wanted = false;
    };
  }, [time, step, of, shown]);
  if (step === NEWEST) return newest;
  return asked?.of === of ? asked.maps : undefined;
}
