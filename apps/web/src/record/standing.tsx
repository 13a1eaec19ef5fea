import { useSettings } from '../app/settings.tsx';
import { fieldName } from '../text/field-names.ts';
import { Section } from '../ui/section.tsx';
import { Value } from '../ui/value.tsx';
import { type Column, Table } from './record-list.tsx';

type Fields = Readonly<Record<string, unknown>>;
const isSaid = (value: unknown) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
const isTable = (value: unknown): value is readonly Fields[] => Array.isArray(value) && typeof value[0] === 'object';

/** How a record stands, field by field; what there may be several of, such as valuations, as a table. */
export function Standing({ of, category, without = [] }: { readonly of: Fields; readonly category: string; readonly without?: readonly string[] }) {
  const { t, say } = useSettings();
  const said = Object.entries(of).filter(([name, value]) => isSaid(value) && !without.includes(name));
  return (
    <>
      <Section title={t.record.standing}>
        <dl className="facts-of">
          {said
            .filter(([, value]) => !isTable(value))
            .map(([name, value]) => (
              <div key={name}>
                <dt className="cap">{say(fieldName(name, category))}</dt>
                <dd className="wrap">
                  <Value name={name} within={category} of={value} />
                </dd>
              </div>
            ))}
        </dl>
      </Section>
      {said.map(([name, value]) => (isTable(value) ? <Several key={name} name={name} title={say(fieldName(name, category))} rows={value} /> : null))}
    </>
  );
}

function Several({ name: group, title, rows }: { readonly name: string; readonly title: string; readonly rows: readonly Fields[] }) {
  const { say } = useSettings();
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
  const columns = names.map((name): Column<Fields & { readonly id: number }> => ({
    name: say(fieldName(name, group)),
    of: (row) => <Value name={name} within={group} of={row[name]} />,
    ...(/fen$/i.test(name) && { isNumber: true }),
  }));
  return (
    <Section title={<span className="cap">{title}</span>}>
      <Table rows={rows.map((row, id) => ({ ...row, id }))} columns={columns} />
    </Section>
  );
}
