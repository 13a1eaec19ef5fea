import { type ReactNode, createContext, useContext } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from './settings.tsx';

export type ConsoleSettings = Answer<'ConsoleSettings'>;
const Context = createContext<ConsoleSettings | undefined>(undefined);

export const ConsoleProvider = ({ settings, children }: { readonly settings: ConsoleSettings; readonly children: ReactNode }) => (
  <Context.Provider value={settings}>{children}</Context.Provider>
);

export function useConsole(): ConsoleSettings {
  const settings = useContext(Context);
  if (!settings) throw new Error('The settings of the console are not there yet.');
  return settings;
}

/** What a district is called, by its code; nothing where there is none. */
export function useDistrictName(): (id: string | null) => string {
  const { say } = useSettings();
  const { districts } = useConsole();
  return (id) => say(districts.find((one) => one.id === id)?.name ?? { zh: '', en: '' });
}
