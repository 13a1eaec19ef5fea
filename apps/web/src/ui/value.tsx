import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';
import { fieldName } from '../text/field-names.ts';
import { inYuan } from './format.ts';
import { Organ, mayBeOrgan } from './organ.tsx';
import { RecordLink } from './record-link.tsx';

/** The event, the category or the group that has the field: what is written alike is told apart by it. */
type Props = { readonly name?: string; readonly within?: string | undefined; readonly of: unknown };

/** A value as a person reads it: codes, districts and organs by their names, amounts of money in yuan, moments in the city's time, records by the end of their ids, lists by their members. */
export function Value({ name = '', within, of }: Props) {
  const { say, number, moment } = useSettings();
  const districtName = useDistrictName();
  if (typeof of === 'string') {
    if (/fen$/i.test(name) && /^\d+$/.test(of)) return <>{inYuan(of)}</>;
    if (/^\d{4}-\d\d-\d\dT/.test(of)) return <>{moment(of)}</>;
    if (/district$/i.test(name) && districtName(of)) return <span title={of}>{districtName(of)}</span>;
    if (mayBeOrgan(of)) return <Organ id={of} />;
    if (/^[a-z_]+-[0-7][0-9A-Z]{25}$/.test(of)) return <RecordLink id={of} />;
    const called = say(codeName(of, name, within));
    return called === of ? <span lang="zh-CN">{of}</span> : <>{called}</>;
  }
  if (typeof of === 'number') return <>{/year$/i.test(name) ? of : number(of)}</>;
  if (typeof of === 'boolean') return <>{of ? '✓' : '–'}</>;
  if (Array.isArray(of))
    return of.length === 0 ? (
      <>—</>
    ) : (
      <>
        {of.map((one, i) => (
          <span key={i} className="member">
            <Value name={name} within={within} of={one} />
          </span>
        ))}
      </>
    );
  if (of === null || typeof of !== 'object') return <>—</>;
  const isField = (key: string) => /^[a-z]/i.test(key); // a period is the key of its own value
  return (
    <>
      {Object.entries(of).map(([field, value]) => (
        <span key={field} className="member">
          <span className="faint">{say(fieldName(field, name))}</span> <Value name={isField(field) ? field : name} within={name} of={value} />
        </span>
      ))}
    </>
  );
}
