/** The weights of the choice, with their effect shown before they are in force. */
import { useState, type ReactNode } from 'react';
import type { AcquisitionSettings, GateSettings } from '../../../src-shared/experiment';
import type { Steering as Weights } from '../../../src-shared/session/edits';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { canEdit, liveRunState } from '../../store/selectors';
import { ChoiceField } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { Empty, Panel } from '../../ui/Panel';
import {
  acquisitionNumbers,
  gateNumbers,
  numberOf,
  sameSteering,
  steeringInForce,
  steeringRefusal,
  trialWords,
  withNumber,
  type SteeringNumber,
} from './steering.model';

const KINDS = (['ucb', 'ei', 'poi', 'maxvar', 'ts', 'beacon'] as const).map((value) => ({
  value,
  label: text.steering.kinds[value],
}));
const GATES = (['product', 'hard', 'sigmoid', 'sum', 'penalty', 'none'] as const).map((value) => ({
  value,
  label: text.steering.gates[value],
}));

/** The panel; without a run it says what it is for. */
export function Steering(): ReactNode {
  const session = useWindow((state) => state.console?.session);
  const run = useWindow(liveRunState);
  const refusal = steeringRefusal(session, run);
  return (
    <Panel title={text.steering.title} note={text.steering.note} testId="steering" className="steering">
      {session === undefined || refusal !== undefined ? (
        <Empty>{refusal ?? text.steering.noRun}</Empty>
      ) : (
        <Form session={session} key={JSON.stringify(steeringInForce(session))} />
      )}
    </Panel>
  );
}

/** Begins anew from what is in force whenever that changes. */
function Form({ session }: { readonly session: SessionView }): ReactNode {
  const actions = useActions();
  const inForce = steeringInForce(session);
  const [wish, setWish] = useState<Weights>(inForce);
  const [invalid, setInvalid] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const trial = useWindow((state) => state.desk.trial);
  const editable = useWindow(canEdit);
  const changed = !sameSteering(wish, inForce);
  const usable = editable && changed && invalid.length === 0 && !asking;
  const change = (next: Weights): void => {
    // A preview of other weights than those in the fields would lie.
    actions.desk.revertSteering();
    setWish(next);
  };
  const number = (of: SteeringNumber): ReactNode => (
    <NumberField
      key={of.key}
      label={of.label}
      value={numberOf(wish, of.key)}
      min={0}
      max={of.max}
      whole={false}
      unit={of.unit}
      digits={4}
      onEdit={(value) => {
        setInvalid(value === undefined ? [...new Set([...invalid, of.key])] : invalid.filter((key) => key !== of.key));
        if (value !== undefined) change(withNumber(wish, of.key, value));
      }}
      onCommit={(value) => change(withNumber(wish, of.key, value))}
    />
  );
  const preview = async (): Promise<void> => {
    setAsking(true);
    await actions.desk.tryoutSteering(wish);
    setAsking(false);
  };
  const kind = (value: AcquisitionSettings['kind']): void =>
    change({ ...wish, acquisition: { ...wish.acquisition, kind: value } });
  const gate = (value: GateSettings['kind']): void => change({ ...wish, gate: { ...wish.gate, kind: value } });
  return (
    <>
      <div className="steering__fields">
        <ChoiceField label={text.steering.acquisition} value={wish.acquisition.kind} choices={KINDS} onChange={kind} />
        {acquisitionNumbers(wish).map(number)}
        <ChoiceField label={text.steering.gate} value={wish.gate.kind} choices={GATES} onChange={gate} />
        {gateNumbers(wish).map(number)}
        <div className="steering__actions">
          <button type="button" className="button" disabled={!usable} onClick={() => void preview()}>
            {text.steering.preview}
          </button>
          <button
            type="button"
            className="button button--main"
            disabled={!usable}
            onClick={() => void actions.desk.applySteering(wish)}
          >
            {text.steering.apply}
          </button>
          <button
            type="button"
            className="button"
            disabled={!changed && trial === undefined}
            onClick={() => change(inForce)}
          >
            {text.steering.revert}
          </button>
        </div>
      </div>
      <Words session={session} changed={changed} />
    </>
  );
}

function Words({ session, changed }: { readonly session: SessionView; readonly changed: boolean }): ReactNode {
  const trial = useWindow((state) => state.desk.trial);
  const words = changed ? text.steering.changed : text.steering.unchanged;
  if (trial === undefined)
    return (
      <p className="hint" role="status">
        {words}
      </p>
    );
  const { step } = trial.preview.proposal;
  const now = session.proposals.at(-1)?.proposal.step ?? step;
  return (
    <p className="steering__trial" role="status" data-testid="steering-trial">
      <strong className="badge badge--outline">{text.steering.mark}</strong>{' '}
      {now > step ? text.steering.outdated : `${text.steering.previewed(step)} ${trialWords(session, trial)}`}
    </p>
  );
}
