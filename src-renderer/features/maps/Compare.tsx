/** Two maps side by side or one wiped over the other, each of any step, and what changed between them. */
import { useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import { MAP_KINDS } from '../../../src-shared/maps';
import { text } from '../../messages';
import { ChoiceField } from '../../ui/fields';
import { MapTile, PictureBar, PictureCanvas, type TileShared } from './MapTile';
import { NEWEST, type Comparison, type Side } from './useCompare';
import { Empty, Panel } from '../../ui/Panel';

const KINDS = MAP_KINDS.map((value) => ({ value, label: text.maps.names[value] }));

export interface CompareProps {
  readonly comparison: Comparison;
  readonly shared: TileShared;
  readonly wipe: boolean;
}

/** A, B and their difference. */
export function Compare({ comparison, shared, wipe }: CompareProps): ReactNode {
  const { a, b, setA, setB, pictureA, pictureB, difference, last } = comparison;
  const sideA = <SideChoice name="A" side={a} last={last} onChange={setA} />;
  const sideB = <SideChoice name="B" side={b} last={last} onChange={setB} />;
  const missing = text.mapsView.missing;
  return (
    <>
      {wipe ? (
        <Wipe comparison={comparison} shared={shared} tools={[sideA, sideB]} />
      ) : (
        <>
          <MapTile {...shared} title="A" picture={pictureA} missing={missing} testId="map-A" tools={sideA} />
          <MapTile {...shared} title="B" picture={pictureB} missing={missing} testId="map-B" tools={sideB} />
        </>
      )}
      <MapTile
        {...shared}
        title={text.mapsView.difference}
        picture={difference}
        missing={a.kind === b.kind ? missing : text.mapsView.otherKind}
        testId="map-difference"
      />
    </>
  );
}

interface SideChoiceProps {
  readonly name: 'A' | 'B';
  readonly side: Side;
  readonly last: number;
  readonly onChange: (side: Side) => void;
}

function SideChoice({ name, side, last, onChange }: SideChoiceProps): ReactNode {
  const steps = useMemo(
    () => [
      { value: NEWEST, label: text.mapsView.newest },
      ...Array.from({ length: last }, (_, i) => ({ value: String(last - i), label: text.mapsView.stepName(last - i) })),
    ],
    [last],
  );
  return (
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
  );
}

interface WipeProps {
  readonly comparison: Comparison;
  readonly shared: TileShared;
  readonly tools: readonly [ReactNode, ReactNode];
}

/** B under A; A ends at a line that the slider moves. */
function Wipe({ comparison, shared, tools }: WipeProps): ReactNode {
  const [percent, setPercent] = useState(50);
  const { pictureA, pictureB, a, b } = comparison;
  const sides = (
    <div className="map-tools">
      A {tools[0]} B {tools[1]}
    </div>
  );
  return (
    <Panel title={text.mapsView.wipe} tools={sides} className="layer wipe" testId="wipe">
      {pictureA === undefined || pictureB === undefined ? (
        <Empty>{text.mapsView.missing}</Empty>
      ) : (
        <>
          <div className="wipe__maps" style={{ '--wipe': `${percent}%` } as CSSProperties}>
            <PictureCanvas {...shared} picture={pictureB} testId="map-B" />
            <div className="wipe__over">
              <PictureCanvas {...shared} picture={pictureA} testId="map-A" />
            </div>
          </div>
          <label className="wipe__slider">
            <strong aria-hidden="true">A</strong>
            <span className="visually-hidden">{text.mapsView.wipeAt}</span>
            <input
              type="range"
              min={0}
              max={100}
              value={percent}
              aria-valuetext={text.mapsView.wipeShare(percent)}
              onChange={(event) => setPercent(Number(event.target.value))}
            />
            <strong aria-hidden="true">B</strong>
          </label>
          <div className="wipe__bars">
            <PictureBar picture={pictureA} note={a.kind === b.kind ? undefined : 'A: '} />
            {a.kind === b.kind ? undefined : <PictureBar picture={pictureB} note="B: " />}
          </div>
        </>
      )}
    </Panel>
  );
}
