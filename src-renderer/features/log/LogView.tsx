/** The Log view: alarms on top, everything that happened below. */
import type { ReactNode } from 'react';
import { Alarms } from './Alarms';
import { EventLog } from './EventLog';

/** Both panels, one above the other. */
export function LogView(): ReactNode {
  return (
    <main className="log-view">
      <Alarms />
      <EventLog />
    </main>
  );
}
