/** A measured patch with its curve, as the comparisons with it show it. */
import type { ReactNode } from 'react';
import { PatchCanvas } from '../canvas/PatchCanvas';
import type { ValueRange } from '../canvas/range';
import { Sparkline } from './Sparkline';

export interface Neighbour {
  readonly index: number;
  /** "#12", as the point is called everywhere. */
  readonly name: string;
  readonly heights: Float32Array;
  readonly volts: Float64Array;
  readonly amperes: Float64Array;
  /** What is said of it besides the name. */
  readonly remark: string;
  readonly patchLabel: string;
  readonly curveLabel: string;
}

export interface NeighbourItemProps {
  readonly neighbour: Neighbour;
  readonly patchSize: number;
  readonly heightRange: ValueRange | undefined;
  readonly amperesBounds: ValueRange;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

/** A button with the patch, the curve and the name of a measured point. */
export function NeighbourItem(props: NeighbourItemProps): ReactNode {
  const { neighbour, patchSize, heightRange, amperesBounds, selected, onSelect } = props;
  return (
    <button type="button" className="neighbour" aria-pressed={selected} onClick={onSelect}>
      <PatchCanvas
        heights={neighbour.heights}
        size={patchSize}
        side={32}
        range={heightRange}
        label={neighbour.patchLabel}
      />
      <Sparkline
        volts={neighbour.volts}
        amperes={neighbour.amperes}
        amperesBounds={amperesBounds}
        width={34}
        height={28}
        label={neighbour.curveLabel}
      />
      <span className="neighbour__words">
        <span className="neighbour__name">{neighbour.name}</span>
        <span>{neighbour.remark}</span>
      </span>
    </button>
  );
}
