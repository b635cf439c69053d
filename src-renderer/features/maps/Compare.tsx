/** Two maps side by side, each of any step, and what changed between them. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { MAP_KINDS, type MapKind, type MapSet } from '../../../src-shared/maps';
import { lastPastStep } from '../../../src-shared/session/past';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { shownMaps } from '../../store/selectors';
import { ChoiceField } from '../../ui/fields';
import { MapTile, type TileProps } from './MapTile';
import { differenceOf, pictureOf } from './maps.model';

type Shared = Pick<TileProps, 'frame' | 'line' | 'onDraw'>;

interface Side {
  readonly kind: MapKind;
  /** A step, or `newest`. */
  readonly step: string;
}

const KINDS = MAP_KINDS.map((value) => ({ value, label: text.maps.names[value] }));
const NEWEST = 'newest';

/** A, B and their difference. */
export function Compare(shared: Shared): ReactNode {
  const last = useWindow(({ console: known }) => (known?.session === undefined ? 0 : lastPastStep(known.session)));
  const [a, setA] = useState<Side>({ kind: 'novelty', step: NEWEST });
  const [b, setB] = useState<Side>({ kind: 'novelty', step: last > 0 ? '1' : NEWEST });
  const mapsA = useMapsOf(a.step);
  const mapsB = useMapsOf(b.step);
  const { frame } = shared;
  const difference = useMemo(
    () => (a.kind === b.kind ? differenceOf(frame, mapsA, mapsB, a.kind) : undefined),
    [frame, mapsA, mapsB, a.kind, b.kind],
  );
  return (
    <>
      <SideTile name="A" side={a} maps={mapsA} last={last} onChange={setA} shared={shared} />
      <SideTile name="B" side={b} maps={mapsB} last={last} onChange={setB} shared={shared} />
      <MapTile
        {...shared}
        title={text.mapsView.difference}
        picture={difference}
        missing={a.kind === b.kind ? text.mapsView.missing : text.mapsView.otherKind}
        testId="map-difference"
      />
    </>
  );
}

interface SideTileProps {
  readonly name: 'A' | 'B';
  readonly side: Side;
  readonly maps: MapSet | undefined;
  readonly last: number;
  readonly onChange: (side: Side) => void;
  readonly shared: Shared;
}

function SideTile({ name, side, maps, last, onChange, shared }: SideTileProps): ReactNode {
  const { frame } = shared;
  const picture = useMemo(() => pictureOf(frame, maps, side.kind), [frame, maps, side.kind]);
  const steps = useMemo(
    () => [
      { value: NEWEST, label: text.mapsView.newest },
      ...Array.from({ length: last }, (_, i) => ({ value: String(last - i), label: text.mapsView.stepName(last - i) })),
    ],
    [last],
  );
  return (
    <MapTile
      {...shared}
      title={name}
      picture={picture}
      missing={text.mapsView.missing}
      testId={`map-${name}`}
      tools={
        <div className="map-tools">
          <ChoiceField
            label={text.mapsView.map(name)}
            labelHidden
            value={side.kind}
            choices={KINDS}
            onChange={(kind) => onChange({ ...side, kind })}
          />
          <ChoiceField
            label={text.mapsView.step(name)}
            labelHidden
            value={side.step}
            choices={steps}
            onChange={(step) => onChange({ ...side, step })}
          />
        </div>
      }
    />
  );
}

/** The maps of a step; those on the screen for the newest. */
function useMapsOf(step: string): MapSet | undefined {
  const { time } = useActions();
  const newest = useWindow(shownMaps);
  const id = useWindow((state) => state.console?.session?.id);
  const [asked, setAsked] = useState<{ readonly of: string; readonly maps: MapSet | undefined } | undefined>(undefined);
  const of = `${id ?? ''} ${step}`;
  useEffect(() => {
    if (step === NEWEST) return undefined;
    let wanted = true;
    void time.mapsOf(Number(step)).then((maps) => {
      if (wanted) setAsked({ of, maps });
    });
    return () => {
      wanted = false;
    };
  }, [time, step, of]);
  if (step === NEWEST) return newest;
  return asked?.of === of ? asked.maps : undefined;
}
