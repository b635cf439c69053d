/** The way from components to the store. */
import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { WindowState } from './state';
import type { Actions, WindowStore } from './store';

interface Wiring {
  readonly store: WindowStore;
  readonly actions: Actions;
}

const WiringContext = createContext<Wiring | undefined>(undefined);

/** Gives everything below it the store and its actions. */
export function WindowProvider({ store, actions, children }: Wiring & { readonly children: ReactNode }): ReactNode {
  return <WiringContext value={{ store, actions }}>{children}</WiringContext>;
}

/** A part of the window's state; the component is drawn again when that part changes. */
export function useWindow<T>(selector: (state: WindowState) => T): T {
  return useStore(useWiring().store, selector);
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
