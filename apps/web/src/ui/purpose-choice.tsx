import { useId } from 'react';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';

type Props<P extends string> = {
  readonly label: string;
  readonly purposes: readonly P[];
  readonly value: P | '';
  readonly onChange: (purpose: P | '') => void;
};
/** What something is asked for: somebody chooses it each time, and it is recorded. */
export function PurposeChoice<P extends string>({ label, purposes, value, onChange }: Props<P>) {
  const { t, say } = useSettings();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} required value={value} onChange={({ target }) => onChange(target.value as P | '')}>
        <option value="">{t.form.choose}</option>
        {purposes.map((one) => (
          <option key={one} value={one}>
            {say(codeName(one))}
          </option>
        ))}
      </select>
    </div>
  );
}
