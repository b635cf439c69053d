/** Whether the instrument answers, as what, and what it can and cannot do: shown as it says, never made up. */
import { useState, type ReactNode } from 'react';
import type { InstrumentSetup } from '../../../src-shared/ipc/contract';
import { formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { Panel } from '../../ui/Panel';

const words = text.setup.connection;
const ABILITIES = ['lineEvents', 'abortScan', 'abortSweep', 'positionReadback', 'hardwareCompliance'] as const;

export interface ConnectionPanelProps {
  readonly setup: InstrumentSetup;
  readonly online: boolean;
}

/** The panel. */
export function ConnectionPanel({ setup, online }: ConnectionPanelProps): ReactNode {
  const actions = useActions();
  const [testing, setTesting] = useState(false);
  const test = async (): Promise<void> => {
    setTesting(true);
    await actions.send('setup.test');
    setTesting(false);
  };
  const { capabilities, terms, problem } = setup;
  const [low, high] = capabilities.biasRangeVolts;
  const rows = [
    [words.name, setup.name],
    [words.version, setup.version],
    [words.state, online ? words.online : words.offline],
    ...(online
      ? [
          [words.kind, setup.simulated ? words.kinds.simulated : words.kinds.real],
          [words.frame, formatQuantity(capabilities.maxFrameMetres, 'm')],
          [words.bias, words.range(formatQuantity(low, 'V'), formatQuantity(high, 'V'))],
        ]
      : []),
  ] as const;
  return (
    <Panel
      title={words.title}
      testId="setup-connection"
      tools={
        <button type="button" className="button button--small" disabled={testing} onClick={() => void test()}>
          {testing ? words.testing : words.test}
        </button>
      }
    >
      <dl className="values setup__values">
        {rows.map(([name, value]) => (
          <div key={name} className="values__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {problem === undefined ? undefined : (
        <p className="setup__problem" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
      {online ? (
        <>
          <h3 className="setup__head">{words.can}</h3>
          <ul className="setup__list">
            {ABILITIES.map((ability) => (
              <li key={ability} data-can={capabilities[ability]}>
                <span className="setup__mark">{capabilities[ability] ? words.yes : words.no}</span>
                <span>
                  {words.capabilities[ability]}
                  {capabilities[ability] ? undefined : <span className="hint">: {words.missing[ability]}</span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : undefined}
      {terms.remarks.length === 0 ? undefined : (
        <>
          <h3 className="setup__head">{words.terms}</h3>
          <ul className="setup__remarks">
            {terms.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
