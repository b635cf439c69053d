/** What each rule in force takes out by itself, asked of the main process. */
import { useEffect, useState } from 'react';
import type { RuleEffect } from '../../../src-shared/rules';
import { useActions } from '../../store/context';
import { draftOf, type RuleRow } from './rules.model';

/** Effects by rule id; those not yet known are absent. Asked again when rules or steps change. */
export function useRuleEffects(
  rows: readonly RuleRow[],
  version: string,
  live: boolean,
): ReadonlyMap<string, RuleEffect> {
  const { desk } = useActions();
  const [effects, setEffects] = useState<ReadonlyMap<string, RuleEffect>>(new Map());
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      for (const row of rows) {
        if (over || row.state !== 'on') continue;
        const effect = await desk.effectOf(draftOf(row.held), row.id);
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- changes while the answer is awaited
        if (over) return;
        if (effect !== undefined) setEffects((known) => new Map([...known, [row.id, effect]]));
      }
    };
    if (live) void ask();
    return () => {
      over = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `version` stands for the rows
  }, [version, live, desk]);
  return effects;
}
