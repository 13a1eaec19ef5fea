import { useSettings } from '../app/settings.tsx';
import { fieldName } from '../text/field-names.ts';
import { Section } from '../ui/section.tsx';
import { Value } from '../ui/value.tsx';
import { type Column, Table } from './record-list.tsx';

type Fields = Readonly<Record<string, unknown>>;
const isSaid = (value: unknown) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
const isTable = (value: unknown): value is readonly Fields[] => Array.isArray(value) && typeof value[0] === 'object';

/** How a record stands, field by field; what there may be several of, such as valuations, as a table. */
export function Standing({ of, without = [] }: { readonly of: Fields; readonly without?: readonly string[] }) {
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
                <dt className="cap">{say(fieldName(name))}</dt>
                <dd className="wrap">
                  <Value name={name} of={value} />
                </dd>
              </div>
            ))}
        </dl>
      </Section>
      {said.map(([name, value]) => (isTable(value) ? <Several key={name} title={say(fieldName(name))} rows={value} /> : null))}
    </>
  );
}

function Several({ title, rows }: { readonly title: string; readonly rows: readonly Fields[] }) {
  const { say } = useSettings();
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
  const columns = names.map((name): Column<Fields & { readonly id: number }> => ({
    name: say(fieldName(name)),
    of: (row) => <Value name={name} of={row[name]} />,
    ...(/fen$/i.test(name) && { isNumber: true }),
  }));
  return (
    <Section title={title}>
      <Table rows={rows.map((row, id) => ({ ...row, id }))} columns={columns} />
    </Section>
  );
}
