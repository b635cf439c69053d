/** The way from components to the store. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { WindowState } from './state';
import type { Actions, WindowStore } from './store';
import { rewound } from './timeWindow';

interface Wiring {
  readonly store: WindowStore;
  readonly actions: Actions;
  /** What stands below shows the step that the person looks back at. */
  readonly rewinds: boolean;
}

const WiringContext = createContext<Wiring | undefined>(undefined);

/** Gives everything below it the store and its actions. */
export function WindowProvider({
  store,
  actions,
  children,
}: Omit<Wiring, 'rewinds'> & { readonly children: ReactNode }): ReactNode {
  const wiring = useMemo(() => ({ store, actions, rewinds: false }), [store, actions]);
  return <WiringContext value={wiring}>{children}</WiringContext>;
}

/** Whether what stands below shows the step that the person looks back at, when there is one, instead of the newest. */
export function Rewinding({ on, children }: { readonly on: boolean; readonly children: ReactNode }): ReactNode {
  const { store, actions } = useWiring();
  const wiring = useMemo(() => ({ store, actions, rewinds: on }), [store, actions, on]);
  return <WiringContext value={wiring}>{children}</WiringContext>;
}

/** A part of the window's state; the component is drawn again when that part changes. */
export function useWindow<T>(selector: (state: WindowState) => T): T {
  const { store, rewinds } = useWiring();
  return useStore(store, rewinds ? (state) => selector(rewound(state)) : selector);
}

/** What the person at the window can do. */
export function useActions(): Actions {
  return useWiring().actions;
}

function useWiring(): Wiring {
  const wiring = useContext(WiringContext);
  if (wiring === undefined) throw new Error('Components of the window must stand below WindowProvider.');
  return wiring;
}
