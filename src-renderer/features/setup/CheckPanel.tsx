/** The coordinate check: a frame, a click into its top left quarter, and the question where the tip went. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { distanceMetres, sampleToPixel, type SamplePoint } from '../../../src-shared/geometry';
import type { CheckMove } from '../../../src-shared/ipc/contract';
import type { Frame } from '../../../src-shared/scan';
import type { Settings } from '../../../src-shared/settings';
import { formatQuantity } from '../../../src-shared/units';
import { frameImage } from '../../canvas/colorImage';
import type { Overlay } from '../../canvas/drawMap';
import { MapCanvas } from '../../canvas/MapCanvas';
import { quantileRange } from '../../canvas/range';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { Panel } from '../../ui/Panel';
import { checkWords } from './setup.model';

const words = text.setup.check;

export interface CheckPanelProps {
  readonly settings: Settings;
}

/** The panel. Leaving it ends the check and takes the tip away. */
export function CheckPanel({ settings }: CheckPanelProps): ReactNode {
  const actions = useActions();
  const [frame, setFrame] = useState<Frame | undefined>(undefined);
  const [busy, setBusy] = useState<'scan' | 'move' | undefined>(undefined);
  const [move, setMove] = useState<CheckMove | undefined>(undefined);
  const [outside, setOutside] = useState(false);
  useEffect(() => () => void actions.send('setup.endCheck'), [actions]);

  const take = async (): Promise<void> => {
    setBusy('scan');
    setMove(undefined);
    setFrame(await actions.setup.checkFrame());
    setBusy(undefined);
  };
  const go = async (at: SamplePoint): Promise<void> => {
    if (frame === undefined || busy !== undefined) return;
    const wrongQuarter = at.xMetres >= 0 || at.yMetres <= 0;
    setOutside(wrongQuarter);
    if (wrongQuarter) return;
    const { row, col } = sampleToPixel(frame, at);
    setBusy('move');
    setMove(await actions.setup.checkMove({ row: Math.round(row), col: Math.round(col) }));
    setBusy(undefined);
  };
  const finish = async (seen: 'right' | 'wrong' | undefined): Promise<void> => {
    setFrame(undefined);
    setMove(undefined);
    if (seen === undefined) await actions.send('setup.endCheck');
    else await actions.send('setup.checked', { seen });
  };
  return (
    <Panel title={words.title} testId="setup-check">
      <p className={settings.check?.seen === 'wrong' ? 'setup__problem' : 'hint'}>{checkWords(settings.check)}</p>
      {frame === undefined ? (
        <>
          <p className="hint">{words.intro}</p>
          <div className="setup__row">
            <button type="button" className="button" disabled={busy !== undefined} onClick={() => void take()}>
              {busy === 'scan' ? words.taking : words.take}
            </button>
          </div>
        </>
      ) : (
        <div className="setup__check">
          <CheckMap frame={frame} move={move} onPick={(at) => void go(at)} />
          <div className="setup__answers">
            {move === undefined ? (
              <p>{busy === 'move' ? words.moving : words.click}</p>
            ) : (
              <MoveWords move={move} onSeen={(seen) => void finish(seen)} />
            )}
            {outside ? <p className="setup__problem">{words.outside}</p> : undefined}
            <button type="button" className="button button--small" onClick={() => void finish(undefined)}>
              {words.end}
            </button>
          </div>
        </div>
      )}
    </Panel>
  );
}

interface CheckMapProps {
  readonly frame: Frame;
  readonly move: CheckMove | undefined;
  readonly onPick: (at: SamplePoint) => void;
}

const OVERLAY: Overlay = {
  markers: [],
  markerRadius: 4,
  markerFill: 'white',
  next: undefined,
  origin: true,
  scaleBar: true,
  scanLine: undefined,
};

function CheckMap({ frame, move, onPick }: CheckMapProps): ReactNode {
  const image = useMemo(() => frameImage(frame, frame.heightsMetres), [frame]);
  const range = useMemo(() => quantileRange(frame.heightsMetres, 0.01, 0.99), [frame]);
  return (
    <div className="setup__map">
      <MapCanvas
        raster={frame}
        image={image}
        range={range}
        table="cividis"
        overlay={OVERLAY}
        tip={move?.reached}
        hover={undefined}
        selected={undefined}
        label={words.label}
        testId="check-map"
        onHover={() => undefined}
        onPick={onPick}
      />
    </div>
  );
}

interface MoveWordsProps {
  readonly move: CheckMove;
  readonly onSeen: (seen: 'right' | 'wrong') => void;
}

function MoveWords({ move, onSeen }: MoveWordsProps): ReactNode {
  const m = (metres: number | undefined): string => formatQuantity(metres, 'm');
  const place = ({ xMetres, yMetres }: SamplePoint): string => words.place(m(xMetres), m(yMetres));
  const rows = [
    [words.asked, place(move.asked)],
    [words.reached, place(move.reached)],
    [words.off, m(distanceMetres(move.asked, move.reached))],
    [words.height, `${m(move.imageMetres)} / ${m(move.heightMetres)}`],
  ] as const;
  return (
    <>
      <dl className="values setup__values">
        {rows.map(([name, value]) => (
          <div key={name} className="values__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={move.heights === 'disagree' ? 'setup__problem' : 'hint'}>{words.heights[move.heights]}</p>
      <p>{words.question}</p>
      <div className="setup__row">
        <button type="button" className="button" onClick={() => onSeen('right')}>
          {words.right}
        </button>
        <button type="button" className="button" onClick={() => onSeen('wrong')}>
          {words.wrong}
        </button>
      </div>
    </>
  );
}
