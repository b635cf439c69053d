/** The selected point: raw patch and curve, what the program and people say about it. */
import { useMemo, useState, type ReactNode } from 'react';
import { CURVE_LABELS, type CurveLabel, type PointAnalysis } from '../../../src-shared/analysis';
import type { CouplingPoint } from '../../../src-shared/manifold';
import type { MeasuredPoint } from '../../../src-shared/session/view';
import { formatNumber } from '../../../src-shared/units';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { ChoiceField, TextField } from '../../ui/fields';
import { DetailChart } from './DetailChart';
import { Descriptors } from './Descriptors';
import { couplingOf, verdicts, type Knowledge } from './manifold.model';

const words = text.manifold.detail;
const NO_POINTS: readonly MeasuredPoint[] = [];
const LABELS: readonly { value: CurveLabel | 'none'; label: string }[] = [
  { value: 'none', label: words.noHuman },
  ...CURVE_LABELS.map((value) => ({ value, label: words.labels[value] })),
];

export interface PointDetailProps {
  readonly knowledge: Knowledge;
  readonly point: MeasuredPoint;
  /** False where a chart above shows the curve already. */
  readonly withChart: boolean;
}

/** One measured point. */
export function PointDetail({ knowledge, point, withChart }: PointDetailProps): ReactNode {
  const { session, report } = knowledge;
  const name = text.point.name(point.index);
  const analysis = report?.points[point.index];
  const size = session.config.patch.size;
  const heights = useMemo(
    () => session.frame && patchHeights(session.frame, point.at, size),
    [session.frame, point, size],
  );
  const step = point.origin === 'seed' ? text.manifold.scatter.seedPoint : text.manifold.scatter.step(point.step);
  return (
    <section className="detail__section" aria-label={words.point(name)} data-testid="point-detail">
      <div className="detail__head">
        <h3>{words.point(name)}</h3>
        <span className="hint">{remarks(knowledge, point, step)}</span>
      </div>
      <div className="detail__pair">
        {heights === undefined ? undefined : (
          <PatchCanvas heights={heights} size={size} side={withChart ? 116 : 72} label={text.point.patch(name)} />
        )}
        {withChart ? <DetailChart decoded={undefined} around={NO_POINTS} selected={point} /> : undefined}
        {withChart ? undefined : <Labelled key={point.index} point={point} analysis={analysis} />}
      </div>
      {withChart ? <Labelled point={point} analysis={analysis} /> : undefined}
      <CouplingWords verdict={verdicts(couplingOf(knowledge.coupling, 'features')).get(point.index)} />
      {analysis?.descriptors === undefined ? undefined : <Descriptors descriptors={analysis.descriptors} />}
      <AddNote point={point} />
    </section>
  );
}

function remarks({ session, embedding }: Knowledge, point: MeasuredPoint, step: string): string {
  const place = embedding.points.indexOf(point.index);
  const said = [words.pointNote(step, formatNumber(session.novelty[point.index], 3))];
  if (place >= 0) said.push(words.mismatch(formatNumber(embedding.mismatch[place], 2)));
  return said.join(', ');
}

interface LabelledProps {
  readonly point: MeasuredPoint;
  readonly analysis: PointAnalysis | undefined;
}

/** The program's label and, apart from it, a person's. */
function Labelled({ point, analysis }: LabelledProps): ReactNode {
  const actions = useActions();
  const automatic = analysis?.automatic;
  return (
    <div className="detail__labels">
      <div className="field">
        <span className="field__label">{words.automatic}</span>
        <span data-testid="automatic-label">
          {automatic === undefined
            ? words.noLabel
            : `${words.labels[automatic.label]}, ${words.confidence(formatNumber(automatic.confidence, 2))}`}
        </span>
      </div>
      <ChoiceField
        label={words.human}
        value={analysis?.human ?? 'none'}
        choices={LABELS}
        onChange={(label) => void actions.manifold.label(point.index, label === 'none' ? undefined : label)}
      />
    </div>
  );
}

function CouplingWords({ verdict }: { readonly verdict: CouplingPoint | undefined }): ReactNode {
  if (verdict === undefined) return undefined;
  const said = words.coupling;
  return (
    <p className="hint">
      {verdict.verdict === 'coupled' ? said.coupled(formatNumber(verdict.coupling, 2)) : said[verdict.verdict]}
    </p>
  );
}

function AddNote({ point }: { readonly point: MeasuredPoint }): ReactNode {
  const actions = useActions();
  const [note, setNote] = useState('');
  const add = async (): Promise<void> => {
    if (note.trim() !== '' && (await actions.manifold.note(point.index, note.trim()))) setNote('');
  };
  return (
    <form
      className="detail__note"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={words.noteLabel} value={note} maxLength={4000} onChange={setNote} />
      <button type="submit" className="button" disabled={note.trim() === ''}>
        {words.noteAdd}
      </button>
    </form>
  );
}
