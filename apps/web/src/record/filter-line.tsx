import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useConsole, useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';

/** One filter of a list: words that are typed, or one of some options. It stands in the address under its name. */
export type Filter = {
  readonly name: string;
  readonly label: string;
  /** What the api calls it, where that is something else. */
  readonly as?: string;
  readonly options?: readonly string[];
  readonly optionName?: (option: string) => string;
  readonly any?: string;
  /** What is chosen where nobody has chosen. */
  readonly usual?: string;
};
type Chosen = Readonly<Record<string, string | undefined>>;
const ANY = 'any';

/** The filters of a list as they are chosen in the address, and as the api takes them. */
export function useFilters(filters: readonly Filter[]): { readonly chosen: Chosen; readonly query: Chosen } {
  const search = useSearch({ strict: false }) as Chosen;
  const chosen = Object.fromEntries(filters.map(({ name, usual }) => [name, search[name] ?? usual]));
  return { chosen, query: Object.fromEntries(filters.map(({ name, as = name }) => [as, chosen[name] === ANY ? undefined : chosen[name]])) };
}

/** The filter by district: beside the coordinates of the figures, which have a district of their own. */
export function useDistrictFilter(): Filter {
  const { t } = useSettings();
  const { districts } = useConsole();
  const optionName = useDistrictName();
  return { name: 'in', as: 'district', label: t.figure.units.district, any: t.record.anyDistrict, options: districts.map(({ id }) => id), optionName };
}

/** The filters in one line, with what else can be done with the list. */
export function FilterLine({ filters, children }: { readonly filters: readonly Filter[]; readonly children?: ReactNode }) {
  const { t, say } = useSettings();
  const { chosen } = useFilters(filters);
  const navigate = useNavigate();
  const typed = filters.filter(({ options }) => options === undefined);
  const set = (change: Chosen) => void navigate({ to: '.', search: ((old: object) => ({ ...old, ...change })) as never, replace: true, resetScroll: false });
  return (
    <form
      className="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const said = new FormData(event.currentTarget);
        set(Object.fromEntries(typed.map(({ name }) => [name, String(said.get(name)).trim() || undefined])));
      }}
    >
      {filters.map(({ name, label, options, any, usual, optionName = (option) => say(codeName(option)) }) =>
        options === undefined ? (
          <TypedFilter key={name} name={name} label={label} said={chosen[name] ?? ''} />
        ) : (
          <select key={name} aria-label={label} value={chosen[name] ?? ''} onChange={({ target }) => set({ [name]: target.value || undefined })}>
            <option value={usual === undefined ? '' : ANY}>{any}</option>
            {options.map((option) => (
              <option key={option} value={option}>
                {optionName(option)}
              </option>
            ))}
          </select>
        ),
      )}
      {typed.length > 0 ? <button className="button">{t.record.find}</button> : null}
      {children}
    </form>
  );
}

/** What is being typed, until the address says something else. */
function TypedFilter({ name, label, said }: { readonly name: string; readonly label: string; readonly said: string }) {
  const [[text, of], set] = useState([said, said]);
  if (of !== said) set([said, said]);
  return <input name={name} value={text} onChange={({ target }) => set([target.value, said])} placeholder={label} aria-label={label} />;
}
