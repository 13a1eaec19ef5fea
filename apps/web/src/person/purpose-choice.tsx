import { useId } from 'react';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';

const purposes = ['INVESTIGATION', 'ARREST_REVIEW', 'PROSECUTION', 'TRIAL', 'DISCIPLINE', 'IDENTIFICATION', 'CORRECTION', 'SUBJECT_REQUEST'] as const;
export type Purpose = (typeof purposes)[number] | '';

type Props = { readonly value: Purpose; readonly onChange: (purpose: Purpose) => void };
/** What personal data are asked for: somebody chooses it each time, and it is recorded. */
export function PurposeChoice({ value, onChange }: Props) {
  const { t, say } = useSettings();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t.persons.purpose}</label>
      <select id={id} required value={value} onChange={({ target }) => onChange(target.value as Purpose)}>
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
