import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useShownAt } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { useAmounts } from '../ui/amounts.ts';
import { useByDistrict } from './by-district.ts';

/** Whether the parts make the whole. A tick stands only where this page has added them up itself. */
export function FigureChecks({ figure }: { readonly figure: Answer<'FigureValue'> }) {
  const { t } = useSettings();
  const { number } = useAmounts(figure);
  const at = useShownAt();
  const districts = useByDistrict(figure.id);
  const waterfall = useAnswer('Waterfall', `/v1/figures/${figure.id}/waterfall`, at);
  const sum = districts.reduce((total, row) => total + (row.figure?.value ?? 0), 0);
  const steps = waterfall.isPlaceholderData ? undefined : waterfall.data?.lines.reduce((total, { net }) => total + net, 0);
  if (waterfall.data?.isSuppressed) return null; // what is released by steps need not add up
  return (
    <div className="checks">
      <h3>{t.figure.checks}</h3>
      <ul>
        {steps === undefined ? null : (
          <Check
            holds={steps === figure.value}
            left={`${t.figure.checkWaterfall} ${number(steps)}`}
            what={figure.of === undefined ? undefined : t.figure.equalsNumerator}
            right={number(figure.value)}
          />
        )}
        {at.district === undefined &&
        figure.of === undefined &&
        waterfall.data !== undefined &&
        figure.value !== null &&
        districts.every((row) => row.figure !== undefined && row.figure.value !== null) ? (
          <Check
            holds={sum >= figure.value}
            left={`${t.figure.checkDistricts} ${number(sum)}${sum > figure.value ? ` − ${t.figure.overlap} ${number(sum - figure.value)}` : ''}`}
            right={number(figure.value)}
          />
        ) : null}
      </ul>
    </div>
  );
}

type Compared = { readonly holds: boolean; readonly left: string; readonly right: string; readonly what?: string | undefined };

/** Two numbers that must be one; loud where they are not. */
export function Check({ holds, left, right, what }: Compared) {
  const { t } = useSettings();
  return (
    <li className={holds ? undefined : 'fails'} role={holds ? undefined : 'alert'}>
      <span className="tick" aria-hidden="true">
        {holds ? '✓' : '✗'}
      </span>
      {left} {holds ? '=' : '≠'} {what ?? t.figure.equalsPrinted} <b>{right}</b>
    </li>
  );
}
