/** Instruments under names: choice, limits, program and what the coordinate check found. */
import { useState, type ReactNode } from 'react';
import { MAX_PROFILES, type InstrumentProfile } from '../../../src-shared/instrumentSettings';
import { sameLimits, type SafetyLimits } from '../../../src-shared/limits';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { TextField } from '../../ui/fields';
import { Panel } from '../../ui/Panel';
import { AskLooser } from './AskLooser';
import { limitWords, looserWords } from './setup.model';

const words = text.setup.profiles;

/** The panel. */
export function ProfilesPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const [typedName, setName] = useState('');
  const [asked, setAsked] = useState<InstrumentProfile | undefined>(undefined);
  const { profiles } = settings;
  const name = typedName.trim();
  const known = profiles.some((profile) => profile.name === name);

  const save = (): void => {
    const { instrument, simulator, limits, sweep, check } = settings;
    const profile = { name, instrument, simulator, limits, sweep, ...(check === undefined ? {} : { check }) };
    const others = profiles.filter((other) => other.name !== name);
    void actions.send('settings.change', { profiles: [...others, profile] });
    setName('');
  };
  const remove = (gone: InstrumentProfile): void =>
    void actions.send('settings.change', { profiles: profiles.filter((profile) => profile !== gone) });
  const load = async (profile: InstrumentProfile): Promise<void> => {
    setAsked(undefined);
    const { instrument, simulator, limits, sweep, check } = profile;
    const before = settings.limits;
    const tight = tighter(before, limits);
    const next = { instrument, simulator, sweep, limits: tight, check };
    if (!(await actions.send('settings.change', next))) return;
    if (!sameLimits(tight, limits)) await actions.send('setup.limits', { from: tight, to: limits });
  };
  return (
    <Panel title={words.title} note={words.note} testId="setup-profiles">
      {profiles.length === 0 ? <p className="hint">{words.none}</p> : undefined}
      <ul className="setup__profiles">
        {profiles.map((profile) => (
          <li key={profile.name}>
            <span className="setup__profile">
              <strong>{profile.name}</strong>
              <span className="hint">{rowWords(profile)}</span>
            </span>
            <button
              type="button"
              className="button button--small"
              onClick={() => {
                if (looserWords(settings.limits, profile.limits).length > 0) setAsked(profile);
                else void load(profile);
              }}
            >
              {words.load}
            </button>
            <button type="button" className="button button--small" onClick={() => remove(profile)}>
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      {asked === undefined ? undefined : (
        <AskLooser
          ask={words.loosens}
          changes={looserWords(settings.limits, asked.limits)}
          onYes={() => void load(asked)}
          onNo={() => setAsked(undefined)}
        />
      )}
      <div className="setup__row setup__row--end">
        <TextField label={words.name} value={typedName} maxLength={60} onChange={setName} />
        <button
          type="button"
          className="button"
          disabled={name === '' || (!known && profiles.length >= MAX_PROFILES)}
          onClick={save}
        >
          {known ? words.replace : words.save}
        </button>
      </div>
    </Panel>
  );
}

/** The tighter of two sets of limits, limit by limit: what can be in force without asking. */
function tighter(a: SafetyLimits, b: SafetyLimits): SafetyLimits {
  return {
    maxBiasVolts: Math.min(a.maxBiasVolts, b.maxBiasVolts),
    maxSlewVoltsPerSecond: Math.min(a.maxSlewVoltsPerSecond, b.maxSlewVoltsPerSecond),
    maxCurrentAmperes: Math.min(a.maxCurrentAmperes, b.maxCurrentAmperes),
    maxTravelMetres: Math.min(a.maxTravelMetres, b.maxTravelMetres),
    maxSweeps: Math.min(a.maxSweeps, b.maxSweeps),
  };
}

function rowWords({ instrument, limits, check }: InstrumentProfile): string {
  return words.row(
    text.setup.instrument.drivers[instrument.driver],
    limitWords('maxBiasVolts', limits.maxBiasVolts),
    limitWords('maxCurrentAmperes', limits.maxCurrentAmperes),
    words.checks[check?.seen ?? 'none'],
  );
}
